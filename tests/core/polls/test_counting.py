import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.polls.counting import Counting
from bot.polls.poll import Option, Poll, Question, Tally, Terms
from bot.polls.store import Counted

NOW = datetime(2026, 11, 21, tzinfo=UTC)
POLL = Poll(1, 1, 1, 1, 1, Question("?", (Option("Sad"),)), Terms(), NOW, NOW + timedelta(days=1))


class Ballots:
    """Votes that can be held up while they are counted."""

    def __init__(self) -> None:
        self.votes = 0
        self.counts = 0
        self.go = asyncio.Event()

    async def count(self, _server: int, poll: int) -> Counted | None:
        self.counts += 1
        votes = self.votes
        await self.go.wait()
        if poll == 404:
            return None
        if poll == 500:
            raise OSError("disk")
        return Counted(POLL, Tally((votes,), (0,)))


async def test_whoever_asks_during_a_count_shares_the_next_and_finds_the_own_vote_in_it() -> None:
    ballots = Ballots()
    counting = Counting(ballots.count)

    async def vote() -> bool:
        ballots.votes += 1
        mine = ballots.votes
        counted = await counting.of(1, 1)
        return counted is not None and counted.tally.votes[0] >= mine

    first = asyncio.create_task(vote())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    crowd = [asyncio.create_task(vote()) for _ in range(100)]
    await asyncio.sleep(0)
    ballots.go.set()
    assert all(await asyncio.gather(first, *crowd))
    assert ballots.counts == 2


async def test_polls_are_counted_beside_each_other() -> None:
    ballots = Ballots()
    counting = Counting(ballots.count)
    asked = [asyncio.create_task(counting.of(server, poll)) for server in (1, 2) for poll in (1, 404)]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert ballots.counts == 4
    ballots.go.set()
    assert [one is None for one in await asyncio.gather(*asked)] == [False, True, False, True]


async def test_a_failed_count_fails_for_those_who_shared_it_and_the_next_begins_anew() -> None:
    ballots = Ballots()
    ballots.go.set()
    counting = Counting(ballots.count)
    failed = await asyncio.gather(*(counting.of(1, 500) for _ in range(3)), return_exceptions=True)
    assert [type(one) for one in failed] == [OSError] * 3
    with pytest.raises(OSError, match="disk"):
        await counting.of(1, 500)
    assert ballots.counts == 2


async def test_who_goes_away_leaves_the_count_to_the_others() -> None:
    ballots = Ballots()
    counting = Counting(ballots.count)
    gone, stays = asyncio.create_task(counting.of(1, 1)), asyncio.create_task(counting.of(1, 1))
    await asyncio.sleep(0)
    gone.cancel()
    ballots.go.set()
    assert await stays == Counted(POLL, Tally((0,), (0,)))
