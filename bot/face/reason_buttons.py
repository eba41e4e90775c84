"""The buttons of reasons. They carry ids; what they mean is looked up, so a restart is invisible."""

import re
from enum import StrEnum
from typing import Any, Protocol

import discord

from bot.face.pages import clamped
from bot.face.presses import PressedButton

Interaction = discord.Interaction[Any]


class Act(StrEnum):
    """What a button does, and what its two numbers are."""

    SAY = "say"  # poll, side
    FOLLOW = "follow"  # poll
    CHANGE = "change"  # reason
    WITHDRAW = "withdraw"  # reason
    READ = "read"  # poll, side and page as one number
    WHICH = "which"  # poll, side and page as one number
    REPORT = "report"  # reason
    HIDE = "hide"  # reason
    UNHIDE = "unhide"  # reason
    MINE = "mine"  # page
    REPORTED = "reported"


class ReasonDesk(Protocol):
    """Who serves the presses: see `bot.face.reason_desk`."""

    async def press(self, interaction: Interaction, act: Act, number: int, detail: int) -> None:
        """Do what a button says, and answer."""


class Host(Protocol):
    """The bot, seen from these buttons."""

    reason_desk: ReasonDesk


# Pages of one side that a button can name.
PAGES = 1_000


def place(side: int, page: int) -> int:
    """Return a side and a page, from 0, as one number for a button."""
    return side * PAGES + min(page, PAGES - 1)


class ReasonButton(
    PressedButton, template=rf"reason:(?P<act>{'|'.join(Act)}):(?P<number>\d{{1,18}}):(?P<detail>\d{{1,5}})"
):
    """One act on one poll or reason."""

    def __init__(
        self,
        act: Act,
        number: int,
        detail: int,
        label: str,
        style: discord.ButtonStyle = discord.ButtonStyle.secondary,
    ) -> None:
        # Discord: 80 characters
        super().__init__(label=clamped(label, 80), style=style, custom_id=f"reason:{act}:{number}:{detail}")

    @classmethod
    async def pressed(cls, interaction: Interaction, ids: re.Match[str]) -> None:
        """Have it served."""
        host: Host = interaction.client
        await host.reason_desk.press(interaction, Act(ids["act"]), int(ids["number"]), int(ids["detail"]))
