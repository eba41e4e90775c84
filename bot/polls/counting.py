"""Counts that many ask for at once: a count goes through all ballots of a poll, and a crowd would pay for it each."""

import asyncio
from collections.abc import Awaitable, Callable

from bot.polls.store import Counted

Key = tuple[int, int]
"""A server and a poll."""


class Counting:
    """Lets whoever asks while a poll is being counted share its next count.

    A count begins after it was asked for, so that a voter's own vote is always in it.
    """

    def __init__(self, count: Callable[[int, int], Awaitable[Counted | None]]) -> None:
        self._count = count
        self._running: dict[Key, asyncio.Task[Counted | None]] = {}
        self._next: dict[Key, asyncio.Task[Counted | None]] = {}

    async def of(self, server: int, poll: int) -> Counted | None:
        """Return a poll with its tally; None where there is no such poll."""
        key = server, poll
        if key not in self._next:
            self._next[key] = asyncio.create_task(self._after_running(key), name=f"count {key}")
        return await asyncio.shield(self._next[key])

    async def _after_running(self, key: Key) -> Counted | None:
        if key in self._running:
            await asyncio.wait([self._running[key]])
        self._running[key] = self._next.pop(key)
        try:
            return await self._count(*key)
        finally:
            del self._running[key]
