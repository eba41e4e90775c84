"""Presses that arrive late, out of order or twice: a resumed connection repeats what was sent before."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.clock import MovableClock
from bot.errors import Refusal
from bot.polls.poll import Ballot, Terms
from bot.polls.result import Thresholds
from bot.polls.service import Polls
from bot.store.ballots import Ballots
from bot.store.database import Database, opened
from bot.store.polls import Polls as Store
from tests.store.given import DAY, QUESTION, SERVER, press

ANN = 7


@dataclass(frozen=True)
class Pressed:
    """A press on an option, or (None) on Withdraw."""

    id: int
    option: int | None


async def outcome(database: Database, deliveries: list[Pressed]) -> Ballot | None:
    """Deliver presses to a new poll, and return what is kept of them."""
    polls = Polls(Store(database), Ballots(database), MovableClock(), {}, Thresholds(3, 5))
    poll = await polls.start(polls.draft(SERVER, 11, 12, QUESTION, Terms(), DAY))
    for one in deliveries:
        try:
            if one.option is None:
                await polls.withdraw(SERVER, poll.id, ANN, press=one.id)
            else:
                await polls.vote(SERVER, poll.id, one.option, ANN, press=one.id)
        except Refusal as refusal:
            assert "after a newer one of yours" in refusal.sentence  # noqa: PT017 - the only one that may come
    kept = await Ballots(database).ballot(SERVER, poll.id, ANN)
    await polls.close(SERVER, poll.id)
    return kept


@pytest.fixture
def outcomes(url: str) -> Iterator[Callable[..., list[Ballot | None]]]:
    """Deliver each of several orders to a poll of its own in one database."""
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        database = runner.run(stack.enter_async_context(opened(url)))

        async def each(*orders: list[Pressed]) -> list[Ballot | None]:
            return [await outcome(database, order) for order in orders]

        yield lambda *orders: runner.run(each(*orders))
        runner.run(stack.aclose())


CHOICES = st.lists(st.one_of(st.none(), st.integers(0, 1)), min_size=1, max_size=5)
# one database for all examples: each has polls of its own
FEW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def pressed(choices: list[int | None]) -> list[Pressed]:
    return [Pressed(press(), choice) for choice in choices]


@FEW
@given(data=st.data())
def test_in_any_order_and_however_often_the_latest_press_counts(
    outcomes: Callable[..., list[Ballot | None]], data: st.DataObject
) -> None:
    presses = pressed(data.draw(CHOICES))
    again = data.draw(st.lists(st.sampled_from(presses), max_size=4))
    shuffled = data.draw(st.permutations([*presses, *again]))
    in_order, otherwise = outcomes(presses, shuffled)
    assert (otherwise and otherwise.latest) == (in_order and in_order.latest) == presses[-1].option


@FEW
@given(data=st.data())
def test_what_is_repeated_changes_nothing_at_all(
    outcomes: Callable[..., list[Ballot | None]], data: st.DataObject
) -> None:
    presses = pressed(data.draw(CHOICES))
    repeated = []
    for place, one in enumerate(presses):
        repeated += [one, *data.draw(st.lists(st.sampled_from(presses[: place + 1]), max_size=2))]
    once, twice = outcomes(presses, repeated)
    assert once == twice


@pytest.mark.parametrize(
    ("first", "then", "said"),
    [(0, 1, "your vote is Happy"), (0, None, "you have no vote"), (None, 1, "your vote is Happy")],
    ids=["an older vote", "a vote before its withdrawal", "a withdrawal before a vote"],
)
async def test_an_older_press_is_refused_with_what_counts(
    database: Database, first: int | None, then: int | None, said: str
) -> None:
    polls = Polls(Store(database), Ballots(database), MovableClock(), {}, Thresholds(3, 5))
    poll = await polls.start(polls.draft(SERVER, 11, 12, QUESTION, Terms(), DAY))
    older, newer = press(), press()

    async def deliver(option: int | None, id_: int) -> None:
        if option is None:
            await polls.withdraw(SERVER, poll.id, ANN, press=id_)
        else:
            await polls.vote(SERVER, poll.id, option, ANN, press=id_)

    await deliver(then, newer)
    with pytest.raises(Refusal, match=f"newer one of yours: {said}"):
        await deliver(first, older)
