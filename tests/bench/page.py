"""How soon the playground's page answers, and how smoothly a thousand messages scroll, in a real Chromium.

    python -m tests.bench.page [rounds]

A round opens the page in a fresh profile, sends `!ending` as soon as one can write, and waits for the answer to be
drawn. Then a thousand messages are scrolled through, one step a frame; a frame of 16.7 ms is 60 a second.
"""

import asyncio
import statistics
import sys
import tempfile
import time
from pathlib import Path

from playwright.async_api import Browser

from tests.page.browser import Sitting, browser, installed, sitting

ROUNDS = 7
MESSAGES = 1_000

SCROLL = """async (step) => {
  const feed = document.getElementById("feed");
  const frames = [];
  let rows = 0;
  let last = await new Promise(requestAnimationFrame);
  while (!document.querySelector(".welcome")) {
    feed.scrollTop -= step;
    const now = await new Promise(requestAnimationFrame);
    frames.push(now - last);
    last = now;
    rows = Math.max(rows, document.querySelectorAll("#feed .message").length);
  }
  return [frames, rows];
}"""


async def openings(seat: Sitting, rounds: int) -> list[tuple[float, float]]:
    """Return, a round, the seconds from opening to being able to write, and to the first answer."""
    measured = []
    for _ in range(rounds):
        tab = await seat.blank()
        began = time.perf_counter()
        await tab.visit(seat.web.address)
        writable = time.perf_counter() - began
        before = await tab.messages.count()
        await tab.say("!ending")
        await tab.messages.nth(before + 1).locator(".spoiler").first.wait_for()
        measured.append((writable, time.perf_counter() - began))
        await tab.page.context.close()
        for shown in list(seat.channel().messages.values()):  # every round begins with an empty channel
            seat.channel().messages.pop(shown.id)
    return measured


async def scrolling(seat: Sitting) -> tuple[list[float], int, float]:
    """Return the milliseconds of each frame on the way up, the most rows in the document, and the work a frame."""
    for number in range(MESSAGES):
        seat.bot_says(content=f"Line {number} " + "and **more** ||words|| " * (number * 7 % 40))
    tab = await seat.open()
    await tab.message(f"Line {MESSAGES - 1} ").wait_for()
    devtools = await tab.page.context.new_cdp_session(tab.page)
    await devtools.send("Performance.enable", {"timeDomain": "threadTicks"})  # the CPU time of its main thread

    async def worked() -> float:
        told = await devtools.send("Performance.getMetrics")
        return next(float(one["value"]) for one in told["metrics"] if one["name"] == "TaskDuration")

    before = await worked()
    frames, rows = await tab.page.evaluate(SCROLL, 240)
    return frames, rows, (await worked() - before) * 1000 / len(frames)


async def main(rounds: int) -> None:
    """Measure and print."""
    path = installed()
    if path is None:
        print("No Chromium is installed here.")
        return
    chromium: Browser
    with tempfile.TemporaryDirectory() as folder:
        async with browser(path) as chromium, sitting(chromium, Path(folder)) as seat:
            opened = await openings(seat, rounds)
            frames, rows, work = await scrolling(seat)
    writable, answered = ([pair[at] * 1000 for pair in opened] for at in (0, 1))
    ordered = sorted(frames)
    print(f"{'':34} {'median':>9} {'worst':>9}")
    print(f"{'opened to writable, ms':34} {statistics.median(writable):9.0f} {max(writable):9.0f}")
    print(f"{'opened to first answer drawn, ms':34} {statistics.median(answered):9.0f} {max(answered):9.0f}")
    print(f"{'a frame while scrolling, ms':34} {statistics.median(frames):9.1f} {max(frames):9.1f}")
    late = sum(frame > 34 for frame in frames) / len(frames)
    print(f"{'CPU time of the page a frame, ms':34} {work:9.1f}")
    usual = ordered[int(len(ordered) * 0.95)]
    print(f"95 % of {len(frames)} frames within {usual:.1f} ms; {late:.1%} took longer than two beats (34 ms).")
    print(f"At most {rows} of {MESSAGES} rows were in the document.")


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS))
