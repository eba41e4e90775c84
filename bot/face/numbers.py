"""Numbers in commands: polls, reasons and takes are named by them."""

from typing import Any

from discord.ext import commands

from bot.text import apologies

# The largest whole number that Discord's own client sends. By text one can type any, and neither a button's id nor the
# database would take it.
LARGEST = 2**53 - 1


async def require_sizes(ctx: commands.Context[Any]) -> None:
    """Refuse a command with a number that can name nothing; raises BadArgument."""
    given = (value for value in (*ctx.args, *ctx.kwargs.values()) if isinstance(value, int))
    if not all(0 <= number <= LARGEST for number in given):
        raise commands.BadArgument(apologies.number_names_nothing())
