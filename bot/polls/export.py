"""A poll as files that leave the bot: CSV for a table, JSON for a program."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.polls.poll import Ballot
from bot.polls.result import Shown

# A spreadsheet takes a cell that begins so for a formula, and executes it.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Files:
    """The two forms, as text."""

    csv: str
    json: str


def files(shown: Shown, ballots: Sequence[Ballot], names: Mapping[int, str]) -> Files:
    """Return a visible poll with the ballots that may be told; ids stand in for members without a name.

    The CSV has a row an option (`option, votes, percent`), then, where there are ballots, an empty line and a row
    a ballot (`member, name, first, latest, cast_at, moved_at`). Moments are ISO 8601 in UTC.
    """
    return Files(_csv(shown, ballots, names), _json(shown, ballots, names))


def _csv(shown: Shown, ballots: Sequence[Ballot], names: Mapping[int, str]) -> str:
    written = io.StringIO()
    rows = csv.writer(written, lineterminator="\r\n")  # RFC 4180
    rows.writerow(["option", "votes", "percent"])
    labels = shown.poll.labels
    for label, share in zip(labels, shown.split.shares if shown.split else (), strict=False):
        rows.writerow([_harmless(label), share.votes, "" if share.percent is None else share.percent])
    if ballots:
        rows.writerow([])
        rows.writerow(["member", "name", "first", "latest", "cast_at", "moved_at"])
        for ballot in ballots:
            rows.writerow(
                [
                    ballot.member,
                    _harmless(names.get(ballot.member, "")),
                    _harmless(labels[ballot.first]),
                    _harmless(labels[ballot.latest]),
                    ballot.cast_at.isoformat(),
                    ballot.moved_at.isoformat(),
                ]
            )
    return written.getvalue()


def _json(shown: Shown, ballots: Sequence[Ballot], names: Mapping[int, str]) -> str:
    poll, split = shown.poll, shown.split
    document: dict[str, object] = {
        "poll": poll.id,
        "question": poll.question.text,
        "film": poll.question.film,
        "preset": poll.question.preset,
        "anonymous": poll.terms.anonymous,
        "quorum": poll.terms.quorum,
        "opened_at": poll.opened_at.isoformat(),
        "closes_at": poll.closes_at.isoformat(),
        "closed_at": _moment(poll.closed_at),
        "voters": shown.voters,
        "verdict": split.verdict.name.lower() if split else None,
        "minds_changed": sum(split.moved) if split and split.moved is not None else None,
        "options": [
            {"label": label, "votes": share.votes, "percent": share.percent}
            for label, share in zip(poll.labels, split.shares if split else (), strict=False)
        ],
    }
    if not poll.terms.anonymous:
        document["ballots"] = [
            {
                "member": str(ballot.member),  # past 2**53, where readers of JSON lose digits
                "name": names.get(ballot.member),
                "first": poll.labels[ballot.first],
                "latest": poll.labels[ballot.latest],
                "cast_at": ballot.cast_at.isoformat(),
                "moved_at": ballot.moved_at.isoformat(),
            }
            for ballot in ballots
        ]
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell
