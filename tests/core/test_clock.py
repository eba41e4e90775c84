"""The clock that polls go by: steady, set right by what it is told, with a sleep that notices."""

import asyncio
from datetime import UTC, datetime, timedelta

from bot.clock import Clock, moment_of

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


class Machine(Clock):
    """A clock on a machine whose own clock and counter a test sets."""

    def __init__(self) -> None:
        self.system, self.counter = NOON, timedelta(0)
        super().__init__()

    def _wall(self) -> datetime:
        return self.system

    def _steady(self) -> timedelta:
        return self.counter


def test_a_snowflake_tells_its_moment() -> None:
    # Discord's documentation, "Snowflakes": the example there
    assert moment_of(175928847299117063) == datetime(2016, 4, 30, 11, 18, 25, 796000, UTC)


def test_a_system_clock_that_jumps_moves_nothing() -> None:
    clock = Machine()
    clock.system += 30 * HOUR
    assert clock.now() == NOON
    assert clock.system_ahead() == 30 * HOUR
    clock.counter += HOUR
    assert clock.now() == NOON + HOUR
    clock.system = NOON - HOUR
    assert clock.system_ahead() == -2 * HOUR


async def test_a_sleeper_notices_what_the_clock_is_told() -> None:
    clock = Machine()
    sleeping = asyncio.create_task(clock.sleep_until(NOON + 3 * HOUR))
    for told in (2 * HOUR, -HOUR, 2 * HOUR):
        await asyncio.sleep(0)
        clock.tell(NOON + told)
    assert clock.now() == NOON + 2 * HOUR
    await asyncio.sleep(0)
    assert not sleeping.done()
    clock.tell(NOON + 3 * HOUR)
    async with asyncio.timeout(5):
        await sleeping
