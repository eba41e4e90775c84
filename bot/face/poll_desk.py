"""Where votes are handed in: each press is counted, then answered with a private receipt."""

from collections.abc import Callable
from typing import Any

import discord

from bot.face.people import person
from bot.face.poll_board import Board
from bot.face.quotes import show_privately
from bot.face.reason_desk import ReasonDesk
from bot.face.receipts import Receipts
from bot.face.spoiler_channels import SpoilerChannels
from bot.polls import rights
from bot.polls.evidence import Evidence
from bot.polls.service import Polls
from bot.settings import Rights

Interaction = discord.Interaction[Any]


class Desk:
    """Serves the buttons of all polls."""

    def __init__(
        self,
        polls: Polls,
        evidence: Evidence,
        board: Board,
        rights_in: Callable[[int], Rights],
        spoiler_channels: SpoilerChannels,
        reasons: ReasonDesk,
    ) -> None:
        self._polls = polls
        self._evidence = evidence
        self._board = board
        self._rights_in = rights_in
        self._spoiler_channels = spoiler_channels
        self._reasons = reasons
        self._receipts = Receipts()

    async def vote(self, interaction: Interaction, poll: int, option: int, edition: int) -> None:
        """Record a vote; the answer is its receipt, and the poll's message follows."""
        who, server = person(interaction.user), interaction.guild_id or 0
        rights.require_voter(who.roles, self._rights_in(server))
        receipt = await self._polls.vote(server, poll, option, who.id, who.roles, press=interaction.id, edition=edition)
        asked = receipt.poll.question
        against = self._evidence.against(asked, option) if receipt.poll.terms.evidence else None
        spoils = against is not None and against.spoilers
        blur = spoils and await self._spoiler_channels.blurs(interaction.channel_id or 0)
        asks_why = self._reasons.asks_why(receipt, has_passage=against is not None)
        try:
            await show_privately(interaction, self._receipts.page(receipt, against, blur=blur, asks_why=asks_why))
        finally:  # the vote is counted, whether or not its receipt arrives
            if receipt.before != receipt.after:
                self._board.touch(receipt.poll)

    async def withdraw(self, interaction: Interaction, poll: int) -> None:
        """Withdraw a vote; the answer is the receipt."""
        receipt = await self._polls.withdraw(interaction.guild_id or 0, poll, interaction.user.id, press=interaction.id)
        try:
            await show_privately(interaction, self._receipts.page(receipt, None, blur=True, asks_why=False))
        finally:
            if receipt.before is not None:
                self._board.touch(receipt.poll)
