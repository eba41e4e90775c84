"""Everyone's own data: /privacy show, export, delete; and servers that the bot leaves or comes back to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord.ext import commands

from bot.face.pages import private_way
from bot.face.privacy_desk import Act, PrivacyButton
from bot.text import forms as form_words
from bot.text import privacy as words

if TYPE_CHECKING:
    from bot.app import Epilogue

    Context = commands.Context[Epilogue]


class Privacy(commands.Cog):
    """What is kept of you, and how to have it or have it erased."""

    def __init__(self, bot: Epilogue) -> None:
        self.bot = bot
        self.desk = bot.privacy_desk
        self.servers = bot.services.privacy

    async def cog_load(self) -> None:
        """Hear the buttons, and begin with what follows changes; what a former process left undone comes first."""
        self.bot.presses.hear(PrivacyButton)
        self.bot.chores.start(self.bot.reason_threads.tidy, self.bot.take_desk.tidy)

    async def cog_unload(self) -> None:
        """Stop; what is not done yet is done at the next start."""
        await self.bot.chores.close()
        self.bot.presses.forget(PrivacyButton)

    @commands.hybrid_group(fallback="show", invoke_without_command=True)  # type: ignore[arg-type] # mypy infers nothing
    @commands.guild_only()
    async def privacy(self, ctx: Context) -> None:
        """Show what is kept of you, why and for how long"""
        await ctx.send(view=self.desk.notice(), ephemeral=True)

    @privacy.command()  # type: ignore[arg-type]
    async def export(self, ctx: Context) -> None:
        """Get everything that is kept of you in this server"""
        if ctx.interaction is None:
            await ctx.send(view=private_way(form_words.only_privately(), PrivacyButton(Act.EXPORT, words.export())))
        else:
            await self.desk.export(ctx.interaction)

    @privacy.command()  # type: ignore[arg-type]
    async def delete(self, ctx: Context) -> None:
        """Erase everything that is kept of you in this server"""
        await ctx.send(view=self.desk.question(), ephemeral=True)

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """All shards know their servers: the bot may have been removed from some while it did not run."""
        self.bot.chores.soon()

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """The bot was invited, or invited back."""
        await self.servers.returned([guild.id])

    @commands.Cog.listener()
    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """The bot was removed; an outage is not told here."""
        await self.servers.left(guild.id)


async def setup(bot: Epilogue) -> None:
    """Add the commands, the button and the listeners to the bot."""
    await bot.add_cog(Privacy(bot))
