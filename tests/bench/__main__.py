"""What running the bot costs and what it survives, measured in one go: each part's table under its own command.

    python -m tests.bench [--soak SECONDS] [--fuzz SECONDS] [PART ...]

Each part can be run alone, by the command that is printed above its table.
"""

import argparse
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
HOUR = 3_600


def parts(soak: float, fuzz: float) -> dict[str, list[str]]:
    """Return the arguments of each part, in the order in which they run."""
    return {
        "overhead": [],
        "servers": [],
        "soak": [f"{soak:.0f}"],
        "chaos": [],
        "storm": [],
        "fuzz": ["--seconds", f"{fuzz:.0f}"],
    }


def main() -> int:
    """Run the parts in turn; 1 where one of them failed or found something."""
    known = parts(HOUR, HOUR)
    parser = argparse.ArgumentParser(description="Measure what running the bot costs and what it survives.")
    parser.add_argument("--soak", type=float, default=HOUR, metavar="SECONDS", help="how long the bot is kept busy")
    parser.add_argument("--fuzz", type=float, default=HOUR, metavar="SECONDS", help="how long it is fed with nonsense")
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"some of: {', '.join(known)} (default: all)")
    asked = parser.parse_args()
    if unknown := [part for part in asked.parts if part not in known]:
        parser.error(f"there is no part {', '.join(unknown)}; there are {', '.join(known)}")
    failed = []
    for part, arguments in parts(asked.soak, asked.fuzz).items():
        if asked.parts and part not in asked.parts:
            continue
        module = f"tests.bench.{part}"
        print(f"\n## {part}: `python -m {' '.join([module, *arguments])}`\n", flush=True)
        if subprocess.run([sys.executable, "-m", module, *arguments], cwd=ROOT, check=False).returncode:
            failed.append(part)
    print(f"\n{'Failed or found something: ' + ', '.join(failed) if failed else 'All parts ended well.'}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
