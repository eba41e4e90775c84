"""What a reason is, and the record of a closed poll's reasons."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.wording import Field

LONGEST = 500
MOST_LINES = 12
LONGEST_NOTE = 300
# A page of the record, in characters as they are shown: a message of Discord's takes 4,000, headings among them.
PAGE = 3_400
MOST_ON_PAGE = 8


@dataclass(frozen=True, slots=True)
class Reason:
    """A member's reason for a vote, as it is kept."""

    id: int
    server: int
    poll: int
    member: int
    side: int
    """The option that it speaks for, as a place in the question."""
    text: str
    name: str
    """The writer's name as it was when it was written; empty in an anonymous poll."""
    agreed: bool
    """Whether its writer agrees that it is shown when the poll closes."""
    changed_at: datetime
    recorded: bool
    """Whether it stood when the poll closed."""
    hidden_at: datetime | None
    hidden_note: str

    @property
    def is_shown(self) -> bool:
        """Whether anyone but its writer and the moderators may read it."""
        return self.recorded and self.agreed and self.hidden_at is None


@dataclass(frozen=True, slots=True)
class Said:
    """A reason as a member hands it in."""

    server: int
    poll: int
    member: int
    side: int
    text: str
    name: str
    agreed: bool


@dataclass(frozen=True, slots=True)
class Page:
    """Where the reasons of one side of a poll are posted."""

    server: int
    poll: int
    side: int
    thread: int
    message: int
    stale: int = 0
    """How many changes of its reasons are not on it yet."""


def reason_field(name: str) -> Field:
    """Return what a reason may be."""
    return Field(name, 2, LONGEST, MOST_LINES)


def pages(reasons: Sequence[Reason]) -> Iterator[Sequence[Reason]]:
    """Part the reasons of one side into pages, in their order: none is cut, none stands on two."""
    page: list[Reason] = []
    size = 0
    for reason in reasons:
        if page and (len(page) == MOST_ON_PAGE or size + _room(reason) > PAGE):
            yield page
            page, size = [], 0
        page.append(reason)
        size += _room(reason)
    if page:
        yield page


def _room(reason: Reason) -> int:
    """Return the most characters that a reason takes where it is shown: signs may be escaped, lines are quoted."""
    signs = sum(not (char.isalnum() or char.isspace()) for char in reason.text + reason.name)
    return len(reason.text) + len(reason.name) + signs + 2 * reason.text.count("\n") + 40
