"""The context of a command, whose answer goes to whoever gave it and to nobody else."""

from typing import Any

import discord
from discord.ext import commands


class Context(commands.Context[Any]):
    """Answers an interaction as such, whatever the machine's clock says.

    Past the 15 minutes for which Discord takes an answer, discord.py 2.7.1 posts it in the channel instead, where
    everyone reads it, and it measures them by this machine's clock. What Discord itself no longer takes is let go.
    """

    async def send(self, content: str | None = None, **said: Any) -> discord.Message:
        """See `commands.Context.send`."""
        if self.interaction is None:
            return await super().send(content, **said)
        if self.interaction.response.is_done():
            followup: discord.Message = await self.interaction.followup.send(content or "", **said, wait=True)
            return followup
        answer = await self.interaction.response.send_message(content, **said)
        assert isinstance(answer.resource, discord.Message)  # noqa: S101 - Discord returns the message it made
        return answer.resource
