"""Backups: consistent while the bot writes, looked at before they are trusted, never at the price of what is there."""

import asyncio
import contextlib
import os
import shutil
import sqlite3
import stat
from pathlib import Path

import pytest

from bot.errors import StartRefusal
from bot.store import backup
from bot.store.polls import Polls
from bot.store.schema import migrations
from bot.store.sqlite import Sqlite
from tests.store.given import NOON, SERVER, draft

pytestmark = pytest.mark.sqlite


def polls_in(file: Path) -> int:
    with contextlib.closing(sqlite3.connect(file)) as connection:
        return int(connection.execute("SELECT COUNT(*) FROM polls").fetchone()[0])


async def filled(path: Path, polls: int = 1) -> None:
    async with Sqlite.open(path) as database:
        for _ in range(polls):
            await Polls(database).add(draft(), 100)


def refusal(file: Path, database: Path) -> str:
    before = {one: one.read_bytes() for one in database.parent.iterdir() if one.is_file()}
    with pytest.raises(StartRefusal) as refused:
        backup.restore(file, database, NOON)
    after = {one: one.read_bytes() for one in database.parent.iterdir() if one.is_file()}
    after.pop(database.with_name(database.name + ".lock"), None)
    before.pop(database.with_name(database.name + ".lock"), None)
    assert after == before
    return refused.value.sentence


async def test_a_backup_of_a_running_bot_is_one_moment_and_costs_no_write(path: Path, tmp_path: Path) -> None:
    target = tmp_path / "copy.db"
    async with Sqlite.open(path) as database:
        polls = Polls(database)
        for _ in range(50):
            await polls.add(draft(), 1_000)
        loop, wrote = asyncio.get_running_loop(), []

        def meanwhile(done: int, total: int) -> None:
            if done < total:
                added = asyncio.run_coroutine_threadsafe(polls.add(draft(), 1_000), loop)
                wrote.append(added.result(timeout=10))

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(backup, "PAGES_A_STEP", 2)
            state = await asyncio.to_thread(backup.back_up, path, target, meanwhile)
        assert wrote
        assert polls_in(target) == 50
        assert polls_in(path) == 50 + len(wrote)
    assert state.schema == len(migrations())
    assert os.name == "nt" or stat.S_IMODE(target.stat().st_mode) == 0o600
    assert not target.with_name(target.name + "-wal").exists()


async def test_a_backup_replaces_no_file(path: Path, tmp_path: Path) -> None:
    await filled(path)
    target = tmp_path / "copy.db"
    target.write_text("my thesis", encoding="utf-8")
    with pytest.raises(StartRefusal, match="a backup replaces none"):
        backup.back_up(path, target)
    assert target.read_text(encoding="utf-8") == "my thesis"


def test_without_a_database_there_is_nothing_to_copy(path: Path, tmp_path: Path) -> None:
    with pytest.raises(StartRefusal, match="there is no database yet"):
        backup.back_up(path, tmp_path / "copy.db")
    assert list(tmp_path.iterdir()) == []


async def test_a_target_that_cannot_be_written_is_told_and_leaves_nothing(path: Path, tmp_path: Path) -> None:
    await filled(path)
    with pytest.raises(StartRefusal, match=r"could not be copied there .* free space"):
        backup.back_up(path, tmp_path / "absent" / "copy.db")


async def test_a_backup_of_a_damaged_database_is_refused_and_not_kept(path: Path, tmp_path: Path) -> None:
    await filled(path, 20)
    damage(path)
    folder = tmp_path / "copies"
    folder.mkdir()
    with pytest.raises(StartRefusal):
        backup.back_up(path, folder / "copy.db")
    assert list(folder.iterdir()) == []


async def test_what_was_backed_up_is_what_is_restored_and_the_former_database_is_kept(
    path: Path, tmp_path: Path
) -> None:
    await filled(path, 2)
    copy = tmp_path / "copy.db"
    backup.back_up(path, copy)
    await filled(path, 3)
    former = backup.restore(copy, path, NOON)
    assert former is not None
    assert polls_in(path) == 2
    assert polls_in(former) == 5
    async with Sqlite.open(path) as database:
        assert len(await Polls(database).open_polls(SERVER)) == 2


async def test_a_restore_brings_a_database_back_that_is_gone(path: Path, tmp_path: Path) -> None:
    await filled(path, 2)
    copy = tmp_path / "copy.db"
    backup.back_up(path, copy)
    path.unlink()
    assert backup.restore(copy, path, NOON) is None
    assert polls_in(path) == 2


async def test_a_restore_in_place_of_a_database_that_was_killed_reads_none_of_its_log(
    path: Path, tmp_path: Path
) -> None:
    await filled(path, 2)
    copy = tmp_path / "copy.db"
    backup.back_up(path, copy)
    async with Sqlite.open(path) as database:
        await Polls(database).add(draft(), 100)
        killed = tmp_path / "killed"
        killed.mkdir()
        for file in path.parent.glob("epilogue.db*"):  # as SIGKILL leaves them: a log that was not taken in
            shutil.copy2(file, killed / file.name)
    assert (killed / "epilogue.db-wal").stat().st_size
    former = backup.restore(copy, killed / "epilogue.db", NOON)
    assert former is not None
    assert polls_in(killed / "epilogue.db") == 2
    assert polls_in(former) == 3


async def test_a_restore_in_place_of_a_damaged_database_works_and_keeps_it(path: Path, tmp_path: Path) -> None:
    await filled(path, 2)
    copy = tmp_path / "copy.db"
    backup.back_up(path, copy)
    path.write_bytes(b"no database at all" * 100)
    former = backup.restore(copy, path, NOON)
    assert former is not None
    assert polls_in(path) == 2
    assert former.read_bytes() == b"no database at all" * 100


async def test_nothing_is_restored_under_a_running_bot(path: Path, tmp_path: Path) -> None:
    await filled(path)
    copy = tmp_path / "copy.db"
    backup.back_up(path, copy)
    async with Sqlite.open(path):
        with pytest.raises(StartRefusal, match="another copy of the bot has this database open"):
            backup.restore(copy, path, NOON)
    assert polls_in(path) == 1


def damage(file: Path) -> None:
    """Overwrite the pages behind the first with noise."""
    with file.open("rb+") as opened:
        opened.seek(4096)
        opened.write(b"\xa5" * (file.stat().st_size - 4096))


async def test_a_backup_that_cannot_be_used_is_refused_and_nothing_changes(path: Path, tmp_path: Path) -> None:
    await filled(path, 20)
    folder = tmp_path / "copies"
    folder.mkdir()
    newer, broken, foreign, text = (folder / name for name in ("newer.db", "broken.db", "foreign.db", "text.db"))
    for copy in (newer, broken):
        backup.back_up(path, copy)
    with contextlib.closing(sqlite3.connect(newer)) as connection:
        connection.execute("PRAGMA user_version = 9999")
    damage(broken)
    with contextlib.closing(sqlite3.connect(foreign)) as connection:
        connection.execute("CREATE TABLE notes (text)")
    text.write_text("Dear diary,", encoding="utf-8")
    assert "schema 9999" in refusal(newer, path)
    assert "this is no sound database" in refusal(broken, path)
    assert "no database of this bot" in refusal(foreign, path)
    assert "this is no sound database" in refusal(text, path)
    assert "there is no such file" in refusal(folder / "absent.db", path)
