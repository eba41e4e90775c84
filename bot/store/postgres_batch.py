"""Batches of the store's functions on one connection to PostgreSQL: run whole, again where they must, never twice."""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

import asyncpg

from bot.errors import Refusal
from bot.store.lane import Failed
from bot.store.placeholders import numbered
from bot.store.transaction import Row, Work
from bot.text import postgres as text

log = logging.getLogger(__name__)

# How often a batch is run again when others get in its way; after that its functions one by one, for `PATIENCE`.
TRIES = 6
PAUSE = 0.002  # seconds before the second try, at most; twice as much before each further one, up to
LONGEST_PAUSE = 0.1
# How long a connection that was lost is tried for while somebody waits: within what Discord gives for an answer.
PATIENCE = 1.5  # seconds
BETWEEN = 0.05  # seconds
LEAVING = 1.0  # seconds
# How long the fate of a commit is asked for whose answer was lost.
FATE_PATIENCE = 10.0  # seconds
# What the server says when the connection is of no use any more, or the server of none to us (PostgreSQL: appendix A).
GONE = frozenset({"57P01", "57P02", "57P03", "57P05", "25P03"})
READ_ONLY = "25006"
# What asyncpg raises when a connection cannot be made or used.
UNUSABLE = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError)
CONFLICT = frozenset({"40001", "40P01"})
WRITE = "BEGIN ISOLATION LEVEL SERIALIZABLE"
READ = "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY"
# The transaction that writes, where it has written anything, and the server's line of history.
TICKET = "SELECT pg_current_xact_id_if_assigned()::text"
FATE = "SELECT pg_xact_status($1::text::xid8)"
TIMELINE = "SELECT left(pg_walfile_name(pg_current_wal_lsn()), 8)"


class _Again(Exception):  # noqa: N818 - the batch is run again from its start
    """The server gave the transaction up for the sake of another."""


class _OneFailed(Exception):  # noqa: N818 - the batch is run again, with a savepoint before each function
    """A function of a batch failed, and with it what all had done."""


class _Lost(Exception):  # noqa: N818 - nothing was committed
    """The connection is lost or cannot be made."""


class _Unknown(Exception):  # noqa: N818 - the server is asked
    """The connection was lost after the commit was asked for and before it was answered."""

    def __init__(self, ticket: str, timeline: str, outcomes: Sequence[object]) -> None:
        super().__init__()
        self.ticket = ticket
        self.timeline = timeline
        self.outcomes = outcomes


class Line:
    """One connection, made when it is first needed and made anew when it was lost."""

    def __init__(self, url: str, connect: Callable[[str], Awaitable[Any]]) -> None:
        self._url = url
        self._connect = connect
        self._connection: Any = None
        self.busy = asyncio.Lock()
        """For those who share the line: a connection answers one question at a time."""
        self.timeline = ""
        """The server's line of history when the connection was made: after a failover it is another one."""

    async def connection(self) -> Any:
        """Return a connection that is not known to be lost. Raises what keeps it from being made."""
        if self._connection is None or self._connection.is_closed():
            made = await self._connect(self._url)
            try:
                self.timeline = await _timeline(made)
            except BaseException:
                made.terminate()
                raise
            self._connection = made
        return self._connection

    def drop(self) -> None:
        """Give the connection up at once, without a word to the server."""
        if self._connection is not None:
            self._connection.terminate()
            self._connection = None

    async def close(self) -> None:
        """End the connection in good order where there is one."""
        if self._connection is not None:
            await ended(self._connection)
            self._connection = None


async def _timeline(connection: Any) -> str:
    """Return the server's line of history, empty where its maker has taken that question out, as some clouds have."""
    try:
        return str(await connection.fetchval(TIMELINE))
    except (asyncpg.FeatureNotSupportedError, asyncpg.InsufficientPrivilegeError, asyncpg.UndefinedFunctionError):
        return ""


async def ended(connection: Any) -> None:
    """End a connection in good order, or at once where the server does not answer."""
    try:
        await connection.close(timeout=LEAVING)
    except UNUSABLE:
        connection.terminate()


