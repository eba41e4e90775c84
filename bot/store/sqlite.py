"""The driver of SQLite: a file opened safely, brought to the present schema, one writer, readers beside it.

All that only SQLite knows stands here and in `backup`, `dated` and `lock`.
"""

import contextlib
import logging
import os
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import aiosqlite

from bot.claims import Alone
from bot.errors import Refusal, StartRefusal
from bot.peers import NoPeers
from bot.progress import Progress
from bot.store.lane import Failed, Lane
from bot.store.lock import Lock
from bot.store.schema import Dialect, migrations
from bot.store.transaction import Row, Work
from bot.text import store as text

log = logging.getLogger(__name__)

T = TypeVar("T")

# SQLite: how a database says whose it is; the letters "Epil".
APPLICATION = 0x4570696C
OLDEST_SQLITE = (3, 35)  # RETURNING
# Enough for every statement of the store to stay compiled.
STATEMENTS = 256
PAGES_A_STEP = 500  # 2 MB: often enough to show how far a copy is, and for an interrupt
BUSY = "PRAGMA busy_timeout = 5000"  # ms; a backup or an admin's shell may hold the file for a moment
# SQLite's own words for what is wrong with the file or the disk, by primary result code.
TROUBLE = {
    sqlite3.SQLITE_FULL: text.disk_full,
    sqlite3.SQLITE_IOERR: text.disk_failed,
    sqlite3.SQLITE_READONLY: text.read_only,
    sqlite3.SQLITE_CORRUPT: text.damaged_while_running,
    sqlite3.SQLITE_NOTADB: text.damaged_while_running,
    sqlite3.SQLITE_BUSY: text.busy,
    sqlite3.SQLITE_CANTOPEN: text.disk_failed,
}


DIALECT = Dialect(
    last_id="SELECT seq AS last FROM sqlite_sequence WHERE name = :table",
    continue_after=(
        "DELETE FROM sqlite_sequence WHERE name = :table",
        "INSERT INTO sqlite_sequence (name, seq) VALUES (:table, :last)",
    ),
)


class Sqlite:
    """An open database file: `async with Sqlite.open(path) as db`; see `Database`."""

    def __init__(self, writer: Lane, reader: Lane) -> None:
        self._writer = writer
        self._reader = reader
        self.dialect = DIALECT
        self.claims, self.peers = Alone(), NoPeers()  # no other process has this file open

    @staticmethod
    @contextlib.asynccontextmanager
    async def open(path: Path, progress: Progress | None = None) -> AsyncIterator["Sqlite"]:
        """Open the database at `path`, made where it is absent and brought to the present schema.

        Raises StartRefusal where another copy of the bot holds it, where it is damaged, newer than this bot or
        another program's, or where it cannot be written.
        """
        if sqlite3.sqlite_version_info < OLDEST_SQLITE:
            raise StartRefusal(text.old_sqlite(sqlite3.sqlite_version, OLDEST_SQLITE))
        lock = Lock(path.with_name(path.name + ".lock"))
        lock.take()
        try:
            async with contextlib.AsyncExitStack() as stack:
                with _refusing(path):
                    _make_private(path)
                    writer = await stack.enter_async_context(_connect(path))
                    await on_thread(writer, _prepare, path, progress)
                    reader = await stack.enter_async_context(_connect(path))
                    await on_thread(reader, _read_only)
                lanes = lane_of(writer, "BEGIN IMMEDIATE"), lane_of(reader, "BEGIN")
                try:
                    yield Sqlite(*lanes)
                finally:
                    for lane in lanes:
                        await lane.close()
        finally:
            lock.release()

    async def write(self, work: Work[T]) -> T:
        """See `Database.write`."""
        return await _told(self._writer.run(work))

    async def read(self, work: Work[T]) -> T:
        """See `Database.read`."""
        return await _told(self._reader.run(work))


async def _told(running: Awaitable[T]) -> T:
    try:
        return await running
    except sqlite3.Error as error:
        trouble = TROUBLE.get(_code(error))
        if trouble is None:
            raise
        log.error("%s", text.trouble_for_the_log(str(error)))  # noqa: TRY400 - a sentence, no traceback
        raise Refusal(trouble()) from error


