"""The buttons of takes. They carry ids; what they mean is looked up, so a restart is invisible."""

import re
from enum import StrEnum
from typing import Any, Protocol, Self

import discord
from discord import ui

from bot.face.answered import Answered
from bot.face.pages import clamped

Interaction = discord.Interaction[Any]


class Act(StrEnum):
    """What a button does, and what its two numbers are."""

    WRITE = "write"
    CHANGE = "change"  # take
    WITHDRAW = "withdraw"  # take
    READ = "read"  # take, page
    ACCEPT = "accept"  # take, version
    DECLINE = "decline"  # take, version
    HIDE = "hide"  # take, version
    MINE = "mine"  # the place in one's list
    REVIEW = "review"


class TakeDesk(Protocol):
    """Who serves the presses: see `bot.face.take_desk`."""

    async def press(self, interaction: Interaction, act: Act, number: int, detail: int) -> None:
        """Do what a button says, and answer."""


class Host(Protocol):
    """The bot, seen from these buttons."""

    take_desk: TakeDesk


class TakeButton(
    Answered,
    ui.DynamicItem[ui.Button[Any]],
    template=rf"take:(?P<act>{'|'.join(Act)}):(?P<number>\d{{1,18}}):(?P<detail>\d{{1,9}})",
):
    """One act on one take."""

    def __init__(
        self,
        act: Act,
        number: int = 0,
        detail: int = 0,
        label: str = "",
        style: discord.ButtonStyle = discord.ButtonStyle.secondary,
    ) -> None:
        # A button that was pressed is built again of its id alone. Discord: 80 characters.
        name = clamped(label, 80) or act.value
        super().__init__(ui.Button(label=name, style=style, custom_id=f"take:{act}:{number}:{detail}"))
        self.act_, self.number, self.detail = act, number, detail

    @classmethod
    async def from_custom_id(cls, _interaction: Interaction, _item: ui.Item[Any], match: re.Match[str], /) -> Self:
        """Read the ids; nothing here can fail."""
        return cls(Act(match["act"]), int(match["number"]), int(match["detail"]))

    async def act(self, interaction: Interaction) -> None:
        """Have it served."""
        host: Host = interaction.client
        await host.take_desk.press(interaction, self.act_, self.number, self.detail)
