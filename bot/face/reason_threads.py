"""A closed poll's reasons in a thread of its message: posted once, kept true when one is changed or withdrawn."""

import logging
from collections.abc import Callable, Sequence

import aiohttp
import discord

from bot.face import reason_pages
from bot.face.reason_buttons import place as place_of
from bot.face.spoiler_channels import SpoilerChannels
from bot.polls.poll import Poll
from bot.polls.service import Polls
from bot.reasons.reason import Page, Reason
from bot.reasons.service import Reasons
from bot.settings import Settings
from bot.text import reasons as words

log = logging.getLogger(__name__)

# Discord's JSON codes. A message that has a thread already; a channel that takes none, for instance a thread.
HAS_A_THREAD = 160004
TAKES_NO_THREAD = 50024
# A message, thread or server that is no more, or is closed to the bot: there is nothing left to mend.
OUT_OF_REACH = frozenset({10003, 10004, 10008, 50001, 50013, 50083, 160005})
LOOK_BACK = 100


class ReasonThreads:
    """Posts reasons at the close, and draws them anew when they change."""

    def __init__(
        self,
        client: discord.Client,
        polls: Polls,
        reasons: Reasons,
        settings: Callable[[], Settings],
        spoiler_channels: SpoilerChannels,
    ) -> None:
        self._client = client
        self._polls = polls
        self._reasons = reasons
        self._settings = settings
        self._spoiler_channels = spoiler_channels

    async def post(self, poll: Poll) -> str:
        """Post what is not posted yet of a closed poll's reasons; return the line that says where they are.

        Without reasons there is no thread and no line; nor where Discord does not let the bot make one: the poll's
        result is told all the same.
        """
        record = await self._reasons.record(poll.server, poll.id)
        if not record or poll.message is None:
            return ""
        try:
            thread = await self._thread(poll)
            for side in sorted({one.side for one in record}):
                await self._post_side(poll, thread, side, [one for one in record if one.side == side])
        except (discord.HTTPException, aiohttp.ClientError) as error:
            log.warning("The reasons of poll %d could not be posted: %s", poll.id, error)
            return ""
        return words.in_the_thread(len(record), thread)

    async def tidy(self) -> bool:
        """Draw what has changed, and tell of reports; return whether all could be done."""
        drawn = await self._reasons.redraw_all(self._draw)
        return await self._reasons.tell_all(self._tell, lambda server: self._channel(server) != 0) and drawn

    async def _draw(self, page: Page) -> None:
        poll = await self._polls.get(page.server, page.poll)
        record = await self._reasons.record(page.server, page.poll)
        message = self._messageable(page.thread, page.server).get_partial_message(page.message)
        try:
            await message.edit(view=await self._view(poll, page.side, [r for r in record if r.side == page.side]))
        except discord.HTTPException as error:
            if error.code not in OUT_OF_REACH:
                raise
            log.info("A page of reasons in server %d is out of reach.", page.server)

    async def _tell(self, reason: Reason) -> None:
        poll = await self._polls.get(reason.server, reason.poll)
        place = self._messageable(self._channel(reason.server), reason.server)
        await place.send(view=reason_pages.reported_page(poll, [reason]), nonce=f"r{reason.id}")

    def _channel(self, server: int) -> int:
        return self._settings().rights(server).reports_channel

    async def _thread(self, poll: Poll) -> int:
        assert poll.message is not None  # noqa: S101 - `post` has looked
        message = self._messageable(poll.channel, poll.server).get_partial_message(poll.message)
        try:
            return (await message.create_thread(name=words.thread_name(poll.question.text))).id
        except discord.HTTPException as error:
            if error.code == HAS_A_THREAD:
                return poll.message  # Discord: a thread of a message has its id
            if error.code == TAKES_NO_THREAD:
                return poll.channel
            raise

    async def _post_side(self, poll: Poll, thread: int, side: int, reasons: Sequence[Reason]) -> None:
        if any(page.side == side for page in await self._reasons.pages(poll.server, poll.id)):
            return
        place = self._messageable(thread, poll.server)
        found = await self._posted(place, poll, side)
        if found is None:
            view = await self._view(poll, side, reasons)
            found = (await place.send(view=view, nonce=f"w{poll.id}.{side}")).id
        await self._reasons.keep_page(Page(poll.server, poll.id, side, thread, found))

    async def _posted(self, place: discord.PartialMessageable, poll: Poll, side: int) -> int | None:
        """Look for the message of a side that a former process posted without keeping which."""
        prefix = f"reason:which:{poll.id}:"
        async for message in place.history(limit=LOOK_BACK):
            for item in discord.ui.LayoutView.from_message(message).walk_children():
                name = str(getattr(item, "custom_id", None) or "")
                if name.startswith(prefix) and int(name.removeprefix(prefix)) == place_of(side, 0):
                    return message.id
        return None

    async def _view(self, poll: Poll, side: int, reasons: Sequence[Reason]) -> discord.ui.LayoutView:
        blur = await self._spoiler_channels.blurs(poll.channel)
        return reason_pages.side_page(poll, side, reasons, 0, blur=blur)

    def _messageable(self, channel: int, server: int) -> discord.PartialMessageable:
        return self._client.get_partial_messageable(channel, guild_id=server)
