"""What the polls ask of whatever keeps them; `bot.store.polls` and `bot.store.ballots` answer with SQL."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from typing import Protocol

from bot.polls.poll import Ballot, Draft, Ending, Poll, Question, Tally, Terms


@dataclass(frozen=True, slots=True)
class Press:
    """What one member does in one poll, at one moment."""

    server: int
    poll: int
    member: int
    id: int
    """Grows with time, so that of two presses the later is known in whatever order they arrive; 0 where Discord
    tells none, and the order of arrival counts."""
    at: datetime


class Denied(Enum):
    """Why a press changed nothing."""

    CLOSED = auto()
    NO_SUCH_OPTION = auto()
    NOT_ENTITLED = auto()
    EDITED = auto()
    """The options were changed since they were shown."""
    OVERTAKEN = auto()
    """A later press of the same member arrived before it."""


@dataclass(frozen=True, slots=True)
class Cast:
    """What became of a vote or of its withdrawal."""

    poll: Poll
    denied: Denied | None
    """None where it was allowed, or was there already: a press that is delivered twice changes nothing."""
    before: int | None
    """The member's choice until then, as a place; None for no vote."""
    after: int | None
    """The member's choice from then on."""
    reason_for: int | None = None
    """The option for which the member has given a reason, as a place; None for no reason."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A poll and what its ballots add up to at one moment."""

    poll: Poll
    tally: Tally


class Store(Protocol):
    """Every method is one transaction, and names the server that it is about.

    What is returned from a method that changes something is on disk. A poll of another server does not exist.
    """

    async def add(self, draft: Draft, most_open: int) -> Poll | None:
        """Keep a new poll, without a message yet; None where the server has `most_open` open polls already."""

    async def posted(self, server: int, poll: int, message: int) -> bool:
        """Keep which message the poll is; return whether it has changed since it was written."""

    async def discard(self, server: int, poll: int) -> bool:
        """Forget a poll that never had a message nor a vote; return whether it was one."""

    async def get(self, server: int, poll: int) -> Poll | None:
        """Return a poll."""

    async def latest(self, server: int, channel: int) -> Poll | None:
        """Return the poll that was started last in a channel."""

    async def open_in(self, server: int, channel: int | None, message: int | None) -> Sequence[Poll]:
        """Return a server's open polls, of one channel or of one message where these are named."""

    async def counted(self, server: int, poll: int) -> Counted | None:
        """Return a poll with its tally, derived while it is open and sealed afterwards."""

    async def edit(self, server: int, poll: int, question: Question, terms: Terms, closes_at: datetime) -> Poll | None:
        """Change an open poll without votes; None where it is neither."""

    async def close(
        self, server: int, poll: int, now: datetime, ending: Ending, votes: Sequence[int] | None = None
    ) -> Poll | None:
        """Claim the close and seal the tally (with `votes` where Discord counted); None where someone else did."""

    async def hasten(self, server: int, poll: int, now: datetime) -> bool:
        """Bring an open poll's deadline forward to `now`; False where it is closed, due or without a message."""

    async def announced(self, server: int, poll: int, now: datetime) -> None:
        """Mark that a closed poll's result was posted, or never will be."""

    async def open_polls(self, server: int) -> Sequence[Counted]:
        """Return a server's open polls, the next to close first."""

    async def closed_polls(self, server: int, most: int) -> Sequence[Counted]:
        """Return a server's closed polls, the latest first, at most `most`."""

    async def with_subject(self, server: int, subject: str, most: int) -> Sequence[Counted]:
        """Return a server's closed polls of one subject, the earliest first, the latest `most` of them."""

    async def due(self, now: datetime) -> Sequence[Poll]:
        """Return the open polls of all servers of this process whose deadline is past at `now`."""

    async def unannounced(self) -> Sequence[Poll]:
        """Return the closed polls of all servers of this process whose result is still to be posted."""

    async def unposted(self) -> Sequence[Poll]:
        """Return the open polls of all servers of this process that have no message."""

    async def next_deadline(self) -> datetime | None:
        """Return the earliest deadline of all open polls of this process's servers."""

    async def drawing(self, server: int, poll: int) -> None:
        """Say that a poll's message is about to be drawn by what is read from now on."""

    async def drawn(self, server: int, poll: int) -> None:
        """Say that it shows what was read; where that has changed since `drawing`, it stays stale."""

    async def stale(self) -> Sequence[Poll]:
        """Return the polls of all servers of this process whose message may show what is no longer true."""


class BallotBox(Protocol):
    """What the votes ask of whatever keeps them; the rules of `Store` hold.

    In whatever order presses arrive and however often each does, the member's choice is in the end the one of the
    latest press; the first choice is the first that was counted.
    """

    async def cast(self, press: Press, option: int, edition: int, roles: Collection[int]) -> Cast | None:
        """Record or move a member's vote where that is allowed at that moment; None where there is no such poll.

        `edition` is the poll's whose options the member saw.
        """

    async def withdraw(self, press: Press) -> Cast | None:
        """Erase a member's vote where that is allowed at that moment; None where there is no such poll.

        What is kept instead is that press, for as long as an older one could arrive and bring the vote back.
        """

    async def retract(self, press: Press, option: int) -> None:
        """Erase a member's vote if it is for that option: how Discord tells of its own polls."""

    async def ballot(self, server: int, poll: int, member: int) -> Ballot | None:
        """Return a member's vote."""

    async def voters(self, server: int, poll: int, options: int, most: int) -> Sequence[Sequence[int]]:
        """Return who voted for each of the options, at most `most` of each, in the order of their votes."""

    async def ballots(self, server: int, poll: int) -> Sequence[Ballot]:
        """Return every vote that is still kept, in the order in which they were cast."""
