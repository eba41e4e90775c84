import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator
from pathlib import Path

import aiosqlite
import pytest

from bot.store.lane import Lane
from bot.store.sqlite import lane_of, on_thread
from bot.store.transaction import Transaction

pytestmark = pytest.mark.sqlite


@pytest.fixture
async def connection(path: Path) -> AsyncIterator[aiosqlite.Connection]:
    async with aiosqlite.connect(path, isolation_level=None) as opened:
        await opened.execute("CREATE TABLE marks (mark INTEGER PRIMARY KEY)")
        yield opened


@pytest.fixture
async def statements(connection: aiosqlite.Connection) -> list[str]:
    seen: list[str] = []
    await connection.set_trace_callback(seen.append)
    return seen


@pytest.fixture
async def lane(connection: aiosqlite.Connection) -> AsyncIterator[Lane]:
    opened = lane_of(connection, "BEGIN IMMEDIATE")
    yield opened
    await opened.close()


async def mark(t: Transaction, number: int) -> int:
    await t.fetch("INSERT INTO marks VALUES (:mark)", {"mark": number})
    return number


async def marks(connection: aiosqlite.Connection) -> list[int]:
    return [row[0] for row in await connection.execute_fetchall("SELECT mark FROM marks ORDER BY mark")]


async def test_what_arrives_together_shares_one_commit(
    lane: Lane, connection: aiosqlite.Connection, statements: list[str]
) -> None:
    asked = [lane.run(lambda t, n=n: mark(t, n)) for n in range(100)]  # type: ignore[misc]
    assert await asyncio.gather(*asked) == list(range(100))
    assert statements.count("COMMIT") == 1
    assert await marks(connection) == list(range(100))


async def test_what_arrives_during_a_commit_shares_the_next(
    lane: Lane, connection: aiosqlite.Connection, statements: list[str]
) -> None:
    loop = asyncio.get_running_loop()
    started, go = asyncio.Event(), threading.Event()

    async def slow(t: Transaction) -> int:
        loop.call_soon_threadsafe(started.set)
        go.wait()  # holds the connection's thread, as a slow disk does
        return await mark(t, 0)

    one = asyncio.create_task(lane.run(slow))
    await started.wait()
    others = [asyncio.create_task(lane.run(lambda t, n=n: mark(t, n))) for n in range(1, 50)]  # type: ignore[misc]
    await asyncio.sleep(0)
    go.set()
    assert await asyncio.gather(one, *others) == list(range(50))
    assert statements.count("COMMIT") == 2


async def test_a_failed_one_is_rolled_back_alone(lane: Lane, connection: aiosqlite.Connection) -> None:
    async def half(t: Transaction) -> None:
        await mark(t, 50)
        raise LookupError

    async def clash(t: Transaction) -> None:
        await mark(t, 60)
        await mark(t, 1)

    outcomes = await asyncio.gather(
        lane.run(lambda t: mark(t, 1)),
        lane.run(half),
        lane.run(clash),
        lane.run(lambda t: mark(t, 2)),
        return_exceptions=True,
    )
    assert [type(outcome) for outcome in outcomes] == [int, LookupError, sqlite3.IntegrityError, int]
    assert await marks(connection) == [1, 2]


async def test_a_lost_transaction_is_run_again_one_by_one(lane: Lane, connection: aiosqlite.Connection) -> None:
    async def lose(t: Transaction) -> None:
        await mark(t, 70)
        await t.fetch("ROLLBACK", {})  # as SQLite does by itself where the disk is full
        raise sqlite3.OperationalError("database or disk is full")

    outcomes = await asyncio.gather(
        lane.run(lambda t: mark(t, 1)), lane.run(lose), lane.run(lambda t: mark(t, 2)), return_exceptions=True
    )
    assert [type(outcome) for outcome in outcomes] == [int, sqlite3.OperationalError, int]
    assert await marks(connection) == [1, 2]


async def test_nobody_is_answered_where_the_commit_fails(lane: Lane, connection: aiosqlite.Connection) -> None:
    await connection.execute("PRAGMA foreign_keys = ON")
    await connection.execute("CREATE TABLE notes (mark INTEGER REFERENCES marks (mark) DEFERRABLE INITIALLY DEFERRED)")

    async def dangle(t: Transaction) -> None:  # found by SQLite at the commit, not before
        await t.fetch("INSERT INTO notes VALUES (99)", {})

    outcomes = await asyncio.gather(lane.run(lambda t: mark(t, 1)), lane.run(dangle), return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [int, sqlite3.IntegrityError]
    assert await marks(connection) == [1]
    assert await connection.execute_fetchall("SELECT * FROM notes") == []


async def test_who_went_away_leaves_the_others_served(lane: Lane, connection: aiosqlite.Connection) -> None:
    gone = asyncio.create_task(lane.run(lambda t: mark(t, 1)))
    stays = asyncio.create_task(lane.run(lambda t: mark(t, 2)))
    await asyncio.sleep(0)
    gone.cancel()
    assert await stays == 2
    with pytest.raises(asyncio.CancelledError):
        await gone


async def test_a_function_that_waits_for_something_else_is_a_bug(lane: Lane, connection: aiosqlite.Connection) -> None:
    async def waits(t: Transaction) -> None:
        await mark(t, 1)
        await asyncio.sleep(0)

    with pytest.raises(RuntimeError, match="awaited something other"):
        await lane.run(waits)
    assert await marks(connection) == []


async def test_a_busy_database_fails_the_batch_once(lane: Lane, connection: aiosqlite.Connection, path: Path) -> None:
    await connection.execute("PRAGMA busy_timeout = 0")
    async with aiosqlite.connect(path, isolation_level=None) as other:
        await other.execute("BEGIN IMMEDIATE")
        outcomes = await asyncio.gather(
            *(lane.run(lambda t, n=n: mark(t, n)) for n in range(3)),  # type: ignore[misc]
            return_exceptions=True,
        )
        assert [type(outcome) for outcome in outcomes] == [sqlite3.OperationalError] * 3
        await other.execute("ROLLBACK")
    assert await lane.run(lambda t: mark(t, 5)) == 5


async def test_closing_waits_for_what_was_begun(connection: aiosqlite.Connection) -> None:
    lane = lane_of(connection, "BEGIN IMMEDIATE")
    asked = asyncio.create_task(lane.run(lambda t: mark(t, 1)))
    await asyncio.sleep(0)
    await lane.close()
    assert await asked == 1


async def test_aiosqlite_still_runs_a_function_on_its_thread(connection: aiosqlite.Connection) -> None:
    """The one lean on aiosqlite's inside: where this fails, read `Connection._execute` and `_conn` again."""

    def where(raw: sqlite3.Connection, number: int) -> tuple[int, int]:
        return raw.execute("SELECT :n", {"n": number}).fetchone()[0], threading.get_ident()

    (one, thread), (two, same) = await on_thread(connection, where, 1), await on_thread(connection, where, 2)
    assert (one, two) == (1, 2)
    assert thread == same != threading.get_ident()

    def fails(raw: sqlite3.Connection) -> None:
        raise LookupError

    with pytest.raises(LookupError):
        await on_thread(connection, fails)
