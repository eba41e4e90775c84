"""The buttons of takes. They carry ids; what they mean is looked up, so a restart is invisible."""

from enum import StrEnum
from typing import Any, Protocol

import discord

from bot.face.act_buttons import ActButton

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


class TakeButton(ActButton, prefix="take", acts=Act, digits=9):
    """One act on one take."""

    @classmethod
    async def serve(cls, interaction: Interaction, act: str, number: int, detail: int) -> None:
        """Have it served."""
        host: Host = interaction.client
        await host.take_desk.press(interaction, Act(act), number, detail)
