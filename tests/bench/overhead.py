"""What Epilogue costs beside a bare discord.py bot that answers with a constant, in one run, as ratios.

    python -m tests.bench.overhead [ROUNDS]

Each round starts both bots, one after the other, each in a process of its own on a stage of its own, with a database
and bytecode that were made before. Memory is each bot's alone, after its answers.
"""

import asyncio
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from bot.playground import Playground
from tests.bench.process import epilogue, resident, running

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


async def measure(kind: str, folder: Path, measured: Measured) -> None:
    """Start a bot, ask it, and note what it took."""
    async with Playground() as stage:
        bare = ("-m", "tests.bench.bare", stage.api_base, stage.token)
        command = bare if kind == BARE else epilogue(stage, folder)
        began = time.perf_counter()
        async with running(stage, folder, *command) as bot:
            await stage.connected()
            ann = stage.member("ann")
            await ann.slash("jazz")
            measured.starts.append(time.perf_counter() - began)
            measured.answers += [(await ann.slash("jazz")).acknowledged_after or 0.0 for _ in range(ASKED)]
            measured.memory.append(resident(bot))


async def main(rounds: int) -> None:
    """Print the table."""
    found = {BARE: Measured(), OURS: Measured()}
    with tempfile.TemporaryDirectory() as folder:
        for kind in found:  # makes the database and the bytecode, and warms the disk's cache
            await measure(kind, Path(folder), Measured())
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
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS))
