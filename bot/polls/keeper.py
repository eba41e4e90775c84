"""Keeps the deadlines: what is due is closed, what is closed is told, once, across crashes."""

import logging
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Protocol

from bot.claims import Claims
from bot.clock import Clock
from bot.polls.poll import Ending, Poll, Style
from bot.polls.result import Shown
from bot.polls.service import Polls
from bot.polls.store import Store

log = logging.getLogger(__name__)

RETRY = timedelta(seconds=30)
# Another process with the same shards, as while one takes over from the other, may have started a poll or closed one.
LOOK_AGAIN = timedelta(minutes=1)
# Discord settles the counts of its own polls some seconds after their end.
SETTLING = timedelta(seconds=5)


class Gone(Exception):  # noqa: N818 - an outcome of announcing, no error
    """A poll's channel or message is gone, or closed to the bot: its result can be told to nobody."""


class Announcer(Protocol):
    """Speaks for the polls in their channels."""

    async def final_votes(self, poll: Poll) -> Sequence[int] | None:
        """Return the votes by option that Discord counted in its own poll, or None while it is still counting.

        Raises Gone where that cannot be known any more.
        """

    async def announce(self, result: Shown) -> None:
        """Post the result once, however often it is asked to.

        Raises Gone where it can never be posted, anything else where it may be tried again.
        """


class Keeper:
    """Claim, announce, mark: the database is the truth, and whatever was left undone is done at the next call."""

    def __init__(self, polls: Polls, store: Store, clock: Clock, claims: Claims) -> None:
        self._polls = polls
        self._store = store
        self._clock = clock
        self._claims = claims

    async def keep(self, announcer: Announcer) -> datetime:
        """Close what is due, announce what is closed; return when to be called again."""
        following = await self.close_due(announcer)
        again = RETRY if not await self.announce_all(announcer) else LOOK_AGAIN
        return min(following or datetime.max.replace(tzinfo=UTC), self._clock.now() + again)

    async def close_due(self, announcer: Announcer) -> datetime | None:
        """Close every poll whose deadline is past; return when the next one is to be looked at.

        A deadline is past when the clock says so, which goes by Discord's time, never because a timer rang.
        """
        counting = False
        for poll in await self._store.due(self._clock.now()):
            if poll.terms.style is Style.NATIVE:
                counting = not await self._close_native(poll, announcer) or counting
            else:
                await self._close(poll, Ending.DEADLINE)
        following = await self._store.next_deadline()
        return self._clock.now() + SETTLING if counting else following

    async def _close_native(self, poll: Poll, announcer: Announcer) -> bool:
        """Close one of Discord's own polls with Discord's count; return whether that is known yet."""
        try:
            votes = await announcer.final_votes(poll)
        except Gone:
            await self._close(poll, Ending.GONE)
            return True
        except Exception:
            log.exception("The count of poll %d of server %d could not be read yet.", poll.id, poll.server)
            return False
        if votes is not None:
            await self._close(poll, Ending.DEADLINE, votes)
        return votes is not None

    async def _close(self, poll: Poll, ending: Ending, votes: Sequence[int] | None = None) -> None:
        if await self._store.close(poll.server, poll.id, self._clock.now(), ending, votes):
            log.info("Poll %d of server %d is closed (%s).", poll.id, poll.server, ending)

    async def announce_all(self, announcer: Announcer) -> bool:
        """Tell of every closed poll that was not told of yet; return whether all could be told.

        One that fails does not keep the others waiting, and is tried again at the next call.
        """
        all_told = True
        for poll in await self._store.unannounced():
            async with self._claims.claim(f"announce {poll.id}") as ours:
                all_told = ours and await self._announce(poll, announcer) and all_told
        return all_told

    async def _announce(self, poll: Poll, announcer: Announcer) -> bool:
        """Tell of a closed poll, unless somebody did before it was ours to tell; return whether it is told."""
        try:
            result = await self._polls.results(poll.server, poll.id)
            if result.poll.announced_at is not None:
                return True
            await announcer.announce(result)
        except Gone:
            log.info("The result of poll %d of server %d has no place to be posted.", poll.id, poll.server)
        except Exception:
            log.exception("The result of poll %d of server %d could not be posted yet.", poll.id, poll.server)
            return False
        await self._store.announced(poll.server, poll.id, self._clock.now())
        return True
