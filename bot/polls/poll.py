"""What a poll is: a question, its terms, its ballots and what they add up to."""

import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Self

from bot.polls.preset import Preset


class Results(StrEnum):
    """When the split is shown, and to whom."""

    LIVE = "live"
    AFTER_VOTE = "after vote"
    AT_CLOSE = "at close"


class Style(StrEnum):
    """Whose poll it is: ours with buttons, or Discord's own."""

    BUTTONS = "buttons"
    NATIVE = "native"


class Ending(StrEnum):
    """What ended a poll."""

    DEADLINE = "deadline"
    COMMAND = "command"
    GONE = "gone"
    """Its message or channel is gone, or the bot may no longer speak there."""


@dataclass(frozen=True, slots=True)
class Option:
    """One answer; its place in the question is its name in buttons and ballots."""

    label: str
    emoji: str = ""
    words: tuple[str, ...] = ()
    """What finds the evidence for it in the essays."""
    stances: tuple[str, ...] = ()
    """Stances of essays that speak for it."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked."""

    text: str
    options: tuple[Option, ...]
    film: str = ""
    preset: str = ""

    @classmethod
    def of(cls, preset: Preset) -> Self:
        """Return the question of a preset."""
        options = (Option(o.label, o.emoji, o.words, o.stances) for o in preset.options)
        return cls(preset.question, tuple(options), preset.film, preset.name)

    @property
    def subject(self) -> str:
        """What two polls must share to be compared: the text and the labels in their order, in one line."""
        return json.dumps([self.text, *(option.label for option in self.options)], ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Terms:
    """How a poll is held."""

    results: Results = Results.LIVE
    anonymous: bool = True
    voters_role: int | None = None
    """The role that may vote; None: everyone who sees the poll."""
    quorum: int = 0
    evidence: bool = True
    style: Style = Style.BUTTONS


@dataclass(frozen=True, slots=True)
class Draft:
    """A poll before it has an id: checked, not yet asked."""

    server: int
    channel: int
    author: int
    question: Question
    terms: Terms
    opened_at: datetime
    closes_at: datetime


@dataclass(frozen=True, slots=True)
class Poll:
    """A poll as it is kept. Moments are aware and in UTC."""

    id: int
    server: int
    channel: int
    message: int | None
    """None from the moment it is kept until its message is known."""
    author: int
    question: Question
    terms: Terms
    opened_at: datetime
    closes_at: datetime
    closed_at: datetime | None = None
    ending: Ending | None = None
    announced_at: datetime | None = None
    edition: int = 0
    """How often its question or options were changed, before anyone voted."""

    @property
    def labels(self) -> tuple[str, ...]:
        """The options' labels in their order."""
        return tuple(option.label for option in self.question.options)

    def is_open(self, now: datetime) -> bool:
        """Whether a vote at `now` counts: the deadline binds even before anyone has closed the poll."""
        return self.closed_at is None and now < self.closes_at


@dataclass(frozen=True, slots=True)
class Ballot:
    """One member's vote: the first choice and the latest, as places in the question."""

    member: int
    first: int
    latest: int
    cast_at: datetime
    moved_at: datetime


@dataclass(frozen=True, slots=True)
class Tally:
    """What the ballots add up to, by option: derived while a poll is open, sealed once it is closed."""

    votes: tuple[int, ...]
    moved: tuple[int, ...]
    """How many of an option's voters had chosen another one first."""

    @property
    def voters(self) -> int:
        """How many voted: a member has one ballot."""
        return sum(self.votes)

    @property
    def minds_changed(self) -> int:
        """How many chose another option last than first."""
        return sum(self.moved)
