"""The buttons of reasons. They carry ids; what they mean is looked up, so a restart is invisible."""

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
    Answered,
    ui.DynamicItem[ui.Button[Any]],
    template=rf"reason:(?P<act>{'|'.join(Act)}):(?P<number>\d{{1,18}}):(?P<detail>\d{{1,5}})",
):
    """One act on one poll or reason."""

    def __init__(
        self,
        act: Act,
        number: int,
        detail: int = 0,
        label: str = "",
        style: discord.ButtonStyle = discord.ButtonStyle.secondary,
    ) -> None:
        # Discord: 80 characters; a button that was pressed is built again of its id alone.
        name = clamped(label, 80) or act.value
        super().__init__(ui.Button(label=name, style=style, custom_id=f"reason:{act}:{number}:{detail}"))
        self.act_, self.number, self.detail = act, number, detail

    @classmethod
    async def from_custom_id(cls, _interaction: Interaction, _item: ui.Item[Any], match: re.Match[str], /) -> Self:
        """Read the ids; nothing here can fail."""
        return cls(Act(match["act"]), int(match["number"]), int(match["detail"]))

    async def act(self, interaction: Interaction) -> None:
        """Have it served."""
        host: Host = interaction.client
        await host.reason_desk.press(interaction, self.act_, self.number, self.detail)
