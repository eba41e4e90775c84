"""A disk, a clock or a machine that fails: one sentence for the member who votes, one for the administrator."""

import contextlib
import resource
import sqlite3
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiosqlite
import pytest

from bot.errors import StartRefusal
from bot.store import sqlite
from tests.stage.evening import Evening, evening_in
from tests.stage.listening import hearing
from tests.stage.polling import started, until_says
from tests.store.cutting import way_to
from tests.stores import NOTE, url_in

DATABASE = "epilogue.db"
TOLD = "The database could not do what it was asked"


def held(database: Path, how: str = "IMMEDIATE") -> contextlib.ExitStack:
    """Let another program hold the database, as a backup tool or an admin's shell may."""
    stack = contextlib.ExitStack()
    holder = stack.enter_context(contextlib.closing(sqlite3.connect(database, isolation_level=None)))
    if how == "EXCLUSIVE":  # with the write-ahead log, readers are shut out by this alone
        holder.execute("PRAGMA locking_mode = EXCLUSIVE")
    holder.execute(f"BEGIN {how}")
    return stack


@pytest.fixture
def lanes(monkeypatch: pytest.MonkeyPatch) -> list[aiosqlite.Connection]:
    """The connections that the bot opens, first the writer's."""
    connect, opened = sqlite._connect, list[aiosqlite.Connection]()

    def noted(path: Path) -> aiosqlite.Connection:
        opened.append(connect(path))
        return opened[-1]

    monkeypatch.setattr(sqlite, "_connect", noted)
    return opened


async def refusal(evening: Evening) -> str:
    """Start the bot, which does not start; return what it says."""
    with pytest.raises(StartRefusal) as refused:
        await evening.start_bot()
    evening._bot = None
    return refused.value.sentence


@pytest.mark.sqlite
async def test_a_vote_on_a_locked_database_is_refused_in_words_and_works_again_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "BUSY", "PRAGMA busy_timeout = 50")
    async with evening_in(tmp_path) as evening:
        poll = await evening.olga.slash("poll start", preset="ending")
        with hearing("bot.store.sqlite") as heard, held(tmp_path / DATABASE):
            refused = await evening.ann.press(poll, "Sad")
            assert "in use by another program. Nothing was counted" in refused.text
            assert "locked" in await heard.until(TOLD)
            assert "A Lovely Night" in (await evening.ann.say("!quote a lovely night")).text
        assert "Counted" in (await evening.ann.press(poll, "Sad")).text
        # The poll's own message may not have been noted before the lock came: it is looked for a little later.
        for _ in range(5):
            evening.clock.advance(timedelta(minutes=1))
            await evening.ann.slash("poll list")
        await until_says(evening, poll, "1 voted")
        await evening.stop_bot()
        with held(tmp_path / DATABASE, "EXCLUSIVE"):
            sentence = await refusal(evening)
        assert f"{tmp_path / DATABASE}: the database cannot be opened (database is locked)." in sentence
        await evening.start_bot()
        assert "1 voted" in (await evening.ann.slash("poll results")).text


@pytest.mark.sqlite
async def test_a_database_that_becomes_read_only_refuses_votes_and_still_answers(
    tmp_path: Path, lanes: list[aiosqlite.Connection]
) -> None:
    async with evening_in(tmp_path) as evening:
        poll = await started(evening)
        await lanes[0].execute("PRAGMA query_only = ON")  # SQLite's answer is that of a file system gone read-only
        with hearing("bot.store.sqlite") as heard:
            refused = await evening.ann.press(poll, "Sad")
            assert "the bot may not write its database. Nothing was counted" in refused.text
            assert "attempt to write a readonly database" in await heard.until(TOLD)
        assert "A Lovely Night" in (await evening.ann.say("!quote a lovely night")).text
        assert "0 voted" in (await evening.max.slash("poll results")).text
        await lanes[0].execute("PRAGMA query_only = OFF")
        assert "Counted" in (await evening.ann.press(poll, "Sad")).text


