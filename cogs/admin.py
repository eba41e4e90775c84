"""/admin, for whoever runs the bot: read essays and configuration anew. By slash alone, for its answers are private."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.errors import Refusal
from bot.face.pages import page, plain
from bot.text import admin as refusals
from bot.text import check as checked
from bot.text import reload as words

if TYPE_CHECKING:
    from bot.app import Epilogue

    Interaction = discord.Interaction[Epilogue]


# Shown to a server's administrators alone; who may is asked of Discord's record of the bot's owner.
@app_commands.default_permissions(administrator=True)
@app_commands.guild_only()
class Admin(commands.GroupCog, group_name="admin", group_description="For whoever runs the bot"):
    """The operator's commands."""

    def __init__(self, bot: Epilogue) -> None:
        self.bot = bot

    @app_commands.command()
    @app_commands.describe(dry_run="Only say what would change")
    async def reload(self, interaction: Interaction, dry_run: bool = False) -> None:
        """Read essays and configuration again, without a restart"""
        await self._begin(interaction)
        reloaded = await self.bot.reload(dry_run=dry_run)
        changes, faults = ([plain(one) for one in several] for several in (reloaded.changes, reloaded.faults))
        await interaction.followup.send(view=page(words.report(changes, faults, dry_run=dry_run)), ephemeral=True)

    @app_commands.command()
    async def health(self, interaction: Interaction) -> None:
        """Show what ails the bot, and how to mend it"""
        await self._begin(interaction)
        findings = await self.bot.health()
        text = "\n".join(checked.finding(one.severity, one.sentence) for one in findings)
        await interaction.followup.send(view=page(plain(text)), ephemeral=True)

    async def _begin(self, interaction: Interaction) -> None:
        """Promise an answer to the bot's owner or its team; a server's administrator does not run the bot."""
        if not await self.bot.is_owner(interaction.user):
            raise Refusal(refusals.operator_only())
        await interaction.response.defer(ephemeral=True, thinking=True)


async def setup(bot: Epilogue) -> None:
    """Add the commands to the bot."""
    await bot.add_cog(Admin(bot))
