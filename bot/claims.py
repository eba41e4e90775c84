"""Names that one holder at a time has, among all processes that share a database."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
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


class Firsts:
    """Names that whoever is first to ask for them has for so many seconds, until `close` at the latest."""

    def __init__(self, claims: Claims, seconds: float) -> None:
        self._claims = claims
        self._seconds = seconds
        self._holding: set[asyncio.Task[None]] = set()

    async def first(self, name: str) -> bool:
        """Return whether nobody has had the name of late. Raises what keeps that from being known."""
        answer: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        task = asyncio.create_task(self._hold(name, answer), name=f"first {name}")
        self._holding.add(task)
        task.add_done_callback(self._holding.discard)
        return await answer

    async def close(self) -> None:
        """Let all names go."""
        for task in self._holding:
            task.cancel()
        await asyncio.gather(*self._holding, return_exceptions=True)

    async def _hold(self, name: str, answer: asyncio.Future[bool]) -> None:
        try:
            async with self._claims.claim(name) as had:
                if not answer.done():
                    answer.set_result(had)
                if had:
                    await asyncio.sleep(self._seconds)
        except Exception as error:
            if answer.done():
                raise
            answer.set_exception(error)
