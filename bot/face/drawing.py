"""Draws one chart and ends: `python -m bot.face.drawing < figures.json > chart.png`.

A process of its own keeps the plotting library's start, memory and work away from the bot. Its input is a JSON
object: {"bars": [[label, percent, votes], ...]} or {"lines": {label: [percent, ...]}, "runs": [day, ...]}.
"""

import json
import os
import sys
import tempfile
import textwrap
import warnings
from typing import IO, Any

WIDTH, DOTS = 8.0, 100  # inches, and dots an inch
# Okabe and Ito's palette: eight colours that colour-blind readers tell apart; then in grey.
COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "#000000", "#888888", "#BBBBBB")
LABEL = 24  # characters a line of a label


def draw(figures: dict[str, Any], out: IO[bytes]) -> None:
    """Write the chart of these figures as PNG."""
    import matplotlib as mpl  # noqa: PLC0415 - a second and 60 MiB that only a drawing needs

    mpl.use("Agg")
    mpl.rcParams.update({"text.parse_math": False, "font.size": 13, "svg.fonttype": "none"})
    from matplotlib.figure import Figure  # noqa: PLC0415

    height = 1.2 + 0.7 * len(figures["bars"]) if "bars" in figures else 4.5
    figure = Figure(figsize=(WIDTH, height), dpi=DOTS, layout="constrained")
    axes = figure.add_subplot()
    axes.spines[["top", "right"]].set_visible(False)
    if "bars" in figures:
        _bars(axes, figures["bars"])
    else:
        _lines(axes, figures["lines"], figures["runs"])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a sign that the font lacks is drawn as a box
        figure.savefig(out, format="png")


def _bars(axes: Any, bars: list[tuple[str, int, int]]) -> None:
    labels = ["\n".join(textwrap.wrap(label, LABEL)) for label, _, _ in bars]
    drawn = axes.barh(range(len(bars)), [percent for _, percent, _ in bars], color=COLOURS[: len(bars)])
    axes.bar_label(drawn, [f"{percent} % ({votes})" for _, percent, votes in bars], padding=6)
    axes.set_yticks(range(len(bars)), labels)
    axes.set_xlim(0, 118)  # room for the figures beside a bar of 100 %
    axes.set_xticks([0, 25, 50, 75, 100])
    axes.set_xlabel("% of voters")
    axes.invert_yaxis()


def _lines(axes: Any, lines: dict[str, list[int | None]], runs: list[str]) -> None:
    for (label, percents), colour in zip(lines.items(), COLOURS, strict=False):
        heights = [float("nan") if percent is None else percent for percent in percents]
        axes.plot(range(len(runs)), heights, marker="o", color=colour, label=textwrap.shorten(label, 2 * LABEL))
    axes.set_xticks(range(len(runs)), runs, rotation=30, ha="right")
    axes.set_ylim(0, 105)
    axes.set_ylabel("% of voters")
    axes.legend(loc="best")


def main() -> None:
    """Read figures from standard input, write a PNG to standard output."""
    # The library keeps a cache of fonts; where the bot's user has no home, a folder that goes with the process.
    with tempfile.TemporaryDirectory() as folder:
        home = os.environ.get("MPLCONFIGDIR") or os.path.expanduser("~/.config")  # noqa: PTH111
        if not os.access(home, os.W_OK):
            os.environ["MPLCONFIGDIR"] = folder
        draw(json.load(sys.stdin), sys.stdout.buffer)


if __name__ == "__main__":
    main()
