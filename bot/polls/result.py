"""What a tally says, and to whom: the only way from ballots to anything that is shown."""

from dataclasses import dataclass
from enum import Enum, auto

from bot.polls.poll import Poll, Results, Tally


class Verdict(Enum):
    """What came of a poll."""

    NO_VOTES = auto()
    TOO_FEW = auto()
    TIE = auto()
    WON = auto()


class Hidden(Enum):
    """Why a split is not shown."""

    UNTIL_VOTED = auto()
    UNTIL_CLOSED = auto()
    TOO_FEW_YET = auto()


@dataclass(frozen=True, slots=True)
class Share:
    """One option's part of the voters."""

    votes: int
    percent: int | None
    """Of the voters, in whole percent; None where nobody voted."""


@dataclass(frozen=True, slots=True)
class Split:
    """How the voters are divided."""

    shares: tuple[Share, ...]
    verdict: Verdict
    leading: tuple[int, ...]
    """The places of the options with the most votes; none without votes."""
    moved: tuple[int, ...] | None
    """Who changed their minds, by the option they moved to; None where too few voted to tell."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A poll as one viewer may see it."""

    poll: Poll
    voters: int
    split: Split | None
    hidden: Hidden | None
    """Why there is no split; None where there is one."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """How many must have voted before something is told that could give one of them away."""

    split: int
    """Voters before an open anonymous poll shows its split."""
    minds_changed: int
    """Voters before it is told how many changed their minds."""


def shown(poll: Poll, tally: Tally, thresholds: Thresholds, *, voted: bool) -> Shown:
    """Return what may be seen of a poll by someone who `voted` in it, or by everyone (`voted=False`).

    Every path that shows anything of a tally comes through here: the poll's message, the receipt, results, lists,
    history and exports.
    """
    hidden = _hidden(poll, tally, thresholds, voted=voted)
    split = None if hidden else _split(poll, tally, thresholds)
    return Shown(poll, tally.voters, split, hidden)


def _hidden(poll: Poll, tally: Tally, thresholds: Thresholds, *, voted: bool) -> Hidden | None:
    if poll.closed_at is not None:
        return None
    if poll.terms.results is Results.AT_CLOSE:
        return Hidden.UNTIL_CLOSED
    if poll.terms.results is Results.AFTER_VOTE and not voted:
        return Hidden.UNTIL_VOTED
    if poll.terms.anonymous and tally.voters < thresholds.split:
        return Hidden.TOO_FEW_YET
    return None


def _split(poll: Poll, tally: Tally, thresholds: Thresholds) -> Split:
    shares = tuple(Share(votes, percent(votes, tally.voters)) for votes in tally.votes)
    leading = leaders(tally)
    if not leading:
        verdict = Verdict.NO_VOTES
    elif tally.voters < poll.terms.quorum:
        verdict = Verdict.TOO_FEW
    else:
        verdict = Verdict.TIE if len(leading) > 1 else Verdict.WON
    moved = tally.moved if tally.voters >= thresholds.minds_changed else None
    return Split(shares, verdict, leading, moved)


def leaders(tally: Tally) -> tuple[int, ...]:
    """Return the places of the options with the most votes; none without votes."""
    most = max(tally.votes, default=0)
    return tuple(place for place, votes in enumerate(tally.votes) if votes == most > 0)


def percent(votes: int, voters: int) -> int | None:
    """Return `votes` of `voters` in whole percent, or None where nobody voted.

    Each is rounded by itself, halves up, so that equal votes always show equal percentages; their sum may then
    miss 100 by a little. Nothing but nobody is 0 %, and nothing but everybody is 100 %.
    """
    if not voters:
        return None
    if votes in (0, voters):
        return 100 * votes // voters
    return min(max((200 * votes + voters) // (2 * voters), 1), 99)
