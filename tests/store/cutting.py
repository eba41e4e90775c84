"""A way to a PostgreSQL server that is cut where a test says: at a statement, before or after it was heard."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from urllib.parse import urlsplit


class Way:
    """Passes bytes on between the bot and the server, as a network does, until it is told otherwise."""

    def __init__(self, host: str, port: int) -> None:
        self._there = (host, port)
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()
        self._cut_at = b""
        self._heard = False
        self.port = 0
        self.cuts = 0
        self.was_cut = asyncio.Event()

    async def open(self) -> None:
        """Let connections through, at the port where they were let through before."""
        self._server = await asyncio.start_server(self._carry, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        """End every connection, and refuse new ones."""
        assert self._server is not None
        self._server.close()
        for writer in list(self._open):
            writer.transport.abort()
        await self._server.wait_closed()

    def cut_at(self, statement: str, *, heard: bool) -> None:
        """Cut the connection that sends a statement next; where `heard`, once the server has answered it."""
        self._cut_at, self._heard = statement.encode() + b"\0", heard

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, to_server = await asyncio.open_connection(*self._there)
        self._open |= {writer, to_server}
        answers = asyncio.create_task(self._answer(there, writer))
        with contextlib.suppress(OSError):
            while sent := await reader.read(65536):
                if self._cut_at and self._cut_at in sent:
                    self._cut_at = b""
                    answers.cancel()
                    if self._heard:
                        await asyncio.wait([answers])
                        to_server.write(sent)
                        await there.read(1)  # the answer is on its way: the server has done it
                    self.cuts += 1
                    self.was_cut.set()
                    break
                to_server.write(sent)
        answers.cancel()
        await asyncio.wait([answers])
        for one in (writer, to_server):
            one.transport.abort()
            self._open.discard(one)

    async def _answer(self, there: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while got := await there.read(65536):
                writer.write(got)
            writer.transport.abort()


@contextlib.asynccontextmanager
async def way_to(url: str) -> AsyncIterator[tuple[Way, str]]:
    """Open a way to the server of a url, and give the url by that way."""
    parts = urlsplit(url)
    way = Way(parts.hostname or "localhost", parts.port or 5432)
    await way.open()
    user = f"{parts.netloc.rpartition('@')[0]}@" if "@" in parts.netloc else ""
    try:
        yield way, parts._replace(netloc=f"{user}127.0.0.1:{way.port}").geturl()
    finally:
        with contextlib.suppress(AssertionError):
            await way.close()
