"""What a poll may be, told before anything is kept or posted."""

from dataclasses import dataclass
from datetime import timedelta

from bot.errors import Refusal
from bot.polls import duration
from bot.polls.poll import Question, Results, Style, Terms
from bot.text import polls as text

SHORTEST = timedelta(minutes=1)
LONGEST = timedelta(days=32)  # Discord: a native poll runs 768 hours at most; the same for ours
LONGEST_QUESTION = 300  # Discord: a native poll's question
FEWEST_OPTIONS, MOST_OPTIONS = 2, 10  # Discord: a native poll has up to 10 answers
LONGEST_LABEL = 55  # Discord: a native poll's answer
MOST_QUORUM = 1_000_000
MOST_OPEN = 25  # Discord: an autocomplete offers 25 choices, so every open poll can be chosen
HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds of a server's polls."""

    shortest: timedelta = SHORTEST
    longest: timedelta = LONGEST
    most_open: int = MOST_OPEN


def check(question: Question, terms: Terms, lasts: timedelta, limits: Limits) -> None:
    """Raise Refusal with the first thing about a poll that cannot be."""
    _check_question(question)
    if not limits.shortest <= lasts <= limits.longest:
        spans = (duration.written(span) for span in (lasts, limits.shortest, limits.longest))
        raise Refusal(text.duration_out_of_bounds(*spans))
    if not 0 <= terms.quorum <= MOST_QUORUM:
        raise Refusal(text.quorum_wrong(MOST_QUORUM))
    if terms.style is Style.NATIVE:
        _check_native(terms, lasts)


def _check_question(question: Question) -> None:
    if not 1 <= len(question.text) <= LONGEST_QUESTION or not question.text.strip():
        raise Refusal(text.question_wrong(LONGEST_QUESTION))
    if not FEWEST_OPTIONS <= len(question.options) <= MOST_OPTIONS:
        raise Refusal(text.options_wrong(FEWEST_OPTIONS, MOST_OPTIONS))
    seen = set()
    for option in question.options:
        if not 1 <= len(option.label) <= LONGEST_LABEL or not option.label.strip():
            raise Refusal(text.label_wrong(option.label.strip(), LONGEST_LABEL))
        if option.label.casefold() in seen:
            raise Refusal(text.label_twice(option.label))
        seen.add(option.label.casefold())


def _check_native(terms: Terms, lasts: timedelta) -> None:
    asked = []
    if terms.anonymous:
        asked.append(text.NO_ANONYMITY)
    if terms.results is not Results.LIVE:
        asked.append(text.NO_HIDDEN_RESULTS)
    if terms.voters_role is not None:
        asked.append(text.NO_VOTERS_ROLE)
    if terms.quorum:
        asked.append(text.NO_QUORUM)
    if asked:
        raise Refusal(text.native_cannot(asked))
    if lasts % HOUR:
        raise Refusal(text.native_hours())
