"""Which passages a channel was shown under a topic: at hand for the next answer, and on disk a moment later.

A turn is no vote, so that no answer waits for the disk. A crash forgets what was shown in the second before it, and it
may be shown once more.
"""

import asyncio
import contextlib
from collections import Counter, OrderedDict
from collections.abc import Callable, Mapping, Sequence

from bot.errors import Refusal
from bot.store.database import Database
from bot.store.transaction import Transaction

TIMES = """SELECT passage, times FROM shown
            WHERE server_id = :server AND channel_id = :channel AND topic = :topic"""
SHOW = """INSERT INTO shown (server_id, channel_id, topic, passage, times)
          VALUES (:server, :channel, :topic, :passage, :times)
          ON CONFLICT (server_id, channel_id, topic, passage) DO UPDATE SET times = shown.times + excluded.times"""
# Seconds: what is shown within them is one commit, after the answers.
GATHERED = 1.0
# Topics of a channel whose counts are at hand; those asked for longest ago are read again.
MOST_KEPT = 1_024

Place = tuple[int, int, str]
"""A server, a channel and a topic."""


class Turns:
    """Counts what each channel was shown."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._kept: OrderedDict[Place, Counter[str]] = OrderedDict()
        self._unwritten: Counter[tuple[Place, str]] = Counter()
        self._writes = asyncio.Lock()
        self._due: asyncio.TimerHandle | None = None
        self._task: asyncio.Task[None] | None = None

    async def take(
        self, server: int, channel: int, topic: str, choose: Callable[[Mapping[str, int]], Sequence[str]]
    ) -> None:
        """Count the passages that `choose` picks, given how often each was shown here before, in one step.

        Two members who ask at the same moment take two turns.
        """
        place = (server, channel, topic)
        times = self._kept.get(place)
        if times is None:
            times = await self._read(place)
        else:
            self._kept.move_to_end(place)
        passages = choose(times)
        times.update(passages)
        self._unwritten.update((place, passage) for passage in passages)
        if self._due is None:
            self._due = asyncio.get_running_loop().call_later(GATHERED, self._begin_to_write)

    async def aclose(self) -> None:
        """Write down what is not on disk yet."""
        if self._due is not None:
            self._due.cancel()
            self._due = None
        await self._write()

    async def _read(self, place: Place) -> Counter[str]:
        await self._write()  # what was at hand before, and gave way, may not be on disk yet
        server, channel, topic = place

        async def work(transaction: Transaction) -> Counter[str]:
            rows = await transaction.fetch(TIMES, {"server": server, "channel": channel, "topic": topic})
            return Counter({row["passage"]: row["times"] for row in rows})

        # Whoever asked here at the same moment may have read, and counted, before.
        times = self._kept.setdefault(place, await self._database.read(work))
        if len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
        return times

    def _begin_to_write(self) -> None:
        self._due = None
        self._task = asyncio.create_task(self._write(), name="turns")

    async def _write(self) -> None:
        """Write what was shown; where the disk does not take it, it counts until the bot stops."""

        async def work(transaction: Transaction) -> None:
            for ((server, channel, topic), passage), times in unwritten.items():
                row = {"server": server, "channel": channel, "topic": topic, "passage": passage, "times": times}
                await transaction.fetch(SHOW, row)

        async with self._writes:
            unwritten, self._unwritten = self._unwritten, Counter()
            if not unwritten:
                return
            with contextlib.suppress(Refusal):  # the database has told the log
                await self._database.write(work)
