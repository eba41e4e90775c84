import os
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from bot.errors import Refusal, StartRefusal
from bot.polls.poll import Option, Poll, Question
from bot.store import sqlite as module
from bot.store.polls import Polls
from bot.store.schema import migrations
from bot.store.sqlite import Sqlite
from bot.store.transaction import Transaction, first
from tests.store.given import DAY, NOON, SERVER, draft

pytestmark = pytest.mark.sqlite

HOLDER = """
import asyncio, sys
from pathlib import Path
from bot.store.sqlite import Sqlite

async def main():
    async with Sqlite.open(Path(sys.argv[1])):
        print("open", flush=True)
        await asyncio.Event().wait()

asyncio.run(main())
"""


async def refused(path: Path) -> str:
    with pytest.raises(StartRefusal) as refusal:
        async with Sqlite.open(path):
            pass
    return refusal.value.sentence


async def number(database: Sqlite, pragma: str) -> int:
    row = await database.write(lambda t: first(t, f"PRAGMA {pragma}", {}))
    assert row is not None
    return int(row[pragma.split(maxsplit=1)[0]])


async def test_a_new_database_is_private_durable_and_of_the_present_schema(path: Path) -> None:
    async with Sqlite.open(path) as database:
        assert await number(database, "user_version") == len(migrations())
        assert await number(database, "synchronous") == 2  # SQLite: FULL
        assert await number(database, "foreign_keys") == 1
        await Polls(database).add(draft(), 5)
        modes = {stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
        assert os.name == "nt" or modes == {0o600}
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()


async def test_what_was_kept_is_there_when_it_is_opened_again(path: Path) -> None:
    async with Sqlite.open(path) as database:
        poll = await Polls(database).add(draft(), 5)
        assert poll is not None
    async with Sqlite.open(path) as database:
        assert await Polls(database).get(SERVER, poll.id) == poll


async def test_a_second_copy_is_refused_and_the_first_goes_on(path: Path) -> None:
    async with Sqlite.open(path) as database:
        assert "another copy of the bot" in await refused(path)
        assert await Polls(database).add(draft(), 5)


async def test_the_lock_of_a_killed_copy_is_lifted(path: Path) -> None:
    command = [sys.executable, "-c", HOLDER, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2]) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        assert "another copy of the bot" in await refused(path)
        holder.kill()
    async with Sqlite.open(path) as database:
        assert await Polls(database).add(draft(), 5)


@pytest.mark.parametrize("content", [b"No database at all. " * 500, b"SQLite format 3\0" + b"\xff" * 9000])
async def test_a_file_that_is_no_database_is_refused_and_left_as_it_is(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    assert "is damaged" in await refused(path)
    assert path.read_bytes() == content


async def test_a_corrupt_page_is_found_at_the_start(path: Path) -> None:
    async with Sqlite.open(path) as database:
        for _ in range(30):
            await Polls(database).add(draft(), 99)
    content = bytearray(path.read_bytes())
    page = int.from_bytes(content[16:18], "big")  # SQLite: the page size stands in the header
    content[2 * page : 3 * page] = b"\xa5" * page
    path.write_bytes(content)
    assert "is damaged" in await refused(path)
    assert path.read_bytes() == content


async def test_a_newer_database_is_refused_and_left_as_it_is(path: Path) -> None:
    async with Sqlite.open(path):
        pass
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 999")
    connection.close()
    before = path.read_bytes()
    assert "999" in await refused(path)
    assert path.read_bytes() == before


async def test_another_programs_database_is_refused_and_left_as_it_is(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE polls (id INTEGER)")
    connection.close()
    before = path.read_bytes()
    assert "another program" in await refused(path)
    assert path.read_bytes() == before


async def test_a_folder_that_is_missing_or_in_the_files_place_is_named(tmp_path: Path) -> None:
    assert str(tmp_path / "absent") in await refused(tmp_path / "absent" / "epilogue.db")
    (tmp_path / "folder.db").mkdir()
    assert str(tmp_path / "folder.db") in await refused(tmp_path / "folder.db")


async def test_a_database_is_copied_before_it_is_migrated(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with Sqlite.open(path) as database:
        poll = await Polls(database).add(draft(), 5)
        assert poll is not None
    steps = [*migrations(), "ALTER TABLE polls ADD COLUMN mood TEXT;"]
    monkeypatch.setattr(module, "migrations", lambda: steps)
    told: list[tuple[int, int]] = []
    async with Sqlite.open(path, lambda *at: told.append(at)) as database:
        assert await number(database, "user_version") == len(steps)
    *pages, changed = told
    assert all(done == whole > 10 for done, whole in pages)
    assert pages
    assert changed == (1, 1)
    monkeypatch.undo()
    copied = path.with_name(f"{path.name}.before-{len(steps):04}")
    assert os.name == "nt" or stat.S_IMODE(copied.stat().st_mode) == 0o600
    async with Sqlite.open(copied) as database:
        assert await Polls(database).get(SERVER, poll.id) == poll


async def test_a_migration_that_fails_changes_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with Sqlite.open(path):
        pass
    steps = [*migrations(), "ALTER TABLE polls ADD COLUMN mood TEXT; INSERT INTO nowhere VALUES (1);"]
    monkeypatch.setattr(module, "migrations", lambda: steps)
    assert "nowhere" in await refused(path)
    monkeypatch.undo()
    async with Sqlite.open(path) as database:
        assert await number(database, "user_version") == len(migrations())
        assert await Polls(database).add(draft(), 5)


async def test_a_full_disk_refuses_and_keeps_what_was_acknowledged(database: Sqlite) -> None:
    polls = Polls(database)
    await number(database, f"max_page_count = {await number(database, 'page_count') + 6}")
    kept: list[Poll] = []
    long = Question("?" * 300, tuple(Option(f"{n} " + "x" * 50) for n in range(10)))

    async def fill() -> None:
        while added := await polls.add(draft(question=long), 5000):
            kept.append(added)

    with pytest.raises(Refusal, match="disk is full"):
        await fill()
    assert kept
    assert [counted.poll for counted in await polls.open_polls(SERVER)] == kept
    await number(database, "max_page_count = 100000")
    assert await polls.add(draft(question=long), 5000)


async def test_readers_do_not_wait_for_the_writer(database: Sqlite) -> None:
    polls = Polls(database)
    poll = await polls.add(draft(), 5)
    assert poll is not None

    async def work(t: Transaction) -> None:
        await t.fetch("UPDATE polls SET film = 'Unseen' WHERE server_id = :server", {"server": SERVER})
        # the write transaction stands open on its own thread while another connection reads
        beside = sqlite3.connect(path_of(t))
        assert beside.execute("SELECT film FROM polls").fetchall() == [("La La Land",)]
        beside.close()

    def path_of(t: Transaction) -> str:
        connection: sqlite3.Connection = t._connection  # type: ignore[attr-defined]
        return str(connection.execute("PRAGMA database_list").fetchone()["file"])

    await database.write(work)
    assert await polls.counted(SERVER, poll.id)


async def test_the_reading_side_cannot_write(database: Sqlite) -> None:
    with pytest.raises(Refusal):
        await database.read(lambda t: t.fetch("DELETE FROM polls WHERE server_id = :server", {"server": SERVER}))


async def test_a_closed_database_takes_nothing_more(path: Path) -> None:
    async with Sqlite.open(path) as database:
        polls = Polls(database)
    with pytest.raises(RuntimeError):
        await polls.announced(SERVER, 1, NOON + DAY)
