"""What a command says of a poll, and what the configuration says where the command is silent."""

from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

from bot.polls import duration
from bot.polls.poll import Option, Poll, Question, Results, Style, Terms

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Asked:
    """The options of a command; None for each that it does not name."""

    closes: str | None = None
    results: Results | None = None
    anonymous: bool | None = None
    voters_role: int | None = None
    quorum: int | None = None
    style: Style | None = None


@dataclass(frozen=True, slots=True)
class Defaults:
    """The `[polls]` table of the configuration."""

    closes: timedelta
    results: Results
    anonymous: bool
    quorum: int
    evidence: bool


def settled(asked: Asked, defaults: Defaults) -> tuple[Terms, timedelta]:
    """Return the terms of a new poll and how long it runs.

    Discord's own polls know no anonymity, hidden results or quorum: there a default yields, what was asked for
    stays and is refused by the rules. Raises Refusal where the duration cannot be read.
    """
    native = asked.style is Style.NATIVE
    terms = Terms(
        results=asked.results or (Results.LIVE if native else defaults.results),
        anonymous=_first(asked.anonymous, defaults.anonymous and not native),
        voters_role=asked.voters_role,
        quorum=_first(asked.quorum, 0 if native else defaults.quorum),
        evidence=defaults.evidence,
        style=asked.style or Style.BUTTONS,
    )
    return terms, duration.parse(asked.closes) if asked.closes else defaults.closes


def amended(poll: Poll, asked: Asked) -> tuple[Terms, timedelta]:
    """Return the terms of a poll with what an edit names changed, and how long it runs from its start."""
    old = poll.terms
    terms = Terms(
        results=asked.results or old.results,
        anonymous=_first(asked.anonymous, old.anonymous),
        voters_role=_first(asked.voters_role, old.voters_role),
        quorum=_first(asked.quorum, old.quorum),
        evidence=old.evidence,
        style=old.style,
    )
    return terms, duration.parse(asked.closes) if asked.closes else poll.closes_at - poll.opened_at


def written_options(text: str) -> tuple[Option, ...]:
    """Return the options of a line as people write them: parted by |, by lines, or else by commas."""
    for between in ("|", "\n", ","):
        if between in text:
            break
    return tuple(Option(label) for part in text.split(between) if (label := " ".join(part.split())))


def written_question(text: str, options: str, film: str = "") -> Question:
    """Return a question by hand."""
    return Question(" ".join(text.split()), written_options(options), film)


def reworded(question: Question, text: str | None, options: str | None) -> Question:
    """Return a question with what an edit names changed; one that is changed is no longer the preset's."""
    if text is None and options is None:
        return question
    return Question(
        question.text if text is None else " ".join(text.split()),
        question.options if options is None else written_options(options),
        question.film,
    )


def _first(asked: T | None, otherwise: T) -> T:
    return otherwise if asked is None else asked
