"""Time as one thing that can be handed over, so that a test moves it and nobody sleeps."""

import asyncio
import contextlib
import logging
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from bot.errors import Refusal

log = logging.getLogger(__name__)

# A timer counts on a clock that stops while a laptop sleeps: look at the time at least hourly.
LONGEST_NAP = timedelta(hours=1)
# The counter that runs on while the machine sleeps, where the system has one (Linux).
COUNTER: int | None = getattr(time, "CLOCK_BOOTTIME", None)

# Discord's documentation, "Snowflakes": ids begin with the milliseconds since the first second of 2015.
SNOWFLAKES = datetime(2015, 1, 1, tzinfo=UTC)


def moment_of(snowflake: int) -> datetime:
    """Return when Discord gave an id, by Discord's own clock, to the millisecond."""
    return SNOWFLAKES + timedelta(milliseconds=snowflake >> 22)


class Clock:
    """The time that polls and everything else go by: aware, in UTC, steady, and Discord's own once that was told.

    It begins with the system's time and runs on by a counter that nobody sets, so that a system clock that jumps moves
    nothing; `tell` sets it right. A deadline is a promise made in Discord, where everybody reads it: what Discord's
    clock says holds.
    """

    def __init__(self) -> None:
        self._zero = self._wall() - self._steady()
        self._changed = asyncio.Event()

    def now(self) -> datetime:
        """Return the present moment."""
        return self._zero + self._steady()

    def tell(self, moment: datetime) -> None:
        """Say what moment it is; sleepers notice at once."""
        self._zero = moment - self._steady()
        self._wake()

    def system_ahead(self) -> timedelta:
        """Return how far the system's clock is ahead of this one, negative where it is behind."""
        return self._wall() - self.now()

    async def sleep_until(self, moment: datetime) -> None:
        """Return once `now()` is at or past `moment`, also where it is set meanwhile."""
        while (left := moment - self.now()) > timedelta(0):
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(min(left, LONGEST_NAP).total_seconds()):
                    await self._changed.wait()

    def _wall(self) -> datetime:
        return datetime.now(UTC)

    def _steady(self) -> timedelta:
        return timedelta(seconds=time.clock_gettime(COUNTER) if COUNTER is not None else time.monotonic())

    def _wake(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()


class MovableClock(Clock):
    """A clock that can be moved ahead, and the system's with it; sleepers notice at once."""

    def __init__(self) -> None:
        self._ahead = timedelta(0)
        super().__init__()

    def advance(self, by: timedelta) -> None:
        """Move time ahead by `by`, waking every sleeper that is then due."""
        self._ahead += by
        self._wake()

    def _wall(self) -> datetime:
        return super()._wall() + self._ahead

    def _steady(self) -> timedelta:
        return super()._steady() + self._ahead


class Alarm:
    """One sleeper to the next deadline; whoever keeps the deadlines is the truth, the sleep a hint.

    `ring` does what is due and returns the next deadline, or None where there is none. It is called at the
    start, at each deadline and after each `reset()`, never twice at a time. Where it fails, the failure is
    logged and it is called again after `RETRY`.
    """

    RETRY = timedelta(seconds=30)

    def __init__(self, clock: Clock, ring: Callable[[], Awaitable[datetime | None]]) -> None:
        self._clock = clock
        self._ring = ring
        self._changed = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to keep the deadlines, in a task of its own."""
        self._task = asyncio.create_task(self._keep(), name="alarm")

    def reset(self) -> None:
        """Say that the deadlines have changed."""
        self._changed.set()

    async def close(self) -> None:
        """Stop; a ring in progress is cancelled."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])
            self._task = None

    async def _keep(self) -> None:
        while True:
            self._changed.clear()
            try:
                deadline = await self._ring()
            except Refusal as refusal:  # as when the database is away
                log.warning("A deadline could not be kept and is tried again. %s", refusal.sentence)
                deadline = self._clock.now() + self.RETRY
            except Exception:  # a deadline that fails must not end all others
                log.exception("A deadline could not be kept; it is tried again.")
                deadline = self._clock.now() + self.RETRY
            await self._wait(deadline)

    async def _wait(self, deadline: datetime | None) -> None:
        waits: list[asyncio.Task[object]] = [asyncio.create_task(self._changed.wait())]
        if deadline is not None:
            waits.append(asyncio.create_task(self._clock.sleep_until(deadline)))
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()
