"""Where takes are written, read, reviewed, posted and withdrawn: each press is served here."""

import asyncio
import io
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import aiohttp
import discord
from discord import ui

from bot.errors import Refusal
from bot.face import take_pages
from bot.face.chores import Chores
from bot.face.forms import NoteForm
from bot.face.people import person
from bot.face.quotes import show_privately
from bot.face.spoiler_channels import SpoilerChannels
from bot.face.take_buttons import Act
from bot.face.take_form import Filled, Offered, TakeForm
from bot.knowledge import Essay, Library
from bot.polls import rights
from bot.polls.rights import Person
from bot.settings import Settings
from bot.takes.essays import archive
from bot.takes.service import Takes
from bot.takes.shelf import Shelf
from bot.takes.take import LONGEST_NOTE, Answered, Post, Take, Words
from bot.text import takes as words

log = logging.getLogger(__name__)

Interaction = discord.Interaction[Any]
# Discord: a select has 25 options.
MOST_ESSAYS = 25
# Discord's JSON codes for a message, channel or server that is no more, or is closed to the bot.
OUT_OF_REACH = frozenset({10003, 10004, 10008, 50001, 50013})


class TakeDesk:
    """Serves the buttons and commands of takes."""

    def __init__(
        self,
        client: discord.Client,
        takes: Takes,
        shelf: Shelf,
        essays: Callable[[], Library],
        settings: Callable[[], Settings],
        spoiler_channels: SpoilerChannels,
        chores: Chores,
    ) -> None:
        self._client = client
        self._takes = takes
        self._shelf = shelf
        self._essays = essays
        self._settings = settings
        self._spoiler_channels = spoiler_channels
        self._chores = chores
        self._acts: dict[Act, Callable[[Interaction, int, int], Awaitable[None]]] = {
            Act.WRITE: self._write,
            Act.CHANGE: self._change,
            Act.WITHDRAW: self._withdraw,
            Act.READ: self._read,
            Act.ACCEPT: self._accept,
            Act.DECLINE: self._decline,
            Act.HIDE: self._hide,
            Act.MINE: self._mine,
            Act.REVIEW: self._review,
        }

    async def press(self, interaction: Interaction, act: Act, number: int, detail: int) -> None:
        """Do what a button says, and answer."""
        await self._acts[act](interaction, number, detail)

    async def tidy(self) -> bool:
        """Remove the messages that show former takes; return whether all are gone."""
        return await self._takes.take_down(self._remove)

    async def open_form(self, interaction: Interaction, essay: str = "") -> None:
        """Open the form; `essay` is the title or the file of the essay that is answered."""
        filled = Filled(essay=self._essay(essay).file) if essay else Filled()

        async def submit(done: Interaction, filled: Filled) -> None:
            take = await self._takes.write(done.guild_id or 0, done.user.id, self._words(done, filled))
            await _answer(done, take_pages.said(words.handed_in(take.id), *take_pages.own_buttons(take)))

        await interaction.response.send_modal(TakeForm(submit, self._offered(filled.essay), filled))

    async def own_page(self, server: int, member: int, at: int = 0) -> ui.LayoutView:
        """Return a member's own takes."""
        return take_pages.own_page(await self._takes.mine(server, member), at)

    async def list_page(self, server: int) -> ui.LayoutView:
        """Return a server's accepted takes."""
        return take_pages.list_page(await self._takes.accepted(server))

    async def read_page(self, server: int, take: int, channel: int, member: int | None) -> ui.LayoutView:
        """Return the first page of a take, as it may be read in a channel."""
        found = await self._takes.read(server, take, member)
        return take_pages.read_page(found, 0, blur=await self._spoiler_channels.blurs(channel))

    async def review_page(self, who: Person, server: int, take: int | None = None) -> ui.LayoutView:
        """Return a take to a moderator: the one that is named, else the one that has waited longest."""
        self._require_moderator(who, server)
        if take is not None:
            return take_pages.review_page(await self._takes.any(server, take), 0)
        found, waiting = await self._takes.next_waiting(server)
        return take_pages.said(words.nothing_waits()) if found is None else take_pages.review_page(found, waiting)

    async def withdrawn(self, server: int, take: int, member: int) -> ui.LayoutView:
        """Erase a member's own take."""
        await self._takes.withdraw(server, take, member)
        self._changed(server)
        return take_pages.said(words.withdrawn(take))

    async def post(self, who: Person, server: int, take: int, channel: int) -> ui.LayoutView:
        """Post an accepted take in a channel: for its writer and for moderators."""
        found = await self._takes.read(server, take)
        if found.member != who.id:
            self._require_moderator(who, server)
        place = self._client.get_partial_messageable(channel, guild_id=server)
        blur = await self._spoiler_channels.blurs(channel)
        try:
            message = await place.send(view=take_pages.read_page(found, 0, blur=blur))
        except (discord.HTTPException, aiohttp.ClientError) as error:
            log.info("A take of server %d could not be posted: %s", server, error)
            raise Refusal(words.could_not_post()) from error
        await self._takes.posted(found, channel, message.id)
        return take_pages.said(words.posted(take))

    async def export(self, who: Person, server: int) -> tuple[str, discord.File]:
        """Return a server's accepted takes as an archive of essay files: for moderators."""
        self._require_moderator(who, server)
        takes = await self._takes.accepted(server)
        if not takes:
            raise Refusal(words.nothing_to_export())
        packed = await asyncio.to_thread(archive, takes)
        return words.exported(len(takes)), discord.File(io.BytesIO(packed), "takes.zip")

    async def accepted(self, server: int) -> Sequence[Take]:
        """Return a server's accepted takes."""
        return await self._takes.accepted(server)

    async def _write(self, interaction: Interaction, _number: int, _detail: int) -> None:
        await self.open_form(interaction)

    async def _change(self, interaction: Interaction, number: int, _detail: int) -> None:
        server = interaction.guild_id or 0
        take = await self._takes.own(server, number, interaction.user.id)
        kept = take.words

        async def submit(done: Interaction, filled: Filled) -> None:
            changed = await self._takes.rewrite(server, number, done.user.id, self._words(done, filled))
            self._changed(server)
            await _answer(done, take_pages.said(words.handed_in(number), *take_pages.own_buttons(changed)))

        filled = Filled(kept.title, kept.text, kept.answers.essay, kept.stance, bool(kept.name))
        await interaction.response.send_modal(TakeForm(submit, self._offered(filled.essay), filled))

    async def _withdraw(self, interaction: Interaction, number: int, _detail: int) -> None:
        await _answer(interaction, await self.withdrawn(interaction.guild_id or 0, number, interaction.user.id))

    async def _read(self, interaction: Interaction, number: int, page: int) -> None:
        take = await self._takes.read(interaction.guild_id or 0, number, interaction.user.id)
        blur = await self._spoiler_channels.blurs(interaction.channel_id or 0)
        await show_privately(interaction, take_pages.read_page(take, page, blur=blur))

    async def _mine(self, interaction: Interaction, at: int, _detail: int) -> None:
        view = await self.own_page(interaction.guild_id or 0, interaction.user.id, at)
        await show_privately(interaction, view)

    async def _review(self, interaction: Interaction, number: int, page: int) -> None:
        who, server = person(interaction.user), interaction.guild_id or 0
        if not number:
            await show_privately(interaction, await self.review_page(who, server))
            return
        self._require_moderator(who, server)
        await show_privately(interaction, take_pages.review_page(await self._takes.any(server, number), 0, page))

    async def _accept(self, interaction: Interaction, number: int, version: int) -> None:
        server = self._moderated(interaction)
        take = await self._takes.accept(server, number, version)
        self._changed(server)
        await _answer(interaction, take_pages.said(words.accepted(number), *take_pages.decisions(take)))

    async def _decline(self, interaction: Interaction, number: int, version: int) -> None:
        server = self._moderated(interaction)

        async def decide(done: Interaction, note: str) -> None:
            take = await self._takes.decline(server, number, version, note)
            await _answer(done, take_pages.said(words.declined(number), *take_pages.decisions(take)))

        await interaction.response.send_modal(_note_form(words.decline_title(number), decide))

    async def _hide(self, interaction: Interaction, number: int, version: int) -> None:
        server = self._moderated(interaction)

        async def decide(done: Interaction, note: str) -> None:
            take = await self._takes.hide(server, number, version, note)
            self._changed(server)
            await _answer(done, take_pages.said(words.hidden(number), *take_pages.decisions(take)))

        await interaction.response.send_modal(_note_form(words.hide_title(number), decide))

    async def _remove(self, post: Post) -> None:
        channel = self._client.get_partial_messageable(post.channel, guild_id=post.server)
        try:
            await channel.get_partial_message(post.message).delete()
        except discord.HTTPException as error:
            if error.code not in OUT_OF_REACH:
                raise

    def _words(self, interaction: Interaction, filled: Filled) -> Words:
        essay = self._essay(filled.essay)
        answers = Answered(essay.file, essay.title, essay.film, essay.year, essay.spoilers)
        name = interaction.user.display_name if filled.named else ""
        return Words(filled.title, filled.text, filled.stance, name, answers)

    def _essay(self, named: str) -> Essay:
        wanted = named.strip().casefold()
        for essay in self._essays().essays:
            if wanted in (essay.file.casefold(), essay.file[:100].casefold(), essay.title.casefold()):
                return essay
        raise Refusal(words.no_such_essay(named))

    def _offered(self, chosen: str) -> Offered:
        essays = self._essays().essays
        # The chosen one first: a large library has more than fit.
        ordered = sorted(essays, key=lambda essay: essay.file != chosen)
        stances = ", ".join(sorted({essay.stance for essay in essays if essay.stance})[:4])
        rows = [(essay.file, essay.title) for essay in ordered[:MOST_ESSAYS]]
        return Offered(rows, stances, self._settings().takes.per_day)

    def _changed(self, server: int) -> None:
        self._shelf.changed(server)
        self._chores.soon()

    def _moderated(self, interaction: Interaction) -> int:
        server = interaction.guild_id or 0
        self._require_moderator(person(interaction.user), server)
        return server

    def _require_moderator(self, who: Person, server: int) -> None:
        rights.require_moderator(who, self._settings().rights(server))


def _note_form(title: str, decide: Callable[[Interaction, str], Awaitable[None]]) -> NoteForm:
    return NoteForm(title, words.note_label(), words.note_hint(), LONGEST_NOTE, decide)


async def _answer(interaction: Interaction, view: ui.LayoutView) -> None:
    """Answer beside what was pressed: a take that is being read stays."""
    await interaction.response.send_message(view=view, ephemeral=True)
