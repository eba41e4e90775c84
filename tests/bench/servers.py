"""How the bot grows with its servers: start, memory and the time of an answer, at few and at many.

    python -m tests.bench.servers [SERVERS:SHARDS ...]

The stage and the bot run in two processes; memory is the bot's alone. Each row has a bot and a stage of its own.
"""

import asyncio
import statistics
import sys
import tempfile
import time
from pathlib import Path

from bot.playground import Playground
from tests.bench.process import epilogue, processor, resident, running

ROWS = ((2, 1), (500, 1), (2_500, 1), (20_000, 10))
ASKED = 300


async def row(servers: int, shards: int, folder: Path) -> tuple[float, float, float, float, float]:
    """Return seconds to the last shard, the bot's memory in MiB, and of an answer p50, p99 and processor time in ms."""
    async with Playground() as stage:
        stage.gateway.terms.shards = shards
        stage.gateway.terms.max_concurrency = 16
        stage.add_servers(max(0, servers - len(stage.world.servers)))
        command = epilogue(stage, folder)
        began = time.perf_counter()
        async with running(stage, folder, *command) as bot:
            await stage.until(lambda: len(stage.gateway.live) >= shards, within=300, what="all shards")
            member = stage.member("ann")
            await member.slash("jazz")
            started = time.perf_counter() - began
            olga = stage.member("olga")  # who runs the bot: it tells her how many servers it has been told of
            while f" {servers} servers" not in (await olga.slash("admin health")).text:
                pass
            before = processor(bot)
            took = [(await member.slash("jazz")).acknowledged_after or 0.0 for _ in range(ASKED)]
            each = (processor(bot) - before) / ASKED * 1000
            memory = resident(bot)
    took.sort()
    return started, memory, statistics.median(took) * 1000, took[int(len(took) * 0.99)] * 1000, each


async def main(rows: list[tuple[int, int]]) -> None:
    """Print the table."""
    columns = (
        "servers",
        "shards",
        "first answer s",
        "resident MiB",
        "KiB a server",
        "p50 ms",
        "p99 ms",
        "CPU ms an answer",
    )
    print("| " + " | ".join(columns) + " |\n|" + "---:|" * len(columns))
    base: tuple[int, float] | None = None
    with tempfile.TemporaryDirectory() as folder:
        await row(*rows[0], Path(folder))  # makes the database and the bytecode
        for servers, shards in rows:
            started, memory, p50, p99, effort = await row(servers, shards, Path(folder))
            base = base or (servers, memory)
            each = (memory - base[1]) * 1024 / (servers - base[0]) if servers > base[0] else 0.0
            figures = f"{started:.1f} | {memory:.0f} | {each:.1f} | {p50:.1f} | {p99:.1f} | {effort:.2f}"
            print(f"| {servers} | {shards} | {figures} |", flush=True)


if __name__ == "__main__":
    given = [(int(servers), int(shards)) for servers, shards in (one.split(":") for one in sys.argv[1:])]
    asyncio.run(main(given or list(ROWS)))
