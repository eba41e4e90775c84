"""Where spoilers are blurred: not in channels that are marked for them, by Discord or by the configuration."""

import asyncio
import logging
from collections.abc import Callable, Collection
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

    def __init__(self, client: discord.Client, unblurred: Callable[[], Collection[int]]) -> None:
        self._client = client
        self._unblurred = unblurred
        self._marked: dict[int, bool] = {}
        self._asking: dict[int, asyncio.Task[bool]] = {}

    async def blurs(self, channel: int) -> bool:
        """Return whether spoilers are blurred in a channel or thread, by its id; a thread goes by its channel too."""
        known = self._client.get_channel(channel)
        parent = known.parent_id if isinstance(known, discord.Thread) else channel
        if not {channel, parent}.isdisjoint(self._unblurred()):
            return False
        return not await self._is_marked(parent)

    def forget(self, channel: int) -> None:
        """Ask anew next time: the channel has changed."""
        self._marked.pop(channel, None)

    async def _is_marked(self, channel: int) -> bool:
        if channel in self._marked:
            return self._marked[channel]
        # Whoever comes meanwhile waits for the same question: a poll is pressed by many at once.
        if channel not in self._asking:
            self._asking[channel] = asyncio.create_task(self._ask(channel), name=f"marks of {channel}")
        return await asyncio.shield(self._asking[channel])

    async def _ask(self, channel: int) -> bool:
        """Return whether a channel carries the mark; False where Discord does not say so in time."""
        try:
            async with asyncio.timeout(PATIENCE):
                raw = await self._client.http.get_channel(channel)
        except (TimeoutError, discord.HTTPException, aiohttp.ClientError) as error:
            log.info("The marks of a channel could not be read, so spoilers are blurred there: %s", error)
            return False
        finally:
            del self._asking[channel]
        if len(self._marked) >= MOST_REMEMBERED:
            self._marked.clear()
        flags: Any = raw.get("flags", 0)
        self._marked[channel] = bool(flags & MARK)
        return self._marked[channel]
