"""Hears the votes in Discord's own polls, where they are ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord.ext import commands

if TYPE_CHECKING:
    from bot.app import Epilogue


class NativePolls(commands.Cog):
    """Follows polls of the style "native". What is missed while the bot is away comes with Discord's own count."""

    def __init__(self, bot: Epilogue) -> None:
        self.polls = bot.services.polls

    @commands.Cog.listener()
    async def on_raw_poll_vote_add(self, event: discord.RawPollVoteActionEvent) -> None:
        """A vote; Discord numbers answers from 1."""
        server, option = event.guild_id or 0, event.answer_id - 1
        await self.polls.native_vote(server, event.message_id, option, event.user_id, added=True)

    @commands.Cog.listener()
    async def on_raw_poll_vote_remove(self, event: discord.RawPollVoteActionEvent) -> None:
        """A vote taken away."""
        server, option = event.guild_id or 0, event.answer_id - 1
        await self.polls.native_vote(server, event.message_id, option, event.user_id, added=False)


async def setup(bot: Epilogue) -> None:
    """Add the listeners to the bot."""
    await bot.add_cog(NativePolls(bot))
