"""What everyone's own data asks of whatever keeps it; `bot.store.members` and `bot.store.servers` answer with SQL."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

Held = Mapping[str, Sequence[Mapping[str, object]]]
"""All that is kept of a member in a server: by subject, its records; moments are ISO 8601 in UTC, ids are text."""


@dataclass(frozen=True, slots=True)
class Erased:
    """What was erased of a member in a server, in numbers."""

    open_polls: tuple[int, ...]
    """The open polls that have lost a vote."""
    ballots: int
    """In open and closed polls; what closed polls counted stays."""
    reasons: int
    takes: int


class Members(Protocol):
    """What is kept of one member in one server."""

    async def held(self, server: int, member: int) -> Held:
        """Return all of it, as it is at one moment."""

    async def erase(self, server: int, member: int) -> Erased:
        """Erase all of it, in one transaction."""


class Servers(Protocol):
    """What is kept of whole servers, and for how long. What goes through all of them goes through this process's."""

    async def left(self, server: int, now: datetime) -> None:
        """Keep since when the bot is no longer in a server; a second call changes nothing."""

    async def returned(self, servers: Collection[int]) -> Sequence[int]:
        """Say that the bot is in these servers; return those that it had left."""

    async def known(self) -> Sequence[int]:
        """Return the servers of which anything is kept, but for those that the bot is known to have left."""

    async def purge(self, left_before: datetime) -> int:
        """Erase all of the servers that were left by then; return how many there were."""

    async def forget_ballots(self, closed_before: datetime) -> int:
        """Erase the ballots of polls that were closed by then; their counts stay. Return how many there were."""

    async def forget_withdrawals(self, withdrawn_before: datetime) -> None:
        """Forget that votes were withdrawn, where that was done by then."""

    async def forget_declined(self, declined_before: datetime) -> int:
        """Erase the takes that were declined by then; return how many there were."""
