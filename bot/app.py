"""The bot put together: client, command tree and services. Wiring only."""

import asyncio
import logging
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import aiohttp
import discord
from discord.ext import commands

from bot import VERSION, address, hearing
from bot.check.finding import Finding, note, warning
from bot.check.installation import within
from bot.claims import Firsts
from bot.clock import Clock
from bot.errors import Refusal
from bot.face.answered import Tree, apologise_by_text
from bot.face.chores import Chores
from bot.face.context import Context
from bot.face.forms import Drafts
from bot.face.numbers import require_sizes
from bot.face.poll_board import Board
from bot.face.poll_desk import Desk
from bot.face.presses import Presses
from bot.face.privacy_desk import PrivacyDesk
from bot.face.reason_desk import ReasonDesk
from bot.face.reason_threads import ReasonThreads
from bot.face.spoiler_channels import SpoilerChannels
from bot.face.take_desk import TakeDesk
from bot.identifying import Turnstile
from bot.knowledge import Library
from bot.permissions import invite, missing
from bot.polls.evidence import Evidence
from bot.reload import Reloaded, Source, read_again
from bot.services import Services, forbidden_in, thresholds
from bot.settings import Rights, Settings
from bot.shards import runs
from bot.stopping import finish
from bot.syncing import sync_where_changed
from bot.takes.shelf import Shelf
from bot.text import check as check_words
from bot.text import reload as reload_words
from bot.text import start as words
from bot.timekeeping import Timekeeper

if TYPE_CHECKING:
    from bot.metrics import Metrics

log = logging.getLogger(__name__)

# discord.py opens one for every answer in flight, without a bound: a crowd that presses at once would use up the
# process's file descriptors and the time of everyone in it.
CONNECTIONS = 64

# By how many seconds one process may hear a message later than another with the same shard.
BOTH_HEAR = 15.0

EXTENSIONS = (
    "cogs.topics",
    "cogs.polls",
    "cogs.native_polls",
    "cogs.deletions",
    "cogs.reasons",
    "cogs.takes",
    "cogs.privacy",
    "cogs.about",
    "cogs.admin",
)


