"""Hears what is deleted: a poll whose message, channel or server is gone has ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord.ext import commands

if TYPE_CHECKING:
    from bot.app import Epilogue


class Deletions(commands.Cog):
    """Ends polls whose place is gone."""

    def __init__(self, bot: Epilogue) -> None:
        self.polls = bot.services.polls

    @commands.Cog.listener()
    async def on_raw_message_delete(self, event: discord.RawMessageDeleteEvent) -> None:
        """A message."""
        await self.polls.gone(event.guild_id or 0, message=event.message_id)

    @commands.Cog.listener()
    async def on_raw_bulk_message_delete(self, event: discord.RawBulkMessageDeleteEvent) -> None:
        """Many messages of one channel."""
        for message in event.message_ids:
            await self.polls.gone(event.guild_id or 0, message=message)

    @commands.Cog.listener()
    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """A channel."""
        await self.polls.gone(channel.guild.id, channel=channel.id)

    @commands.Cog.listener()
    async def on_raw_thread_delete(self, event: discord.RawThreadDeleteEvent) -> None:
        """A thread."""
        await self.polls.gone(event.guild_id, channel=event.thread_id)

    @commands.Cog.listener()
    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """A server that the bot was removed from."""
        await self.polls.gone(guild.id)


async def setup(bot: Epilogue) -> None:
    """Add the listeners to the bot."""
    await bot.add_cog(Deletions(bot))
