"""A poll's messages in its channel: posted once, kept up to date, and the result told once."""

import asyncio
import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import discord

from bot.claims import Claims
from bot.clock import Alarm, Clock
from bot.face import chart, poll_pages
from bot.face.poll_posting import CLOSED_TO_US, LOOK_BACK, SKEW, Posting, Send, is_mine, just_before
from bot.face.poll_refresh import Key, Refresher
from bot.face.reason_threads import ReasonThreads
from bot.face.spoiler_channels import SpoilerChannels
from bot.polls.evidence import Evidence
from bot.polls.keeper import RETRY, Gone, Keeper
from bot.polls.poll import Draft, Ending, Poll, Style
from bot.polls.result import Shown
from bot.polls.service import Polls

log = logging.getLogger(__name__)

# Discord's JSON codes for a message that is no more, and for a poll of its own that is over.
MESSAGE_GONE = frozenset({10008})
POLL_OVER = 520001
# How long after one message the next is brought up to date at the start.
BETWEEN = timedelta(milliseconds=200)


class Board:
    """Posts, edits and announces; the polls themselves are the service's."""

    def __init__(
        self,
        client: discord.Client,
        polls: Polls,
        keeper: Keeper,
        evidence: Evidence,
        clock: Clock,
        spoiler_channels: SpoilerChannels,
        reasons: ReasonThreads,
        claims: Claims,
    ) -> None:
        self._client = client
        self._polls = polls
        self._evidence = evidence
        self._spoiler_channels = spoiler_channels
        self._clock = clock
        self._reasons = reasons
        self._refresher = Refresher(clock, self._draw)
        self._posting = Posting(client, polls, claims, self.touch)
        self._keeper = keeper
        self._alarm = Alarm(clock, self._keep)
        self._catching_up: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Find the messages of polls that a former process left half-made, and begin to keep the deadlines."""
        await self._posting.settle()
        self._catching_up = asyncio.create_task(self._catch_up(), name="stale polls")
        self._alarm.start()

    async def _keep(self) -> datetime:
        await self._posting.settle()
        following = await self._keeper.keep(self)
        return following if self._posting.settled else min(following, self._clock.now() + RETRY)

    async def close(self) -> None:
        """Keep no more deadlines, and bring the messages up to date."""
        if self._catching_up is not None:
            self._catching_up.cancel()
            await asyncio.wait([self._catching_up])
        await self._alarm.close()
        await self._refresher.close()

    def deadlines_changed(self) -> None:
        """Say that a poll was started, changed or closed."""
        self._alarm.reset()

    async def post(self, draft: Draft, send: Send) -> Poll:
        """Keep a poll and post it; where Discord does not take the message, nothing is kept. Raises Refusal."""
        try:
            return await self._posting.post(draft, send)
        finally:
            self.deadlines_changed()

    def touch(self, poll: Poll) -> None:
        """Say that a poll's message should change. Discord changes its own polls itself, and lets nobody else."""
        if poll.terms.style is Style.BUTTONS:
            self._refresher.touch((poll.server, poll.id))

    async def _draw(self, key: Key) -> datetime | None:
        shown = await self._polls.drawing(*key)
        message = self._message(shown.poll) if shown else None
        if shown is None or message is None:
            return None
        try:
            await message.edit(view=poll_pages.poll_page(shown))
        except discord.HTTPException as error:
            if error.code not in MESSAGE_GONE | CLOSED_TO_US:
                raise
            if error.code in MESSAGE_GONE and shown.poll.closed_at is None:
                await self._polls.close(*key, Ending.GONE)
            await self._polls.drawn(shown.poll)
            return None
        await self._polls.drawn(shown.poll)
        return message.created_at

    async def _catch_up(self) -> None:
        """Draw what a former process did not come to, little by little: answers come first."""
        for poll in await self._polls.stale():
            self.touch(poll)
            await self._clock.sleep_until(self._clock.now() + BETWEEN)

    async def announce(self, result: Shown) -> None:
        """See `Announcer.announce`: a reply to the poll's message, which is looked for before it is posted.

        Discord keeps an enforced nonce for some minutes only; the channel itself knows for good.
        """
        poll = result.poll
        message = self._message(poll)
        if poll.ending is Ending.GONE or message is None:
            raise Gone
        try:
            if not await self._is_announced(message, poll):
                drawn = await chart.of_result(result)
                evidence = self._evidence.each(poll.question) if poll.terms.evidence else ()
                sides: Sequence[Any] = evidence or (None,) * len(poll.question.options)
                blur = await self._spoiler_channels.blurs(poll.channel)
                reasons = await self._reasons.post(poll)
                page = poll_pages.result_page(result, sides, drawn, blur=blur, reasons=reasons)
                await message.channel.send(
                    view=page,
                    reference=message.to_reference(fail_if_not_exists=True),
                    nonce=f"c{poll.message}",
                    files=[drawn] if drawn else [],
                )
        except discord.HTTPException as error:
            if error.code in CLOSED_TO_US | MESSAGE_GONE or _refers_to_nothing(error):
                raise Gone from error
            raise
        self.touch(poll)

    async def _is_announced(self, message: discord.PartialMessage, poll: Poll) -> bool:
        after = just_before((poll.closed_at or poll.closes_at) - SKEW)
        async for later in message.channel.history(limit=LOOK_BACK, after=after, oldest_first=True):
            replied = later.reference.message_id if later.reference else None
            # Discord tells the end of its own polls in the bot's name, with a message of another kind.
            if is_mine(self._client, later) and later.type is discord.MessageType.reply and replied == message.id:
                return True
        return False

    async def final_votes(self, poll: Poll) -> Sequence[int] | None:
        """See `Announcer.final_votes`."""
        partial = self._message(poll)
        if partial is None:
            raise Gone
        try:
            message = await partial.fetch()
            ends = message.poll.expires_at if message.poll else None
            if ends is not None and self._clock.now() < ends:
                message = await message.end_poll()  # it is due by command, before Discord's own time
        except discord.HTTPException as error:
            if error.code in CLOSED_TO_US | MESSAGE_GONE:
                raise Gone from error
            if error.code == POLL_OVER:  # by Discord's clock it has ended
                return None
            raise
        if message.poll is None:
            raise Gone
        if not message.poll.is_finalised():
            return None
        counts = {answer.id: answer.vote_count for answer in message.poll.answers}
        return [counts.get(place + 1, 0) for place in range(len(poll.question.options))]

    def _message(self, poll: Poll) -> discord.PartialMessage | None:
        if poll.message is None:
            return None
        channel = self._client.get_partial_messageable(poll.channel, guild_id=poll.server)
        return channel.get_partial_message(poll.message)


def _refers_to_nothing(error: discord.HTTPException) -> bool:
    """Whether a reply was refused because the message that it answers is gone (a form error, 50035)."""
    return error.code == 50035 and "message_reference" in str(error)
