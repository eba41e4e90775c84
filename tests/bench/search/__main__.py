"""Measure search: `python -m tests.bench.search [--million] [--no-scaling]`."""

import argparse
from pathlib import Path

from bot import config
from bot.knowledge import load
from tests.bench.search import quality, scaling

ROOT = Path(__file__).parents[3]


def main() -> None:
    parser = argparse.ArgumentParser(description="Print how well and how fast the essays are searched.")
    parser.add_argument("--million", action="store_true", help="grow the corpus to a million passages too")
    parser.add_argument("--no-scaling", action="store_true", help="print the quality tables only")
    asked = parser.parse_args()
    settings = config.load(ROOT / "config.example.toml")
    library = load(ROOT / "seeds", settings.topics.values())
    quality.report(library)
    if not asked.no_scaling:
        sizes = [1_000, 10_000, 100_000] + [1_000_000] * asked.million
        scaling.report(library, sizes, baselines_to=100_000)


if __name__ == "__main__":
    main()
