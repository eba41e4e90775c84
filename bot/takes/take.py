"""What a take is, and which way it may go."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.wording import Field

LONGEST_TITLE = 100
LONGEST_TEXT = 4_000
SHORTEST_TEXT = 40
"""Less is a reason, not an answer to an essay."""
LONGEST_STANCE = 60
LONGEST_NOTE = 300
NO_LIMIT = 4_001
"""Lines: as many as there are characters."""


class State(StrEnum):
    """Where a take stands."""

    WAITING = "waiting"
    """For a moderator."""
    ACCEPTED = "accepted"
    """Quoted in its server."""
    DECLINED = "declined"
    HIDDEN = "hidden"
    """Accepted once, and taken back by a moderator."""


# Each decision of a moderator can be undone by another; a writer's change lets a take wait again.
MAY_BECOME: dict[State, frozenset[State]] = {
    State.WAITING: frozenset({State.ACCEPTED, State.DECLINED}),
    State.ACCEPTED: frozenset({State.HIDDEN}),
    State.DECLINED: frozenset({State.ACCEPTED}),
    State.HIDDEN: frozenset({State.ACCEPTED}),
}


def sources_of(state: State) -> frozenset[State]:
    """Return the states from which a moderator's decision may lead to this one."""
    return frozenset(before for before, after in MAY_BECOME.items() if state in after)


@dataclass(frozen=True, slots=True)
class Answered:
    """The essay that a take answers."""

    essay: str
    """Its file, which names it in the library."""
    title: str
    film: str
    year: int | None
    spoilers: bool


@dataclass(frozen=True, slots=True)
class Words:
    """What the writer of a take decides."""

    title: str
    text: str
    stance: str
    """The side that it takes, in a word: "happy"; empty for none."""
    name: str
    """The name that it is shown under; empty for none."""
    answers: Answered


@dataclass(frozen=True, slots=True)
class Take:
    """A take as it is kept."""

    id: int
    server: int
    member: int
    version: int
    """Counts the writer's changes from 1: a moderator decides on the version that they read."""
    words: Words
    state: State
    note: str
    """Why a moderator declined or hid it; empty where neither."""
    written_at: datetime
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Post:
    """A message that shows a version of a take."""

    server: int
    take: int
    version: int
    channel: int
    message: int


def title_field(name: str) -> Field:
    """Return what a title may be."""
    return Field(name, 3, LONGEST_TITLE)


def text_field(name: str) -> Field:
    """Return what a text may be."""
    return Field(name, SHORTEST_TEXT, LONGEST_TEXT, NO_LIMIT)


def stance_field(name: str) -> Field:
    """Return what a stance may be; it may be missing."""
    return Field(name, 0, LONGEST_STANCE)


def note_field(name: str) -> Field:
    """Return what a moderator's note to the writer may be."""
    return Field(name, 3, LONGEST_NOTE, 4)
