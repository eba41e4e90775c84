"""Which channels carry Discord's mark that spoilers are welcome in them."""

import asyncio
import logging
from typing import Any

import aiohttp
import discord

log = logging.getLogger(__name__)

# Discord's channel flag; discord.py 2.7.1 has no name for it, and drops a text channel's flags altogether.
MARK = 1 << 21
# Asking stands before an answer that is due within 3 s.
PATIENCE = 1.0
MOST_REMEMBERED = 10_000


class SpoilerChannels:
    """Asks Discord about a channel once, and remembers until the channel changes."""

    def __init__(self, client: discord.Client) -> None:
        self._client = client
        self._marked: dict[int, bool] = {}

    async def is_marked(self, channel: int) -> bool:
        """Return whether a channel, by id, carries the mark; False where Discord does not say so in time."""
        if channel not in self._marked:
            try:
                async with asyncio.timeout(PATIENCE):
                    raw = await self._client.http.get_channel(channel)
            except (TimeoutError, discord.HTTPException, aiohttp.ClientError) as error:
                log.info("The marks of a channel could not be read, so spoilers are blurred there: %s", error)
                return False
            if len(self._marked) >= MOST_REMEMBERED:
                self._marked.clear()
            flags: Any = raw.get("flags", 0)
            self._marked[channel] = bool(flags & MARK)
        return self._marked[channel]

    def forget(self, channel: int) -> None:
        """Ask anew next time: the channel has changed."""
        self._marked.pop(channel, None)
