"""Make the README's screenshots again, in docs/: by night, by day, and on a phone.

    python -m tests.page.screenshots

Each shows the bot itself on the playground, at the same point of the same evening. The fonts are the machine's: Inter,
TeX Gyre Pagella and Noto Color Emoji (Debian: fonts-inter, fonts-texgyre, fonts-noto-color-emoji) are the repository's.
"""

import asyncio
import sys
import tempfile
from pathlib import Path

from playwright.async_api import Browser, expect

from tests.page.browser import Sitting, Tab, browser, installed, sitting

DOCS = Path(__file__).parents[2] / "docs"
VOTERS = 50


async def evening(seat: Sitting) -> None:
    """Ask for the ending and let a poll be voted on, as members do."""
    tab = await seat.open()
    await tab.page.get_by_role("link", name="la-la-land").first.click()
    await tab.become("Max")
    await tab.write_box.fill("/poll start preset:ending")
    await tab.keys("Enter")
    poll = tab.messages.filter(has_text="used /poll start")
    await expect(poll).to_have_count(1)
    await tab.page.locator("#people").get_by_role("button", name="Let 50 members vote").click()
    await tab.page.get_by_role("button", name="Let them vote").click()
    await expect(poll).to_contain_text(f"{VOTERS} voted", timeout=30_000)
    await tab.become("Ann")
    await tab.say("!ending")
    await expect(tab.message("La La Land: the ending")).to_be_visible()
    await tab.page.context.close()


async def uncovered(tab: Tab) -> None:
    """Open the first quote of the last answer."""
    await tab.message("La La Land: the ending").locator("div.spoiler").first.click()
    await tab.page.mouse.move(0, 0)
    await tab.page.evaluate("document.activeElement.blur()")


async def main() -> None:
    """Make all four."""
    path = installed()
    if path is None:
        sys.exit("No Chromium is installed here; on Debian: apt-get install chromium")
    chromium: Browser
    with tempfile.TemporaryDirectory() as folder:
        async with browser(path) as chromium, sitting(chromium, Path(folder)) as seat:
            await evening(seat)
            channel = seat.channel("la-la-land")
            assert channel.server is not None
            address = f"channels/{channel.server.id}/{channel.id}"

            tab = await seat.open(address, scheme="dark", width=1280, height=860)
            await uncovered(tab)
            await tab.page.screenshot(path=DOCS / "playground-dark.png")

            tab = await seat.open(address, scheme="light", width=1280, height=860)
            await tab.become("Bob")
            await tab.messages.filter(has_text="used /poll start").get_by_role("button", name="Happy").click()
            await tab.messages.filter(has_text="Counted").wait_for()
            await tab.write_box.fill("/poll s")
            await tab.suggestions.first.wait_for()
            await tab.page.screenshot(path=DOCS / "playground-light.png")

            tab = await seat.open(address, scheme="dark", width=390, height=800, scale=2)
            await uncovered(tab)
            await tab.page.screenshot(path=DOCS / "playground-phone.png")

            tab = await seat.open(address, scheme="dark", width=1000, height=1100)
            await tab.become("Max")
            await tab.write_box.fill("/poll close poll:1")
            await tab.keys("Enter")
            result = tab.messages.filter(has_text=f"of {VOTERS + 1} voters").last
            await result.wait_for(timeout=30_000)
            await result.locator("figure img, .media img, img[alt]").last.evaluate("image => image.decode()")
            await result.screenshot(path=DOCS / "poll-closed.png")
            assert not seat.complaints, seat.complaints


if __name__ == "__main__":
    asyncio.run(main())
