"""The bot about itself: /topics, /essays, /about, /help."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord.ext import commands

from bot.face.pages import page, plain
from bot.text import about as words

if TYPE_CHECKING:
    from bot.app import Epilogue


class About(commands.Cog):
    """What the bot can do and what it has read."""

    def __init__(self, bot: Epilogue) -> None:
        self.bot = bot

    @commands.hybrid_command()  # type: ignore[arg-type] # mypy infers nothing from discord.py's decorator
    async def topics(self, ctx: commands.Context[Epilogue]) -> None:
        """Show what you can ask by name"""
        settings = self.bot.settings
        listed = ((settings.slash(topic), topic) for topic in settings.topics.values())
        text = words.topics(listed, settings.commands.prefix)
        await ctx.send(view=page(text), ephemeral=True)

    @commands.hybrid_command()  # type: ignore[arg-type] # mypy infers nothing from discord.py's decorator
    async def essays(self, ctx: commands.Context[Epilogue]) -> None:
        """Show the essays that I have read"""
        lines = (
            words.essay(plain(e.title), plain(e.author or ""), plain(e.film), e.year, plain(e.stance or ""), e.source)
            for e in self.bot.library.essays
        )
        await ctx.send(view=page(words.essays(lines)), ephemeral=True)

    @commands.hybrid_command()  # type: ignore[arg-type] # mypy infers nothing from discord.py's decorator
    async def about(self, ctx: commands.Context[Epilogue]) -> None:
        """Say who I am"""
        library = self.bot.library
        await ctx.send(view=page(words.about(library.films, len(library.essays))), ephemeral=True)

    @commands.hybrid_command()  # type: ignore[arg-type] # mypy infers nothing from discord.py's decorator
    async def help(self, ctx: commands.Context[Epilogue]) -> None:
        """Show every command"""
        settings = self.bot.settings
        topics = settings.topics
        others = sorted(
            (command.qualified_name, command.short_doc)
            for command in self.bot.walk_commands()
            if not isinstance(command, commands.Group) and not command.hidden and command.name not in topics
        )
        listed = [*((settings.slash(topic), topic.description) for topic in topics.values()), *others]
        await ctx.send(view=page(words.help_page(listed, settings.commands.prefix)), ephemeral=True)


async def setup(bot: Epilogue) -> None:
    """Add the commands to the bot."""
    await bot.add_cog(About(bot))
