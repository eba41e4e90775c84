"""The form that makes a poll by hand."""

from collections.abc import Awaitable, Callable
from typing import Any

import discord
from discord import ui

from bot.face.answered import apologise
from bot.polls.rules import LONGEST_LABEL, LONGEST_QUESTION, MOST_OPTIONS
from bot.text import poll_form as words

# A form that is dismissed is never heard of again; without a timeout the client would keep it for good.
PATIENCE = 900.0

Submit = Callable[[discord.Interaction[Any], str, str, str], Awaitable[None]]


class PollForm(ui.Modal):
    """Asks for a question, its options and how long the poll runs, then calls `submit` with them."""

    def __init__(self, submit: Submit, closes: str) -> None:
        super().__init__(title=words.title(), timeout=PATIENCE)
        self._submit = submit
        self.question: ui.TextInput[Any] = ui.TextInput(max_length=LONGEST_QUESTION)
        self.options: ui.TextInput[Any] = ui.TextInput(
            style=discord.TextStyle.paragraph, max_length=MOST_OPTIONS * (LONGEST_LABEL + 1)
        )
        self.closes: ui.TextInput[Any] = ui.TextInput(default=closes, max_length=40)
        self.add_item(ui.Label(text=words.question(), description=words.question_hint(), component=self.question))
        self.add_item(ui.Label(text=words.options(), description=words.options_hint(), component=self.options))
        self.add_item(ui.Label(text=words.closes(), description=words.closes_hint(), component=self.closes))

    async def on_submit(self, interaction: discord.Interaction[Any]) -> None:
        """Hand the fields on."""
        await self._submit(interaction, self.question.value, self.options.value, self.closes.value)

    async def on_error(self, interaction: discord.Interaction[Any], error: Exception, /) -> None:  # type: ignore[override]
        """End where all failures end."""
        await apologise(interaction, error)
