"""Small bots of the unmodified discord.py client, and how they are pointed at a stage."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import discord
import yarl
from discord.ext import commands
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.playground import Playground

Build = Callable[[commands.Bot], Awaitable[None] | None]


class Bare(commands.Bot):
    """A bot that has what `build` gives it and nothing else."""

    def __init__(
        self,
        build: Build,
        intents: discord.Intents,
        *,
        heartbeat_timeout: float = 60.0,
        enable_debug_events: bool = False,
    ) -> None:
        super().__init__(
            "!",
            intents=intents,
            max_messages=None,
            chunk_guilds_at_startup=False,
            help_command=None,
            heartbeat_timeout=heartbeat_timeout,
            enable_debug_events=enable_debug_events,
        )
        self._build = build

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Identify without the pause of five seconds; the gateway refuses what is too soon."""

    async def setup_hook(self) -> None:
        made = self._build(self)
        if made is not None:
            await made
        await self.tree.sync()


def intents(*, content: bool = True) -> discord.Intents:
    wanted = discord.Intents.none()
    wanted.guilds = wanted.guild_messages = wanted.dm_messages = True
    wanted.message_content = content
    return wanted


@asynccontextmanager
async def pointed_at(stage: Playground) -> AsyncIterator[None]:
    """Point discord.py at the stage, and back."""
    base, gateway = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = stage.api_base, yarl.URL(stage.gateway.url)
    try:
        yield
    finally:
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = base, gateway


@asynccontextmanager
async def running(stage: Playground, client: discord.Client, token: str | None = None) -> AsyncIterator[None]:
    """Run a client on the stage until the block ends; what ended it early is raised."""
    async with pointed_at(stage):
        task = asyncio.create_task(client.start(token or stage.token))
        connected = asyncio.create_task(stage.connected())
        await asyncio.wait([task, connected], return_when=asyncio.FIRST_COMPLETED)
        connected.cancel()
        try:
            if task.done():
                await task
            yield
        finally:
            await client.close()
            await asyncio.wait([task])


@asynccontextmanager
async def bare(stage: Playground, build: Build, *, content: bool = True) -> AsyncIterator[Bare]:
    """Run a bare bot on the stage until the block ends."""
    bot = Bare(build, intents(content=content))
    async with running(stage, bot):
        yield bot
