"""The bot put together: client, command tree and services. Wiring only."""

import asyncio
import hashlib
import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp
import discord
from discord import app_commands
from discord.ext import commands
from pydantic import SecretStr

from bot import address, knowledge
from bot.clock import Clock
from bot.config import Settings
from bot.errors import StartRefusal
from bot.face.answered import apologise, apologise_by_text
from bot.face.poll_board import Board
from bot.face.poll_desk import Desk
from bot.face.spoiler_channels import SpoilerChannels
from bot.knowledge import Library
from bot.polls.evidence import Evidence
from bot.polls.keeper import Keeper
from bot.polls.result import Thresholds
from bot.polls.service import Polls
from bot.store.commands import SyncedCommands
from bot.store.database import Database
from bot.store.polls import Polls as PollStore
from bot.store.turns import Turns
from bot.text import start as words

log = logging.getLogger(__name__)

EXTENSIONS = ("cogs.topics", "cogs.polls", "cogs.native_polls", "cogs.deletions", "cogs.about")

# What the bot needs where it speaks; the invite asks for no more.
PERMISSIONS = discord.Permissions(
    view_channel=True,
    send_messages=True,
    send_messages_in_threads=True,
    send_polls=True,
    create_public_threads=True,
    attach_files=True,
    embed_links=True,
    read_message_history=True,
)


@dataclass(frozen=True, slots=True)
class Services:
    """What outlives a connection: the database, and all that keeps things in it."""

    commands: SyncedCommands
    turns: Turns
    polls: Polls
    keeper: Keeper


@asynccontextmanager
async def opened(settings: Settings, clock: Clock) -> AsyncIterator[Services]:
    """Open the database and put the services on it. Raises StartRefusal where it cannot be used."""
    async with Database.open(settings.database) as database:
        store = PollStore(database)
        thresholds = Thresholds(settings.polls.split_from, settings.polls.minds_changed_from)
        polls = Polls(store, clock, settings.polls.presets, thresholds)
        yield Services(SyncedCommands(database), Turns(database), polls, Keeper(polls, store, clock))


class Tree(app_commands.CommandTree["Epilogue"]):
    """The slash commands; what fails in one ends where all failures end."""

    async def on_error(self, interaction: discord.Interaction["Epilogue"], error: app_commands.AppCommandError) -> None:
        """Apologise for a pure slash command, or for one whose shape Discord knows differently."""
        await apologise(interaction, error)


class Epilogue(commands.AutoShardedBot):
    """The client. It is ready to answer when `setup_hook` has run; nothing waits for READY."""

    def __init__(
        self, settings: Settings, library: Library, services: Services, clock: Clock, *, message_content: bool
    ) -> None:
        intents = discord.Intents.none()
        intents.guilds = True
        intents.guild_messages = True
        intents.guild_polls = True
        intents.message_content = message_content
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # the bot does not speak aloud
        super().__init__(
            # without the intent a prefix cannot be read, but a message that mentions the bot can
            commands.when_mentioned_or(settings.commands.prefix) if message_content else commands.when_mentioned,
            intents=intents,
            tree_cls=Tree,
            help_command=None,
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
            chunk_guilds_at_startup=False,
            member_cache_flags=discord.MemberCacheFlags.none(),
            case_insensitive=True,
        )
        self.settings = settings
        self.library = library
        self.services = services
        self.clock = clock
        evidence = Evidence(lambda: self.library)
        self.spoiler_channels = SpoilerChannels(self, settings.channels.unblurred)
        self.board = Board(self, services.polls, services.keeper, evidence, clock, self.spoiler_channels)
        self.desk = Desk(services.polls, evidence, self.board, settings, self.spoiler_channels)

    async def setup_hook(self) -> None:
        """Load what hears and answers, before the socket opens."""
        await address.settle(self)
        for extension in EXTENSIONS:
            await self.load_extension(extension)
        await self._sync_changed_commands()
        log.info(words.invite(discord.utils.oauth_url(self.application_id or 0, permissions=PERMISSIONS)))

    async def on_command_error(self, context: commands.Context[Any], error: commands.CommandError, /) -> None:
        """Apologise for a text command or a hybrid. An unknown one is silence: others share the prefix."""
        await apologise_by_text(context, error)

    async def _sync_changed_commands(self) -> None:
        """Tell Discord the commands where they differ from what it was told last: creates are counted by the day."""
        application = self.application_id or 0
        payload = sorted(json.dumps(one.to_dict(self.tree), sort_keys=True) for one in self.tree.get_commands())
        digest = hashlib.sha256("\n".join(payload).encode()).hexdigest()
        if await self.services.commands.known(application) != digest:
            await self.tree.sync()
            await self.services.commands.keep(application, digest)


async def run(settings: Settings, token: SecretStr, clock: Clock) -> None:
    """Run the bot until it is cancelled, which closes it in good order.

    Raises StartRefusal where the essays, the database, the token or the network do not allow it.
    """
    library = await asyncio.to_thread(knowledge.load, settings.essays.folder, settings.topics.values())
    with address.pointed_at(settings.discord.api_base):
        async with opened(settings, clock) as services:
            try:
                heard = settings.commands.message_content
                await _connected(Epilogue(settings, library, services, clock, message_content=heard), token)
            except discord.PrivilegedIntentsRequired:
                log.warning(words.no_message_content())
                await _connected(Epilogue(settings, library, services, clock, message_content=False), token)


async def _connected(bot: Epilogue, token: SecretStr) -> None:
    try:
        async with bot:
            await bot.start(token.get_secret_value())
    except discord.LoginFailure:
        raise StartRefusal(words.token_refused()) from None
    except (aiohttp.ClientError, OSError, discord.HTTPException, discord.GatewayNotFound) as error:
        raise StartRefusal(words.unreachable(bot.settings.discord.api_base, error)) from None
