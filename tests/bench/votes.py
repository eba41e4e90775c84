"""Votes beside bare discord.py bots, in one run: acknowledgements a second, CPU a vote, latency, a crowd at once.

    python -m tests.bench.votes [seconds]

Each bot runs in a process of its own, the stage here. "constant" only acknowledges with one line of text; "receipt"
answers the receipt that Epilogue answers, with its passage, and stores nothing; "epilogue" is the whole bot with its
database. "epilogue, slow disk" is the same where each flush takes 10 ms more; it needs a C compiler, for the delay is
put before the C library's own fsync.
"""

import asyncio
import gc
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.face import poll_pages
from bot.playground import Member, NoAnswer, Playground, Reply, posts
from bot.playground.bodies import Draft
from bot.playground.world import COMPONENTS_V2
from bot.polls.poll import Tally
from bot.polls.result import Thresholds, shown
from tests.bench.process import epilogue, running
from tests.bench.receipt import shipped_poll

# Members that press, each waiting for the answer. With 48, two cohorts that take turns behind a flush of 10 ms, no
# group commit could answer more than some 2,000 a second on the slow disk.
WORKERS = 128
SECONDS = 8.0
STEADY = 500  # votes a second, for the latency at rest
CROWD = 5000  # presses at once
LABELS = ("Sad", "Happy")
BARE = {"constant": "bare", "receipt": "receipt"}  # and their modules
BOTS = (*BARE, "epilogue", "epilogue, slow disk")
ROOT = Path(__file__).parents[2]
SLOW_FSYNC = """
#define _GNU_SOURCE
#include <dlfcn.h>
#include <unistd.h>
static void wait(void) { usleep(10000); }
int fsync(int fd) { wait(); return ((int (*)(int))dlsym(RTLD_NEXT, "fsync"))(fd); }
int fdatasync(int fd) { wait(); return ((int (*)(int))dlsym(RTLD_NEXT, "fdatasync"))(fd); }
"""


@dataclass
class Measured:
    """One bot's figures: a second, microseconds of CPU a vote, and milliseconds."""

    rate: float
    cpu: float
    steady_p50: float
    steady_p99: float
    crowd_late: int
    crowd_longest: float


@asynccontextmanager
async def bot_on(stage: Playground, kind: str) -> AsyncIterator[int]:
    """Run a bot beside the stage; give its process id."""
    with tempfile.TemporaryDirectory(dir=ROOT) as home:
        folder = Path(home)
        preload = str(slow_fsync(folder)) if kind.endswith("slow disk") else ""
        bare = "-m", f"tests.bench.{BARE.get(kind)}", stage.api_base, stage.token
        arguments = bare if kind in BARE else epilogue(stage, folder)
        async with running(stage, folder, *arguments, preload=preload) as pid:
            await stage.connected()
            yield pid


def slow_fsync(folder: Path) -> Path:
    """Build the library that makes each flush take 10 ms more."""
    source, built = folder / "slow.c", folder / "slow.so"
    source.write_text(SLOW_FSYNC, encoding="utf-8")
    subprocess.run(["cc", "-shared", "-fPIC", "-o", built, source, "-ldl"], check=True)  # noqa: S607
    return built


