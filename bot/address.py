"""Where Discord's API is: Discord's own address, a REST proxy, a compatible server, or the playground.

Leans on insides of discord.py 2.7.1, which has no setting for it; `tests/stage/test_address.py` says what to re-read.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import aiohttp
import discord
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from bot.identifying import Terms

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


async def settle(client: discord.Client) -> Terms:
    """Once logged in: bound each request's time, and fetch the gateway's address and terms."""
    session: aiohttp.ClientSession = client.http._HTTPClient__session  # type: ignore[attr-defined]  # noqa: SLF001
    session._timeout = REQUEST_TIMEOUT  # noqa: SLF001 - discord.py 2.7.1 takes no timeout
    return await ask(client)


async def ask(client: discord.Client) -> Terms:
    """Fetch the gateway's address and terms from the same API.

    With `shard_count` given, or after an invalid session, discord.py would go to Discord's own gateway.
    """
    shards, url, limit = await client.http.get_bot_gateway()
    DiscordWebSocket.DEFAULT_GATEWAY = URL(url)  # discord.py 2.7.1
    resets_in = timedelta(milliseconds=limit["reset_after"])
    return Terms(shards, limit["remaining"], resets_in, max(1, limit["max_concurrency"]))
