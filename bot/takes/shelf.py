"""The library as each server knows it: the essays, and its own members' accepted takes beside them."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable

from bot.errors import Refusal
from bot.knowledge import Library
from bot.takes.essays import as_essay
from bot.takes.service import Takes

MOST_KEPT = 256
"""Servers with takes whose library is kept ready; the one asked longest ago gives way."""


class Shelf:
    """Builds a server's library when it is first asked for after a change."""

    def __init__(self, takes: Takes, essays: Callable[[], Library]) -> None:
        """`essays` returns the library of the folder as it is now: it changes with a reload."""
        self._takes = takes
        self._essays = essays
        self._kept: OrderedDict[int, tuple[Library, Library]] = OrderedDict()
        self._changes = 0

    async def of(self, server: int | None) -> Library:
        """Return what is quoted in a server; None for a conversation outside of servers."""
        essays = self._essays()
        if server is None:
            return essays
        kept = self._kept.get(server)
        if kept is not None and kept[0] is essays:
            self._kept.move_to_end(server)
            return kept[1]
        before = self._changes
        try:
            library = await self._built(essays, server)
        except Refusal:  # the database fails, which is told where it does; the essays are here
            return essays
        if self._changes == before:  # else it may be old already, and is good for this one answer
            self._kept[server] = (essays, library)
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        return library

    def changed(self, server: int) -> None:
        """Say that a take of a server was accepted, hidden, changed or erased."""
        self._changes += 1
        self._kept.pop(server, None)

    async def _built(self, essays: Library, server: int) -> Library:
        accepted = await self._takes.accepted(server)
        if not accepted:
            return essays
        return await asyncio.to_thread(lambda: essays.with_essays(map(as_essay, accepted)))
