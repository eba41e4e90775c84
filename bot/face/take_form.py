"""The form in which a member answers an essay."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

import discord
from discord import ui

from bot.face.forms import Form
from bot.face.pages import clamped
from bot.takes.take import LONGEST_STANCE, LONGEST_TEXT, LONGEST_TITLE
from bot.text import takes as words


@dataclass(frozen=True, slots=True)
class Filled:
    """What stands in the form."""

    title: str = ""
    text: str = ""
    essay: str = ""
    """The essay's file."""
    stance: str = ""
    named: bool = False


@dataclass(frozen=True, slots=True)
class Offered:
    """What the form offers and tells."""

    essays: Sequence[tuple[str, str]]
    """Up to 25 essays to choose from: file and title."""
    stances: str
    """Sides that essays take, as examples."""
    per_day: int


Submit = Callable[[discord.Interaction[Any], Filled], Awaitable[None]]


class TakeForm(Form):
    """Asks for a take, then calls `submit` with it."""

    def __init__(self, submit: Submit, offered: Offered, filled: Filled) -> None:
        super().__init__(words.form_title())
        self._submit, self._offered = submit, offered
        long = discord.TextStyle.paragraph
        self.title_: ui.TextInput[Any] = ui.TextInput(max_length=LONGEST_TITLE, default=filled.title or None)
        self.text: ui.TextInput[Any] = ui.TextInput(style=long, max_length=LONGEST_TEXT, default=filled.text or None)
        # Discord: an option's label and value have 100 characters.
        self.essay: ui.Select[Any] = ui.Select(
            options=[
                discord.SelectOption(label=clamped(title, 100), value=file[:100], default=file == filled.essay)
                for file, title in offered.essays
            ]
        )
        self.stance: ui.TextInput[Any] = ui.TextInput(
            max_length=LONGEST_STANCE, required=False, default=filled.stance or None
        )
        self.named: ui.Checkbox[Any] = ui.Checkbox(default=filled.named)
        hint = words.text_hint(LONGEST_TEXT, offered.per_day)
        self.add_item(ui.Label(text=words.title_label(), component=self.title_))
        self.add_item(ui.Label(text=words.text_label(), description=hint, component=self.text))
        self.add_item(ui.Label(text=words.essay_label(), component=self.essay))
        stance_hint = clamped(words.stance_hint(offered.stances), 100)
        self.add_item(ui.Label(text=words.stance_label(), description=stance_hint, component=self.stance))
        self.add_item(ui.Label(text=words.name_label(), description=words.name_hint(), component=self.named))

    async def submit(self, interaction: discord.Interaction[Any]) -> None:
        """Hand the fields on."""
        await self._submit(interaction, self._filled())

    def written(self) -> str:
        """Return the title and the text."""
        return f"{self.title_.value}\n\n{self.text.value}"

    def again(self) -> ui.Modal:
        """Return the same form."""
        return TakeForm(self._submit, self._offered, self._filled())

    def _filled(self) -> Filled:
        essay = next(iter(self.essay.values), "")
        return Filled(self.title_.value, self.text.value, essay, self.stance.value, bool(self.named.value))
