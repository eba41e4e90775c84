"""Forms that lose nothing: what is refused comes back with the reason, and opens again as it was filled in."""

import re
import secrets
from collections import OrderedDict
from collections.abc import Callable
from typing import Any, Protocol

import discord
from discord import ui

from bot.errors import Refusal
from bot.face.answered import apologise
from bot.face.pages import clamped, plain, sealed
from bot.face.presses import PressedButton
from bot.text import forms as words

Interaction = discord.Interaction[Any]

# A form that is dismissed is never heard of again; without a timeout the client would keep it for good.
PATIENCE = 900.0
# Refused forms that are remembered; the oldest gives way. Each holds at most some 5,000 characters.
MOST_DRAFTS = 500
# What comes back of a refused text beside the sentence, within a message's 4,000 characters.
SHOWN_BACK = 3_000


class Drafts:
    """What was filled into refused forms, in memory: a restart forgets it, the message that came back does not."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, tuple[int, Callable[[], ui.Modal]]] = OrderedDict()

    def keep(self, member: int, form: Callable[[], ui.Modal]) -> str:
        """Remember how to open a member's form again; return its name."""
        key = secrets.token_hex(8)
        self._kept[key] = (member, form)
        while len(self._kept) > MOST_DRAFTS:
            self._kept.popitem(last=False)
        return key

    def form(self, key: str, member: int) -> ui.Modal:
        """Return a member's form as it was filled in."""
        kept = self._kept.get(key)
        if kept is None:
            raise Refusal(words.draft_gone())
        if kept[0] != member:
            raise Refusal(words.not_your_form())
        return kept[1]()


class Host(Protocol):
    """The bot, seen from a form."""

    drafts: Drafts


class Form(ui.Modal):
    """A form whose words are not lost where they cannot be taken as they are."""

    def __init__(self, title: str) -> None:
        super().__init__(title=clamped(title, 45), timeout=PATIENCE)  # Discord: 45 characters

    async def submit(self, interaction: Interaction) -> None:
        """Do what the form is for; may raise Refusal."""
        raise NotImplementedError

    def written(self) -> str:
        """Return what would be a pity to lose."""
        raise NotImplementedError

    def again(self) -> ui.Modal:
        """Return the same form, filled in as it is."""
        raise NotImplementedError

    async def on_submit(self, interaction: Interaction) -> None:
        """Submit; where that is refused, hand everything back."""
        try:
            await self.submit(interaction)
        except Refusal as refusal:
            host: Host = interaction.client
            key = host.drafts.keep(interaction.user.id, self.again)
            view = sealed(
                ui.TextDisplay(words.draft_kept(plain(refusal.sentence))),
                ui.Container(ui.TextDisplay(clamped(plain(self.written()) or "…", SHOWN_BACK))),
                ui.ActionRow(AgainButton(key)),
            )
            await interaction.response.send_message(view=view, ephemeral=True)

    async def on_error(self, interaction: Interaction, error: Exception, /) -> None:  # type: ignore[override]
        """End where all failures end."""
        await apologise(interaction, error)


class AgainButton(PressedButton, template=r"form:again:(?P<key>[0-9a-f]{16})"):
    """Opens a refused form with what was in it."""

    def __init__(self, key: str) -> None:
        super().__init__(label=words.open_again(), style=discord.ButtonStyle.primary, custom_id=f"form:again:{key}")

    @classmethod
    async def pressed(cls, interaction: Interaction, ids: re.Match[str]) -> None:
        """Open it."""
        host: Host = interaction.client
        await interaction.response.send_modal(host.drafts.form(ids["key"], interaction.user.id))


class NoteForm(Form):
    """Asks a moderator why, then calls `decide` with the note."""

    def __init__(
        self, title: str, label: str, hint: str, longest: int, decide: Callable[[Interaction, str], Any], note: str = ""
    ) -> None:
        super().__init__(title)
        self._args = (title, label, hint, longest, decide)
        self._decide = decide
        self.note: ui.TextInput[Any] = ui.TextInput(
            style=discord.TextStyle.paragraph, max_length=longest, default=note or None
        )
        self.add_item(ui.Label(text=label, description=clamped(hint, 100), component=self.note))

    async def submit(self, interaction: Interaction) -> None:
        """Decide."""
        await self._decide(interaction, self.note.value)

    def written(self) -> str:
        """Return the note."""
        return self.note.value

    def again(self) -> ui.Modal:
        """Return the same form."""
        return NoteForm(*self._args, note=self.note.value)
