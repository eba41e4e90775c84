"""How often a shard may identify itself: an evening of restarts costs nothing, a crash loop cannot burn the token."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from bot.claims import Alone
from bot.clock import MovableClock
from bot.identifying import DAY, Terms, Turnstile, allowed_at
from bot.store.identifies import Identifies
from bot.store.sqlite import Sqlite

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("times", "waits"), [(0, 0), (19, 0), (20, 10), (21, 20), (22, 40), (26, 640), (27, 1200), (500, 1200)]
)
def test_the_first_are_free_and_the_further_ones_wait_twice_as_long(times: int, waits: int) -> None:
    assert allowed_at([NOON] * times, NOON) == NOON + timedelta(seconds=waits)


def test_a_clock_set_back_does_not_hold_the_bot_for_years() -> None:
    assert allowed_at([NOON + timedelta(days=1000)] * 50, NOON) == NOON


@pytest.mark.parametrize("life", [0, 1, 60, 600, 1_199])
def test_ten_shards_in_a_crash_loop_stay_within_discords_day(life: int) -> None:
    now, past = NOON, list[datetime]()
    while now < NOON + 3 * DAY:
        now = allowed_at([moment for moment in past if moment > now - DAY], now)
        past.append(now)
        now += timedelta(seconds=life)
    for start in past:
        assert 10 * sum(start <= moment < start + DAY for moment in past) < 1_000


class Hasty(MovableClock):
    """A clock on which sleeping takes no time."""

    async def sleep_until(self, moment: datetime) -> None:
        if moment > self.now():
            self.advance(moment - self.now())
        await asyncio.sleep(0)


@pytest.fixture
async def identifies(tmp_path: Path) -> AsyncIterator[Identifies]:
    async with Sqlite.open(tmp_path / "epilogue.db") as database:
        yield Identifies(database)


class Processes:
    """Several processes with a shard each of one bot, on one database; Discord counts what they do."""

    def __init__(self, identifies: Identifies, left: int, concurrent: int) -> None:
        self.clock = Hasty()
        self.moments: list[datetime] = []
        self._left, self._concurrent = left, concurrent
        self._identifies, self._claims = identifies, Alone()
        self._renewed = self.clock.now() + DAY

    async def terms(self) -> Terms:
        """What Discord says: it counts by the day, and gives all back at its end."""
        now = self.clock.now()
        if now >= self._renewed:
            self._left, self._renewed = 1_000, self._renewed + DAY
            self.moments.clear()
        return Terms(10, self._left - len(self.moments), self._renewed - now, self._concurrent)

    async def start(self, shard: int) -> None:
        """Start the process of a shard: it asks, and much later it identifies."""
        turnstile = Turnstile(self._identifies, self.clock, self._claims, self.terms, divided=True)
        await turnstile.open(7, [shard], await self.terms())
        await turnstile.pass_through(7, shard)
        await self.terms()
        self.moments.append(self.clock.now())


async def test_processes_identify_in_turn(identifies: Identifies) -> None:
    processes = Processes(identifies, left=1_000, concurrent=1)
    await asyncio.gather(*map(processes.start, range(4)))
    gaps = [after - before for before, after in pairwise(sorted(processes.moments))]
    assert len(gaps) == 3
    assert all(gap > timedelta(seconds=5) for gap in gaps)


async def test_processes_identify_together_where_discord_lets_them(identifies: Identifies) -> None:
    processes = Processes(identifies, left=1_000, concurrent=4)
    await asyncio.gather(*map(processes.start, range(4)))
    assert max(processes.moments) - min(processes.moments) < timedelta(seconds=5)


async def test_processes_share_what_the_day_has_left(identifies: Identifies) -> None:
    processes = Processes(identifies, left=2, concurrent=4)
    began = processes.clock.now()
    await asyncio.gather(*map(processes.start, range(4)))
    # two in this day, and the others once it is over: with a third, Discord would have reset the token
    assert len(processes.moments) == 2
    assert min(processes.moments) >= began + DAY
