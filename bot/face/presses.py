"""Buttons that carry their meaning in their ids, and who hears them: a restart is invisible, nothing is remembered.

discord.py's own way to this is `DynamicItem`. For each press it builds the whole message's view anew, to put the item
back into it, which was 13 % of what a vote costs; here a press is an event, and its id is all that is read.
"""

import re
from typing import Any, ClassVar

import discord
from discord import ui

from bot.errors import Refusal
from bot.face.answered import apologise
from bot.text import apologies

Interaction = discord.Interaction[Any]


class PressedButton(ui.Button[Any]):
    """A button whose id says what it does: `class Vote(PressedButton, template=r"vote:(?P<option>[0-9]+)")`."""

    template: ClassVar[re.Pattern[str]]
    """Which ids are this button's, as a whole; no two buttons share a first part."""

    def __init_subclass__(cls, *, template: str = "", **options: Any) -> None:
        super().__init_subclass__(**options)
        if template:  # else a family of buttons, whose members have one each
            cls.template = re.compile(template)

    @classmethod
    async def pressed(cls, interaction: Interaction, ids: re.Match[str]) -> None:
        """Do what the button is for, and answer. Raises Refusal."""
        raise NotImplementedError


class Presses:
    """Takes each press to its button; what fails there ends where all failures end."""

    def __init__(self) -> None:
        self._heard: dict[re.Pattern[str], type[PressedButton]] = {}

    def hear(self, *buttons: type[PressedButton]) -> None:
        """Serve these buttons from now on."""
        self._heard.update((button.template, button) for button in buttons)

    def forget(self, *buttons: type[PressedButton]) -> None:
        """Serve them no longer."""
        for button in buttons:
            self._heard.pop(button.template, None)

    async def press(self, interaction: Interaction) -> None:
        """Serve an interaction if it is a press; a button of a former version is told to be one."""
        if interaction.type is not discord.InteractionType.component:
            return
        data: Any = interaction.data
        try:
            await self._serve(interaction, data["custom_id"])
        except Exception as error:  # noqa: BLE001 - whatever it is, somebody waits for an answer
            await apologise(interaction, error)

    async def _serve(self, interaction: Interaction, id_: str) -> None:
        for template, button in self._heard.items():
            if ids := template.fullmatch(id_):
                await button.pressed(interaction, ids)
                return
        raise Refusal(apologies.outdated_button())
