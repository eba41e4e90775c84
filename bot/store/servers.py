"""Whole servers: when the bot left them, and what is erased in time."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from bot.shards import EVERYWHERE, Shards
from bot.store import moments
from bot.store.database import Database
from bot.store.share import MARK, Share
from bot.store.transaction import Row, Transaction

# Every table that names a server; what hangs on a poll goes with it.
TABLES = ("polls", "reasons", "reason_pages", "takes", "take_posts", "submissions", "shown", "left_servers")
# Statements of a text known here, one a table: a table's name cannot be a parameter.
PURGE = tuple(f"DELETE FROM {table} WHERE server_id = :server" for table in TABLES)  # noqa: S608 - constants
KNOWN = f"""SELECT server_id FROM ({" UNION ".join(f"SELECT server_id FROM {t}" for t in TABLES)}) AS kept
             WHERE server_id <> 0 AND server_id NOT IN (SELECT server_id FROM left_servers) AND {MARK}
             ORDER BY server_id"""  # noqa: S608 - constants
LEFT = "INSERT INTO left_servers (server_id, left_at) VALUES (:server, :now) ON CONFLICT (server_id) DO NOTHING"
RETURNED = "DELETE FROM left_servers WHERE server_id = :server"
ALL_LEFT = "SELECT server_id FROM left_servers"
DUE = "SELECT server_id FROM left_servers WHERE left_at <= :before AND {share} ORDER BY server_id"
FORGET_BALLOTS = """DELETE FROM ballots WHERE poll_id IN
                      (SELECT id FROM polls WHERE closed_at IS NOT NULL AND closed_at <= :before AND {share})
                    RETURNING poll_id"""
FORGET_WITHDRAWALS = """DELETE FROM withdrawals WHERE withdrawn_at <= :before
                           AND poll_id IN (SELECT id FROM polls WHERE closed_at IS NULL AND {share})"""
# A reason that did not stand at the close was shown to nobody, and hangs on no vote any more.
FORGET_UNSHOWN = """DELETE FROM reasons WHERE voted_at IS NULL AND poll_id IN
                      (SELECT id FROM polls WHERE closed_at IS NOT NULL AND closed_at <= :before AND {share})"""
FORGET_DECLINED = "DELETE FROM takes WHERE state = 'declined' AND changed_at <= :before AND {share} RETURNING id"


class Servers:
    """`bot.privacy.store.Servers` on a database; its sweeps are over the servers of `shards`."""

    def __init__(self, database: Database, shards: Shards = EVERYWHERE) -> None:
        self._db = database
        self._share = Share(shards)

    async def left(self, server: int, now: datetime) -> None:
        """See `Servers.left` there."""
        await self._db.write(lambda t: t.fetch(LEFT, {"server": server, "now": moments.kept(now)}))

    async def returned(self, servers: Collection[int]) -> Sequence[int]:
        """See `Servers.returned` there."""

        async def work(t: Transaction) -> Sequence[int]:
            left = {row["server_id"] for row in await t.fetch(ALL_LEFT, {})}
            back = sorted(left.intersection(servers))
            for server in back:
                await t.fetch(RETURNED, {"server": server})
            return back

        return await self._db.write(work)

    async def known(self) -> Sequence[int]:
        """See `Servers.known` there."""
        return [row["server_id"] for row in await self._db.read(lambda t: self._swept(t, KNOWN, {}))]

    async def purge(self, left_before: datetime) -> int:
        """See `Servers.purge` there."""
        purged = 0
        before = {"before": moments.kept(left_before)}

        async def one(t: Transaction) -> bool:
            due = await self._swept(t, DUE, before)
            if not due:
                return False
            for statement in PURGE:
                await t.fetch(statement, {"server": due[0]["server_id"]})
            return True

        # one transaction a server: votes elsewhere do not wait for all of them
        while await self._db.write(one):
            purged += 1
        return purged

    async def forget_ballots(self, closed_before: datetime) -> int:
        """See `Servers.forget_ballots` there."""
        before = {"before": moments.kept(closed_before)}

        async def work(t: Transaction) -> int:
            await self._swept(t, FORGET_UNSHOWN, before)
            return len(await self._swept(t, FORGET_BALLOTS, before))

        return await self._db.write(work)

    async def forget_withdrawals(self, withdrawn_before: datetime) -> None:
        """See `Servers.forget_withdrawals` there."""
        before = {"before": moments.kept(withdrawn_before)}
        await self._db.write(lambda t: self._swept(t, FORGET_WITHDRAWALS, before))

    async def forget_declined(self, declined_before: datetime) -> int:
        """See `Servers.forget_declined` there."""
        before = {"before": moments.kept(declined_before)}
        return len(await self._db.write(lambda t: self._swept(t, FORGET_DECLINED, before)))

    async def _swept(self, t: Transaction, sql: str, parameters: Mapping[str, object]) -> Sequence[Row]:
        return await t.fetch(self._share.within(sql), {**parameters, **self._share.parameters})
