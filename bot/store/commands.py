"""What Discord was told of the commands last, by application."""

from bot.store.database import Database
from bot.store.transaction import Transaction, first

KNOWN = "SELECT hash FROM synced_commands WHERE application_id = :application"
KEEP = """INSERT INTO synced_commands (application_id, hash) VALUES (:application, :hash)
          ON CONFLICT (application_id) DO UPDATE SET hash = excluded.hash"""


class SyncedCommands:
    """The hash of the commands that Discord has, one for each application that runs on this database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def known(self, application: int) -> str | None:
        """Return the hash that was kept last, or None."""

        async def work(transaction: Transaction) -> str | None:
            row = await first(transaction, KNOWN, {"application": application})
            return None if row is None else str(row["hash"])

        return await self._database.read(work)

    async def keep(self, application: int, digest: str) -> None:
        """Keep the hash of what Discord was just told."""

        async def work(transaction: Transaction) -> None:
            await transaction.fetch(KEEP, {"application": application, "hash": digest})

        await self._database.write(work)
