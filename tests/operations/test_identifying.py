"""How often a shard may identify itself: an evening of restarts costs nothing, a crash loop cannot burn the token."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.identifying import DAY, allowed_at

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
