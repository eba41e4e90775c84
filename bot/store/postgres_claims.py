"""`bot.claims.Claims` as advisory locks of PostgreSQL's: the server lifts them when their connection ends."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from bot.claims import Alone
from bot.errors import Refusal
from bot.store.postgres_batch import UNUSABLE, Line, reason
from bot.text import postgres as text

log = logging.getLogger(__name__)

# Several bots may share a server, and schemas of one database: their locks have their names.
KEY = "hashtextextended(current_schema()::text || $1::text, 0)"
TAKE = f"SELECT pg_try_advisory_lock({KEY})"
RELEASE = f"SELECT pg_advisory_unlock({KEY})"


class Advisory:
    """The names that this process holds, all on one connection, beside those of other processes."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._own = Alone()  # the server would give a connection again what it has

    @asynccontextmanager
    async def claim(self, name: str) -> AsyncIterator[bool]:
        """See `Claims.claim`. Raises Refusal where the server does not answer."""
        async with self._own.claim(name) as ours:
            if not ours:
                yield False
                return
            connection, had = await self._take(name)
            try:
                yield had
            finally:
                if had:
                    await self._release(connection, name)

    async def _take(self, name: str) -> tuple[Any, bool]:
        async with self._line.busy:
            try:
                connection = await self._line.connection()
                try:
                    return connection, await connection.fetchval(TAKE, name)
                except UNUSABLE:  # lost since it was last used
                    self._line.drop()
                connection = await self._line.connection()
                return connection, await connection.fetchval(TAKE, name)
            except UNUSABLE as error:
                self._line.drop()
                log.warning("%s", text.lost_for_the_log(reason(error)))
                raise Refusal(text.away()) from error

    async def _release(self, connection: Any, name: str) -> None:
        async with self._line.busy:
            if connection.is_closed():  # and with it all locks that were taken on it
                return
            try:
                await connection.fetchval(RELEASE, name)
            except UNUSABLE:
                connection.terminate()
