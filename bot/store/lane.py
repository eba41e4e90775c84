"""One connection and the queue before it: what arrives together shares one transaction and one flush."""

import asyncio
import sqlite3
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import aiosqlite

from bot.store.transaction import Row, Work

T = TypeVar("T")

# Enough for every statement of the store to stay compiled.
STATEMENTS = 256
# Whoever comes last into a batch waits for all of it: a bound on that wait, far above what one loop turn brings.
LARGEST_BATCH = 512


@dataclass(frozen=True, slots=True)
class _Job(Generic[T]):
    work: Work[T]
    done: asyncio.Future[T]


@dataclass(frozen=True, slots=True)
class _Failed:
    error: BaseException


class _Lost(Exception):  # noqa: N818 - no error of the caller's: the batch is run again, one by one
    """The database gave up the transaction that a batch shared."""


class _Statements:
    """A `Transaction` on a connection of the standard library; only for the connection's own thread."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    async def fetch(self, sql: str, parameters: Mapping[str, object]) -> Sequence[Row]:
        """See `Transaction.fetch`; it never suspends."""
        return self._connection.execute(sql, parameters).fetchall()


class Lane:
    """Runs functions of the store on one connection, in the order in which they came.

    While one batch is on its way to the disk, the next gathers; a batch is one hop to the connection's thread,
    one transaction, one commit. A function that fails is rolled back to its own beginning and fails alone.
    Nobody is answered before the commit has returned.
    """

    def __init__(self, connection: aiosqlite.Connection, begin: str) -> None:
        self._connection = connection
        self._begin = begin
        self._waiting: list[_Job[Any]] = []
        self._pump: asyncio.Task[None] | None = None
        self._closed = False

    async def run(self, work: Work[T]) -> T:
        """Run a function in a transaction; return or raise what it returned or raised, once that is on disk."""
        if self._closed:
            raise RuntimeError("The database is closed.")
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Job(work, done))
        if self._pump is None:
            self._pump = asyncio.create_task(self._empty(), name="database")
        return await done

    async def close(self) -> None:
        """Take nothing more, and return when everything that waits is done."""
        self._closed = True
        if self._pump is not None:
            await asyncio.wait([self._pump])

    async def _empty(self) -> None:
        try:
            while self._waiting:
                batch, self._waiting = self._waiting[:LARGEST_BATCH], self._waiting[LARGEST_BATCH:]
                try:
                    outcomes = await on_thread(self._connection, self._run_all, batch)
                except Exception as error:  # noqa: BLE001 - whoever waits must hear of it, whatever it is
                    outcomes = [_Failed(error)] * len(batch)
                for job, outcome in zip(batch, outcomes, strict=True):
                    if job.done.done():  # whoever asked was cancelled meanwhile
                        continue
                    if isinstance(outcome, _Failed):
                        job.done.set_exception(outcome.error)
                    else:
                        job.done.set_result(outcome)
        finally:
            self._pump = None

    def _run_all(self, connection: sqlite3.Connection, batch: Sequence[_Job[Any]]) -> list[object]:
        """On the connection's thread: run a batch in one transaction; where that is lost, each in its own."""
        try:
            return self._run_together(connection, batch)
        except _Lost as lost:
            if len(batch) == 1:
                return [_Failed(lost.__cause__ or lost)]
            return [outcome for job in batch for outcome in self._run_all(connection, [job])]

    def _run_together(self, connection: sqlite3.Connection, batch: Sequence[_Job[Any]]) -> list[object]:
        try:
            connection.execute(self._begin)
        except sqlite3.Error as error:
            return [_Failed(error)] * len(batch)
        try:
            outcomes = [self._run_one(connection, job) for job in batch]
            connection.execute("COMMIT")
        except sqlite3.Error as error:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise _Lost from error
        return outcomes

    def _run_one(self, connection: sqlite3.Connection, job: _Job[Any]) -> object:
        connection.execute("SAVEPOINT one")
        try:
            outcome: object = _finished(job.work(_Statements(connection)))
        except Exception as error:
            # SQLite ends the whole transaction by itself where the disk is full or fails.
            if not connection.in_transaction:
                raise _Lost from error
            connection.execute("ROLLBACK TO one")
            outcome = _Failed(error)
        connection.execute("RELEASE one")
        return outcome


def _finished(coroutine: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine that never suspends to its end."""
    try:
        coroutine.send(None)
    except StopIteration as end:
        result: T = end.value
        return result
    coroutine.close()
    raise RuntimeError("A function of the store awaited something other than its transaction.")


async def on_thread(connection: aiosqlite.Connection, function: Callable[..., T], *arguments: object) -> T:
    """Run `function(sqlite3_connection, *arguments)` on the connection's own thread, in one hop.

    aiosqlite offers single statements only, a hop each; its own methods are made of these two names.
    """
    raw: sqlite3.Connection = connection._conn  # noqa: SLF001 - aiosqlite 0.22
    result: T = await connection._execute(function, raw, *arguments)  # type: ignore[no-untyped-call]  # noqa: SLF001
    return result
