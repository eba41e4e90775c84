"""Time as the stage needs it: any clock that tells the moment and can sleep until another."""

import asyncio
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """What the stage asks of a clock; the bot's own satisfies it, so both can share one."""

    def now(self) -> datetime:
        """Return the present moment, aware."""
        ...

    async def sleep_until(self, moment: datetime) -> None:
        """Return once `now()` is at or past `moment`."""
        ...


class WallClock:
    """The system's clock, for a stage that nobody moves through time."""

    def now(self) -> datetime:
        """Return the present moment in UTC."""
        return datetime.now(UTC)

    async def sleep_until(self, moment: datetime) -> None:
        """Return once `moment` has come."""
        await asyncio.sleep(max(0.0, (moment - self.now()).total_seconds()))


def stamp(moment: datetime) -> str:
    """Write a moment as Discord does: ISO 8601 in UTC."""
    return moment.astimezone(UTC).isoformat()
