"""A poll's message follows its votes: at most one edit a second, and the last state always arrives."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import aiohttp
import discord

from bot.clock import Clock
from bot.errors import Refusal

log = logging.getLogger(__name__)

Key = tuple[int, int]
"""A server and a poll."""

OFTEN = timedelta(seconds=1)
# Discord limits edits of messages older than an hour (error 30046) to a number that it does not publish.
OLD = timedelta(hours=1)
SELDOM = timedelta(minutes=1)
# Seconds for the last edits of a bot that stops.
AT_THE_END = 2.0
FIRST_RETRY, LONGEST_RETRY = timedelta(seconds=5), timedelta(minutes=10)

# What passes: Discord's trouble, the network's, and (as a Refusal) the database's.
TROUBLE = (discord.HTTPException, discord.RateLimited, aiohttp.ClientError, TimeoutError, Refusal)


class Refresher:
    """Calls `draw(key)` some time after each `touch(key)`, many touches at once where they come fast.

    `draw` edits the message to what is true when it is called, and returns when that message was posted, or None
    where there is nothing to edit any more.
    """

    def __init__(self, clock: Clock, draw: Callable[[Key], Awaitable[datetime | None]]) -> None:
        self._clock = clock
        self._draw = draw
        self._dirty: set[Key] = set()
        self._drawing: set[Key] = set()
        self._closing = False
        self._tasks: dict[Key, asyncio.Task[None]] = {}

    def touch(self, key: Key) -> None:
        """Say that a poll has changed."""
        self._dirty.add(key)
        if key not in self._tasks:
            self._tasks[key] = asyncio.create_task(self._follow(key), name=f"refresh {key}")

    async def close(self) -> None:
        """Stop: what is being drawn is finished, what was not drawn yet is drawn once more, within `AT_THE_END`."""
        self._closing = True
        for key, task in self._tasks.items():
            # A request that is cancelled blocks its route for good (discord.py 2.7.1): its bucket waits for an answer.
            if key not in self._drawing:
                task.cancel()
        late = {key for key in self._dirty if key not in self._drawing}
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(AT_THE_END):
                drawing = [*self._tasks.values(), *(self._draw(key) for key in late)]
                await asyncio.gather(*drawing, return_exceptions=True)

    async def _follow(self, key: Key) -> None:
        """Draw until nothing has changed since the last drawing."""
        retry = FIRST_RETRY
        try:
            while key in self._dirty:
                self._dirty.discard(key)
                self._drawing.add(key)
                try:
                    posted = await self._draw(key)
                except TROUBLE as error:
                    log.info("The message of poll %d could not be edited yet: %s", key[1], error)
                    if self._closing:
                        break
                    self._dirty.add(key)
                    pause, retry = retry, min(2 * retry, LONGEST_RETRY)
                else:
                    if posted is None:
                        break
                    retry = FIRST_RETRY
                    pause = SELDOM if self._clock.now() - posted > OLD else OFTEN
                finally:
                    self._drawing.discard(key)
                if self._closing:
                    continue
                await self._clock.sleep_until(self._clock.now() + pause)
        finally:
            del self._tasks[key]
            self._dirty.discard(key)
