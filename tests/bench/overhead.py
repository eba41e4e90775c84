"""What Epilogue costs beside a bare discord.py bot that answers with a constant, in one run, as ratios.

    python -m tests.bench.overhead [ROUNDS]

Each round starts the bots, one after the other, each in a process of its own on a stage of its own, with a database and
bytecode that were made before. The second bot is the bare one with the libraries loaded that Epilogue stands on, and no
line of Epilogue's. Memory is each bot's alone, after its answers; processor time is too, and says the same on a busy
machine.
"""

import asyncio
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from bot.playground import Playground
from tests.bench.process import epilogue, processor, resident, running

ROUNDS = 5
ASKED = 300
LIBRARIES = ("pydantic.main", "pydantic.types", "pydantic.functional_validators", "rapidfuzz.fuzz", "aiosqlite")
BARE, LOADED, OURS = "bare", "bare, libraries loaded", "epilogue"
COLUMNS = ("first answer s", "CPU s", "resident MiB", "topic p50 ms", "p99 ms", "CPU ms an answer")
# At most, against the bare bot: start, memory, and the slowest hundredth of the answers.
AIMS = ("1.3", "", "1.4", "", "2.0", "")


@dataclass
class Measured:
    """What one bot took in each round: seconds, and MiB."""

    starts: list[float] = field(default_factory=list)
    started: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)
    p50: list[float] = field(default_factory=list)
    p99: list[float] = field(default_factory=list)
    effort: list[float] = field(default_factory=list)

    def row(self) -> list[float]:
        """Return the figures of the columns: the medians of the rounds."""
        of_a_start = [statistics.median(each) for each in (self.starts, self.started, self.memory)]
        return of_a_start + [statistics.median(each) * 1000 for each in (self.p50, self.p99, self.effort)]


async def measure(kind: str, folder: Path, measured: Measured) -> None:
    """Start a bot, ask it, and note what it took."""
    async with Playground() as stage:
        bare = ("-m", "tests.bench.bare", stage.api_base, stage.token)
        command = {BARE: bare, LOADED: (*bare, *LIBRARIES)}.get(kind) or epilogue(stage, folder)
        began = time.perf_counter()
        async with running(stage, folder, *command) as bot:
            await stage.until(lambda: stage.gateway.live, within=60, what="the bot to connect")
            ann = stage.member("ann")
            await ann.slash("jazz")
            measured.starts.append(time.perf_counter() - began)
            measured.started.append(before := processor(bot))
            answers = sorted([(await ann.slash("jazz")).acknowledged_after or 0.0 for _ in range(ASKED)])
            measured.p50.append(statistics.median(answers))
            measured.p99.append(answers[int(ASKED * 0.99)])
            measured.effort.append((processor(bot) - before) / ASKED)
            measured.memory.append(resident(bot))


async def main(rounds: int) -> None:
    """Print the table."""
    found = {BARE: Measured(), LOADED: Measured(), OURS: Measured()}
    with tempfile.TemporaryDirectory() as folder:
        for kind in found:  # makes the database and the bytecode, and warms the disk's cache
            await measure(kind, Path(folder), Measured())
        for _ in range(rounds):
            for kind, measured in found.items():
                await measure(kind, Path(folder), measured)
    print(f"{rounds} rounds of {ASKED} answers each; the medians of the rounds.\n")
    print("| | " + " | ".join(COLUMNS) + " |\n|---|" + "---:|" * len(COLUMNS))
    rows = {kind: measured.row() for kind, measured in found.items()}
    for kind, row in rows.items():
        print(f"| {kind} | " + " | ".join(f"{figure:.2f}" for figure in row) + " |")
    ratios = [ours / theirs for ours, theirs in zip(rows[OURS], rows[BARE], strict=True)]
    print("| epilogue to bare | " + " | ".join(f"{ratio:.2f}" for ratio in ratios) + " |")
    print("| aim | " + " | ".join(AIMS) + " |")


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS))
