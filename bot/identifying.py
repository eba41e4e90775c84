"""When a shard may identify itself to the gateway: a crash loop must not use up the day, for then the token is reset.

Discord allows 1,000 identifies a day over all shards, and in 5 s one for each remainder of shard_id % max_concurrency;
past the day's it resets the bot's token. A resumed session does not count. Processes that share the bot keep to both
together, by what the database that they share remembers.
"""

import logging
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.claims import Claims, turn
from bot.clock import Clock
from bot.errors import Refusal
from bot.text import start as words

log = logging.getLogger(__name__)

# What an administrator's evening of restarts needs; beyond it, each further one waits twice as long as the one before.
FREE_IN_A_DAY = 20
FIRST_WAIT = timedelta(seconds=10)
# With the free ones not quite 100 a day a shard, so that ten shards in a crash loop stay within the day's 1,000.
LONGEST_WAIT = timedelta(minutes=20)
DAY = timedelta(days=1)
# Discord's 5 s, and what two identifies may differ in their way to it.
PAUSE = timedelta(seconds=5.2)


@dataclass(frozen=True, slots=True)
class Terms:
    """What Discord allows of identifies, and how many shards it recommends."""

    shards: int
    left: int
    """How many identifies the day still has."""
    resets_in: timedelta
    """When it has all of them again."""
    concurrent: int
    """How many shards may identify themselves at once."""


class Memory(Protocol):
    """Where it is kept when shards identified themselves."""

    async def since(self, application: int, shard: int, since: datetime) -> Sequence[datetime]:
        """Return when a shard did after a moment, oldest first."""

    async def latest(self, application: int, concurrent: int, remainder: int) -> datetime | None:
        """Return when one of the shards did last whose number leaves that remainder, divided by `concurrent`."""

    async def count(self, application: int, since: datetime) -> int:
        """Return how many times shards did from a moment on."""

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

    _terms: Terms
    _learned_at: datetime

    def __init__(
        self, memory: Memory, clock: Clock, claims: Claims, ask: Callable[[], Awaitable[Terms]], *, divided: bool
    ) -> None:
        """`ask` returns Discord's terms; `divided` says whether other processes identify shards of the same bot."""
        self._ask = ask
        self._memory = memory
        self._clock = clock
        self._claims = claims
        self._remembers = divided
        self._last: dict[int, datetime] = {}

    async def open(self, application: int, shards: Iterable[int], terms: Terms) -> None:
        """Before a start: wait until Discord's budget and our own allow every shard to identify itself."""
        self._terms, self._learned_at = terms, self._clock.now()
        shards = list(shards)
        # Of a single shard that comes back too soon, Discord asks nothing but to come again.
        self._remembers = self._remembers or len(shards) > 1
        if self._terms.left < len(shards):
            await self._until_renewed()
        await self._wait(max([await self._allowed(application, shard) for shard in shards]))

    async def pass_through(self, application: int, shard: int) -> None:
        """Wait for a shard's turn, and count it; while the database is away it is nobody's."""
        while True:
            try:
                return await self._pass_through(application, shard)
            except Refusal as refusal:
                log.warning("%s", words.identify_uncounted(refusal.sentence))
                await self._clock.sleep_until(self._clock.now() + PAUSE)

    async def _pass_through(self, application: int, shard: int) -> None:
        await self._wait(await self._allowed(application, shard))
        remainder = shard % self._terms.concurrent
        async with turn(self._claims, f"identify {application} {remainder}"):
            last = self._last.get(remainder)
            if self._remembers:
                last = await self._memory.latest(application, self._terms.concurrent, remainder)
            if last is not None:
                # what a clock set back puts into the future is not waited for
                await self._clock.sleep_until(min(last, self._clock.now()) + PAUSE)
            async with turn(self._claims, f"identify {application}"):
                await self._within_the_day(application)
                self._last[remainder] = now = self._clock.now()
                await self._memory.add(application, shard, now, forget_until=now - DAY)

    async def _within_the_day(self, application: int) -> None:
        """Wait until the day has an identify left, whoever used the others since Discord was asked."""
        if self._clock.now() >= self._learned_at + self._terms.resets_in:
            await self._learn()
        if await self._memory.count(application, self._learned_at) >= self._terms.left:
            await self._learn()
            if not self._terms.left:
                await self._until_renewed()

    async def _learn(self) -> None:
        self._learned_at = self._clock.now()  # before the answer: what is counted twice is never too much
        self._terms = await self._ask()

    async def _until_renewed(self) -> None:
        await self._wait(self._clock.now() + self._terms.resets_in)
        await self._learn()

    async def _allowed(self, application: int, shard: int) -> datetime:
        now = self._clock.now()
        return allowed_at(await self._memory.since(application, shard, now - DAY), now)

    async def _wait(self, moment: datetime) -> None:
        if moment > self._clock.now():
            log.warning("%s", words.held_back(moment))
            await self._clock.sleep_until(moment)
