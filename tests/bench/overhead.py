"""What Epilogue costs beside a bare discord.py bot that answers with a constant, in one run, as ratios.

    python -m tests.bench.overhead [ROUNDS]

Each round starts both bots, one after the other, each in a process of its own on a stage of its own, with a database
and commands that it knows already. Memory is each bot's alone, after its answers.
"""

import asyncio
import os
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import discord
from discord import app_commands

from bot.address import pointed_at
from bot.playground import Playground
from tests.bench.servers import resident

ROUNDS = 5
ASKED = 300
BARE, OURS = "bare", "epilogue"
# At most, against the bare bot: start, memory, and the slowest hundredth of the answers.
AIMS = (1.3, 1.4, 2.0)


@dataclass
class Measured:
    """What one bot took over all rounds: seconds, MiB, seconds."""

    starts: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)
    answers: list[float] = field(default_factory=list)


def bare(api_base: str, token: str) -> None:
    """Be a bot with one command and one constant."""
    client = discord.AutoShardedClient(intents=discord.Intents(guilds=True, guild_messages=True), max_messages=None)
    tree = app_commands.CommandTree(client)

    @tree.command(name="jazz", description="Answer")
    async def jazz(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("A constant.")

    async def setup() -> None:
        await tree.sync()

    client.setup_hook = setup  # type: ignore[method-assign]
    with pointed_at(api_base):
        client.run(token, log_handler=None)


async def measure(kind: str, folder: Path, measured: Measured) -> None:
    """Start a bot, ask it, and note what it took."""
    async with Playground() as stage:
        config = folder / "config.toml"
        config.write_text(f'[discord]\napi_base = "{stage.api_base}"\n[backups]\nevery_hours = 0\n', encoding="utf-8")
        own = ["-m", "tests.bench.overhead", BARE, stage.api_base, stage.token]
        command = own if kind == BARE else ["-m", "bot", "run", "--config", str(config)]
        began = time.perf_counter()
        bot = await asyncio.create_subprocess_exec(
            *(sys.executable, *command),
            env={**os.environ, "DISCORD_TOKEN": stage.token},
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            await stage.connected()
            ann = stage.member("ann")
            await ann.slash("jazz")
            measured.starts.append(time.perf_counter() - began)
            measured.answers += [(await ann.slash("jazz")).acknowledged_after or 0.0 for _ in range(ASKED)]
            measured.memory.append(resident(bot.pid))
        finally:
            bot.terminate()
            await bot.wait()


async def main(rounds: int) -> None:
    """Print the table."""
    found = {BARE: Measured(), OURS: Measured()}
    with tempfile.TemporaryDirectory() as folder:
        await measure(OURS, Path(folder), Measured())  # makes the database, and warms the disk's cache
        for _ in range(rounds):
            for kind, measured in found.items():
                await measure(kind, Path(folder), measured)
    print(f"{rounds} rounds of {ASKED} answers each, medians; p50 and p99 over all answers.\n")
    print("| | start to first answer s | resident MiB | topic p50 ms | topic p99 ms |\n|---|---:|---:|---:|---:|")
    rows = {}
    for kind, measured in found.items():
        answers = sorted(measured.answers)
        p50, p99 = statistics.median(answers) * 1000, answers[int(len(answers) * 0.99)] * 1000
        rows[kind] = (statistics.median(measured.starts), statistics.median(measured.memory), p50, p99)
        start, memory, *_ = rows[kind]
        print(f"| {kind} | {start:.2f} | {memory:.0f} | {p50:.1f} | {p99:.1f} |")
    ratios = [ours / theirs for ours, theirs in zip(rows[OURS], rows[BARE], strict=True)]
    print("| ratio | " + " | ".join(f"{ratio:.2f}" for ratio in ratios) + " |")
    print(f"| aim | {AIMS[0]} | {AIMS[1]} | | {AIMS[2]} |")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["bare", api_base, token]:
            bare(api_base, token)
        case [rounds]:
            asyncio.run(main(int(rounds)))
        case _:
            asyncio.run(main(ROUNDS))
