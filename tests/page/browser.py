"""The system's Chromium, and the playground's page in it as a person uses it."""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Literal

from playwright.async_api import Browser, ConsoleMessage, Locator, Page, async_playwright

from bot.playground import Playground, Reply, WebPage, posts
from bot.playground.bodies import Draft
from bot.playground.world import Channel
from tests.stage.evening import Evening, evening_in

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
COMPONENTS_V2 = 1 << 15
# No sandbox: the tests' own page is all that it opens, and root in a container may have none.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def installed() -> str | None:
    """Return the path of a Chromium on this machine, or None. EPILOGUE_BROWSER names one that must be there."""
    named = os.environ.get("EPILOGUE_BROWSER")
    if named is not None:
        if not Path(named).is_file():
            raise FileNotFoundError(f"EPILOGUE_BROWSER: there is no {named}")
        return named
    return next((path for name in NAMES if (path := shutil.which(name))), None)


@asynccontextmanager
async def browser(path: str) -> AsyncIterator[Browser]:
    """Start the browser at `path`, with an empty profile."""
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=path, args=FLAGS)
        try:
            yield chromium
        finally:
            await chromium.close()


class Sitting:
    """An evening on the stage and its web page, open in browsers."""

    def __init__(self, evening: Evening, web: WebPage, chromium: Browser) -> None:
        self.evening = evening
        self.stage: Playground = evening.stage
        self.web = web
        self._chromium = chromium
        self.complaints: list[str] = []  # what any page's console said that was no plain word

    async def open(self, path: str = "", **looks: Any) -> "Tab":
        """Open the page in a profile of its own (see `blank`), and return once one can write."""
        tab = await self.blank(**looks)
        await tab.visit(self.web.address + path)
        return tab

    async def blank(
        self,
        *,
        width: int = 1280,
        height: int = 800,
        scheme: Literal["dark", "light"] = "dark",
        scale: float = 1,
    ) -> "Tab":
        """Open an empty tab in a profile of its own."""
        context = await self._chromium.new_context(
            color_scheme=scheme,
            viewport={"width": width, "height": height},
            device_scale_factor=scale,
            locale="en-GB",
            timezone_id="UTC",
            reduced_motion="reduce",
        )
        page = await context.new_page()
        page.set_default_timeout(15_000)
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        return Tab(page)

    def _on_console(self, said: ConsoleMessage) -> None:
        if said.type in ("error", "warning"):
            self.complaints.append(said.text)

    def channel(self, name: str = "general") -> Channel:
        """Return a channel of the first server."""
        return self.stage.channel(name)

    def bot_says(self, *, channel: str = "general", **draft: Any) -> Reply:
        """Let the bot's account post something that the bot itself would not."""
        backstage = self.stage.backstage
        if "components" in draft and not draft.pop("old", False):
            draft["flags"] = COMPONENTS_V2
        return Reply(posts.create(backstage, self.channel(channel), backstage.bot, Draft(**draft)))

    def bot_edits(self, shown: Reply, **draft: Any) -> None:
        """Change such a message."""
        assert shown.message is not None
        posts.edit(self.stage.backstage, shown.message, Draft(**draft))


class Tab:
    """One open page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.messages = page.locator("#feed .message")
        self.write_box = page.locator("#write")

    async def visit(self, address: str) -> None:
        """Go to an address of the playground, and return once one can write."""
        await self.page.goto(address)
        await self.page.locator("#places a").first.wait_for(state="attached")  # the world has been told

    async def say(self, words: str) -> None:
        """Write a message and send it."""
        await self.write_box.fill(words)
        await self.write_box.press("Enter")

    async def keys(self, *keys: str) -> None:
        """Press keys one after the other, wherever the focus is; longer words are typed."""
        for key in keys:
            if len(key) == 1 or " " in key or key.islower():
                await self.page.keyboard.type(key)
            else:
                await self.page.keyboard.press(key)

    async def become(self, name: str) -> None:
        """Be another member, and return once the page shows it."""
        await self.page.locator("#people button.person", has_text=name).click()
        await self.page.locator("#people button.person[aria-pressed=true]", has_text=name).wait_for(state="attached")

    def message(self, words: str) -> Locator:
        """Find the last message with these words."""
        return self.messages.filter(has_text=words).last

    def button(self, label: str, within: Locator | None = None) -> Locator:
        """Find a button of a message by what stands on it."""
        return (within or self.page.locator("#feed")).get_by_role("button", name=label, exact=True)

    @property
    def suggestions(self) -> Locator:
        """The rows of the list that is open."""
        return self.page.locator(".list [role=option]")


@asynccontextmanager
async def sitting(chromium: Browser, folder: Path) -> AsyncIterator[Sitting]:
    """Open a stage with the bot, and serve its page."""
    async with evening_in(folder) as evening:
        web = WebPage(evening.stage, restart=evening.restart_bot)
        await web.open()
        seat = Sitting(evening, web, chromium)
        try:
            yield seat
        finally:
            for context in chromium.contexts:
                await context.close()
            await web.close()
