"""Everyone's own data: what is kept, all of it as a file, all of it erased. Each button acts for whoever presses it."""

import io
import re
from collections.abc import Callable
from enum import StrEnum
from typing import Any, Protocol

import discord
from discord import ui

from bot.face.chores import Chores
from bot.face.pages import plain, sealed
from bot.face.poll_board import Board
from bot.face.presses import PressedButton
from bot.polls.service import Polls
from bot.privacy.service import Privacy
from bot.settings import Settings
from bot.takes.shelf import Shelf
from bot.text import privacy as words

Interaction = discord.Interaction[Any]
RED = discord.ButtonStyle.danger


class Act(StrEnum):
    """What a button does."""

    EXPORT = "export"
    ASK = "ask"
    ERASE = "erase"


class PrivacyDesk:
    """Serves the commands and buttons of /privacy."""

    def __init__(
        self,
        privacy: Privacy,
        polls: Polls,
        settings: Callable[[], Settings],
        board: Board,
        shelf: Shelf,
        chores: Chores,
    ) -> None:
        self._privacy = privacy
        self._polls = polls
        self._settings = settings
        self._board = board
        self._shelf = shelf
        self._chores = chores

    def notice(self) -> ui.LayoutView:
        """Return what is kept, by the configuration, with the buttons."""
        table = self._settings().privacy
        text = words.notice(
            operator=plain(table.operator),
            ballots_days=table.ballots_days,
            declined_days=table.declined_takes_days,
            left_days=table.left_servers_days,
        )
        buttons = PrivacyButton(Act.EXPORT, words.export()), PrivacyButton(Act.ASK, words.erase(), RED)
        return sealed(ui.TextDisplay(text), ui.ActionRow(*buttons))

    def question(self) -> ui.LayoutView:
        """Return what an erasure does, with the button that does it."""
        return sealed(ui.TextDisplay(words.sure()), ui.ActionRow(PrivacyButton(Act.ERASE, words.erase_now(), RED)))

    async def press(self, interaction: Interaction, act: Act) -> None:
        """Do what a button says, for whoever pressed it, and answer them alone."""
        match act:
            case Act.EXPORT:
                await self.export(interaction)
            case Act.ASK:
                await interaction.response.send_message(view=self.question(), ephemeral=True)
            case Act.ERASE:
                await self._erase(interaction)

    async def export(self, interaction: Interaction) -> None:
        """Answer with a file of everything."""
        document = await self._privacy.export(interaction.guild_id or 0, interaction.user.id)
        file = discord.File(io.BytesIO(document.encode()), "epilogue-data.json")
        await interaction.response.send_message(words.exported(), file=file, ephemeral=True)

    async def _erase(self, interaction: Interaction) -> None:
        server = interaction.guild_id or 0
        if not self._polls.erased(server, interaction.user.id, interaction.id):
            return  # delivered again: what was written since then stays
        erased = await self._privacy.erase(server, interaction.user.id)
        self._shelf.changed(server)
        self._chores.soon()
        said = words.erased(erased.ballots, erased.reasons, erased.takes)
        await interaction.response.send_message(said, ephemeral=True)
        for poll in erased.open_polls:
            self._board.touch(await self._polls.get(server, poll))


class Host(Protocol):
    """The bot, seen from these buttons."""

    privacy_desk: PrivacyDesk


class PrivacyButton(PressedButton, template=rf"privacy:(?P<act>{'|'.join(Act)})"):
    """One act on the data of whoever presses it: it names nobody, so that nobody else's can be meant."""

    def __init__(self, act: Act, label: str, style: discord.ButtonStyle = discord.ButtonStyle.secondary) -> None:
        super().__init__(label=label, style=style, custom_id=f"privacy:{act}")

    @classmethod
    async def pressed(cls, interaction: Interaction, ids: re.Match[str]) -> None:
        """Have it served."""
        host: Host = interaction.client
        await host.privacy_desk.press(interaction, Act(ids["act"]))