@contextlib.contextmanager
def no_file_may_grow() -> Iterator[None]:
    """Let the kernel refuse every write, as a disk that has no room or fails."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


@pytest.mark.sqlite
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
async def test_a_disk_that_takes_nothing_refuses_votes_and_keeps_what_was_counted(tmp_path: Path) -> None:
    async with evening_in(tmp_path) as evening:
        poll = await started(evening)
        assert "Counted" in (await evening.ann.press(poll, "Sad")).text
        with hearing("bot.store.sqlite") as heard, no_file_may_grow():
            refused = await evening.bob.press(poll, "Sad")
        assert "The bot's disk does not answer as it should. Nothing was counted" in refused.text
        assert "disk I/O error" in await heard.until(TOLD)
        assert "Counted" in (await evening.bob.press(poll, "Happy")).text
        evening.clock.advance(timedelta(seconds=2))
        await until_says(evening, poll, "2 voted")


def spoil(database: Path) -> None:
    """Overwrite every page of a database but the first."""
    with database.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xa5" * (database.stat().st_size - 4096))


@pytest.mark.sqlite
async def test_a_page_that_is_damaged_is_told_while_the_bot_runs_and_at_the_next_start(
    tmp_path: Path, lanes: list[aiosqlite.Connection]
) -> None:
    async with evening_in(tmp_path) as evening:
        await started(evening)
        for lane in lanes:
            await lane.execute("PRAGMA cache_size = 0")
        await lanes[0].execute_fetchall("PRAGMA wal_checkpoint(TRUNCATE)")
        spoil(tmp_path / DATABASE)
        with hearing("bot.store.sqlite") as heard:
            refused = await evening.ann.slash("take mine")
            assert "The bot's database is damaged. Nothing was counted or changed" in refused.text
            assert "malformed" in await heard.until(TOLD)
        assert "A Lovely Night" in (await evening.ann.say("!quote a lovely night")).text
        await evening.stop_bot()
        sentence = await refusal(evening)
    assert "is damaged" in sentence
    assert "move the file away and put a backup in its place" in sentence


async def test_a_clock_that_jumps_back_closes_nothing_early_and_answers_go_on(evening: Evening) -> None:
    poll = await evening.olga.slash("poll start", preset="ending")
    evening.clock._ahead -= evening.clock.now() - evening.clock.now().replace(year=2020)
    assert "Counted" in (await evening.ann.press(poll, "Happy")).text
    assert "closes" in evening.message(poll).text


async def test_a_huge_folder_of_essays_costs_a_line_of_the_log_and_no_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    (seeds / "a.txt").write_text("The harbour at night is blue. Nobody leaves.", encoding="utf-8")
    with (seeds / "b.txt").open("wb") as huge:
        huge.truncate(10**12)
    (seeds / "c.txt").write_text("The lighthouse burns. " * 50, encoding="utf-8")
    monkeypatch.setattr("bot.knowledge.folder.LARGEST_FOLDER", 1_000_500)
    with hearing("bot.running") as heard:
        async with evening_in(tmp_path, configured="[essays]\nfolder = 'seeds'\n") as evening:
            assert "c.txt and all files behind it are left out" in await heard.until("seeds")
            assert "b.txt: 1000000.0 MB is too large" in await heard.until("b.txt")
            assert "harbour" in (await evening.ann.say("!quote harbour at night")).text


def test_what_the_operating_system_denies_is_found_before_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from bot.__main__ import main  # noqa: PLC0415

    (tmp_path / "config.toml").touch()
    database = tmp_path / DATABASE
    with contextlib.closing(sqlite3.connect(database)) as made:
        made.execute("CREATE TABLE a (b)")
    monkeypatch.setenv("DISCORD_TOKEN", "MTA.b.c")
    denied: set[Any] = {database}  # whoever runs the tests may be root, to whom nothing is denied
    monkeypatch.setattr("os.access", lambda path, _: path not in denied)
    assert main(["check", "--config", str(tmp_path / "config.toml")]) == 1
    assert f"{database}: this user may not read and write the database." in capsys.readouterr().out
    denied.add(tmp_path)
    assert main(["check", "--config", str(tmp_path / "config.toml")]) == 1
    assert f"{tmp_path}: this user may not write there" in capsys.readouterr().out


@pytest.mark.postgres
async def test_votes_and_commands_are_refused_in_words_while_the_server_is_away_and_work_again_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.store.postgres_batch.PATIENCE", 0.1)
    async with way_to(url_in(tmp_path)) as (way, url):
        (tmp_path / NOTE).write_text(url, encoding="utf-8")
        async with evening_in(tmp_path) as evening:
            poll = await evening.olga.slash("poll start", preset="ending")
            assert "Counted" in (await evening.bob.press(poll, "Happy")).text
            await way.close()
            for refused in (await evening.ann.press(poll, "Sad"), await evening.olga.slash("poll list")):
                assert "The bot's database does not answer. Nothing was counted or changed" in refused.text
            assert "A Lovely Night" in (await evening.ann.say("!quote a lovely night")).text
            await way.open()
            assert "Counted" in (await evening.ann.press(poll, "Sad")).text
            await until_says(evening, poll, "2 voted")
