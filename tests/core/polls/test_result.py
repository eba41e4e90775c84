from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.polls.poll import Ending, Option, Poll, Question, Results, Tally, Terms
from bot.polls.result import Hidden, Thresholds, Verdict, leaders, percent, shown

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
OPEN = Poll(1, 2, 3, 4, 5, Question("Sad?", (Option("Sad"), Option("Happy"))), Terms(), NOON, NOON + timedelta(days=1))
CLOSED = replace(OPEN, closed_at=NOON, ending=Ending.COMMAND)
THRESHOLDS = Thresholds(split=3, minds_changed=5)


def tally(*votes: int, moved: tuple[int, ...] | None = None) -> Tally:
    return Tally(votes, moved or (0,) * len(votes))


def with_terms(poll: Poll, **terms: object) -> Poll:
    return replace(poll, terms=replace(poll.terms, **terms))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("votes", "voters", "expected"),
    [
        (0, 0, None),
        (0, 7, 0),
        (7, 7, 100),
        (33, 50, 66),
        (1, 3, 33),
        (2, 3, 67),
        (1, 8, 13),
        (1, 1000, 1),
        (999, 1000, 99),
    ],
)
def test_percentages_are_of_voters(votes: int, voters: int, expected: int | None) -> None:
    assert percent(votes, voters) == expected


@given(st.integers(1, 10**6), st.data())
def test_more_votes_never_show_a_smaller_percentage(voters: int, data: st.DataObject) -> None:
    fewer = data.draw(st.integers(0, voters))
    more = data.draw(st.integers(fewer, voters))
    low, high = percent(fewer, voters), percent(more, voters)
    assert low is not None
    assert high is not None
    assert low <= high
    assert abs(low - 100 * fewer / voters) <= 1
    assert (low == 0) == (fewer == 0)
    assert (high == 100) == (more == voters)


@pytest.mark.parametrize(
    ("votes", "quorum", "verdict", "leading"),
    [
        ((0, 0), 0, Verdict.NO_VOTES, ()),
        ((0, 0), 5, Verdict.NO_VOTES, ()),
        ((2, 2), 0, Verdict.TIE, (0, 1)),
        ((2, 2), 5, Verdict.TOO_FEW, (0, 1)),
        ((3, 2), 5, Verdict.WON, (0,)),
        ((1, 3), 5, Verdict.TOO_FEW, (1,)),
        ((4, 1, 4), 0, Verdict.TIE, (0, 2)),
    ],
)
def test_the_verdict(votes: tuple[int, ...], quorum: int, verdict: Verdict, leading: tuple[int, ...]) -> None:
    split = shown(with_terms(CLOSED, quorum=quorum), tally(*votes), THRESHOLDS, voted=False).split
    assert split is not None
    assert (split.verdict, split.leading) == (verdict, leading)
    assert all((share.percent is None) == (verdict is Verdict.NO_VOTES) for share in split.shares)


@pytest.mark.parametrize(
    ("results", "voted", "votes", "anonymous", "hidden"),
    [
        (Results.LIVE, False, (2, 1), True, None),
        (Results.LIVE, False, (1, 1), True, Hidden.TOO_FEW_YET),
        (Results.LIVE, True, (1, 1), True, Hidden.TOO_FEW_YET),
        (Results.LIVE, False, (1, 1), False, None),
        (Results.AFTER_VOTE, False, (9, 9), True, Hidden.UNTIL_VOTED),
        (Results.AFTER_VOTE, True, (9, 9), True, None),
        (Results.AFTER_VOTE, True, (1, 1), True, Hidden.TOO_FEW_YET),
        (Results.AT_CLOSE, True, (9, 9), True, Hidden.UNTIL_CLOSED),
        (Results.AT_CLOSE, True, (9, 9), False, Hidden.UNTIL_CLOSED),
    ],
)
def test_who_sees_the_split(
    results: Results, voted: bool, votes: tuple[int, ...], anonymous: bool, hidden: Hidden | None
) -> None:
    terms = {"results": results, "anonymous": anonymous}
    seen = shown(with_terms(OPEN, **terms), tally(*votes), THRESHOLDS, voted=voted)
    assert seen.hidden is hidden
    assert (seen.split is None) == (hidden is not None)
    assert seen.voters == sum(votes)
    closed = shown(with_terms(CLOSED, **terms), tally(*votes), THRESHOLDS, voted=False)
    assert closed.split is not None


@pytest.mark.parametrize(("votes", "told"), [((2, 2), None), ((3, 2), (0, 2))])
def test_minds_changed_is_told_from_a_number_on(votes: tuple[int, ...], told: tuple[int, ...] | None) -> None:
    split = shown(CLOSED, tally(*votes, moved=(0, 2)), THRESHOLDS, voted=False).split
    assert split is not None
    assert split.moved == told


@given(st.lists(st.integers(0, 20), min_size=2, max_size=10))
def test_all_leaders_have_the_most_votes_and_nobody_else_has(votes: list[int]) -> None:
    found = leaders(tally(*votes))
    assert [n for n, count in enumerate(votes) if count == max(votes) and count] == list(found)
