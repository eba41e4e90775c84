"""Where Discord's API is: Discord's own address, a REST proxy, a compatible server, or the playground.

Leans on insides of discord.py 2.7.1, which has no setting for it; `tests/stage/test_address.py` says what to re-read.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

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
    _session(client)._timeout = REQUEST_TIMEOUT  # noqa: SLF001 - discord.py 2.7.1 takes no timeout
    return await ask(client)


async def ask(client: discord.Client) -> Terms:
    """Fetch the gateway's address and terms from the same API.

    With `shard_count` given, or after an invalid session, discord.py would go to Discord's own gateway.
    """
    shards, url, limit = await client.http.get_bot_gateway()
    DiscordWebSocket.DEFAULT_GATEWAY = URL(url)  # discord.py 2.7.1
    resets_in = timedelta(milliseconds=limit["reset_after"])
    return Terms(shards, limit["remaining"], resets_in, max(1, limit["max_concurrency"]))


async def time_there(client: discord.Client) -> datetime | None:
    """Once logged in: return what time it is at Discord, in whole seconds, or None where no answer tells.

    HTTP puts the moment of an answer into its head (RFC 9110, 6.6.1), which discord.py hands on to nobody.
    Raises aiohttp.ClientError or TimeoutError where there is no answer.
    """
    head = {"Authorization": f"Bot {client.http.token}", "User-Agent": client.http.user_agent}
    async with _session(client).get(f"{Route.BASE}/gateway", headers=head) as answer:
        try:
            return parsedate_to_datetime(answer.headers.get("Date", ""))
        except ValueError:
            return None


def _session(client: discord.Client) -> aiohttp.ClientSession:
    session: aiohttp.ClientSession = client.http._HTTPClient__session  # type: ignore[attr-defined]  # noqa: SLF001
    return session  # discord.py 2.7.1
