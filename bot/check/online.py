"""What Discord says of the installation: the token, the intent, the invite, the identifies, each server's rights."""

from collections.abc import AsyncIterator

import aiohttp
import discord
from pydantic import SecretStr

from bot import address
from bot.check.finding import Finding, fault, note, warning
from bot.permissions import invite, missing
from bot.settings import Settings
from bot.text import check as words
from bot.text import start

A_PAGE = 200  # Discord: the most servers that one answer lists
FEW_IDENTIFIES = 100


async def findings(settings: Settings, token: SecretStr) -> list[Finding]:
    """Ask Discord, without connecting to its gateway: that would count as a start."""
    with address.pointed_at(settings.discord.api_base):
        client = discord.Client(intents=discord.Intents.none())
        try:
            async with client:
                await client.login(token.get_secret_value())
                return [finding async for finding in _asked(client, settings)]
        except discord.LoginFailure:
            return [fault("token", "DISCORD_TOKEN", start.token_refused())]
        except (aiohttp.ClientError, OSError, discord.HTTPException, discord.GatewayNotFound) as error:
            sentence = start.unreachable(settings.discord.api_base, error)
            return [fault("discord", "discord.api_base", sentence)]


async def _asked(client: discord.Client, settings: Settings) -> AsyncIterator[Finding]:
    application = client.application
    assert application is not None  # noqa: S101 - the login has asked for it
    yield note("discord", application.name, start.invite(invite(application.id)))
    granted = application.flags.gateway_message_content or application.flags.gateway_message_content_limited
    if settings.commands.message_content and not granted:
        yield warning("discord", "commands.message_content", start.no_message_content())
    shards, _, limit = await client.http.get_bot_gateway()
    left, total = limit["remaining"], limit["total"]
    counted = words.identifies_left(left, total, shards)
    yield (warning if left < FEW_IDENTIFIES else note)("discord", "gateway", counted)
    after = 0
    while page := await client.http.get_guilds(A_PAGE, after=after or None, with_counts=False):
        for server in page:
            after = int(server["id"])
            if lacking := missing(discord.Permissions(int(server["permissions"]))):
                yield warning("discord", server["name"], words.rights_missing(server["name"], lacking))
        if len(page) < A_PAGE:
            return
