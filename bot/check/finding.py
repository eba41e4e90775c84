"""One thing that an administrator is told of the installation."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How grave a finding is; only a fault makes a check fail."""

    FAULT = "fault"
    """Something does not work."""
    WARNING = "warning"
    """Something works less well than it could, or will not for long."""
    NOTE = "note"
    """Something worth knowing."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A sentence with its place: what, where, how to mend."""

    severity: Severity
    subject: str
    """What it is about: configuration, token, essays, topics, polls, database, backups, discord."""
    place: str
    """The file, the key or the server that it is about."""
    sentence: str


def fault(subject: str, place: object, sentence: str) -> Finding:
    """Return a finding of something that does not work."""
    return Finding(Severity.FAULT, subject, str(place), sentence)


def warning(subject: str, place: object, sentence: str) -> Finding:
    """Return a finding of something that could be better."""
    return Finding(Severity.WARNING, subject, str(place), sentence)


def note(subject: str, place: object, sentence: str) -> Finding:
    """Return a finding worth knowing."""
    return Finding(Severity.NOTE, subject, str(place), sentence)
