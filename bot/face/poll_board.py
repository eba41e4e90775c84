"""A poll's messages in its channel: posted once, kept up to date, and the result told once."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

import aiohttp
import discord

from bot.claims import Claims, turn
from bot.clock import Alarm, Clock
from bot.errors import Refusal
from bot.face import chart, poll_pages
from bot.face.place import Place
from bot.face.poll_refresh import Key, Refresher
from bot.face.reason_threads import ReasonThreads
from bot.face.spoiler_channels import SpoilerChannels
from bot.polls.evidence import Evidence
from bot.polls.keeper import RETRY, Gone, Keeper
from bot.polls.poll import Draft, Ending, Poll, Style
from bot.polls.result import Shown
from bot.polls.service import Polls
from bot.text import poll_pages as words
from bot.text import polls as refusals

log = logging.getLogger(__name__)

# Discord's JSON codes for a channel, server or message that is no more, and for one that is closed to us.
MESSAGE_GONE = frozenset({10008})
CLOSED_TO_US = frozenset({10003, 10004, 50001, 50013, 50083})
POLL_OVER = 520001
# How far the clocks of Discord and of this machine may differ when a channel is looked through.
SKEW = timedelta(minutes=5)
NATIVE_SKEW = timedelta(seconds=5)
# What passes, or leaves open whether Discord has done what it was asked to.
TROUBLE = (discord.HTTPException, aiohttp.ClientError, TimeoutError)
# How far back a channel is looked through for something that was posted already.
LOOK_BACK = 200
# How long after one message the next is brought up to date at the start.
BETWEEN = timedelta(milliseconds=200)
NEEDED = ("view_channel", "attach_files", "read_message_history")


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
        self._keeper = keeper
        self._claims = claims
        self._settled = False
        self._alarm = Alarm(clock, self._keep)
        self._catching_up: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Find the messages of polls that a former process left half-made, and begin to keep the deadlines."""
        self._settled = await self._settle()
        self._catching_up = asyncio.create_task(self._catch_up(), name="stale polls")
        self._alarm.start()

    async def _keep(self) -> datetime:
        if not self._settled:
            self._settled = await self._settle()
        following = await self._keeper.keep(self)
        return following if self._settled else min(following, self._clock.now() + RETRY)

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

    async def post(self, draft: Draft, send: Callable[..., Awaitable[discord.Message]]) -> Poll:
        """Keep a poll and post it; where Discord does not take the message, nothing is kept."""
        async with turn(self._claims, _posting(draft)):
            return await self._post(draft, send)

    async def _post(self, draft: Draft, send: Callable[..., Awaitable[discord.Message]]) -> Poll:
        poll = await self._polls.start(draft)
        try:
            if poll.terms.style is Style.NATIVE:
                message = await send(poll=native_poll(poll))
            else:
                message = await send(view=poll_pages.poll_page(await self._polls.results(poll.server, poll.id)))
        except TROUBLE as error:
            log.warning("Posting poll %d failed: %s", poll.id, error)
            if not await self._posted_all_the_same(poll):
                raise Refusal(refusals.could_not_post()) from error
        else:
            await self._keep_message(poll, message.id)
        self.deadlines_changed()
        return poll

    async def _posted_all_the_same(self, poll: Poll) -> bool:
        """Look whether a poll was posted though its answer was lost on the way; where it was not, it is forgotten."""
        try:
            return await self._settle_one(poll)
        except TROUBLE:
            self._settled = False
            self._alarm.reset()
            return False

    async def _keep_message(self, poll: Poll, message: int) -> None:
        if await self._polls.posted(poll, message):  # someone voted before it was known which message it is
            self.touch(poll)

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
        after = _just_before((poll.closed_at or poll.closes_at) - SKEW)
        async for later in message.channel.history(limit=LOOK_BACK, after=after, oldest_first=True):
            replied = later.reference.message_id if later.reference else None
            # Discord tells the end of its own polls in the bot's name, with a message of another kind.
            if self._is_mine(later) and later.type is discord.MessageType.reply and replied == message.id:
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

    async def _settle(self) -> bool:
        """Find the messages of polls that a former process may have posted without keeping which; forget the others.

        Return whether that is done: a process that still runs may be about to post one.
        """
        settled = True
        for poll in await self._polls.unposted():
            async with self._claims.claim(_posting(poll)) as ours:
                if not ours:
                    settled = False
                elif poll in await self._polls.unposted():  # else it was posted before it was ours to look for
                    try:
                        await self._settle_one(poll)
                    except TROUBLE as error:
                        log.info("The message of poll %d cannot be looked for yet: %s", poll.id, error)
                        settled = False
        return settled

    async def _settle_one(self, poll: Poll) -> bool:
        """Find a poll's message, or forget the poll; return which. Raises what keeps its channel from being read."""
        found = await self._find(poll)
        if found is not None:
            await self._keep_message(poll, found)
        elif not await self._polls.discard(poll):
            await self._polls.close(poll.server, poll.id, Ending.GONE)
        return found is not None

    async def _find(self, poll: Poll) -> int | None:
        channel = self._client.get_partial_messageable(poll.channel, guild_id=poll.server)
        after = _just_before(poll.opened_at - SKEW)
        try:
            async for message in channel.history(limit=LOOK_BACK, after=after, oldest_first=True):
                if self._is_mine(message) and _shows(message, poll):
                    return message.id
        except discord.HTTPException as error:
            if error.code not in CLOSED_TO_US:
                raise
        return None

    def _is_mine(self, message: discord.Message) -> bool:
        return message.author.id == (self._client.user.id if self._client.user else self._client.application_id)

    def _message(self, poll: Poll) -> discord.PartialMessage | None:
        if poll.message is None:
            return None
        channel = self._client.get_partial_messageable(poll.channel, guild_id=poll.server)
        return channel.get_partial_message(poll.message)


def _posting(poll: Draft | Poll) -> str:
    """Return the name that whoever posts a poll has meanwhile."""
    return f"post {poll.server} {poll.channel} {poll.opened_at.isoformat()}"


def native_poll(poll: Poll) -> discord.Poll:
    """Return a poll as Discord's own."""
    native = discord.Poll(poll.question.text, poll.closes_at - poll.opened_at)
    for option in poll.question.options:
        native.add_answer(text=option.label, emoji=option.emoji or None)
    return native


def _just_before(moment: datetime) -> discord.Object:
    """Return a place in a channel's history."""
    return discord.Object(discord.utils.time_snowflake(moment))


def _refers_to_nothing(error: discord.HTTPException) -> bool:
    """Whether a reply was refused because the message that it answers is gone (a form error, 50035)."""
    return error.code == 50035 and "message_reference" in str(error)


def _shows(message: discord.Message, poll: Poll) -> bool:
    """Whether a message of ours is a poll's; Discord's own carries no id of it, and is known by question and time."""
    if poll.terms.style is Style.NATIVE:
        asked = message.poll.question if message.poll else None
        return asked == poll.question.text and message.created_at > poll.opened_at - NATIVE_SKEW
    view = discord.ui.LayoutView.from_message(message)
    return any(getattr(item, "custom_id", None) == f"poll:{poll.id}:withdraw" for item in view.walk_children())


def require_rights(place: Place, *, native: bool) -> None:
    """Raise Refusal where the bot lacks in a channel what a poll needs, before anything is posted."""
    speaking = "send_messages_in_threads" if place.in_thread else "send_messages"
    needed = (speaking, *NEEDED, *(["send_polls"] if native else []))
    missing = [words.permission(name) for name in needed if not getattr(place.allowed, name)]
    if missing:
        raise Refusal(refusals.message_missing_rights(missing))