class _Statements:
    """A `Transaction` on a connection of asyncpg's."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    async def fetch(self, sql: str, parameters: Mapping[str, object]) -> Sequence[Row]:
        """See `Transaction.fetch`."""
        numbered_sql, names = numbered(sql)
        rows: Sequence[Row] = await self._connection.fetch(numbered_sql, *[parameters[name] for name in names])
        return rows


class Batches:
    """Runs batches on a line in transactions that begin with `begin`.

    A batch runs without savepoints first: that all of its functions succeed is the rule, and a savepoint each costs
    two more statements. Where one fails, the batch runs again with them, and that one fails alone.
    """

    def __init__(self, line: Line, begin: str) -> None:
        self._line = line
        self._begin = begin
        self._away = False

    async def run_all(self, works: Sequence[Work[Any]]) -> Sequence[object]:
        """Run a batch in one transaction; where others keep getting in its way, each of its functions in its own."""
        try:
            return await self._insist(works)
        except _Again as hindered:
            if len(works) == 1:
                return [Failed(hindered.__cause__ or hindered)]
        return [outcome for work in works for outcome in await self.run_all([work])]

    async def _insist(self, works: Sequence[Work[Any]]) -> Sequence[object]:
        loop = asyncio.get_running_loop()
        until = loop.time() + (0 if self._away else PATIENCE)
        guarded, tries = False, 0
        while True:
            try:
                outcomes = await self._attempt(works, guarded=guarded)
            except _OneFailed:
                guarded = True
            except _Again:
                tries += 1
                if tries >= TRIES and (len(works) > 1 or loop.time() >= until):
                    raise
                pause = min(LONGEST_PAUSE, PAUSE * 2**tries)
                await asyncio.sleep(random.uniform(0, pause))  # noqa: S311 - spreads, hides nothing
            except _Lost as lost:
                self._tell_away(lost.__cause__)
                if loop.time() >= until:
                    return [Failed(Refusal(text.away()))] * len(works)
                await asyncio.sleep(BETWEEN)
            except _Unknown as unknown:
                self._tell_away(unknown.__cause__)
                committed = await self._fate(unknown)
                if committed is None:
                    return [Failed(Refusal(text.outcome_unknown()))] * len(works)
                if committed:
                    return unknown.outcomes
            else:
                self._tell_back()
                return outcomes

    async def _attempt(self, works: Sequence[Work[Any]], *, guarded: bool) -> Sequence[object]:
        """Run a batch once, from its beginning to the answer to its commit."""
        try:
            connection = await self._line.connection()
        except UNUSABLE as error:
            raise _Lost from error
        outcomes: list[object] = []
        ticket: str | None = None
        try:
            await connection.execute(self._begin)
            statements = _Statements(connection)
            for work in works:
                outcomes.append(await (_guarded(connection, work) if guarded else work(statements)))  # noqa: PERF401
            if self._begin == WRITE:
                ticket = await connection.fetchval(TICKET)
            await connection.execute("COMMIT")
        except Exception as error:
            if not self._serves(connection, error):
                self._line.drop()
                if ticket is not None:
                    raise _Unknown(ticket, self._line.timeline, outcomes) from error
                raise _Lost from error
            await self._roll_back(connection)
            if again(error):
                raise _Again from error
            if len(works) == 1:
                return [Failed(error)]
            raise (_Again if guarded else _OneFailed) from error
        return outcomes

    def _serves(self, connection: Any, error: Exception) -> bool:
        """Whether the connection is of use after an error."""
        if connection.is_closed() or isinstance(error, OSError):  # a TimeoutError is one
            return False
        code = getattr(error, "sqlstate", None) or ""
        if code == READ_ONLY:  # a primary that became a standby, or a reader that wrote
            return self._begin == READ
        return code not in GONE and not code.startswith("08")

    async def _roll_back(self, connection: Any) -> None:
        try:
            await connection.execute("ROLLBACK")
        except UNUSABLE:
            self._line.drop()

    async def _fate(self, unknown: _Unknown) -> bool | None:
        """Ask the server whether a transaction was committed; None where it cannot tell or does not come back."""
        loop = asyncio.get_running_loop()
        until = loop.time() + FATE_PATIENCE
        while loop.time() < until:
            try:
                connection = await self._line.connection()
                if self._line.timeline != unknown.timeline:  # a standby took over: its numbers are not the former's
                    return None
                status = await connection.fetchval(FATE, unknown.ticket)
            except UNUSABLE:
                self._line.drop()
                status = "in progress"
            if status != "in progress":
                return {"committed": True, "aborted": False}.get(status)
            await asyncio.sleep(BETWEEN)
        return None

    def _tell_away(self, error: BaseException | None) -> None:
        if not self._away:
            self._away = True
            log.warning("%s", text.lost_for_the_log(reason(error)))

    def _tell_back(self) -> None:
        if self._away:
            self._away = False
            log.info("%s", text.back_for_the_log())


async def _guarded(connection: Any, work: Work[Any]) -> object:
    """Run one function so that its failure undoes only what it did itself."""
    await connection.execute("SAVEPOINT one")
    try:
        outcome: object = await work(_Statements(connection))
    except Exception as error:
        if connection.is_closed() or again(error) or isinstance(error, OSError):
            raise
        await connection.execute("ROLLBACK TO one")
        outcome = Failed(error)
    await connection.execute("RELEASE one")
    return outcome


def again(error: BaseException) -> bool:
    """Whether a transaction is to be run again whole: others got in its way, or the tables changed under it."""
    return getattr(error, "sqlstate", None) in CONFLICT or isinstance(error, asyncpg.InvalidCachedStatementError)


def reason(error: BaseException | None) -> str:
    """Return what an error says, in one line."""
    return (str(error).strip() or type(error).__name__).splitlines()[0]
