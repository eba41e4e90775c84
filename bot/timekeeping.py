"""Keeps the bot's clock by Discord's: a machine whose clock is wrong, or jumps, must not end a poll early or late."""

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import aiohttp

from bot.clock import Alarm, Clock
from bot.text import start as words

log = logging.getLogger(__name__)

OFTEN = timedelta(hours=1)
RETRY = timedelta(minutes=5)
# An answer tells whole seconds, and is some time on its way: what differs less is right.
EXACT = timedelta(seconds=2)
# How far the system's clock may be off before its administrator hears of it.
WRONG = timedelta(minutes=1)


class Timekeeper:
    """Asks what time it is, at the start and every hour."""

    def __init__(self, clock: Clock, ask: Callable[[], Awaitable[datetime | None]]) -> None:
        self._clock = clock
        self._ask = ask
        self._alarm = Alarm(clock, self._hourly)
        self._told = False
        self._next = clock.now()

    async def open(self) -> None:
        """Set the clock right, before anything goes by it; raises what `ask` raises."""
        await self._look()
        self._alarm.start()

    async def close(self) -> None:
        """Look no more."""
        await self._alarm.close()

    async def _hourly(self) -> datetime:
        if self._clock.now() >= self._next:
            try:
                await self._look()
            except (aiohttp.ClientError, OSError) as error:
                log.info("Discord's time could not be asked for: %s", error)
                self._next = self._clock.now() + RETRY
        return self._next

    async def _look(self) -> None:
        asked = self._clock.now()
        moment = await self._ask()
        if moment is not None and not asked - EXACT <= moment <= self._clock.now() + EXACT:
            self._clock.tell(moment)
        self._next = self._clock.now() + OFTEN
        off = self._clock.system_ahead()
        if abs(off) <= WRONG:
            self._told = False
        elif not self._told:
            self._told = True
            log.warning("%s", words.clock_wrong(off))
