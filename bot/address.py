"""Where Discord's API is: Discord's own address, a REST proxy, a compatible server, or the playground.

Leans on insides of discord.py 2.7.1, which has no setting for it; `tests/stage/test_address.py` says what to re-read.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

import aiohttp
import discord
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

# aiohttp would wait five minutes, and discord.py holds a route's whole bucket meanwhile.
REQUEST_TIMEOUT = aiohttp.ClientTimeout(total=30)


@contextmanager
def pointed_at(api_base: str) -> Iterator[None]:
    """Send every request of this process's clients to `api_base` while it lasts."""
    before = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    Route.BASE = api_base  # discord.py 2.7.1: every route is built upon it
    try:
        yield
    finally:
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = before


@dataclass(frozen=True, slots=True)
class Terms:
    """What Discord allows of identifies, and how many shards it recommends."""

    shards: int
    left: int
    """How many identifies the day still has."""
    resets_in: timedelta
    """When it has all of them again."""
    concurrent: int
    """How many shards may identify themselves at once."""


async def settle(client: discord.Client) -> Terms:
    """Once logged in: fetch the gateway's address and terms from the same API, and bound each request's time.

    With `shard_count` given, or after an invalid session, discord.py would go to Discord's own gateway.
    """
    shards, url, limit = await client.http.get_bot_gateway()
    DiscordWebSocket.DEFAULT_GATEWAY = URL(url)  # discord.py 2.7.1
    session: aiohttp.ClientSession = client.http._HTTPClient__session  # type: ignore[attr-defined]  # noqa: SLF001
    session._timeout = REQUEST_TIMEOUT  # noqa: SLF001 - discord.py 2.7.1 takes no timeout
    resets_in = timedelta(milliseconds=limit["reset_after"])
    return Terms(shards, limit["remaining"], resets_in, limit["max_concurrency"])
