"""A poll gets its message, once: whatever is lost on the way, nothing half-made is left in a channel."""

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import aiohttp
import discord

from bot.claims import Claims, turn
from bot.errors import Refusal
from bot.face import poll_pages
from bot.face.place import Place
from bot.polls.poll import Draft, Ending, Poll, Style
from bot.polls.service import Polls
from bot.text import poll_pages as words
from bot.text import polls as refusals

log = logging.getLogger(__name__)

# Discord's JSON codes for a channel or server that is no more, or is closed to us.
CLOSED_TO_US = frozenset({10003, 10004, 50001, 50013, 50083})
SERVER_FAULT = 500  # HTTP: from here on it is the server's fault, and passes
# What passes, or leaves open whether Discord has done what it was asked to.
TROUBLE = (discord.HTTPException, aiohttp.ClientError, TimeoutError)
# How far the clocks of Discord and of this machine may differ when a channel is looked through.
SKEW = timedelta(minutes=5)
NATIVE_SKEW = timedelta(seconds=5)
# How far back a channel is looked through for something that was posted already.
LOOK_BACK = 200
NEEDED = ("view_channel", "attach_files", "read_message_history")

Send = Callable[..., Awaitable[discord.Message]]
"""Posts a message where a poll was asked for, and returns it."""


class Posting:
    """Posts polls; `changed` is told of one whose message is not true any more when it is known which it is."""

    def __init__(self, client: discord.Client, polls: Polls, claims: Claims, changed: Callable[[Poll], None]) -> None:
        self._client = client
        self._polls = polls
        self._claims = claims
        self._changed = changed
        self.settled = False

    async def post(self, draft: Draft, send: Send) -> Poll:
        """Keep a poll and post it; where Discord does not take the message, nothing is kept. Raises Refusal."""
        async with turn(self._claims, _name(draft)):
            return await self._post(draft, send)

    async def _post(self, draft: Draft, send: Send) -> Poll:
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
            try:
                await self._keep_message(poll, message.id)
            except Refusal:  # the disk fails: the message stands, and is looked for as after a crash
                self.settled = False
        return poll

    async def _posted_all_the_same(self, poll: Poll) -> bool:
        """Look whether a poll was posted though its answer was lost on the way; where it was not, it is forgotten."""
        try:
            return await self._settle_one(poll)
        except (*TROUBLE, Refusal):
            self.settled = False
            return False

    async def _keep_message(self, poll: Poll, message: int) -> None:
        if await self._polls.posted(poll, message):  # someone voted before it was known which message it is
            self._changed(poll)

    async def settle(self) -> None:
        """Find the messages of polls that may have been posted without keeping which; forget the other polls.

        Afterwards `settled` says whether that is done: a process that still runs may be about to post one.
        """
        if self.settled:
            return
        settled = True
        for poll in await self._polls.unposted():
            async with self._claims.claim(_name(poll)) as ours:
                if not ours:
                    settled = False
                elif poll in await self._polls.unposted():  # else it was posted before it was ours to look for
                    try:
                        await self._settle_one(poll)
                    except (*TROUBLE, Refusal) as error:
                        log.info("The message of poll %d cannot be looked for yet: %s", poll.id, error)
                        settled = False
        self.settled = settled

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
        after = just_before(poll.opened_at - SKEW)
        try:
            async for message in channel.history(limit=LOOK_BACK, after=after, oldest_first=True):
                if is_mine(self._client, message) and _shows(message, poll):
                    return message.id
        except discord.HTTPException as error:
            if error.code not in CLOSED_TO_US and error.status >= SERVER_FAULT:
                raise
        return None


def is_mine(client: discord.Client, message: discord.Message) -> bool:
    """Return whether a message is the bot's own."""
    return message.author.id == (client.user.id if client.user else client.application_id)


def just_before(moment: datetime) -> discord.Object:
    """Return a place in a channel's history."""
    return discord.Object(discord.utils.time_snowflake(moment))


def _name(poll: Draft | Poll) -> str:
    """Return the name that whoever posts a poll has meanwhile."""
    return f"post {poll.server} {poll.channel} {poll.opened_at.isoformat()}"


def native_poll(poll: Poll) -> discord.Poll:
    """Return a poll as Discord's own."""
    native = discord.Poll(poll.question.text, poll.closes_at - poll.opened_at)
    for option in poll.question.options:
        native.add_answer(text=option.label, emoji=option.emoji or None)
    return native


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
