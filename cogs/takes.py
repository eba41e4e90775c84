"""Takes: /take write, mine, list, read, withdraw, review, post, export, and their buttons and forms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import app_commands
from discord.ext import commands

from bot.face import take_pages
from bot.face.pages import private_way
from bot.face.people import person
from bot.face.take_buttons import Act, TakeButton
from bot.text import forms as words

if TYPE_CHECKING:
    import discord

    from bot.app import Epilogue

    Context = commands.Context[Epilogue]
    Interaction = discord.Interaction[Epilogue]

TAKE = "The take, by its number"


class Takes(commands.Cog):
    """Answer an essay, and read how others did."""

    def __init__(self, bot: Epilogue) -> None:
        self.bot = bot
        self.desk = bot.take_desk

    async def cog_load(self) -> None:
        """Hear the buttons."""
        self.bot.presses.hear(TakeButton)

    async def cog_unload(self) -> None:
        """Hear them no longer."""
        self.bot.presses.forget(TakeButton)

    @commands.hybrid_group(fallback="list", invoke_without_command=True)  # type: ignore[arg-type] # mypy infers nothing
    @commands.guild_only()
    async def take(self, ctx: Context) -> None:
        """Show the takes of this server"""
        await ctx.send(view=await self.desk.list_page(_server(ctx)), ephemeral=True)

    @take.command()  # type: ignore[arg-type]
    @app_commands.describe(essay="The essay that you answer; the form offers them too")
    async def write(self, ctx: Context, *, essay: str = "") -> None:
        """Answer an essay in your own words"""
        if ctx.interaction is None:
            await ctx.send(view=private_way(words.form_behind(), TakeButton(Act.WRITE, 0, 0, words.open_form())))
        else:
            await self.desk.open_form(ctx.interaction, essay)

    @take.command()  # type: ignore[arg-type]
    async def mine(self, ctx: Context) -> None:
        """Show your takes, to change or withdraw them"""
        if ctx.interaction is None:
            await ctx.send(view=private_way(words.only_privately(), TakeButton(Act.MINE, 0, 0, words.show_me())))
        else:
            await ctx.send(view=await self.desk.own_page(_server(ctx), ctx.author.id), ephemeral=True)

    @take.command()  # type: ignore[arg-type]
    @app_commands.describe(take=TAKE)
    async def read(self, ctx: Context, take: int) -> None:
        """Read a take"""
        # A text command is answered to everyone: a take of one's own that is not accepted is not shown there.
        reader = ctx.author.id if ctx.interaction else None
        view = await self.desk.read_page(_server(ctx), take, ctx.channel.id, reader)
        await ctx.send(view=view, ephemeral=True)

    @take.command()  # type: ignore[arg-type]
    @app_commands.describe(take=TAKE)
    async def withdraw(self, ctx: Context, take: int) -> None:
        """Erase a take of yours"""
        await ctx.send(view=await self.desk.withdrawn(_server(ctx), take, ctx.author.id), ephemeral=True)

    @take.command()  # type: ignore[arg-type]
    @app_commands.describe(take="A take by its number; else the one that waits longest")
    async def review(self, ctx: Context, take: int | None = None) -> None:
        """Accept, decline or hide takes (moderators)"""
        if ctx.interaction is None:
            button = TakeButton(Act.REVIEW, take or 0, 0, words.show_me())
            await ctx.send(view=private_way(words.only_privately(), button))
        else:
            await ctx.send(view=await self.desk.review_page(person(ctx.author), _server(ctx), take), ephemeral=True)

    @take.command()  # type: ignore[arg-type]
    @app_commands.describe(take=TAKE)
    async def post(self, ctx: Context, take: int) -> None:
        """Post an accepted take here, for its writer and moderators"""
        view = await self.desk.post(person(ctx.author), _server(ctx), take, ctx.channel.id)
        await ctx.send(view=view, ephemeral=True)

    @take.command()  # type: ignore[arg-type]
    async def export(self, ctx: Context) -> None:
        """Get all accepted takes as essay files (moderators)"""
        said, file = await self.desk.export(person(ctx.author), _server(ctx))
        await ctx.send(said, file=file, ephemeral=True)

    @write.autocomplete("essay")
    async def suggest_essays(self, _interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        """Offer the essays."""
        fitting = [one for one in self.bot.library.essays if typed.casefold() in one.title.casefold()]
        return [app_commands.Choice(name=one.title[:100], value=one.file[:100]) for one in fitting[:25]]

    @read.autocomplete("take")
    @post.autocomplete("take")
    async def suggest_takes(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[int]]:
        """Offer this server's accepted takes."""
        rows = [(take_pages.choice_name(one), one.id) for one in await self.desk.accepted(interaction.guild_id or 0)]
        fitting = [(name, id_) for name, id_ in rows if str(typed).casefold() in name.casefold()]
        return [app_commands.Choice(name=name, value=id_) for name, id_ in fitting[:25]]


def _server(ctx: Context) -> int:
    return ctx.guild.id if ctx.guild else 0


async def setup(bot: Epilogue) -> None:
    """Add the commands and the buttons to the bot."""
    await bot.add_cog(Takes(bot))
