"""The gateway: HELLO, IDENTIFY, READY, heartbeats, RESUME, events, and every way in which it ends a conversation.

Close codes and rules: Discord's documentation, "Gateway" and "Opcodes and Status Codes".
"""

import asyncio
import secrets
from collections import deque

import orjson
from aiohttp import WSCloseCode, WSMsgType, web

from bot.playground import greetings, intents, limits
from bot.playground.closing import (
    ALREADY_AUTHENTICATED,
    AUTHENTICATION_FAILED,
    DECODE_ERROR,
    DISALLOWED_INTENTS,
    INVALID_INTENTS,
    INVALID_SEQUENCE,
    INVALID_VERSION,
    NOT_AUTHENTICATED,
    RATE_LIMITED,
    SESSION_TIMED_OUT,
    SHARDING_REQUIRED,
    UNKNOWN_OPCODE,
    Closing,
)
from bot.playground.feed import Changes, Feed
from bot.playground.hearing import Terms, parse, shard_of
from bot.playground.sessions import Connection, Session, hello
from bot.playground.shapes import Json
from bot.playground.times import Clock
from bot.playground.world import Account, Server, World

HEARTBEAT, IDENTIFY, PRESENCE, VOICE, RESUME, RECONNECT, REQUEST_MEMBERS = 1, 2, 3, 4, 6, 7, 8
INVALID_SESSION, HELLO, ACK = 9, 10, 11


