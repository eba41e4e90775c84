"""A steady evening: does the bot, after an hour, answer as in its first minutes, and in as much memory?

    python -m tests.bench.soak [SECONDS]

A crowd asks, votes and reads at a steady rate; a row is printed for each tenth of the time. The aim: the last row's
memory and median are within 5 % of the first's.
"""

import asyncio
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

from bot.playground import Member, Playground, Reply
from tests.bench.servers import resident

HOUR = 3_600.0
PEOPLE = 20
A_SECOND = 40.0  # acts, over all people
WORDS = ("luvly night", "why did they split", "jazzclub", "a recipe for carrot cake", "broken promises", "the oscars")


async def act(member: Member, poll: Reply, number: int) -> float:
    """Do the next thing of an evening; return the seconds until its first answer."""
    match number % 4:
        case 0:
            reply = await member.press(poll, ("Sad", "Happy")[number // 4 % 2])
        case 1:
            reply = await member.slash("quote", text=WORDS[number // 4 % len(WORDS)])
        case 2:
            reply = await member.slash("songs")
        case _:
            reply = await member.slash("poll results")
    return reply.acknowledged_after or 0.0


async def live(member: Member, poll: Reply, pause: float, until: float, took: list[float]) -> None:
    """Act at a steady pace, late or not."""
    number = member.id % 24
    while (now := time.monotonic()) < until:
        took.append(await act(member, poll, number))
        number += 1
        await asyncio.sleep(max(0.0, now + pause - time.monotonic()))


async def main(seconds: float) -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        async with Playground() as stage:
            config = Path(folder) / "config.toml"
            config.write_text(f'[discord]\napi_base = "{stage.api_base}"\n', encoding="utf-8")
            bot = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot", "run", "--config", str(config)),
                env={**os.environ, "DISCORD_TOKEN": stage.token},
                stderr=asyncio.subprocess.DEVNULL,
            )
            try:
                await stage.connected()
                poll = await stage.member("olga").slash("poll start", preset="ending")
                crowd = stage.crowd(PEOPLE)
                print("| until s | acts | resident MiB | p50 ms | p99 ms |\n|---:|---:|---:|---:|---:|")
                began = time.monotonic()
                for tenth in range(1, 11):
                    took: list[float] = []
                    until = began + seconds * tenth / 10
                    await asyncio.gather(*(live(one, poll, PEOPLE / A_SECOND, until, took) for one in crowd))
                    took.sort()
                    p50, p99 = statistics.median(took) * 1000, took[int(len(took) * 0.99)] * 1000
                    figures = f"{len(took)} | {resident(bot.pid):.0f} | {p50:.1f} | {p99:.1f}"
                    print(f"| {seconds * tenth / 10:.0f} | {figures} |", flush=True)
            finally:
                bot.terminate()
                await bot.wait()


if __name__ == "__main__":
    asyncio.run(main(float(sys.argv[1]) if len(sys.argv) > 1 else HOUR))
