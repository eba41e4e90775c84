"""When a shard may identify itself to the gateway: a crash loop must not use up the day, for then the token is reset.

Discord allows 1,000 identifies a day over all shards, and `max_concurrency` of them in 5 s; past the day's it resets
the bot's token. A resumed session does not count.
"""

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from bot.clock import Clock
from bot.text import start as words

log = logging.getLogger(__name__)

# What an administrator's evening of restarts needs; beyond it, each further one waits twice as long as the one before.
FREE_IN_A_DAY = 20
FIRST_WAIT = timedelta(seconds=10)
# With the free ones not quite 100 a day a shard, so that ten shards in a crash loop stay within the day's 1,000.
LONGEST_WAIT = timedelta(minutes=20)
DAY = timedelta(days=1)
DISCORDS_PAUSE = timedelta(seconds=5)


class Memory(Protocol):
    """Where it is kept when shards identified themselves."""

    async def since(self, application: int, shard: int, since: datetime) -> Sequence[datetime]:
        """Return when a shard did after a moment, oldest first."""

    async def add(self, application: int, shard: int, at: datetime, forget_until: datetime) -> None:
        """Keep that a shard does now."""


def allowed_at(recent: Sequence[datetime], now: datetime) -> datetime:
    """Return when a shard may identify itself, by when it did within the last day, oldest first.

    What a clock set back puts into the future does not count, lest the bot wait for years.
    """
    past = [moment for moment in recent if moment <= now]
    beyond = len(past) - FREE_IN_A_DAY
    if beyond < 0:
        return now
    wait: timedelta = min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(beyond, 10))
    return past[-1] + wait


class Turnstile:
    """Lets the shards of one connection identify themselves, one after the other and not too often."""

    def __init__(self, memory: Memory, clock: Clock) -> None:
        self._memory = memory
        self._clock = clock
        self._concurrent = 1
        self._last: dict[int, datetime] = {}

    async def open(
        self, application: int, shards: Iterable[int], *, left: int, resets_in: timedelta, concurrent: int
    ) -> None:
        """Before a start: wait until Discord's budget and our own allow every shard to identify itself.

        `left`, `resets_in` and `concurrent` are Discord's: how many identifies the day still has, when it has all of
        them again, and how many shards may at once.
        """
        self._concurrent = max(1, concurrent)
        shards = list(shards)
        if left < len(shards):
            await self._wait(self._clock.now() + resets_in)
        await self._wait(max([await self._allowed(application, shard) for shard in shards]))

    async def pass_through(self, application: int, shard: int) -> None:
        """Wait for a shard's turn, and count it."""
        await self._wait(await self._allowed(application, shard))
        bucket = shard % self._concurrent
        if bucket in self._last:
            await self._clock.sleep_until(self._last[bucket] + DISCORDS_PAUSE)
        self._last[bucket] = now = self._clock.now()
        await self._memory.add(application, shard, now, forget_until=now - DAY)

    async def _allowed(self, application: int, shard: int) -> datetime:
        now = self._clock.now()
        return allowed_at(await self._memory.since(application, shard, now - DAY), now)

    async def _wait(self, moment: datetime) -> None:
        if moment > self._clock.now():
            log.warning("%s", words.held_back(moment))
            await self._clock.sleep_until(moment)
