"""What a member is told after a press: what is counted from then on, or why nothing has changed."""

from dataclasses import dataclass

from bot.polls.poll import Poll
from bot.polls.result import Shown
from bot.polls.store import Cast, Denied
from bot.text import polls as text


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a member is told after a vote or a withdrawal."""

    poll: Poll
    before: int | None
    """The choice until then, as a place in the question; None for no vote."""
    after: int | None
    shown: Shown | None = None
    """The split where the vote is what opens it to its voter, else None."""
    reason_for: int | None = None
    """The option for which the member has given a reason already, as a place; None for no reason."""


def why_not(cast: Cast) -> str:
    """Return why a vote was not counted, in a sentence."""
    match cast.denied:
        case Denied.NO_SUCH_OPTION:
            return text.no_such_option()
        case Denied.EDITED:
            return text.edited_since()
        case Denied.NOT_ENTITLED:
            return text.not_entitled()
        case Denied.OVERTAKEN:
            return text.overtaken(None if cast.before is None else cast.poll.labels[cast.before])
        case _:
            return text.vote_too_late()