class Gateway:
    """All sessions of the bot, and the door through which they come."""

    def __init__(self, world: World, bot: Account, token: str, clock: Clock, feed: Feed, changes: Changes) -> None:
        self.terms = Terms()
        self.sessions: dict[str, Session] = {}
        self.connections: set[Connection] = set()
        self.url = ""
        self.token = token
        self._world, self._bot = world, bot
        self._clock, self._feed, self._changes = clock, feed, changes
        self._identified: dict[int, float] = {}

    @property
    def live(self) -> list[Session]:
        """The sessions that a connection carries now."""
        return [session for session in self.sessions.values() if session.connection is not None]

    def dispatch(
        self, event: str, data: Json, *, server: int | None, intent: int = 0, blanked: Json | None = None
    ) -> None:
        """Send an event to the sessions whose shard and intents it is for.

        `blanked` goes to sessions without the message content intent, where the event carries any.
        """
        body = poor = b""
        for session in self.sessions.values():
            if not session.carries(server) or (intent and not session.intents & intent):
                continue
            if blanked is not None and not session.intents & intents.MESSAGE_CONTENT:
                poor = poor or orjson.dumps(blanked)
                session.dispatch(event, poor)
            else:
                body = body or orjson.dumps(data)
                session.dispatch(event, body)
        self._feed.see(event)
        self._changes.stir()

    def hears(self, server: int | None) -> bool:
        """Whether some session, connected or still resumable, carries that server's events."""
        self._forget_lost_sessions()
        return any(session.carries(server) for session in self.sessions.values())

    async def converse(self, request: web.BaseRequest) -> web.WebSocketResponse:
        """Hold one connection from HELLO to its end."""
        socket = web.WebSocketResponse(autoping=True, compress=False, max_msg_size=1 << 16)
        await socket.prepare(request)
        compress = request.query.get("compress") == "zlib-stream"
        connection = Connection(socket, request.transport, zlib_stream=compress)
        self.connections.add(connection)
        connection.listener = asyncio.create_task(self._listen(connection, request.query.get("v", "")))
        try:
            await self._heard_out(connection)
        except Closing as closing:
            self._feed.see("CLOSE", valid=False, note=f"{closing.code} {closing}")
            await connection.close(closing.code, str(closing))
        finally:
            self._leave(connection)
        return socket

    async def _heard_out(self, connection: Connection) -> None:
        """Listen until the client leaves, breaks a rule, or `end` is called."""
        if connection.listener is None:
            return
        try:
            await connection.listener
        except asyncio.CancelledError:
            if connection.ending is None:
                raise
            raise Closing(connection.ending, "The stage ends this connection.") from None
        finally:
            connection.listener.cancel()

    async def _listen(self, connection: Connection, version: str) -> None:
        if version != "10":
            raise Closing(INVALID_VERSION, "Invalid API version.")
        connection.send(HELLO, hello(self.terms.heartbeat_seconds))
        sends: deque[float] = deque()
        while True:
            try:
                # A client that lives beats once an interval: two without a word, and it is given up.
                frame = await connection.socket.receive(timeout=2 * self.terms.heartbeat_seconds)
            except TimeoutError:
                raise Closing(SESSION_TIMED_OUT, "Session timed out.") from None
            if frame.type not in (WSMsgType.TEXT, WSMsgType.BINARY):
                return
            now = self._clock.now().timestamp()
            sends.append(now)
            while sends[0] < now - limits.GATEWAY_SENDS_SECONDS:
                sends.popleft()
            if len(sends) > limits.GATEWAY_SENDS:
                raise Closing(RATE_LIMITED, "You are being rate limited.")
            self._hear(connection, parse(frame.data))

    def _hear(self, connection: Connection, said: Json) -> None:
        op, data = said.get("op"), said.get("d")
        if op == HEARTBEAT:
            if self.terms.acknowledge:
                connection.send(ACK, None)
        elif op in (IDENTIFY, RESUME):
            if connection.session is not None:
                raise Closing(ALREADY_AUTHENTICATED, "Already authenticated.")
            if not isinstance(data, dict):
                raise Closing(DECODE_ERROR, "Error while decoding payload.")
            self._identify(connection, data) if op == IDENTIFY else self._resume(connection, data)
        elif op in (PRESENCE, VOICE, REQUEST_MEMBERS):
            if connection.session is None:
                raise Closing(NOT_AUTHENTICATED, "Not authenticated.")
            if op == REQUEST_MEMBERS and isinstance(data, dict):
                self._send_members(connection.session, data)
        else:
            raise Closing(UNKNOWN_OPCODE, "Unknown opcode.")

    def _identify(self, connection: Connection, data: Json) -> None:
        if data.get("token") != self.token:
            raise Closing(AUTHENTICATION_FAILED, "Authentication failed.")
        asked = data.get("intents")
        if not isinstance(asked, int) or asked & ~intents.KNOWN:
            raise Closing(INVALID_INTENTS, "Invalid intent(s).")
        if asked & intents.PRIVILEGED & ~self.terms.privileged:
            raise Closing(DISALLOWED_INTENTS, "Disallowed intent(s).")
        shard, shards = shard_of(data.get("shard", [0, 1]))
        mine = [one for one in self._world.servers.values() if (one.id >> 22) % shards == shard]
        mine = [one for one in mine if self._bot.id in one.members]
        if len(mine) > limits.GUILDS_PER_SHARD:
            raise Closing(SHARDING_REQUIRED, "Sharding required.")
        if not self._may_identify(shard):
            self._refuse(connection)
            return
        self._forget_lost_sessions()
        session = Session(secrets.token_hex(16), shard, shards, asked, connection)
        self.sessions[session.id] = session
        connection.session = session
        self._greet(session, mine)
        self._changes.stir()

    def _may_identify(self, shard: int) -> bool:
        key, now = shard % self.terms.max_concurrency, self._clock.now().timestamp()
        if self.terms.identifies_left <= 0:
            self.token = ""  # past the day's budget Discord resets the token: no request and no session works again
            raise Closing(AUTHENTICATION_FAILED, "Authentication failed.")
        if now - self._identified.get(key, 0.0) < self.terms.identify_seconds:
            return False
        self._identified[key] = now
        self.terms.identifies_left -= 1
        return True

    def _forget_lost_sessions(self) -> None:
        """Forget the sessions that nobody came back to. One that is connected goes on, whoever else has its shard.

        Docs, "Sharding": several sessions may have the same [shard_id, num_shards]; each gets the events.
        """
        until = self._clock.now().timestamp() - limits.RESUMABLE_SECONDS
        for old in [one for one in self.sessions.values() if one.lost_at is not None and one.lost_at < until]:
            del self.sessions[old.id]

    def _greet(self, session: Session, servers: list[Server]) -> None:
        ready = greetings.ready(session, self._bot, servers, self.url, self.terms.privileged)
        session.dispatch("READY", orjson.dumps(ready))
        self._feed.see("READY", note=f"shard {session.shard} of {session.shards}")
        if session.intents & intents.GUILDS:
            for server in servers:
                if server.available:
                    arrival = greetings.arrival(server, self._bot, session.intents)
                    session.dispatch("GUILD_CREATE", orjson.dumps(arrival))
                    self._feed.see("GUILD_CREATE", note=server.name)

    def _send_members(self, session: Session, asked: Json) -> None:
        server = self._world.servers.get(int(asked.get("guild_id") or 0))
        if server is None or self._bot.id not in server.members:
            return
        everyone = asked.get("query") == "" and not asked.get("limit")
        if everyone and not session.intents & intents.GUILD_MEMBERS:
            raise Closing(DISALLOWED_INTENTS, "Disallowed intent(s).")
        session.dispatch("GUILD_MEMBERS_CHUNK", orjson.dumps(greetings.members(server, asked)))

    def _resume(self, connection: Connection, data: Json) -> None:
        if data.get("token") != self.token:
            raise Closing(AUTHENTICATION_FAILED, "Authentication failed.")
        session = self.sessions.get(str(data.get("session_id")))
        after = data.get("seq")
        if self.terms.refuse_resumes > 0:
            self.terms.refuse_resumes -= 1
            session = None
        if session is not None and (not isinstance(after, int) or after > session.sequence):
            raise Closing(INVALID_SEQUENCE, "Invalid seq.")
        missed = None if session is None or not isinstance(after, int) else session.replay(after)
        if session is None or missed is None:
            self._refuse(connection)
            return
        if session.connection is not None:
            session.connection.session = None
            session.connection.cut()
        session.connection, connection.session, session.lost_at = connection, session, None
        for payload in missed:
            connection.queue(payload)
        session.dispatch("RESUMED", b"{}")
        self._feed.see("RESUMED", note=f"shard {session.shard}, {len(missed)} events again")
        self._changes.stir()

    def _refuse(self, connection: Connection) -> None:
        connection.send(INVALID_SESSION, False)
        self._feed.see("INVALID_SESSION", valid=False)

    def _leave(self, connection: Connection) -> None:
        connection.end()
        self.connections.discard(connection)
        session = connection.session
        if session is not None:
            session.connection, session.lost_at = None, self._clock.now().timestamp()
            code = connection.socket.close_code
            left = connection.ending is None and code not in (None, WSCloseCode.ABNORMAL_CLOSURE)
            if left:
                # The one kindness here: a client that left with a word may identify again at once, lest every test
                # of a restart wait five seconds.
                self._identified.pop(session.shard % self.terms.max_concurrency, None)
            # Who closes with 1000 or 1001 gives the session up; any other end may be resumed. (discord.py 2.7.1
            # means 1000 when it is closed, and its reader's 4000 comes first.)
            if left and code in (1000, 1001):
                self.sessions.pop(session.id, None)
        self._changes.stir()

    async def close(self) -> None:
        """End every connection, as at the end of the stage."""
        self.end(1001)
        await self._changes.until(lambda: not self.connections)

    def end(self, code: int, shard: int | None = None) -> None:
        """Close the connections of a shard (None: of all) with a code of the gateway's."""
        for connection in self._of(shard):
            connection.ending = code
            if connection.listener is not None:
                connection.listener.cancel()

    def cut(self, shard: int | None = None) -> None:
        """Break the connections of a shard (None: of all) without a word."""
        for connection in self._of(shard):
            connection.cut()

    def ask_to_reconnect(self, shard: int | None = None) -> None:
        """Send op 7: the client is to come back and resume."""
        for connection in self._of(shard):
            connection.send(RECONNECT, None)

    def invalidate(self, *, resumable: bool, shard: int | None = None) -> None:
        """Send op 9: the session is invalid, and where it is not `resumable`, over."""
        for connection in self._of(shard):
            if not resumable and connection.session is not None:
                self.sessions.pop(connection.session.id, None)
            connection.send(INVALID_SESSION, resumable)

    def _of(self, shard: int | None) -> list[Connection]:
        return [
            one for one in self.connections if shard is None or (one.session is not None and one.session.shard == shard)
        ]
