"""Names that one holder at a time has, among all processes that share a database."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from typing import Protocol

PAUSE = 0.2
"""Seconds between two attempts at a name that somebody else has."""


class Claims(Protocol):
    """Who holds what is known to the database, and forgotten with whoever held it, however that ended."""

    def claim(self, name: str) -> AbstractAsyncContextManager[bool]:
        """Try to have a name for as long as the block lasts; what is entered is whether it could be had.

        It never waits for whoever has the name, be that another process or another task of this one. Where the
        database is lost while the block lasts, so may be the name: what is done under it must bear to be done twice.
        """


@asynccontextmanager
async def turn(claims: Claims, name: str) -> AsyncIterator[None]:
    """Wait until a name can be had, and have it for as long as the block lasts."""
    while True:
        async with claims.claim(name) as had:
            if had:
                yield
                return
        await asyncio.sleep(PAUSE)


async def first(claims: Claims, name: str, seconds: float) -> bool:
    """Return whether a name could be had; whoever could has it for so many seconds, whatever becomes of the caller."""
    async with AsyncExitStack() as stack:
        had = await stack.enter_async_context(claims.claim(name))
        if had:
            kept = stack.pop_all()
            loop = asyncio.get_running_loop()
            loop.call_later(seconds, lambda: loop.create_task(kept.aclose(), name=f"end of {name}"))
    return had


class Alone:
    """`Claims` of a process that has its database for itself: only its own tasks can stand in its way."""

    def __init__(self) -> None:
        self._had: set[str] = set()

    @asynccontextmanager
    async def claim(self, name: str) -> AsyncIterator[bool]:
        """See `Claims.claim`."""
        if name in self._had:
            yield False
            return
        self._had.add(name)
        try:
            yield True
        finally:
            self._had.discard(name)
