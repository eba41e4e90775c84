"""The buttons of a poll. They carry ids; what they mean is looked up, so a restart is invisible."""

import re
from typing import Any, Protocol

import discord

from bot.face.pages import clamped
from bot.face.presses import PressedButton
from bot.text import poll_pages as words

# Discord: a button's label has 80 characters, of which 34 show.
LABEL_LIMIT = 80

Interaction = discord.Interaction[Any]


class Desk(Protocol):
    """Who serves the presses: see `bot.face.poll_desk`."""

    async def vote(self, interaction: Interaction, poll: int, option: int, edition: int) -> None:
        """Record a vote for an option of one edition of a poll, and answer with its receipt."""

    async def withdraw(self, interaction: Interaction, poll: int) -> None:
        """Withdraw a vote and answer with the receipt."""


class Host(Protocol):
    """The bot, seen from these buttons."""

    desk: Desk


def _desk(interaction: Interaction) -> Desk:
    host: Host = interaction.client
    return host.desk


class VoteButton(PressedButton, template=r"poll:(?P<poll>\d{1,18}):vote:(?P<option>\d{1,2})(?::(?P<edition>\d{1,9}))?"):
    """Votes for one option: below the poll, and below a receipt to change to another."""

    def __init__(
        self,
        poll: int,
        option: int,
        label: str,
        emoji: str = "",
        style: discord.ButtonStyle = discord.ButtonStyle.primary,
        *,
        edition: int = 0,
    ) -> None:
        id_ = f"poll:{poll}:vote:{option}" + (f":{edition}" if edition else "")
        super().__init__(style=style, label=clamped(label, LABEL_LIMIT), emoji=emoji or None, custom_id=id_)

    @classmethod
    async def pressed(cls, interaction: Interaction, ids: re.Match[str]) -> None:
        """Vote."""
        await _desk(interaction).vote(interaction, int(ids["poll"]), int(ids["option"]), int(ids["edition"] or 0))


class WithdrawButton(PressedButton, template=r"poll:(?P<poll>\d{1,18}):withdraw"):
    """Takes a vote back; a second press on an option never does."""

    def __init__(self, poll: int) -> None:
        super().__init__(label=words.withdraw(), custom_id=f"poll:{poll}:withdraw")

    @classmethod
    async def pressed(cls, interaction: Interaction, ids: re.Match[str]) -> None:
        """Withdraw."""
        await _desk(interaction).withdraw(interaction, int(ids["poll"]))
