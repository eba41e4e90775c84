"""A machine whose clock is wrong or jumps: what was promised in Discord is kept by Discord's time."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.clock import Clock, MovableClock
from bot.playground import Fault, Reply
from tests.stage.evening import Evening, evening_in
from tests.stage.listening import hearing
from tests.stage.polling import answers_to, requests, result_of, started

HOUR = timedelta(hours=1)
GATEWAY = "GET /gateway"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class OffClock(Clock):
    """The bot's clock on a machine that is `ahead` of the stage."""

    def __init__(self, stage: MovableClock, ahead: timedelta) -> None:
        self.ahead = ahead
        self._stage = stage
        super().__init__()

    def _wall(self) -> datetime:
        return self._stage.now() + self.ahead

    def _steady(self) -> timedelta:
        return self._stage.now() - EPOCH

    async def sleep_until(self, moment: datetime) -> None:
        while (left := moment - self.now()) > timedelta(0):
            await self._stage.sleep_until(self._stage.now() + left)


async def takes_votes(evening: Evening, poll: Reply) -> bool:
    """Vote and withdraw: a result without votes has no chart, which takes a second to draw."""
    counted = (await evening.ann.press(poll, "Sad")).text
    return "Counted" in counted and "Withdrawn" in (await evening.ann.press(poll, "Withdraw")).text


async def restarted(evening: Evening, ahead: timedelta) -> OffClock:
    """Restart the bot on a machine whose clock is off."""
    await evening.stop_bot()
    evening.bot_clock = clock = OffClock(evening.clock, ahead)
    await evening.start_bot()
    return clock


def closes(poll: Reply) -> datetime:
    (seconds,) = re.findall(r"<t:(\d+):R>", poll.text)
    return datetime.fromtimestamp(int(seconds), UTC)


@pytest.mark.parametrize("ahead", [3 * HOUR, -3 * HOUR], ids=["ahead", "behind"])
async def test_on_a_machine_with_a_wrong_clock_polls_keep_discords_time(
    evening: Evening, ahead: timedelta, caplog: pytest.LogCaptureFixture
) -> None:
    before = await started(evening, closes="2h")
    await restarted(evening, ahead)
    poll = await started(evening, closes="1h")
    assert abs(closes(poll) - evening.clock.now() - HOUR) < timedelta(seconds=5)
    evening.clock.advance(HOUR - timedelta(seconds=30))
    assert await takes_votes(evening, poll)
    evening.clock.advance(timedelta(minutes=1))
    assert "Nobody voted" in (await result_of(evening, poll)).text
    assert await takes_votes(evening, before)
    evening.clock.advance(HOUR)
    assert "Nobody voted" in (await result_of(evening, before)).text
    told = [record.message for record in caplog.records if "clock is" in record.message]
    assert len(told) == 1
    assert f"180 minutes {'ahead of' if ahead > timedelta(0) else 'behind'} Discord's" in told[0]


async def test_a_clock_that_jumps_while_the_bot_runs_closes_no_poll_early(
    evening: Evening, caplog: pytest.LogCaptureFixture
) -> None:
    clock = await restarted(evening, timedelta(0))
    poll = await started(evening, closes="1d")
    clock.ahead = timedelta(days=400)
    await started(evening)  # the deadlines are looked at
    evening.clock.advance(2 * HOUR)  # and Discord's time as well
    assert await takes_votes(evening, poll)
    assert answers_to(evening, poll) == []
    clock.ahead = -timedelta(days=400)
    evening.clock.advance(timedelta(days=1))
    assert "Nobody voted" in (await result_of(evening, poll)).text
    assert [record.levelname for record in caplog.records if "clock is" in record.message] == ["WARNING"]


async def test_discords_time_is_asked_for_again_where_it_could_not_be(evening: Evening) -> None:
    clock = await restarted(evening, timedelta(0))
    asked = requests(evening, GATEWAY)
    clock.ahead = 3 * HOUR
    # aiohttp tries once again by itself
    evening.stage.faults.add(Fault(GATEWAY, 2, cut=True))
    with hearing("bot.timekeeping") as heard:
        evening.clock.advance(HOUR)
        assert "could not be asked for" in await heard.until("Discord's time")
        evening.clock.advance(HOUR)
        assert "180 minutes ahead of Discord's" in await heard.until("clock is")
    assert requests(evening, GATEWAY) == asked + 3


async def test_a_private_answer_stays_private_by_whatever_clock(tmp_path: Path) -> None:
    clock = MovableClock()
    clock.advance(-HOUR)  # Discord's ids are older than discord.py would answer, by this machine's clock
    async with evening_in(tmp_path, clock=clock) as evening:
        poll = await started(evening, anonymous=False)
        await evening.ann.press(poll, "Sad")
        exported = await evening.max.slash("poll export", poll=1)
        assert exported.ephemeral
        assert len(exported.files) == 2
        assert "nothing to compare" in (await evening.bob.slash("poll history", poll=1)).text
