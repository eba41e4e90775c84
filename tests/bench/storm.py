"""A minute of every fault, from a seed, over three servers and two shards; then every command must be answered.

python -m tests.bench.storm [seconds] [seed]
"""

import asyncio
import logging
import sys
import time

from bot.playground import Playground
from tests.openapi import referee
from tests.playground.bots import running
from tests.playground.storm import Steady, calm, rage


async def main(seconds: float, seed: int) -> None:
    """Run the storm and print what it was made of."""
    began = time.perf_counter()
    async with Playground(referee=referee()) as stage:
        stage.add_server("Odeon")
        stage.gateway.terms.shards = stage.gateway.terms.max_concurrency = 2
        async with running(stage, Steady(patient=True)):
            await stage.connected(2)
            log = await rage(stage, seconds, seed)
            over = time.perf_counter()
            await calm(stage, rounds=20)
    print("| fault | times |")
    print("|---|---:|")
    for name, times in log.faults.most_common():
        print(f"| {name} | {times} |")
    took = time.perf_counter() - over
    print(f"\nseed {seed}: {log.answered} acts answered in the storm, {log.silent} not; then every command answered,")
    print(f"{took:.1f} s after it ended ({time.perf_counter() - began:.0f} s in all).")


if __name__ == "__main__":
    logging.disable()
    given = [float(one) for one in sys.argv[1:]]
    asyncio.run(main(given[0] if given else 60.0, int(given[1]) if len(given) > 1 else 1))
