"""A line of the terminal that says how far long work has come; nothing where nobody looks."""

import sys
import time
from collections.abc import Callable

from bot.progress import Progress

SHORT = 0.3  # seconds: work that ends sooner needs no line


def progress(sentence: Callable[[int, int], str]) -> Progress | None:
    """Return what shows `sentence(done, whole)` in one line that is written over; None where nobody looks."""
    if not sys.stderr.isatty():
        return None
    began, shown = time.monotonic(), False

    def show(done: int, whole: int) -> None:
        nonlocal shown
        if not shown and time.monotonic() - began < SHORT:
            return
        shown = done < whole
        print(f"\r{sentence(done, whole)}", end="" if shown else "\n", file=sys.stderr, flush=True)

    return show
