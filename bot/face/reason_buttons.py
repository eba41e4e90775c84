"""The buttons of reasons. They carry ids; what they mean is looked up, so a restart is invisible."""

from enum import StrEnum
from typing import Any, Protocol

import discord

from bot.face.act_buttons import ActButton

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


class ReasonButton(ActButton, prefix="reason", acts=Act, digits=5):
    """One act on one poll or reason."""

    @classmethod
    async def serve(cls, interaction: Interaction, act: str, number: int, detail: int) -> None:
        """Have it served."""
        host: Host = interaction.client
        await host.reason_desk.press(interaction, Act(act), number, detail)