def _code(error: sqlite3.Error) -> int:
    """Return the primary result code; SQLite keeps the details in the bits above."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


@contextlib.contextmanager
def _refusing(path: Path) -> Iterator[None]:
    """Tell what keeps the database from being opened in a sentence for the administrator."""
    try:
        yield
    except sqlite3.Error as error:
        if _code(error) in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            raise StartRefusal(text.damaged(path, str(error))) from None
        raise StartRefusal(text.cannot_be_opened(path, str(error))) from None
    except OSError as error:
        raise StartRefusal(text.cannot_be_opened(path, error.strerror or str(error))) from None


def _make_private(path: Path) -> None:
    """Make an absent file with access for its owner alone; SQLite gives its side files the same mode."""
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))


def _connect(path: Path) -> aiosqlite.Connection:
    # isolation_level=None: BEGIN and COMMIT are ours, the driver adds none
    return aiosqlite.connect(path, isolation_level=None, cached_statements=STATEMENTS)


def _read_only(connection: sqlite3.Connection) -> None:
    connection.row_factory = sqlite3.Row
    connection.execute(BUSY)
    connection.execute("PRAGMA query_only = ON")


def _prepare(connection: sqlite3.Connection, path: Path, progress: Progress | None) -> None:
    """Look at the file before anything in it is changed, then bring it to the present schema."""
    connection.row_factory = sqlite3.Row
    connection.execute(BUSY)
    version = _number(connection, "user_version")
    tables = connection.execute("SELECT COUNT(*) FROM sqlite_schema").fetchone()[0]
    if tables and _number(connection, "application_id") != APPLICATION:
        raise StartRefusal(text.of_another_program(path))
    steps = migrations()
    if version > len(steps):
        raise StartRefusal(text.newer(path, version, len(steps)))
    for row in connection.execute("PRAGMA quick_check(1)"):
        if row[0] != "ok":
            raise StartRefusal(text.damaged(path, row[0]))
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    # What is erased is overwritten with zeros: it would stand in free pages of the file for a long time.
    connection.execute("PRAGMA secure_delete = ON")
    if version < len(steps):
        _migrate(connection, path, version, steps, progress)
    connection.execute("PRAGMA foreign_keys = ON")


def _migrate(
    connection: sqlite3.Connection, path: Path, version: int, steps: list[str], progress: Progress | None
) -> None:
    """Run the steps after `version`; a copy of a database that holds something is made before."""
    if version:
        copy(connection, path.with_name(f"{path.name}.before-{version + 1:04}"), progress)
    for number, step in enumerate(steps[version:], start=version + 1):
        # executescript commits whatever is open before it: so the transaction stands inside the script,
        # and the schema and its number become true together.
        marks = f"PRAGMA application_id = {APPLICATION};\nPRAGMA user_version = {number};"
        try:
            connection.executescript(f"BEGIN IMMEDIATE;\n{step}\n{marks}\nCOMMIT;")
        except sqlite3.Error:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
        if progress is not None:
            progress(number - version, len(steps) - version)


def copy(connection: sqlite3.Connection, target: Path, progress: Progress | None = None) -> None:
    """Copy a whole database into a file for its owner alone, in place of one that was there."""

    def told(_status: int, remaining: int, total: int) -> None:
        if progress is not None:
            progress(total - remaining, total)

    target.unlink(missing_ok=True)
    _make_private(target)
    with contextlib.closing(sqlite3.connect(target)) as copied:
        connection.backup(copied, pages=PAGES_A_STEP, progress=told)


def _number(connection: sqlite3.Connection, pragma: str) -> int:
    return int(connection.execute(f"PRAGMA {pragma}").fetchone()[0])


class _Lost(Exception):  # noqa: N818 - no error of the caller's: the batch is run again, one by one
    """The database gave up the transaction that a batch shared."""


class _Statements:
    """A `Transaction` on a connection of the standard library; only for the connection's own thread."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    async def fetch(self, sql: str, parameters: Mapping[str, object]) -> Sequence[Row]:
        """See `Transaction.fetch`; it never suspends."""
        return self._connection.execute(sql, parameters).fetchall()


def lane_of(connection: aiosqlite.Connection, begin: str) -> Lane:
    """Return the queue before a connection, whose transactions begin with `begin`.

    A batch is one hop to the connection's thread, one transaction, one commit. A function that fails is rolled back
    to its own beginning and fails alone.
    """
    return Lane(partial(on_thread, connection, _run_all, begin))


def _run_all(connection: sqlite3.Connection, begin: str, batch: Sequence[Work[Any]]) -> list[object]:
    """On the connection's thread: run a batch in one transaction; where that is lost, each in its own."""
    try:
        return _run_together(connection, begin, batch)
    except _Lost as lost:
        if len(batch) == 1:
            return [Failed(lost.__cause__ or lost)]
        return [outcome for work in batch for outcome in _run_all(connection, begin, [work])]


def _run_together(connection: sqlite3.Connection, begin: str, batch: Sequence[Work[Any]]) -> list[object]:
    try:
        connection.execute(begin)
    except sqlite3.Error as error:
        return [Failed(error)] * len(batch)
    try:
        outcomes = [_run_one(connection, work) for work in batch]
        connection.execute("COMMIT")
    except sqlite3.Error as error:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise _Lost from error
    return outcomes


def _run_one(connection: sqlite3.Connection, work: Work[Any]) -> object:
    connection.execute("SAVEPOINT one")
    try:
        outcome: object = _finished(work(_Statements(connection)))
    except Exception as error:
        # SQLite ends the whole transaction by itself where the disk is full or fails.
        if not connection.in_transaction:
            raise _Lost from error
        connection.execute("ROLLBACK TO one")
        outcome = Failed(error)
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