def cpu_of(pid: int) -> float:
    """Return the seconds of CPU that a process has used (Linux: fields 14 and 15 of its stat)."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def pressed_poll(kind: str, stage: Playground) -> Reply:
    """Return the message whose buttons are pressed: the same for all, though only Epilogue has posted it itself."""
    if kind not in BARE:
        return await stage.member("max").slash("poll start", preset="ending")
    standing = shown(shipped_poll(), Tally((0, 0), (0, 0)), Thresholds(1, 1), voted=False)
    page = poll_pages.poll_page(standing)
    components = page.to_components()  # type: ignore[no-untyped-call] # discord.py gives it no types
    draft = Draft(components=components, flags=COMPONENTS_V2)
    return Reply(posts.create(stage.backstage, stage.channel("general"), stage.backstage.bot, draft))


async def press(member: Member, poll: Reply, turn: int) -> float | None:
    """Press once; return the seconds to the acknowledgement, or None where there was none in time."""
    try:
        return (await member.press(poll, LABELS[turn % 2])).acknowledged_after
    except NoAnswer:
        return None


async def measure(kind: str, seconds: float) -> Measured:
    """Return one bot's figures."""
    async with Playground() as stage:
        crowd = stage.crowd(CROWD)
        gc.freeze()  # the stage measures: its own pauses would be the bots'
        async with bot_on(stage, kind) as pid:
            poll = await pressed_poll(kind, stage)
            await asyncio.gather(*(press(member, poll, 0) for member in crowd[:WORKERS]))  # warm
            steady = await at_a_steady_rate(crowd, poll, seconds)
            rate, cpu = await as_fast_as_it_goes(crowd, poll, seconds, pid)
            burst = await asyncio.gather(*(press(member, poll, 1) for member in crowd))
    late = sum(one is None or one > 3 for one in burst)
    steady.sort()
    p50, p99 = statistics.median(steady) * 1000, steady[int(len(steady) * 0.99)] * 1000
    longest = max((one for one in burst if one is not None), default=0.0) * 1000
    return Measured(rate, cpu, p50, p99, late, longest)


async def at_a_steady_rate(crowd: list[Member], poll: Reply, seconds: float) -> list[float]:
    """Press `STEADY` times a second, whoever's turn it is; return how long each took."""
    began, asked = time.perf_counter(), []
    for turn in range(int(STEADY * seconds)):
        await asyncio.sleep(max(0.0, began + turn / STEADY - time.perf_counter()))
        asked.append(asyncio.create_task(press(crowd[turn % len(crowd)], poll, turn // len(crowd) + turn)))
    return [took if took is not None else 3.0 for took in await asyncio.gather(*asked)]


async def as_fast_as_it_goes(crowd: list[Member], poll: Reply, seconds: float, pid: int) -> tuple[float, float]:
    """Let `WORKERS` members press one after the other; return votes a second and microseconds of CPU a vote."""
    began, before, count = time.perf_counter(), cpu_of(pid), 0

    async def work(member: Member) -> None:
        nonlocal count
        turn = 0
        while time.perf_counter() < began + seconds:
            answered = await press(member, poll, turn) is not None
            count += answered
            turn += 1

    await asyncio.gather(*(work(member) for member in crowd[:WORKERS]))
    wall, used = time.perf_counter() - began, cpu_of(pid) - before
    return count / wall, used / count * 1_000_000


async def table(seconds: float) -> None:
    """Measure every bot in turn, twice and in both directions, and print the better figures with their ratios."""
    bots = [kind for kind in BOTS if not kind.endswith("slow disk") or shutil.which("cc")]
    runs: dict[str, list[Measured]] = {kind: [] for kind in bots}
    for kind in (*bots, *reversed(bots)):
        runs[kind].append(await measure(kind, seconds))
    best = {kind: better(*two) for kind, two in runs.items()}
    bare, receipt = best["constant"], best["receipt"]
    steady, burst = f"p50, p99 ms at {STEADY}/s", f"{CROWD} at once: late, longest"
    print(f"| bot | votes/s | of constant | of receipt | CPU us a vote | {steady} | {burst} |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    for kind, one in best.items():
        print(
            f"| {kind} | {one.rate:.0f} | {one.rate / bare.rate:.2f} | {one.rate / receipt.rate:.2f} "
            f"| {one.cpu:.0f} ({one.cpu / bare.cpu:.2f}) | {one.steady_p50:.1f}, {one.steady_p99:.1f} "
            f"| {one.crowd_late}, {one.crowd_longest:.0f} ms |"
        )


def better(one: Measured, other: Measured) -> Measured:
    """Return the better of two runs, figure by figure: what else runs on a machine only makes them worse."""
    return Measured(
        max(one.rate, other.rate),
        min(one.cpu, other.cpu),
        min(one.steady_p50, other.steady_p50),
        min(one.steady_p99, other.steady_p99),
        min(one.crowd_late, other.crowd_late),
        min(one.crowd_longest, other.crowd_longest),
    )


if __name__ == "__main__":
    asyncio.run(table(float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS))
