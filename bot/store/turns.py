"""Which passages a channel was shown under a topic, so that a turn goes on after a restart."""

from collections.abc import Callable, Mapping, Sequence

from bot.store.database import Database
from bot.store.transaction import Transaction

TIMES = """SELECT passage, times FROM shown
            WHERE server_id = :server AND channel_id = :channel AND topic = :topic"""
SHOW = """INSERT INTO shown (server_id, channel_id, topic, passage, times)
          VALUES (:server, :channel, :topic, :passage, 1)
          ON CONFLICT (server_id, channel_id, topic, passage) DO UPDATE SET times = shown.times + 1"""


class Turns:
    """Counts what each channel was shown."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def take(
        self, server: int, channel: int, topic: str, choose: Callable[[Mapping[str, int]], Sequence[str]]
    ) -> None:
        """Count the passages that `choose` picks, given how often each was shown here before, in one step.

        Two members who ask at the same moment take two turns. `choose` may be called again where the
        transaction is lost.
        """
        key = {"server": server, "channel": channel, "topic": topic}

        async def work(transaction: Transaction) -> None:
            times = {row["passage"]: row["times"] for row in await transaction.fetch(TIMES, key)}
            for passage in choose(times):
                await transaction.fetch(SHOW, {**key, "passage": passage})

        await self._database.write(work)
