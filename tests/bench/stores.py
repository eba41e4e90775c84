"""Votes on SQLite and on PostgreSQL, by one process and by two, in one run; and what the driver costs who does without.

    python -m tests.bench.stores [SECONDS]

Bots, server and stage share the machine, so on two cores a second process can add only what the others leave: the
processor time of a vote says what it takes, whatever else runs. In the first row the driver cannot be imported, as
where the extra is not installed. The better of two runs is shown, figure by figure.
"""

import asyncio
import statistics
import sys
import tempfile
import time
from contextlib import AsyncExitStack
from dataclasses import astuple, dataclass
from pathlib import Path

from bot.playground import Member, NoAnswer, Playground, Reply
from tests.bench.postgres import Server, installed
from tests.bench.process import processor, resident, running

SECONDS = 8.0
SHARDS, SERVERS = 2, 8
VOTERS = 6  # in each server, each waiting for the answer
LABELS = ("Sad", "Happy")
# Kind: processes, and whether a server keeps the votes.
KINDS = {
    "sqlite, no driver installed": (1, False),
    "sqlite": (1, False),
    "postgresql": (1, True),
    "postgresql, two processes": (2, True),
}
COLUMNS = ("start s", "start CPU s", "MiB a process", "votes/s", "p50 ms", "p99 ms", "bots us", "server us", "stage us")
HIDDEN = "import sys; sys.modules['asyncpg'] = None; from bot.__main__ import main; sys.exit(main(sys.argv[1:]))"


@dataclass
class Measured:
    """What one run took, in the order of the columns; a smaller figure is a better one but for the votes."""

    start: float
    start_cpu: float
    memory: float
    rate: float
    p50: float
    p99: float
    bots: float
    server: float
    stage: float


async def measure(kind: str, seconds: float, home: Path) -> Measured:
    """Run one kind once."""
    processes, served = KINDS[kind]
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder.chmod(0o755)  # the server's user has to reach its own folder in it
        programs = installed()
        server = await stack.enter_async_context(Server(folder / "server", programs)) if served and programs else None
        stage = await stack.enter_async_context(Playground())
        stage.gateway.terms.max_concurrency = SHARDS
        stage.add_servers(SERVERS - len(stage.world.servers))
        url = server.url if server else f"sqlite:///{folder}/epilogue.db"
        began = time.perf_counter()
        pids = []
        for number in range(processes):
            share = f"{number}" if processes > 1 else ""
            file = configuration(folder / f"{number}.toml", stage.api_base, share, url)
            program = ("-c", HIDDEN) if kind.endswith("no driver installed") else ("-m", "bot")
            bot = running(stage, home, *program, "run", "--config", str(file))
            pids.append(await stack.enter_async_context(bot))
        await stage.until(lambda: len(stage.gateway.live) >= SHARDS, within=60, what="the bot to connect")
        await stage.member("ann").slash("jazz")
        start, start_cpu = time.perf_counter() - began, sum(map(processor, pids)) / processes
        polls = [await started(stage, name.name) for name in stage.world.servers.values()]
        served_by = server.processes() if server else []
        before = [sum(map(processor, pids)), sum(map(processor, served_by)), time.process_time()]
        took, wall = await pressed(polls, seconds)
        after = [sum(map(processor, pids)), sum(map(processor, served_by)), time.process_time()]
        memory = statistics.mean(map(resident, pids))
    each = [(late - early) / len(took) * 1_000_000 for early, late in zip(before, after, strict=True)]
    took.sort()
    p50, p99 = statistics.median(took) * 1000, took[int(len(took) * 0.99)] * 1000
    return Measured(start, start_cpu, memory, len(took) / wall, p50, p99, *each)


def configuration(file: Path, api_base: str, shards: str, url: str) -> Path:
    """Write the configuration of one process; return where it is."""
    file.write_text(
        f'[discord]\napi_base = "{api_base}"\nshard_count = {SHARDS}\nshard_ids = "{shards}"\n'
        f'[store]\nurl = "{url}"\n[backups]\nevery_hours = 0\n',
        encoding="utf-8",
    )
    return file


async def started(stage: Playground, server: str) -> tuple[Reply, list[Member]]:
    """Start a poll in a server; return it with those who are to vote in it."""
    owner = stage.world.accounts[stage.server(server).owner_id].name
    shown = await stage.member(owner, server).slash("poll start", preset="ending")
    return shown, stage.crowd(VOTERS, server)


async def pressed(polls: list[tuple[Reply, list[Member]]], seconds: float) -> tuple[list[float], float]:
    """Let everyone press as fast as they are answered; return how long each answer took, and the time in all."""
    took: list[float] = []
    began = time.perf_counter()

    async def press(member: Member, shown: Reply) -> None:
        turn = 0
        while time.perf_counter() < began + seconds:
            turn += 1
            try:
                took.append((await member.press(shown, LABELS[turn % 2])).acknowledged_after or 0.0)
            except NoAnswer:
                continue

    await asyncio.gather(*(press(member, shown) for shown, members in polls for member in members))
    return took, time.perf_counter() - began


def better(one: Measured, other: Measured) -> Measured:
    """Return the better of two runs, figure by figure: what else runs on a machine only makes them worse."""
    least = Measured(*map(min, astuple(one), astuple(other)))
    least.rate = max(one.rate, other.rate)
    return least


async def main(seconds: float) -> None:
    """Print the table."""
    kinds = [kind for kind, (_, served) in KINDS.items() if installed() or not served]
    if len(kinds) < len(KINDS):
        print("PostgreSQL is left out: its programs (initdb) are not on this machine.")
    found: dict[str, Measured] = {}
    with tempfile.TemporaryDirectory() as home:
        await measure(kinds[0], 0.5, Path(home))  # makes the bytecode, and warms the disk's cache
        for kind in (*kinds, *reversed(kinds)):
            measured = await measure(kind, seconds, Path(home))
            found[kind] = better(found[kind], measured) if kind in found else measured
    print("| | " + " | ".join(COLUMNS) + " |\n|---|" + "---:|" * len(COLUMNS))
    for kind, one in found.items():
        start, start_cpu, *rest = astuple(one)
        print(f"| {kind} | {start:.2f} | {start_cpu:.2f} | " + " | ".join(f"{value:.0f}" for value in rest) + " |")


if __name__ == "__main__":
    asyncio.run(main(float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS))
