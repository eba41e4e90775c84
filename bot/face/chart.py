"""Charts of polls as files for a message, drawn in a process of their own."""

import asyncio
import io
import json
import logging
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import discord

from bot.polls.result import Shown
from bot.text import poll_pages as words

log = logging.getLogger(__name__)

# Drawing takes about a second; whoever waits longer is better served without the picture.
PATIENCE = 20.0
ROOT = Path(__file__).parents[2]
NAME = "chart.png"
# Discord: the description of a medium has 1,024 characters.
ALT_LIMIT = 1024
# Two drawings at once on a small machine are slower than one after the other.
_one_at_a_time = asyncio.Semaphore(1)


async def of_result(shown: Shown) -> discord.File | None:
    """Return the chart of a closed poll; None where nobody voted or it cannot be drawn."""
    split, labels = shown.split, shown.poll.labels
    if split is None or not shown.voters:
        return None
    bars = [[label, share.percent, share.votes] for label, share in zip(labels, split.shares, strict=True)]
    return await _drawn({"bars": bars}, words.chart_alt(shown.poll.question.text, labels, split))


async def of_history(runs: Sequence[Shown]) -> discord.File | None:
    """Return the trend of a question over its runs; None for fewer than two or where it cannot be drawn."""
    told = [(run, run.split) for run in runs if run.split and run.voters]
    if len(told) < 2:
        return None
    labels = told[-1][0].poll.labels
    lines = {label: [split.shares[place].percent for _, split in told] for place, label in enumerate(labels)}
    days = [f"{(run.poll.closed_at or run.poll.closes_at):%Y-%m-%d}" for run, _ in told]
    return await _drawn({"lines": lines, "runs": days}, words.trend_alt(told[-1][0].poll.question.text, len(told)))


async def _drawn(figures: Mapping[str, object], alt: str) -> discord.File | None:
    async with _one_at_a_time:
        drawing = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot.face.drawing",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            cwd=ROOT,
        )
        try:
            async with asyncio.timeout(PATIENCE):
                png, trouble = await drawing.communicate(json.dumps(figures).encode())
        except TimeoutError:
            trouble, png = b"it took too long", b""
        finally:
            if drawing.returncode is None:
                drawing.kill()
                await drawing.wait()
    if drawing.returncode or not png:
        log.warning("A chart could not be drawn: %s", trouble.decode(errors="replace").strip()[-500:])
        return None
    return discord.File(io.BytesIO(png), NAME, description=alt[:ALT_LIMIT])
