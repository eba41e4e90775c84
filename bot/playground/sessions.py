"""A gateway session: the numbered events of one shard, kept so that a cut connection can resume."""

import asyncio
import zlib
from collections import deque
from dataclasses import dataclass, field

import orjson
from aiohttp import web

from bot.playground.shapes import Json

# Discord does not say how many events it keeps for a resume; past this many the resume is refused.
REPLAY = 5_000


class Connection:
    """One WebSocket of the bot: frames leave it in order, compressed as the client asked."""

    def __init__(self, socket: web.WebSocketResponse, transport: asyncio.Transport | None, *, zlib_stream: bool):
        self.socket = socket
        self._transport = transport
        # zlib-stream: one compression context for the life of the connection, flushed after each payload.
        self._deflate = zlib.compressobj(level=1) if zlib_stream else None
        self._outbox: deque[bytes] = deque()
        self._filled = asyncio.Event()
        self._drained = asyncio.Event()
        self._drained.set()
        self._writer = asyncio.create_task(self._write(), name="gateway writer")
        self.session: Session | None = None
        self.listener: asyncio.Task[None] | None = None
        self.ending: int | None = None  # the close code, where the stage itself ends this connection

    @property
    def compressed(self) -> bool:
        """Whether its frames are one zlib stream."""
        return self._deflate is not None

    def send(self, op: int, data: object) -> None:
        """Queue a payload that is no event."""
        self.queue(orjson.dumps({"op": op, "d": data, "s": None, "t": None}))

    def queue(self, payload: bytes) -> None:
        """Queue a payload."""
        self._outbox.append(payload)
        self._drained.clear()
        self._filled.set()

    async def flush(self) -> None:
        """Return once everything queued has left."""
        drained = asyncio.create_task(self._drained.wait())
        await asyncio.wait([drained, self._writer], return_when=asyncio.FIRST_COMPLETED)
        drained.cancel()

    async def _write(self) -> None:
        while True:
            await self._filled.wait()
            self._filled.clear()
            while self._outbox:
                payload = self._outbox[0]
                try:
                    if self._deflate is None:
                        await self.socket.send_str(payload.decode())
                    else:
                        data = self._deflate.compress(payload) + self._deflate.flush(zlib.Z_SYNC_FLUSH)
                        await self.socket.send_bytes(data)
                except (ConnectionError, RuntimeError):
                    return  # the socket is gone; what is numbered is replayed at a resume
                self._outbox.popleft()
            self._drained.set()

    def cut(self) -> None:
        """Break the connection without a close frame, as a failing network does."""
        if self._transport is not None:
            self._transport.abort()

    async def close(self, code: int, reason: str = "") -> None:
        """Send what is queued, then close with a code of the gateway's."""
        await self.flush()
        await self.socket.close(code=code, message=reason.encode())

    def end(self) -> None:
        """Stop writing."""
        self._writer.cancel()


@dataclass(eq=False)
class Session:
    """The events of one shard since its READY, and the connection that carries them now."""

    id: str
    shard: int
    shards: int
    intents: int
    connection: Connection | None
    lost_at: float | None = None  # since when no connection carries it, in seconds of the stage's clock
    sequence: int = 0
    sent: deque[tuple[int, bytes]] = field(default_factory=lambda: deque(maxlen=REPLAY))

    def carries(self, server_id: int | None) -> bool:
        """Whether events of that server (None: direct messages) go to this shard."""
        return self.shard == (0 if server_id is None else (server_id >> 22) % self.shards)

    def dispatch(self, event: str, body: bytes) -> None:
        """Number an event, keep it, and send it where a connection stands."""
        self.sequence += 1
        payload = b'{"t":"%b","s":%d,"op":0,"d":%b}' % (event.encode(), self.sequence, body)
        self.sent.append((self.sequence, payload))
        if self.connection is not None:
            self.connection.queue(payload)

    def replay(self, after: int) -> list[bytes] | None:
        """Return the events after number `after`, or None where they are no longer all kept."""
        if after > self.sequence or (self.sent and self.sent[0][0] > after + 1):
            return None
        return [payload for number, payload in self.sent if number > after]


def hello(heartbeat_seconds: float) -> Json:
    """Write what the gateway says first."""
    return {"heartbeat_interval": int(heartbeat_seconds * 1000)}
