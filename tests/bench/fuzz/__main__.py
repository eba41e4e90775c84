"""Fuzz all that takes what comes from outside, and print what came of it.

    python -m tests.bench.fuzz [--seconds SECONDS] [--seed SEED] [TARGET ...]

The seconds are shared by the targets. Ends with 1 where something was found.
"""

import argparse
import asyncio
import sys
import time
from contextlib import AsyncExitStack

from tests.bench.fuzz import acts, markdown, words
from tests.bench.fuzz.target import Report, Target, fuzz

SECONDS = 60.0


async def run(seconds: float, seed: int, named: list[str]) -> list[Report]:
    """Fuzz each target for its share of the time, printing a row each."""
    reports = []
    async with AsyncExitStack() as stack:
        targets: list[Target] = [*words.targets(), stack.enter_context(markdown.target())]
        targets += await stack.enter_async_context(acts.targets(seed))
        chosen = [target for target in targets if not named or target.name in named]
        if not chosen:
            raise SystemExit("\n".join(target.name for target in targets))
        print("| target | inputs | refused in a sentence | slowest, ms of CPU | findings |\n|---|---:|---:|---:|---:|")
        for target in chosen:
            report = await fuzz(target, seconds / len(chosen), seed)
            refused = report.refused / max(1, report.inputs)
            slowest = f"{report.slowest * 1000:.0f}" if target.alone else ""
            row = f"{report.inputs:,} | {refused:.0%} | {slowest} | {len(report.findings)}"
            print(f"| {report.name} | {row} |", flush=True)
            reports.append(report)
    return reports


def main() -> int:
    """Run it."""
    parser = argparse.ArgumentParser(description="Fuzz what takes something from outside.")
    parser.add_argument("--seconds", type=float, default=SECONDS)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("targets", nargs="*")
    asked = parser.parse_args()
    print(f"seed {asked.seed}\n")
    found = [report for report in asyncio.run(run(asked.seconds, asked.seed, asked.targets)) if report.findings]
    for report in found:
        for name, shown in report.findings.items():
            print(f"\n{report.name}: {name}: {shown}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
