"""Numbers for Prometheus and a word for supervisors, on loopback: `/metrics` and `/healthz`.

Nothing of a person is counted by name: no member, no server, no text. `prometheus_client` is loaded when this is.
"""

import asyncio
import contextlib
import logging
import math
import time
from collections import Counter as CountedBy
from collections.abc import Iterator
from types import SimpleNamespace, TracebackType
from typing import TYPE_CHECKING, Any, Self

import aiohttp
import discord
from aiohttp import web
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

from bot.errors import Refusal, StartRefusal
from bot.text import metrics as words

if TYPE_CHECKING:
    from bot.app import Epilogue

log = logging.getLogger(__name__)

LOOPBACK = "127.0.0.1"
# Seconds; Discord gives an interaction 3 for its first answer.
ACKNOWLEDGED = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0)
# Seconds; with 100,000 passages a search takes some 5 ms.
SEARCHED = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0)
# What is used is named by what Discord sends: the count of names must have an end whatever it sends.
MOST_KINDS, OTHERS = 300, "other"
TICK = 1.0  # seconds between two looks at the event loop's lag
MOST_WAITING = 10_000  # interactions that were never acknowledged are forgotten beyond this
DATABASE_PATIENCE = 2.0


SUBCOMMANDS = (1, 2)  # Discord: the types of a subcommand and of a group of them


class Metrics:
    """What is counted of one process, over the reconnects of its bot."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        own: Any = {"registry": self.registry, "namespace": "epilogue"}
        self.interactions = Counter("interactions", "Interactions heard", ["kind"], **own)
        self.text_commands = Counter("text_commands", "Text commands that ran", ["command"], **own)
        self.acknowledged = Histogram(
            "acknowledgement_seconds", "From hearing an interaction to its first answer", buckets=ACKNOWLEDGED, **own
        )
        self.searched = Histogram("search_seconds", "A search of the essays", ["purpose"], buckets=SEARCHED, **own)
        self.requests = Counter("requests", "Requests to Discord's API", ["status"], **own)
        self.disconnects = Counter("gateway_disconnects", "Connections to the gateway that ended", ["shard"], **own)
        self.resumes = Counter("gateway_resumes", "Sessions that were resumed", ["shard"], **own)
        self.latency = Gauge("gateway_latency_seconds", "From a heartbeat to its answer", ["shard"], **own)
        self.shards = Gauge(
            "gateway_shard_open", "1 where a shard of this process is connected, else 0", ["shard"], **own
        )
        self.servers = Gauge("servers", "Servers that the bot is in, by this process's shards", ["shard"], **own)
        self.database = Gauge("database_lag_seconds", "From a question to the database to its answer", **own)
        self.loop = Gauge("event_loop_lag_seconds", "How late the event loop was at its last look", **own)
        self._kinds: set[str] = set()
        self._heard: dict[str, float] = {}
        self.trace = aiohttp.TraceConfig()
        self.trace.on_request_end.append(self._requested)

    def served(self, bot: "Epilogue", port: int) -> "Endpoint":
        """Return the endpoint of a bot's numbers: a block. Raises StartRefusal where the port is taken."""
        return Endpoint(bot, self, port)

    def hear(self, interaction: discord.Interaction[Any]) -> None:
        """Count an interaction, and begin to measure until its first answer."""
        kind = _kind(interaction)
        if len(self._kinds) < MOST_KINDS:
            self._kinds.add(kind)
        self.interactions.labels(kind if kind in self._kinds else OTHERS).inc()
        if len(self._heard) >= MOST_WAITING:
            self._heard.clear()
        if interaction.type is not discord.InteractionType.autocomplete:
            self._heard[str(interaction.id)] = time.perf_counter()

    async def _requested(
        self, _session: aiohttp.ClientSession, _context: SimpleNamespace, ended: aiohttp.TraceRequestEndParams
    ) -> None:
        self.requests.labels(str(ended.response.status)).inc()
        parts = ended.url.path.split("/")
        if parts[-1] == "callback" and (began := self._heard.pop(parts[-3], None)) is not None:
            self.acknowledged.observe(time.perf_counter() - began)


