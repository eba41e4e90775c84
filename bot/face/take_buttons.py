"""The buttons of takes. They carry ids; what they mean is looked up, so a restart is invisible."""

import re
from enum import StrEnum
from typing import Any, Protocol

import discord

from bot.face.pages import clamped
from bot.face.presses import PressedButton

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
    PressedButton, template=rf"take:(?P<act>{'|'.join(Act)}):(?P<number>\d{{1,18}}):(?P<detail>\d{{1,9}})"
):
    """One act on one take."""

    def __init__(
        self,
        act: Act,
        number: int,
        detail: int,
        label: str,
        style: discord.ButtonStyle = discord.ButtonStyle.secondary,
    ) -> None:
        # Discord: 80 characters
        super().__init__(label=clamped(label, 80), style=style, custom_id=f"take:{act}:{number}:{detail}")

    @classmethod
    async def pressed(cls, interaction: Interaction, ids: re.Match[str]) -> None:
        """Have it served."""
        host: Host = interaction.client
        await host.take_desk.press(interaction, Act(ids["act"]), int(ids["number"]), int(ids["detail"]))
