"""Time as one thing that can be handed over, so that a test moves it and nobody sleeps."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

log = logging.getLogger(__name__)

# A timer counts on a clock that stops while a laptop sleeps: look at the wall clock at least hourly.
LONGEST_NAP = timedelta(hours=1)

# Discord's documentation, "Snowflakes": ids begin with the milliseconds since the first second of 2015.
SNOWFLAKES = datetime(2015, 1, 1, tzinfo=UTC)


def moment_of(snowflake: int) -> datetime:
    """Return when Discord gave an id, by Discord's own clock, to the millisecond."""
    return SNOWFLAKES + timedelta(milliseconds=snowflake >> 22)


class Clock:
    """The system's wall clock, always aware and in UTC."""

    def now(self) -> datetime:
        """Return the present moment."""
        return datetime.now(UTC)

    async def sleep_until(self, moment: datetime) -> None:
        """Return once `now()` is at or past `moment`, also where the system's clock jumps meanwhile."""
        while (left := moment - self.now()) > timedelta(0):  # noqa: ASYNC110 - the wall clock is no event
            await asyncio.sleep(min(left, LONGEST_NAP).total_seconds())


class MovableClock(Clock):
    """A clock that runs on from the system's and can be moved ahead; sleepers notice at once."""

    def __init__(self) -> None:
        self._ahead = timedelta(0)
        self._moved = asyncio.Event()

    def now(self) -> datetime:
        """Return the system's time plus what the clock was moved ahead."""
        return super().now() + self._ahead

    def advance(self, by: timedelta) -> None:
        """Move time ahead by `by`, waking every sleeper that is then due."""
        self._ahead += by
        self._moved.set()
        self._moved = asyncio.Event()

    async def sleep_until(self, moment: datetime) -> None:
        """Return once `now()` is at or past `moment`, by the system's time or by `advance`."""
        while (left := moment - self.now()) > timedelta(0):
            try:
                async with asyncio.timeout(min(left, LONGEST_NAP).total_seconds()):
                    await self._moved.wait()
            except TimeoutError:
                continue


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
