"""Reasons: /reason mine, list, reported, hide, unhide, and the buttons and forms around a vote's reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import app_commands
from discord.ext import commands

from bot.face.forms import AgainButton
from bot.face.pages import private_way
from bot.face.people import person
from bot.face.reason_buttons import Act, ReasonButton
from bot.text import forms as words

if TYPE_CHECKING:
    from bot.app import Epilogue

    Context = commands.Context[Epilogue]

BUTTONS = (ReasonButton, AgainButton)
REASON = "The reason, by its number"


class Reasons(commands.Cog):
    """Why members voted as they did."""

    def __init__(self, bot: Epilogue) -> None:
        self.bot = bot
        self.desk = bot.reason_desk

    async def cog_load(self) -> None:
        """Hear the buttons."""
        self.bot.presses.hear(*BUTTONS)

    async def cog_unload(self) -> None:
        """Hear them no longer."""
        self.bot.presses.forget(*BUTTONS)

    @commands.hybrid_group(fallback="mine", invoke_without_command=True)  # type: ignore[arg-type] # mypy infers nothing
    @commands.guild_only()
    async def reason(self, ctx: Context) -> None:
        """Show your reasons, to change or withdraw them"""
        if ctx.interaction is None:
            await ctx.send(view=private_way(words.only_privately(), ReasonButton(Act.MINE, 0, 0, words.show_me())))
            return
        await ctx.send(view=await self.desk.mine_page(_server(ctx), ctx.author.id), ephemeral=True)

    @reason.command(name="list")  # type: ignore[arg-type]
    @app_commands.describe(poll="The poll, by its number")
    async def list_(self, ctx: Context, poll: int) -> None:
        """Read the reasons of a closed poll"""
        await ctx.send(view=await self.desk.record_page(_server(ctx), poll), ephemeral=True)

    @reason.command()  # type: ignore[arg-type]
    async def reported(self, ctx: Context) -> None:
        """Look at what members reported (moderators)"""
        if ctx.interaction is None:
            await ctx.send(view=private_way(words.only_privately(), ReasonButton(Act.REPORTED, 0, 0, words.show_me())))
            return
        await ctx.send(view=await self.desk.reported_page(person(ctx.author), _server(ctx)), ephemeral=True)

    @reason.command()  # type: ignore[arg-type]
    @app_commands.describe(reason=REASON, note="Why; its writer can read it")
    async def hide(self, ctx: Context, reason: int, *, note: str) -> None:
        """Hide a reason (moderators)"""
        await ctx.send(view=await self.desk.hidden(person(ctx.author), _server(ctx), reason, note), ephemeral=True)

    @reason.command()  # type: ignore[arg-type]
    @app_commands.describe(reason=REASON)
    async def unhide(self, ctx: Context, reason: int) -> None:
        """Show a hidden reason again (moderators)"""
        await ctx.send(view=await self.desk.unhidden(person(ctx.author), _server(ctx), reason), ephemeral=True)


def _server(ctx: Context) -> int:
    return ctx.guild.id if ctx.guild else 0


async def setup(bot: Epilogue) -> None:
    """Add the commands and the buttons to the bot."""
    await bot.add_cog(Reasons(bot))
