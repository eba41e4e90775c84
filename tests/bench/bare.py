"""A bare discord.py bot, to set Epilogue beside: one hybrid command, and to it or any press the answer is a constant.

    python -m tests.bench.bare API_BASE TOKEN [MODULE ...]

It imports nothing but discord.py, and the modules that are named, so that it costs what the libraries cost and no more.
"""

import sys
from importlib import import_module
from typing import Any

import discord
from discord.ext import commands
from discord.http import Route


class Bare(commands.AutoShardedBot):
    """As lean as discord.py's own settings make it."""

    async def setup_hook(self) -> None:
        """Tell Discord of the command."""
        await self.tree.sync()

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Answer a press; commands have a door of their own."""
        if interaction.type is discord.InteractionType.component:
            await self.press(interaction)

    async def press(self, interaction: discord.Interaction[Any]) -> None:
        """Answer one press."""
        await interaction.response.send_message("Counted.", ephemeral=True)


def main(api_base: str, token: str, kind: type[Bare] = Bare) -> None:
    """Run it until it is terminated."""
    intents = discord.Intents(guilds=True, guild_messages=True)
    bot = kind(commands.when_mentioned, intents=intents, max_messages=None, chunk_guilds_at_startup=False)

    @bot.hybrid_command(description="Answer")
    async def jazz(context: commands.Context[Any]) -> None:
        await context.send("A constant.")

    Route.BASE = api_base
    bot.run(token, log_handler=None)


if __name__ == "__main__":
    for module in sys.argv[3:]:
        import_module(module)
    main(sys.argv[1], sys.argv[2])
