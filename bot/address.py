"""Where Discord's API is: Discord's own address, a REST proxy, a compatible server, or the playground.

Leans on insides of discord.py 2.7.1, which has no setting for it; `tests/stage/test_address.py` says what to re-read.
"""

from collections.abc import Iterator
from contextlib import contextmanager

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


async def settle(client: discord.Client) -> None:
    """Once logged in: fetch the gateway's address from the same API, and bound each request's time.

    With `shard_count` given, or after an invalid session, discord.py would go to Discord's own gateway.
    """
    _, url, _ = await client.http.get_bot_gateway()
    DiscordWebSocket.DEFAULT_GATEWAY = URL(url)  # discord.py 2.7.1
    session: aiohttp.ClientSession = client.http._HTTPClient__session  # type: ignore[attr-defined]  # noqa: SLF001
    session._timeout = REQUEST_TIMEOUT  # noqa: SLF001 - discord.py 2.7.1 takes no timeout
