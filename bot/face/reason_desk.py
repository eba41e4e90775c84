"""Where reasons are handed in, changed, read, reported and hidden: each press is served here."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import discord
from discord import ui

from bot.errors import Refusal
from bot.face import reason_pages
from bot.face.chores import Chores
from bot.face.forms import NoteForm
from bot.face.pages import button_rows, sealed
from bot.face.people import person
from bot.face.quotes import show_privately
from bot.face.reason_buttons import PAGES, Act, ReasonButton
from bot.face.reason_form import ReasonForm
from bot.face.spoiler_channels import SpoilerChannels
from bot.polls import rights
from bot.polls.receipt import Receipt
from bot.polls.rights import Person
from bot.polls.service import Polls
from bot.reasons.reason import LONGEST_NOTE, Reason, Said, pages
from bot.reasons.service import Reasons
from bot.settings import Settings
from bot.text import polls as poll_words
from bot.text import reasons as words

Interaction = discord.Interaction[Any]
# Reported reasons on one page: each takes up to 1,000 characters where it is full of signs.
MOST_REPORTED = 2


class ReasonDesk:
    """Serves the buttons and commands of reasons."""

    def __init__(
        self,
        polls: Polls,
        reasons: Reasons,
        settings: Callable[[], Settings],
        spoiler_channels: SpoilerChannels,
        chores: Chores,
    ) -> None:
        self._polls = polls
        self._reasons = reasons
        self._settings = settings
        self._spoiler_channels = spoiler_channels
        self._chores = chores
        self._acts: dict[Act, Callable[[Interaction, int, int], Awaitable[None]]] = {
            Act.SAY: self._say,
            Act.FOLLOW: self._follow,
            Act.CHANGE: self._change,
            Act.WITHDRAW: self._withdraw,
            Act.READ: self._read,
            Act.WHICH: self._which,
            Act.REPORT: self._report,
            Act.HIDE: self._hide,
            Act.UNHIDE: self._unhide,
            Act.MINE: self._mine,
            Act.REPORTED: self._reported,
        }

    async def press(self, interaction: Interaction, act: Act, number: int, detail: int) -> None:
        """Do what a button says, and answer."""
        await self._acts[act](interaction, number, detail)

    def asks_why(self, receipt: Receipt, *, has_passage: bool) -> bool:
        """Whether the configuration lets a vote's receipt ask for a reason."""
        poll = receipt.poll
        preset = self._settings().polls.presets.get(poll.question.preset)
        asks = (preset.reasons if preset else None) or self._settings().reasons.ask
        return asks == "optional" or (asks == "against" and has_passage)

    async def _say(self, interaction: Interaction, number: int, side: int) -> None:
        poll = await self._polls.get(interaction.guild_id or 0, number)
        if side >= len(poll.labels):
            raise Refusal(poll_words.no_such_option())

        async def submit(filled: Interaction, text: str, agreed: bool) -> None:
            said = Said(poll.server, poll.id, filled.user.id, side, text, filled.user.display_name, agreed)
            kept = await self._reasons.say(said)
            await _answer(filled, words.kept(agreed=kept.agreed), reason_pages.own_buttons(kept))

        before = await self._reasons.of_ballot(poll.server, poll.id, interaction.user.id)
        text, agreed = (before.text, before.agreed) if before else ("", False)
        form = ReasonForm(poll.labels[side], submit, anonymous=poll.terms.anonymous, text=text, agreed=agreed)
        await interaction.response.send_modal(form)

    async def _follow(self, interaction: Interaction, number: int, _detail: int) -> None:
        poll = await self._polls.get(interaction.guild_id or 0, number)
        reason = await self._reasons.follow(poll.server, poll.id, interaction.user.id)
        await _answer(interaction, words.followed(poll.labels[reason.side]), reason_pages.own_buttons(reason))

    async def _change(self, interaction: Interaction, number: int, _detail: int) -> None:
        server = interaction.guild_id or 0
        reason = await self._reasons.own(server, number, interaction.user.id)
        poll = await self._polls.get(server, reason.poll)

        async def submit(filled: Interaction, text: str, agreed: bool) -> None:
            changed = await self._reasons.change(server, number, filled.user.id, text, agreed=agreed)
            said = words.changed(agreed=changed.is_shown) if poll.closed_at else words.kept(agreed=changed.agreed)
            await _answer(filled, said, reason_pages.own_buttons(changed))
            self._chores.soon()

        form = ReasonForm(
            poll.labels[reason.side], submit, anonymous=poll.terms.anonymous, text=reason.text, agreed=reason.agreed
        )
        await interaction.response.send_modal(form)

    async def _withdraw(self, interaction: Interaction, number: int, _detail: int) -> None:
        await self._reasons.withdraw(interaction.guild_id or 0, number, interaction.user.id)
        await _answer(interaction, words.withdrawn())
        self._chores.soon()

    async def _read(self, interaction: Interaction, number: int, detail: int) -> None:
        side, page = divmod(detail, PAGES)
        poll = await self._polls.get(interaction.guild_id or 0, number)
        if side >= len(poll.labels):
            raise Refusal(poll_words.no_such_option())
        reasons = [one for one in await self._reasons.record(poll.server, poll.id) if one.side == side]
        blur = await self._spoiler_channels.blurs(poll.channel)
        await show_privately(interaction, reason_pages.side_page(poll, side, reasons, page, blur=blur))

    async def _which(self, interaction: Interaction, number: int, detail: int) -> None:
        side, page = divmod(detail, PAGES)
        poll = await self._polls.get(interaction.guild_id or 0, number)
        record = await self._reasons.record(poll.server, poll.id)
        parted = list(pages([one for one in record if one.side == side]))
        if not parted:
            raise Refusal(words.no_reasons_left())
        await show_privately(interaction, reason_pages.which_page(parted[min(page, len(parted) - 1)]))

    async def _report(self, interaction: Interaction, number: int, _detail: int) -> None:
        await self._reasons.report(interaction.guild_id or 0, number, interaction.user.id)
        await _answer(interaction, words.reported_now())
        self._chores.soon()

    async def _hide(self, interaction: Interaction, number: int, _detail: int) -> None:
        server = interaction.guild_id or 0
        self._require_moderator(person(interaction.user), server)
        await self._reasons.get(server, number)

        async def decide(filled: Interaction, note: str) -> None:
            await _send(filled, await self.hidden(person(filled.user), server, number, note))

        title, label, hint = words.hide_title(number), words.note_label(), words.note_hint()
        await interaction.response.send_modal(NoteForm(title, label, hint, LONGEST_NOTE, decide))

    async def hidden(self, who: Person, server: int, number: int, note: str) -> ui.LayoutView:
        """Hide a reason; the answer offers to show it again."""
        self._require_moderator(who, server)
        await self._reasons.hide(server, number, note)
        self._chores.soon()
        return _said(words.hidden_now(number), [ReasonButton(Act.UNHIDE, number, 0, words.unhide())])

    async def _unhide(self, interaction: Interaction, number: int, _detail: int) -> None:
        await _send(interaction, await self.unhidden(person(interaction.user), interaction.guild_id or 0, number))

    async def unhidden(self, who: Person, server: int, number: int) -> ui.LayoutView:
        """Show a hidden reason again."""
        self._require_moderator(who, server)
        await self._reasons.unhide(server, number)
        self._chores.soon()
        return _said(words.shown_again(number))

    async def _mine(self, interaction: Interaction, page: int, _detail: int) -> None:
        view = await self.mine_page(interaction.guild_id or 0, interaction.user.id, page)
        await show_privately(interaction, view)

    async def mine_page(self, server: int, member: int, page: int = 0) -> ui.LayoutView:
        """Return a member's own reasons."""
        reasons = await self._reasons.mine(server, member)
        return reason_pages.mine_page(reasons, [await self._place(reason) for reason in reasons], page)

    async def _reported(self, interaction: Interaction, _number: int, _detail: int) -> None:
        view = await self.reported_page(person(interaction.user), interaction.guild_id or 0)
        await show_privately(interaction, view)

    async def reported_page(self, who: Person, server: int) -> ui.LayoutView:
        """Return the reported reasons of one poll to a moderator, those reported first."""
        self._require_moderator(who, server)
        reported = await self._reasons.reported(server)
        if not reported:
            raise Refusal(words.nothing_reported())
        poll = await self._polls.get(server, reported[0].poll)
        return reason_pages.reported_page(poll, [one for one in reported if one.poll == poll.id][:MOST_REPORTED])

    async def record_page(self, server: int, number: int) -> ui.LayoutView:
        """Return which sides of a closed poll have reasons, each with a button to read them."""
        poll = await self._polls.get(server, number)
        record = await self._reasons.record(server, poll.id)
        if not record:
            raise Refusal(words.nothing_recorded(poll.id))
        return reason_pages.record_page(poll, record)

    async def _place(self, reason: Reason) -> tuple[str, bool]:
        poll = await self._polls.get(reason.server, reason.poll)
        return poll.labels[reason.side], poll.closed_at is not None

    def _require_moderator(self, who: Person, server: int) -> None:
        rights.require_moderator(who, self._settings().rights(server))


def _said(sentence: str, buttons: Sequence[ReasonButton] = ()) -> ui.LayoutView:
    return sealed(ui.TextDisplay(sentence), *button_rows(buttons))


async def _answer(interaction: Interaction, sentence: str, buttons: Sequence[ReasonButton] = ()) -> None:
    await _send(interaction, _said(sentence, buttons))


async def _send(interaction: Interaction, view: ui.LayoutView) -> None:
    """Answer beside what was pressed: a receipt stays as it is."""
    await interaction.response.send_message(view=view, ephemeral=True)
