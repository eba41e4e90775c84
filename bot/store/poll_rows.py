"""Rows of polls, options and ballots, and the objects that they are kept of."""

import json
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

from bot.polls.poll import Ballot, Ending, Option, Poll, Question, Results, Style, Terms
from bot.store import moments
from bot.store.transaction import Row


def poll(row: Row, options: Sequence[Row]) -> Poll:
    """Return the poll of a row of `polls` and its rows of `options` in their order."""
    return Poll(
        id=row["id"],
        server=row["server_id"],
        channel=row["channel_id"],
        message=row["message_id"],
        author=row["author_id"],
        question=Question(row["question"], tuple(map(_option, options)), row["film"], row["preset"]),
        terms=_terms(
            row["results"], row["anonymous"], row["voters_role"], row["quorum"], row["evidence"], row["style"]
        ),
        opened_at=moments.read(row["opened_at"]),
        closes_at=moments.read(row["closes_at"]),
        closed_at=_moment(row["closed_at"]),
        ending=Ending(row["ending"]) if row["ending"] else None,
        announced_at=_moment(row["announced_at"]),
        edition=row["edition"],
    )


def _moment(ticks: int | None) -> datetime | None:
    return None if ticks is None else moments.read(ticks)


# A poll is read for every vote in it, and is the same each time.
@lru_cache(maxsize=1024)
def _terms(results: str, anonymous: int, voters_role: int | None, quorum: int, evidence: int, style: str) -> Terms:
    return Terms(Results(results), bool(anonymous), voters_role, quorum, bool(evidence), Style(style))


def _option(row: Row) -> Option:
    return _kept_option(row["label"], row["emoji"], row["words"], row["stances"])


@lru_cache(maxsize=1024)
def _kept_option(label: str, emoji: str, words: str, stances: str) -> Option:
    return Option(label, emoji, tuple(json.loads(words)), tuple(json.loads(stances)))


def ballot(row: Row) -> Ballot:
    """Return the ballot of a row of `ballots`."""
    return Ballot(
        member=row["member_id"],
        first=row["first_choice"],
        latest=row["latest_choice"],
        cast_at=moments.read(row["cast_at"]),
        moved_at=moments.read(row["moved_at"]),
    )


def columns(question: Question, terms: Terms) -> dict[str, object]:
    """Return what a row of `polls` keeps of a question and its terms."""
    return {
        "preset": question.preset,
        "film": question.film,
        "question": question.text,
        "subject": question.subject,
        "style": terms.style,
        "results": terms.results,
        "anonymous": int(terms.anonymous),
        "evidence": int(terms.evidence),
        "voters_role": terms.voters_role,
        "quorum": terms.quorum,
    }


def option_columns(option: Option) -> dict[str, object]:
    """Return what a row of `options` keeps of an option."""
    return {
        "label": option.label,
        "emoji": option.emoji,
        "words": json.dumps(option.words, ensure_ascii=False),
        "stances": json.dumps(option.stances, ensure_ascii=False),
    }
