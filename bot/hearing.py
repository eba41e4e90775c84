"""What Discord sends, before discord.py reads it: what cannot be read is left out and told, and is not the bot's end.

discord.py 2.7.1 ends the client over an event that lacks a key and over a frame that is no JSON, and takes an event
that comes twice for two. This leans on insides of it; `tests/stage/test_hostile.py` says what to re-read.
"""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import aiohttp
import discord
from discord.gateway import DiscordWebSocket, ReconnectWebSocket, WebSocketClosure

from bot.text import gateway as words

log = logging.getLogger(__name__)

# What would be done twice. (An interaction that comes twice is refused a second answer by Discord, and changes nothing:
# the database knows which presses it has counted, also after a restart.)
ONCE = frozenset({"MESSAGE_CREATE"})
REMEMBERED = 1_000
INTERACTION = "INTERACTION_CREATE"
# Without it there is no session: it is not left out, the connection is made anew.
READY = "READY"
# What the library raises by itself to end or renew a connection.
MEANT = (
    *(discord.DiscordException, ReconnectWebSocket, WebSocketClosure),
    *(OSError, aiohttp.ClientError, asyncio.TimeoutError),
)
# Seconds without a word from the gateway until a connection counts as half-open and is given up.
SILENCE = 60.0
UNREADABLE = 4002  # Discord: the close code for a payload that cannot be decoded


def stand_before(client: discord.Client) -> None:
    """Hear every event before the client's own parsers do."""
    parsers: dict[str, Callable[[Any], None]] = client._connection.parsers  # noqa: SLF001 - discord.py 2.7.1
    for event, parse in parsers.items():
        if event != READY:
            parsers[event] = _Parser(event, parse).hear


class _Parser:
    """The parser of one event, that survives what it cannot read and lets nothing through twice."""

    def __init__(self, event: str, parse: Callable[[Any], None]) -> None:
        self._event = event
        self._parse = parse
        self._seen: OrderedDict[str, None] | None = OrderedDict() if event in ONCE else None
        self._told = False

    def hear(self, data: Any) -> None:
        try:
            if self._event == INTERACTION:
                _require_answerable(data)
            if not self._is_old(data):
                self._parse(data)
        except Exception as error:  # noqa: BLE001 - whatever it lacks
            # The kind alone: an error's words may quote what a member wrote. And once: Discord may send thousands.
            if not self._told:
                log.warning("%s", words.event_unreadable(self._event, type(error).__name__))
            self._told = True

    def _is_old(self, data: Any) -> bool:
        if self._seen is None:
            return False
        id_ = str(data["id"])
        if id_ in self._seen:
            return True
        self._seen[id_] = None
        if len(self._seen) > REMEMBERED:
            self._seen.popitem(last=False)
        return False


def _require_answerable(interaction: Any) -> None:
    """Raise KeyError or TypeError where an interaction lacks what an answer needs: the library misses it too late."""
    used = interaction["data"]
    needed = interaction["id"], interaction["token"], interaction["channel_id"], used.get("name", used.get("custom_id"))
    if not all(isinstance(one, str) for one in needed) or not isinstance(used.get("options", []), list):
        raise TypeError


@contextmanager
def frames_read() -> Iterator[None]:
    """While it lasts, a frame that cannot be read ends its connection, which is made anew after a pause."""
    before = DiscordWebSocket.received_message

    async def received(socket: DiscordWebSocket, frame: Any, /) -> None:
        try:
            await before(socket, frame)
        except MEANT:
            raise
        except Exception as error:  # noqa: BLE001 - whatever else it stumbles over
            told = words.frame_unreadable(socket.shard_id or 0, type(error).__name__)
            log.warning("%s", told)
            await socket.close(code=UNREADABLE)
            raise ConnectionError(told) from None

    DiscordWebSocket.received_message = received  # type: ignore[method-assign] # discord.py 2.7.1
    try:
        yield
    finally:
        DiscordWebSocket.received_message = before  # type: ignore[method-assign]
