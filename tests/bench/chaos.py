"""The long run of `tests.stage.chaos`, with its counts.

python -m tests.bench.chaos [seed] [votes] [kills] [members a server] [rounds of disturbances]
"""

import asyncio
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path

from tests.stage.chaos import chaos

USUAL = (7, 5000, 12, 40, 4)


def main() -> None:
    """Run it and print what came of it."""
    asked = [int(number) for number in sys.argv[1:]]
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as home:
        counts = asyncio.run(chaos(Path(home), *asked, *USUAL[len(asked) :]))
    for name, count in asdict(counts).items():
        print(f"{name.replace('_', ' '):>14}  {count}")
    print(f"{'seconds':>14}  {time.monotonic() - began:.0f}")


if __name__ == "__main__":
    main()
