"""Where something is asked, by whom, and how to answer there: a text command, a slash command or a form."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import discord
from discord.ext import commands


@dataclass(frozen=True, slots=True)
class Place:
    """A channel of a server with the one who acts in it."""

    server: int
    channel: int
    author: int
    in_thread: bool
    allowed: discord.Permissions
    """What the bot may do there, with a message of its own as with an answer."""
    send: Callable[..., Awaitable[discord.Message]]
    """Answers with a message that everyone sees, and returns it."""

    @classmethod
    def of_command(cls, ctx: commands.Context[Any]) -> "Place":
        """Return where a command was used; in a direct conversation the server is 0."""
        server = ctx.guild.id if ctx.guild else 0
        # A slash command's own `bot_permissions` are those of its answer, which may always attach files.
        allowed = ctx.interaction.app_permissions if ctx.interaction else ctx.bot_permissions
        in_thread = isinstance(ctx.channel, discord.Thread)
        return cls(server, ctx.channel.id, ctx.author.id, in_thread, allowed, ctx.send)

    @classmethod
    def of_form(cls, interaction: discord.Interaction[Any]) -> "Place":
        """Return where a form was filled in."""

        async def send(**message: Any) -> discord.Message:
            sent = await interaction.response.send_message(**message)
            assert isinstance(sent.resource, discord.Message)  # noqa: S101 - Discord returns the message it made
            return sent.resource

        channel, server = interaction.channel_id or 0, interaction.guild_id or 0
        in_thread = isinstance(interaction.channel, discord.Thread)
        return cls(server, channel, interaction.user.id, in_thread, interaction.app_permissions, send)
