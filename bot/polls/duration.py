"""Durations as people write them: `90m`, `2d 6h`, `1 week`."""

import re
from datetime import timedelta

from bot.errors import Refusal
from bot.text import polls as text

SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}
NAMES = {
    name: unit
    for unit, names in {
        "s": "s sec secs second seconds",
        "m": "m min mins minute minutes",
        "h": "h hr hrs hour hours",
        "d": "d day days",
        "w": "w wk wks week weeks",
    }.items()
    for name in names.split()
}
# Ten digits are far past any limit.
PART = re.compile(r"(\d{1,10}(?:\.\d{1,3})?)\s*([a-z]+)")
BETWEEN = re.compile(r"\s*(?:,|and\b)?\s*")


def parse(written: str) -> timedelta:
    """Return the sum of `number unit` parts, each unit from seconds to weeks named at most once.

    Raises Refusal, with what was written, where it is no duration.
    """
    line = written.strip().casefold()
    seconds, at, seen = 0.0, 0, set()
    while at < len(line):
        part = PART.match(line, at)
        unit = NAMES.get(part[2]) if part else None
        if part is None or unit is None or unit in seen:
            raise Refusal(text.not_a_duration(written))
        seen.add(unit)
        seconds += float(part[1]) * SECONDS[unit]
        between = BETWEEN.match(line, part.end())
        at = between.end() if between else part.end()
    if not seen or not part or line[part.end() :].strip():
        raise Refusal(text.not_a_duration(written))
    try:
        return timedelta(seconds=round(seconds))
    except OverflowError:  # some two million years
        raise Refusal(text.not_a_duration(written)) from None


def written(length: timedelta) -> str:
    """Return a duration in words that `parse` reads, in whole seconds: "2 days 6 hours"."""
    left = round(length.total_seconds())
    parts = []
    for size, name in ((604_800, "week"), (86_400, "day"), (3600, "hour"), (60, "minute"), (1, "second")):
        count, left = divmod(left, size)
        if count:
            parts.append(f"{count} {name}{'' if count == 1 else 's'}")
    return " ".join(parts) or "0 seconds"