class Epilogue(commands.AutoShardedBot):
    """The client. It is ready to answer when `setup_hook` has run; nothing waits for READY."""

    def __init__(
        self,
        settings: Settings,
        library: Library,
        services: Services,
        clock: Clock,
        source: Source,
        *,
        message_content: bool,
        metrics: "Metrics | None" = None,
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
            connector=aiohttp.TCPConnector(limit=CONNECTIONS),
            member_cache_flags=discord.MemberCacheFlags.none(),
            case_insensitive=True,
            heartbeat_timeout=hearing.SILENCE,
            http_trace=metrics.trace if metrics else None,  # type: ignore[arg-type] # discord.py takes None
            shard_count=settings.discord.shard_count or None,
            shard_ids=list(settings.discord.shard_ids) or None,  # type: ignore[arg-type] # discord.py takes None
        )
        self.before_invoke(require_sizes)
        hearing.stand_before(self)
        self.settings = settings
        self.library = library
        self.services = services
        self.clock = clock
        self.source = source
        self.metrics = metrics
        self.started_at = clock.now()
        self._leaving = False
        self._heard = Firsts(services.claims, BOTH_HEAR)
        self._reloading = asyncio.Lock()
        ours, divided = services.claims, bool(services.shards.spans)
        self._turnstile = Turnstile(services.identifies, clock, ours, lambda: address.ask(self), divided=divided)
        self._timekeeper = Timekeeper(clock, lambda: address.time_there(self))
        evidence = Evidence(lambda: self.library)
        self.spoiler_channels = SpoilerChannels(self, lambda: self.settings.channels.unblurred)
        self.chores = Chores(self, services.privacy, clock)
        self.drafts = Drafts()
        self.presses = Presses()
        self.shelf = Shelf(services.takes, lambda: self.library)

        def current() -> Settings:
            return self.settings

        marks = self.spoiler_channels
        self.reason_desk = ReasonDesk(services.polls, services.reasons, current, marks, self.chores)
        self.reason_threads = ReasonThreads(self, services.polls, services.reasons, current, marks)
        self.board = Board(self, services.polls, services.keeper, evidence, clock, marks, self.reason_threads, ours)
        self.take_desk = TakeDesk(self, services.takes, self.shelf, lambda: self.library, current, marks, self.chores)
        self.privacy_desk = PrivacyDesk(services.privacy, services.polls, current, self.board, self.shelf, self.chores)
        self.desk = Desk(services.polls, evidence, self.board, self.rights_in, marks, self.reason_desk)

    def rights_in(self, server_id: int) -> Rights:
        """Return who may do what in a server, by the configuration as it is now."""
        return self.settings.rights(server_id)

    async def library_in(self, server: int | None) -> Library:
        """Return what is quoted in a server: the essays, and its members' accepted takes; None: outside of servers."""
        return await self.shelf.of(server)

    def searching(self, purpose: str) -> AbstractContextManager[object]:
        """Return a block that measures a search, to "answer" or to "suggest", where anything is measured."""
        return self.metrics.searched.labels(purpose).time() if self.metrics else nullcontext()

    async def setup_hook(self) -> None:
        """Load what hears and answers, before the socket opens."""
        terms = await address.settle(self)
        await self._timekeeper.open()
        for extension in EXTENSIONS:
            await self.load_extension(extension)
        await self._sync_changed_commands()
        log.info(words.invite(invite(self.application_id or 0)))
        shards = self.shard_ids or range(self.shard_count or terms.shards)
        await self._turnstile.open(self.application_id or 0, shards, terms)

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:  # noqa: ARG002
        """Count each identify, and space them as Discord asks; the library's own hook only pauses."""
        await self._turnstile.pass_through(self.application_id or 0, shard_id or 0)

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Hear a press; commands and forms have doors of their own."""
        await self.presses.press(interaction)

    async def close(self) -> None:
        """Leave the gateway, answer what was heard, then go."""
        if not self._leaving:
            self._leaving = True
            await finish(self)
            await self._heard.close()
            await self._timekeeper.close()
        await super().close()

    async def reload(self, *, dry_run: bool = False, pass_on: bool = True) -> Reloaded:
        """Read essays and configuration again and go on with them; with `dry_run`, only tell what would change.

        With `pass_on`, the other processes of the database are asked to do the same.
        What cannot be used leaves in its place what served before, and is told in the result's `faults`.
        """
        async with self._reloading:
            found = await asyncio.to_thread(read_again, self.source, self.settings, self.library)
            if dry_run:
                return found
            if pass_on:
                found = await self._passed_on(found)
            return await self._take_over(found)

    async def _passed_on(self, found: Reloaded) -> Reloaded:
        try:
            await self.services.peers.ask_to_reload()
        except Refusal as refusal:
            return replace(found, faults=(*found.faults, reload_words.others_not_asked(refusal.sentence)))
        return found

    @property
    def served(self) -> Sequence[int]:
        """The shards that this process serves, once it knows."""
        return self.shard_ids or range(self.shard_count or 0)

    async def health(self) -> list[Finding]:
        """Look at what ails the running bot: its connection, the servers' rights, the essays, the database."""
        now = self.clock.now()
        shards, count, since = runs(self.served), self.shard_count or 0, now - self.started_at
        running = check_words.running(VERSION, len(self.guilds), shards, count, self.latency, since)
        found = [note("bot", "bot", running)]
        lacking = ((server.name, missing(server.me.guild_permissions)) for server in self.guilds)
        found += (warning("discord", name, check_words.rights_missing(name, lacks)) for name, lacks in lacking if lacks)
        return found + await asyncio.to_thread(within, self.settings, self.library, now)

    async def _take_over(self, found: Reloaded) -> Reloaded:
        self.settings, self.library = found.settings, found.library
        self.services.polls.configure(found.settings.polls.presets, thresholds(found.settings))
        self.services.reasons.configure(found.settings.reasons, forbidden_in(found.settings))
        self.services.takes.configure(found.settings.takes, forbidden_in(found.settings))
        self.services.privacy.configure(found.settings.privacy)
        # Nothing is awaited within that suspends: no interaction comes between the old commands and the new.
        topics: Any = type(await self.remove_cog("Topics"))
        await self.add_cog(topics(self))
        try:
            await self._sync_changed_commands()
        except (discord.HTTPException, aiohttp.ClientError) as error:
            found = replace(found, faults=(*found.faults, reload_words.commands_late(str(error))))
        for change in found.changes:
            log.info("%s", reload_words.for_the_log(change))
        for fault in found.faults:
            log.warning("%s", fault)
        return found

    async def get_context(self, origin: discord.Message | discord.Interaction, /, *, cls: Any = Context) -> Any:
        """Hand commands a context of ours."""
        return await super().get_context(origin, cls=cls)

    async def invoke(self, context: commands.Context[Any], /) -> None:
        """Run a command, unless another process with the same shard does: for a while both hear every message.

        Of interactions Discord takes one answer; of messages it would take both.
        """
        ours = True
        if self.services.shards.spans and context.command is not None and context.interaction is None:
            with suppress(Refusal):  # of a database that is away: twice is better than never
                ours = await self._heard.first(f"message {context.message.id}")
        if ours:
            await super().invoke(context)

    async def on_command_error(self, context: commands.Context[Any], error: commands.CommandError, /) -> None:
        """Apologise for a text command or a hybrid. An unknown one is silence: others share the prefix."""
        await apologise_by_text(context, error)

    async def _sync_changed_commands(self) -> None:
        services = self.services
        await sync_where_changed(self.tree, services.commands, services.claims, self.application_id or 0)
