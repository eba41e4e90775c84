"""What the takes ask of whatever keeps them; `bot.store.takes` answers with SQL."""

from collections.abc import Collection, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.pace import Pace
from bot.takes.take import Post, State, Take, Words


class Denied(StrEnum):
    """Why a take was not kept."""

    TOO_SOON = "too soon"
    TOO_MANY_WAITING = "too many waiting"


class Store(Protocol):
    """Every method is one transaction; what is returned from one that changes something is on disk.

    A take of another server does not exist, and another member's cannot be changed or withdrawn.
    """

    async def write(
        self, server: int, member: int, words: Words, pace: Pace, most_waiting: int, now: datetime
    ) -> Take | Denied:
        """Keep a new take, which waits for a moderator."""

    async def rewrite(
        self, server: int, take: int, member: int, words: Words, pace: Pace, now: datetime
    ) -> Take | Denied | None:
        """Change one's own take, which waits again; None where there is none of that number."""

    async def get(self, server: int, take: int) -> Take | None:
        """Return a take."""

    async def of_member(self, server: int, member: int) -> Sequence[Take]:
        """Return a member's takes, the latest first."""

    async def in_state(self, server: int, state: State, most: int) -> Sequence[Take]:
        """Return a server's takes in one state, those that changed first before the others."""

    async def count(self, server: int, state: State) -> int:
        """Return how many takes of a server are in one state."""

    async def decide(
        self, server: int, take: int, version: int, before: Collection[State], after: State, note: str, now: datetime
    ) -> Take | None:
        """Move a take from one of the states `before`; None where it is elsewhere, or of another version."""

    async def withdraw(self, server: int, take: int, member: int) -> bool:
        """Erase one's own take; False where there is none of that number."""

    async def posted(self, post: Post) -> None:
        """Keep that a message shows a take."""

    async def misplaced(self) -> Sequence[Post]:
        """Return the messages of all servers of this process that show what is no longer an accepted take."""

    async def unposted(self, post: Post) -> None:
        """Say that a message is gone."""
