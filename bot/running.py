"""A bot from its start to its end: what it stands on is opened, what keeps it from starting is said, all is closed."""

import asyncio
import logging
from contextlib import AsyncExitStack
from functools import partial

import aiohttp
import discord
from pydantic import SecretStr

from bot import address, hearing, knowledge
from bot.app import Epilogue
from bot.clock import Clock
from bot.errors import ConfigRefusal, StartRefusal
from bot.progress import Starting
from bot.reload import Source
from bot.services import counted, opened
from bot.settings import Settings
from bot.text import start as words
from bot.upkeep import Upkeep

log = logging.getLogger(__name__)


async def run(
    settings: Settings,
    token: SecretStr,
    clock: Clock,
    source: Source | None = None,
    looked_at: Starting = Starting(),  # noqa: B008 - frozen
) -> None:
    """Run the bot until it is cancelled, which closes it in good order.

    `source` is where a reload reads the configuration; without one the settings stay, and a reload is of the essays.
    `looked_at` hears how far the long work of the start is.
    Raises StartRefusal where the essays, the database or the network do not allow it, ConfigRefusal where Discord
    does not take the token or the shards.
    """
    source = source or Source(lambda: settings)
    reading = partial(knowledge.load, settings.essays.folder, settings.topics.values(), progress=looked_at.essays)
    library = await asyncio.to_thread(reading)
    for fault in library.faults:
        log.warning("%s", fault)
    metrics = counted(settings)
    with address.pointed_at(settings.discord.api_base), hearing.frames_read():
        async with opened(settings, clock, looked_at.database) as services:
            parts = settings, library, services, clock, source
            try:
                heard = settings.commands.message_content
                await _connected(Epilogue(*parts, message_content=heard, metrics=metrics), token)
            except discord.PrivilegedIntentsRequired:
                log.warning(words.no_message_content())
                await _connected(Epilogue(*parts, message_content=False, metrics=metrics), token)


async def _connected(bot: Epilogue, token: SecretStr) -> None:
    try:
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(bot)
            await stack.enter_async_context(Upkeep(bot, bot.clock, bot.services.peers))
            if bot.metrics is not None:
                await stack.enter_async_context(bot.metrics.served(bot, bot.settings.metrics.port))
            await bot.start(token.get_secret_value())
    except discord.LoginFailure:
        raise ConfigRefusal(words.token_refused()) from None
    except discord.ConnectionClosed as closed:  # for good: another start would end the same
        raise ConfigRefusal(words.shut_out(closed.code, bot.settings.discord.shard_count)) from None
    except (aiohttp.ClientError, OSError, discord.HTTPException, discord.GatewayNotFound) as error:
        raise StartRefusal(words.unreachable(bot.settings.discord.api_base, error)) from None
