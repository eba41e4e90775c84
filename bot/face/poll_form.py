"""The form that makes a poll by hand."""

from collections.abc import Awaitable, Callable
from typing import Any

import discord
from discord import ui

from bot.face.forms import Form
from bot.polls.rules import LONGEST_LABEL, LONGEST_QUESTION, MOST_OPTIONS
from bot.text import poll_form as words

Submit = Callable[[discord.Interaction[Any], str, str, str], Awaitable[None]]


class PollForm(Form):
    """Asks for a question, its options and how long the poll runs, then calls `submit` with them."""

    def __init__(self, submit: Submit, closes: str, question: str = "", options: str = "") -> None:
        super().__init__(words.title())
        self._submit = submit
        self.question: ui.TextInput[Any] = ui.TextInput(max_length=LONGEST_QUESTION, default=question or None)
        self.options: ui.TextInput[Any] = ui.TextInput(
            style=discord.TextStyle.paragraph, max_length=MOST_OPTIONS * (LONGEST_LABEL + 1), default=options or None
        )
        self.closes: ui.TextInput[Any] = ui.TextInput(default=closes, max_length=40)
        self.add_item(ui.Label(text=words.question(), description=words.question_hint(), component=self.question))
        self.add_item(ui.Label(text=words.options(), description=words.options_hint(), component=self.options))
        self.add_item(ui.Label(text=words.closes(), description=words.closes_hint(), component=self.closes))

    async def submit(self, interaction: discord.Interaction[Any]) -> None:
        """Hand the fields on."""
        await self._submit(interaction, self.question.value, self.options.value, self.closes.value)

    def written(self) -> str:
        """Return the question and its options."""
        return f"{self.question.value}\n{self.options.value}"

    def again(self) -> ui.Modal:
        """Return the same form."""
        return PollForm(self._submit, self.closes.value, self.question.value, self.options.value)
