"""What a search gives: quotes with their sources, and a verdict on whether they are an answer."""

from dataclasses import dataclass
from enum import StrEnum
from hashlib import blake2b

PassageId = str
"""Names a passage by its essay's file and its words: the same after a restart, a reload and edits elsewhere."""


NEAR = 0.6
"""The part of the best score that another quote must reach to stand beside it."""


class Verdict(StrEnum):
    """How sure the library is."""

    ANSWER = "answer"
    SUGGEST = "suggest"
    """The quotes are guesses: "did you mean ...?"."""
    NOTHING = "nothing"
    """The essays do not speak of that; there are no quotes."""


@dataclass(frozen=True, slots=True)
class Quote:
    """One to three consecutive sentences, verbatim, with their source."""

    text: str
    essay: str
    """The essay's title."""
    author: str | None
    film: str
    section: str | None
    paragraph: int
    """From 1 within the section, or within the essay where it has no sections."""
    stance: str | None
    spoilers: bool
    score: float
    """How well it answers, 0 to 1; for one query, higher is better."""
    passage: PassageId
    by_member: bool = False
    """Whether it is from a member's take."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the essays say to a query, best first."""

    query: str
    verdict: Verdict
    quotes: tuple[Quote, ...]

    @property
    def convincing(self) -> tuple[Quote, ...]:
        """The quotes to show a person: the best, and what comes near it; of guesses, all."""
        if self.verdict is not Verdict.ANSWER:
            return self.quotes
        return tuple(quote for quote in self.quotes if quote.score >= NEAR * self.quotes[0].score)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a quote stands: its section's paragraphs, and which of them holds it."""

    quote: Quote
    paragraphs: tuple[str, ...]
    """The paragraphs of the section, verbatim; of the whole essay where it has no sections."""
    number: int
    """The paragraph that holds the quote, from 0."""
    start: int
    """Where the quote begins in that paragraph."""


def passage_id(file: str, text: str, count: int) -> PassageId:
    """Return the name of the passage of `count` sentences that reads `text`: 18 characters."""
    return f"{fingerprint(file)}{fingerprint(text)}-{count}"


def fingerprint(text: str) -> str:
    """Return 8 hexadecimal digits that tell texts of one library apart."""
    return blake2b(text.encode(), digest_size=4).hexdigest()
