"""What the bot does by itself: a backup a day, and one that fails does not end them."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.store.dated import DatedBackups
from tests.stage.evening import Evening, evening_in
from tests.stage.listening import hearing


async def restarted_with_backups(evening: Evening, folder: Path) -> None:
    await evening.stop_bot()
    backups = evening.settings.backups.model_copy(update={"every_hours": 24, "keep": 2, "folder": str(folder)})
    evening.settings = evening.settings.model_copy(update={"backups": backups})
    await evening.start_bot()


@pytest.mark.sqlite
async def test_a_backup_is_made_each_day_also_after_one_that_failed(tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    with hearing("bot.upkeep") as heard:
        async with evening_in(tmp_path) as evening:
            await restarted_with_backups(evening, folder)
            assert "1 backup kept" in await heard.until("Backed up")
            evening.clock.advance(timedelta(days=1))
            assert "2 backups kept" in await heard.until("Backed up")
            folder.rename(tmp_path / "away")
            folder.write_text("a file is in the way", encoding="utf-8")
            evening.clock.advance(timedelta(days=1))
            assert "[backups] folder" in await heard.until("The automatic backup failed")
            folder.unlink()
            evening.clock.advance(timedelta(hours=1))
            await heard.until("Backed up")
            database = evening.settings.store.file
            assert database
            assert len(DatedBackups(database, folder, timedelta(days=1), 2).made()) == 1


@pytest.mark.postgres
async def test_that_a_servers_database_is_not_backed_up_is_told(evening: Evening, tmp_path: Path) -> None:
    with hearing("bot.upkeep") as heard:
        await restarted_with_backups(evening, tmp_path / "kept")
        await heard.until("let pg_dump run by the day")
    assert not (tmp_path / "kept").exists()