class Endpoint:
    """Serves a bot's numbers on loopback for as long as the block lasts."""

    def __init__(self, bot: "Epilogue", metrics: Metrics, port: int) -> None:
        self._bot = bot
        self._metrics = metrics
        self._port = port
        self._live: set[int] = set()
        self._ticking: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        bot, metrics = self._bot, self._metrics
        bot.add_listener(self._hear, "on_interaction")
        bot.add_listener(self._count_text_command, "on_command_completion")
        bot.add_listener(self._see_connect, "on_shard_connect")
        bot.add_listener(self._see_disconnect, "on_shard_disconnect")
        bot.add_listener(self._see_resume, "on_shard_resumed")
        server = web.Application()
        server.router.add_get("/metrics", self._tell_numbers)
        server.router.add_get("/healthz", self._tell_health)
        self._runner = web.AppRunner(server, access_log=None)
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, LOOPBACK, self._port).start()
        except OSError as error:
            await self._runner.cleanup()
            raise StartRefusal(words.port_taken(self._port, error.strerror or str(error))) from None
        self._ticking = asyncio.create_task(_watch_loop(metrics), name="loop lag")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._ticking is not None:
            self._ticking.cancel()
            await asyncio.wait([self._ticking])
        await self._runner.cleanup()

    async def _hear(self, interaction: discord.Interaction[Any]) -> None:
        self._metrics.hear(interaction)

    async def _count_text_command(self, context: Any) -> None:
        if context.interaction is None:
            self._metrics.text_commands.labels(context.command.qualified_name).inc()

    async def _see_connect(self, shard: int) -> None:
        self._live.add(shard)

    async def _see_disconnect(self, shard: int) -> None:
        self._live.discard(shard)
        log.info("%s", words.shard_lost(shard))
        self._metrics.disconnects.labels(shard).inc()

    async def _see_resume(self, shard: int) -> None:
        self._live.add(shard)
        self._metrics.resumes.labels(shard).inc()

    async def _tell_numbers(self, _request: web.Request) -> web.Response:
        metrics, latencies = self._metrics, dict(self._bot.latencies)
        servers = CountedBy(guild.shard_id for guild in self._bot.guilds)
        for shard in self._bot.served:
            latency = latencies.get(shard, math.inf)
            metrics.latency.labels(shard).set(latency if math.isfinite(latency) else -1)
            metrics.shards.labels(shard).set(shard in self._live)
            metrics.servers.labels(shard).set(servers[shard])
        with contextlib.suppress(TimeoutError, Refusal):
            metrics.database.set(await self._database_lag())
        return web.Response(body=generate_latest(metrics.registry), headers={"Content-Type": CONTENT_TYPE_LATEST})

    async def _tell_health(self, _request: web.Request) -> web.Response:
        """Say 200 where the bot can answer: connected to the gateway, the database there; else 503 with the reason."""
        if self._bot.is_closed() or not self._live:
            return web.Response(status=503, text=words.not_connected())
        try:
            await self._database_lag()
        except (TimeoutError, Refusal):
            return web.Response(status=503, text=words.database_silent())
        return web.Response(text=words.healthy())

    async def _database_lag(self) -> float:
        began = time.perf_counter()
        async with asyncio.timeout(DATABASE_PATIENCE):
            await self._bot.services.commands.known(0)
        return time.perf_counter() - began


async def _watch_loop(metrics: Metrics) -> None:
    while True:
        began = time.perf_counter()
        await asyncio.sleep(TICK)
        metrics.loop.set(max(0.0, time.perf_counter() - began - TICK))


def _kind(interaction: discord.Interaction[Any]) -> str:
    """Name an interaction by what was used: the command with its subcommand, or the first word of the button's id."""
    data: Any = interaction.data or {}
    if interaction.type is discord.InteractionType.modal_submit:
        return "form"  # its id is drawn anew each time
    if interaction.type in (discord.InteractionType.application_command, discord.InteractionType.autocomplete):
        prefix = "typing " if interaction.type is discord.InteractionType.autocomplete else "/"
        return f"{prefix}{' '.join(_path(data))}"
    parts = str(data.get("custom_id", "")).split(":")
    return "vote" if "vote" in parts else parts[0]


def _path(data: Any) -> Iterator[str]:
    """Yield a command's name and those of its group and subcommand."""
    yield str(data.get("name", ""))
    for option in data.get("options", ()):
        if option.get("type") in SUBCOMMANDS:
            yield from _path(option)
