"""A store moved from one database to the other and back: every row, every id still to come, and nothing half-moved."""

from pathlib import Path

import pytest

from bot.__main__ import main
from bot.clock import MovableClock
from bot.errors import StartRefusal
from bot.store import moving
from bot.store.ballots import Ballots
from bot.store.database import Database, opened
from bot.store.polls import Polls
from bot.store.transaction import Transaction
from bot.store_url import of_file
from tests.store.given import OTHER_SERVER, SERVER, draft
from tests.store.test_privacy import ANN, lived
from tests.stores import columns_of, tables_of

MANY = 1_203


@pytest.fixture
def source(tmp_path: Path) -> str:
    return of_file(tmp_path / "source.db")


async def fill(url: str) -> None:
    """Leave something in every table, more votes than a page, and ids behind that are gone."""
    async with opened(url) as database:
        for server in (SERVER, OTHER_SERVER):
            open_poll, _ = await lived(database, MovableClock(), server, ANN)
        more = """INSERT INTO ballots (poll_id, member_id, first_choice, latest_choice, cast_at, moved_at)
                  VALUES (:poll, :member, 0, 1, 5, 6)"""

        async def many(t: Transaction) -> None:
            for member in range(MANY):
                await t.fetch(more, {"poll": open_poll.id, "member": 2**62 + member})
            await t.fetch("INSERT INTO synced_commands VALUES (:a, :hash)", {"a": 2**63 - 1, "hash": "é“”\n'"})
            await t.fetch("INSERT INTO shown VALUES (7, 8, 'jazz', 'a:1', 2)", {})
            await t.fetch("INSERT INTO left_servers VALUES (7, 8)", {})
            await t.fetch("INSERT INTO identifies VALUES (1, 0, 5)", {})
            await t.fetch("INSERT INTO identifies VALUES (1, 0, 5)", {})

        await database.write(many)
        gone = await Polls(database).add(draft(), 99)
        assert gone is not None
        assert await Polls(database).discard(SERVER, gone.id)


async def polls_to_come(database: Database) -> int:
    poll = await Polls(database).add(draft(), 99)
    assert poll is not None
    return poll.id


async def test_there_and_back_every_row_and_every_id_to_come_is_the_same(source: str, url: str, tmp_path: Path) -> None:
    await fill(source)
    heard: list[tuple[int, int]] = []
    found = await moving.move(source, url, lambda done, whole: heard.append((done, whole)))
    assert found["ballots"].rows == MANY + 4
    whole = sum(content.rows for content in found.values())
    assert heard[-1] == (whole, whole)
    assert len(heard) > len(found)
    back = of_file(tmp_path / "back.db")
    assert await moving.move(url, back) == found
    async with opened(source) as first, opened(url) as there, opened(back) as last:
        rows = await tables_of(first)
        assert all(rows.values())
        assert rows == await tables_of(there) == await tables_of(last)
        assert await polls_to_come(first) == await polls_to_come(there) == await polls_to_come(last)
        assert len(await Ballots(there).ballots(OTHER_SERVER, 4)) == MANY + 1


async def test_every_table_is_moved(database: Database) -> None:
    assert {table for table, _ in await columns_of(database)} == set(moving.TABLES)


async def test_a_store_that_holds_anything_is_no_target(source: str, url: str) -> None:
    await fill(source)
    async with opened(url) as database:
        await polls_to_come(database)
        before = await tables_of(database)
    with pytest.raises(StartRefusal, match="is not empty, and nothing in it is replaced"):
        await moving.move(source, url)
    async with opened(url) as database:
        assert await tables_of(database) == before


async def test_what_arrives_otherwise_is_noticed_and_taken_back(
    source: str, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await fill(source)
    insert = moving._insert

    async def falsified(database: Database, table: str, rows: list[object]) -> None:
        await insert(database, table, rows)  # type: ignore[arg-type]
        if table == "submissions":
            await database.write(lambda t: t.fetch("UPDATE ballots SET latest_choice = 0 WHERE latest_choice = 1", {}))

    monkeypatch.setattr(moving, "_insert", falsified)
    with pytest.raises(StartRefusal, match=r"ballots: 1207 rows sent, 1207 arrived, and they are not the same"):
        await moving.move(source, url)
    async with opened(url) as database:
        assert not any((await tables_of(database)).values())


async def test_a_bot_that_runs_is_not_moved_under(source: str, url: str) -> None:
    await fill(source)
    async with opened(url):
        with pytest.raises(StartRefusal, match=r"has this database open\. Stop"):
            await moving.move(source, url)
        with pytest.raises(StartRefusal, match=r"has this database open\. Stop"):
            await moving.move(url, source)
    async with opened(url, sole=True):
        with pytest.raises(StartRefusal, match=r"being moved at this moment|another copy of the bot"):
            async with opened(url):
                pass


def test_the_command_tells_what_was_moved_and_what_to_do(
    source: str, url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["move-store", source, url]) == 1
    assert "there is no such database to move" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main(["move-store", "mysql://u:hunter2@h/x", url])
    told = capsys.readouterr().err
    assert "postgresql://USER@HOST/DATABASE" in told
    assert "hunter2" not in told
    assert main(["move-store", url, of_file(tmp_path / "new.db")]) == (1 if url.startswith("sqlite") else 0)
