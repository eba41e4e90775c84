"""The form in which a member says why."""

from collections.abc import Awaitable, Callable
from typing import Any

import discord
from discord import ui

from bot.face.forms import Form
from bot.reasons.reason import LONGEST
from bot.text import reasons as words

Submit = Callable[[discord.Interaction[Any], str, bool], Awaitable[None]]


class ReasonForm(Form):
    """Asks for a reason and whether it may be shown, then calls `submit` with both."""

    def __init__(self, label: str, submit: Submit, *, anonymous: bool, text: str = "", agreed: bool = False) -> None:
        super().__init__(words.form_title(label))
        self._label, self._submit, self._anonymous = label, submit, anonymous
        self.reason: ui.TextInput[Any] = ui.TextInput(
            style=discord.TextStyle.paragraph, max_length=LONGEST, default=text or None
        )
        self.agreed: ui.Checkbox[Any] = ui.Checkbox(default=agreed)
        self.add_item(ui.TextDisplay(words.who_sees(anonymous=anonymous)))
        self.add_item(ui.Label(text=words.form_label(), description=words.form_hint(LONGEST), component=self.reason))
        self.add_item(ui.Label(text=words.agree_label(), description=words.agree_hint(), component=self.agreed))

    async def submit(self, interaction: discord.Interaction[Any]) -> None:
        """Hand the fields on."""
        await self._submit(interaction, self.reason.value, bool(self.agreed.value))

    def written(self) -> str:
        """Return the reason."""
        return self.reason.value

    def again(self) -> ui.Modal:
        """Return the same form."""
        return ReasonForm(
            self._label,
            self._submit,
            anonymous=self._anonymous,
            text=self.reason.value,
            agreed=bool(self.agreed.value),
        )
