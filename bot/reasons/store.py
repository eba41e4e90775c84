"""What the reasons ask of whatever keeps them; `bot.store.reasons` answers with SQL."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.pace import Pace
from bot.reasons.reason import Page, Reason, Said


class Denied(StrEnum):
    """Why a reason was not kept."""

    TOO_SOON = "too soon"
    CLOSED = "closed"
    MOVED = "moved"
    """The member has no vote for that side, or none any more."""


@dataclass(frozen=True, slots=True)
class Change:
    """A member's change of a reason that is theirs."""

    server: int
    member: int
    reason: int
    text: str
    agreed: bool


class Store(Protocol):
    """Every method is one transaction; what is returned from one that changes something is on disk.

    A reason of another server does not exist, and another member's cannot be changed as one's own. Changing a
    reason that is posted marks its page as stale in the same transaction.
    """

    async def say(self, said: Said, pace: Pace, now: datetime) -> Reason | Denied | None:
        """Keep a reason in place of an earlier one, where the poll is open and the vote is there; None: no poll."""

    async def change(self, change: Change, pace: Pace, now: datetime) -> Reason | Denied | None:
        """Change one's own reason, in an open or a closed poll; None where there is no such reason."""

    async def follow(self, server: int, poll: int, member: int) -> Reason | None:
        """Let a reason speak for the option that its writer's vote has moved to, while the poll is open."""

    async def withdraw(self, server: int, reason: int, member: int) -> Reason | None:
        """Erase one's own reason; None where there is none of that number."""

    async def get(self, server: int, reason: int) -> Reason | None:
        """Return a reason."""

    async def of_ballot(self, server: int, poll: int, member: int) -> Reason | None:
        """Return a member's reason in a poll."""

    async def of_member(self, server: int, member: int) -> Sequence[Reason]:
        """Return a member's reasons, the latest first."""

    async def record(self, server: int, poll: int) -> Sequence[Reason]:
        """Return the reasons that stood at the close and may be shown, by side, in the order of the votes.

        The first call after the close fixes which stood: those whose writers' votes were for their side.
        """

    async def report(self, server: int, reason: int, member: int, pace: Pace, now: datetime) -> Reason | Denied | None:
        """Mark a shown reason as reported; None where there is none. A second report changes nothing."""

    async def reported(self, server: int) -> Sequence[Reason]:
        """Return the reported reasons that may still be read, the earliest report first."""

    async def untold(self) -> Sequence[Reason]:
        """Return the reported reasons of all servers of this process of which no moderator was told."""

    async def told(self, server: int, reason: int, now: datetime) -> bool:
        """Claim that the moderators are told of a report; False where they were already."""

    async def untell(self, server: int, reason: int) -> None:
        """Take that claim back: the report could not be posted."""

    async def hide(self, server: int, reason: int, note: str, now: datetime) -> Reason | None:
        """Hide a recorded reason; None where there is none of that number, or it is hidden."""

    async def unhide(self, server: int, reason: int) -> Reason | None:
        """Show a hidden reason again; None where there is none of that number, or it is not hidden."""

    async def keep_page(self, page: Page) -> None:
        """Keep where a side's reasons are posted."""

    async def pages(self, server: int, poll: int) -> Sequence[Page]:
        """Return where the reasons of a poll are posted."""

    async def stale_pages(self) -> Sequence[Page]:
        """Return the posted pages of all servers of this process that show what has changed since."""

    async def drawn(self, page: Page) -> None:
        """Say that a page was drawn as it was known; where its reasons have changed again, it stays stale."""
