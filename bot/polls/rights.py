"""Who may start, vote in and close polls: two separate rights, and the moderators'."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol

from bot.errors import Refusal
from bot.polls.poll import Poll
from bot.text import polls as text


class Rights(Protocol):
    """A server's roles, by id, from the configuration."""

    @property
    def poll_starters(self) -> frozenset[int]:
        """May start polls."""

    @property
    def voters(self) -> frozenset[int]:
        """May vote; empty for everyone who sees the poll."""

    @property
    def moderators(self) -> frozenset[int]:
        """May close, change and export any poll."""


@dataclass(frozen=True, slots=True)
class Person:
    """Who asks, with what Discord says of them in the place where they ask."""

    id: int
    roles: Collection[int]
    manages_messages: bool = False
    manages_server: bool = False


def require_starter(person: Person, rights: Rights) -> None:
    """Raise Refusal where a person may not start polls."""
    if not (person.manages_messages or _moderates(person, rights) or rights.poll_starters & set(person.roles)):
        raise Refusal(text.may_not_start())


def require_voter(roles: Collection[int], rights: Rights) -> None:
    """Raise Refusal where a member with these roles may not vote."""
    if rights.voters and rights.voters.isdisjoint(roles):
        raise Refusal(text.may_not_vote())


def require_keeper(person: Person, poll: Poll, rights: Rights) -> None:
    """Raise Refusal where a person may not close, change or export a poll: it is its starter's and the moderators'."""
    if person.id != poll.author and not (person.manages_messages or _moderates(person, rights)):
        raise Refusal(text.may_not_keep(poll.id))


def require_moderator(person: Person, rights: Rights) -> None:
    """Raise Refusal where a person may not decide on what members write."""
    if not (person.manages_messages or _moderates(person, rights)):
        raise Refusal(text.may_not_moderate())


def _moderates(person: Person, rights: Rights) -> bool:
    return person.manages_server or bool(rights.moderators & set(person.roles))
