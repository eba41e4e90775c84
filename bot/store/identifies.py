"""When the shards identified themselves to the gateway, over the restarts of the bot."""

from collections.abc import Sequence
from datetime import datetime

from bot.store.database import Database
from bot.store.moments import kept, read
from bot.store.transaction import Transaction, first

SINCE = """SELECT at FROM identifies
            WHERE application_id = :application AND shard_id = :shard AND at > :since ORDER BY at"""
ADD = "INSERT INTO identifies (application_id, shard_id, at) VALUES (:application, :shard, :at)"
LATEST = """SELECT MAX(at) AS latest FROM identifies
             WHERE application_id = :application AND shard_id % :concurrent = :remainder"""
COUNT = "SELECT COUNT(*) AS identifies FROM identifies WHERE application_id = :application AND at >= :since"
FORGET = "DELETE FROM identifies WHERE application_id = :application AND shard_id = :shard AND at <= :until"


class Identifies:
    """The identifies of every application that runs on this database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def since(self, application: int, shard: int, since: datetime) -> Sequence[datetime]:
        """Return when a shard identified itself after a moment, oldest first."""

        async def work(transaction: Transaction) -> list[datetime]:
            parameters = {"application": application, "shard": shard, "since": kept(since)}
            return [read(row["at"]) for row in await transaction.fetch(SINCE, parameters)]

        return await self._database.read(work)

    async def latest(self, application: int, concurrent: int, remainder: int) -> datetime | None:
        """Return when one of the shards did last whose number leaves that remainder, divided by `concurrent`."""
        which = {"application": application, "concurrent": concurrent, "remainder": remainder}
        row = await self._database.read(lambda t: first(t, LATEST, which))
        return read(row["latest"]) if row and row["latest"] is not None else None

    async def count(self, application: int, since: datetime) -> int:
        """Return how many times the shards of an application identified themselves from a moment on."""
        which = {"application": application, "since": kept(since)}
        row = await self._database.read(lambda t: first(t, COUNT, which))
        return int(row["identifies"]) if row else 0

    async def add(self, application: int, shard: int, at: datetime, forget_until: datetime) -> None:
        """Keep that a shard identifies itself now, and forget what was long ago."""

        async def work(transaction: Transaction) -> None:
            key = {"application": application, "shard": shard}
            await transaction.fetch(ADD, {**key, "at": kept(at)})
            await transaction.fetch(FORGET, {**key, "until": kept(forget_until)})

        await self._database.write(work)
