"""`bot.peers.Peers` by PostgreSQL's LISTEN and NOTIFY."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from typing import Any

from bot.errors import Refusal
from bot.store.postgres_batch import UNUSABLE, Line
from bot.store.transaction import Row, Transaction, Work

# One channel a schema: several bots may share a database.
CHANNEL = "SELECT 'epilogue_reload_' || current_schema()"
ASK = "SELECT pg_notify('epilogue_reload_' || current_schema(), :who)"
AGAIN = 1.0  # seconds between two tries to be heard by a server that is away
# Seconds after which a server that says nothing is asked whether it is there: a network that vanishes says nothing.
SILENCE = 60.0


class Notified:
    """Hears on the line of the claims, asks in a transaction like any other."""

    def __init__(self, line: Line, write: Callable[[Work[Any]], Awaitable[Any]]) -> None:
        self._line = line
        self._write = write
        self._who = secrets.token_hex(8)
        self._heard: asyncio.Queue[bool] = asyncio.Queue()
        self._task: asyncio.Task[None] | None = None

    async def ask_to_reload(self) -> None:
        """See `Peers.ask_to_reload`."""

        async def work(t: Transaction) -> list[Row]:
            return list(await t.fetch(ASK, {"who": self._who}))

        await self._write(work)

    async def asked_to_reload(self) -> bool:
        """See `Peers.asked_to_reload`."""
        return await self._heard.get()

    async def open(self) -> None:
        """Begin to hear. Raises what asyncpg and the network raise."""
        self._task = asyncio.create_task(self._keep_listening(*await self._listen()), name="peers")

    async def close(self) -> None:
        """Hear nothing more."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])

    async def _listen(self) -> tuple[Any, asyncio.Event]:
        """Listen on the connection that the line has; return it, and what is set when it has ended."""
        ended = asyncio.Event()
        async with self._line.busy:
            connection = await self._line.connection()
            await connection.add_listener(await connection.fetchval(CHANNEL), self._hear)
        connection.add_termination_listener(lambda _connection: ended.set())
        return connection, ended

    async def _keep_listening(self, connection: Any, ended: asyncio.Event) -> None:
        while True:
            try:
                await self._until_lost(connection, ended)
                connection, ended = await self._listen()
                self._heard.put_nowait(False)
            except (*UNUSABLE, Refusal):
                self._line.drop()
                await asyncio.sleep(AGAIN)

    async def _until_lost(self, connection: Any, ended: asyncio.Event) -> None:
        while not ended.is_set() and not connection.is_closed():
            try:
                async with asyncio.timeout(SILENCE):
                    await ended.wait()
            except TimeoutError:
                async with self._line.busy:
                    await connection.fetchval("SELECT 1")

    def _hear(self, _connection: Any, _process: int, _channel: str, who: str) -> None:
        if who != self._who:
            self._heard.put_nowait(True)
