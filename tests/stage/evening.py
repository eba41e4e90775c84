"""An evening on the stage: the real bot, the real discord.py client, real sockets, a clock that tests move."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from pydantic import SecretStr

from bot import config, running
from bot.clock import Clock, MovableClock
from bot.playground import Member, Playground, Reply
from bot.reload import Source
from bot.settings import Settings
from tests.openapi import referee
from tests.stores import url_in


class Evening:
    """The stage with the bot on it, and the people by name."""

    def __init__(self, stage: Playground, settings: Settings, clock: MovableClock) -> None:
        self.stage = stage
        self.settings = settings
        self.clock = clock
        self.bot_clock: Clock = clock  # the bot's own, should its machine's differ
        self.source = Source(lambda: settings)
        self._bot: asyncio.Task[None] | None = None

    def __getattr__(self, name: str) -> Member:
        """`evening.ann` is Ann, in the first server's first channel."""
        try:
            return self.stage.member(name)
        except KeyError:
            raise AttributeError(name) from None

    async def start_bot(self) -> None:
        """Start the bot, and return once it is connected; raises what kept it from starting."""
        token = SecretStr(self.stage.token)
        self._bot = asyncio.create_task(running.run(self.settings, token, self.bot_clock, self.source))
        connected = asyncio.create_task(self.stage.connected())
        await asyncio.wait((self._bot, connected), return_when=asyncio.FIRST_COMPLETED)
        if self._bot.done():
            connected.cancel()
            self._bot.result()
        await connected

    async def stop_bot(self) -> None:
        """Stop the bot in good order, as SIGTERM does."""
        if self._bot is not None:
            self._bot.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._bot
            self._bot = None
        await self.stage.until(lambda: not self.stage.gateway.live, what="the bot to leave")

    async def restart_bot(self) -> None:
        """Stop and start: what a message shows must work as before."""
        await self.stop_bot()
        await self.start_bot()

    def message(self, shown: Reply) -> Reply:
        """Read a message as it is now."""
        return self.stage.message(shown.id)


@asynccontextmanager
async def evening_in(
    folder: Path, *, configured: str = "", clock: MovableClock | None = None
) -> AsyncIterator[Evening]:
    """Open the stage with its bot, whose configuration and database stand in `folder`."""
    clock = clock or MovableClock()
    file = folder / "config.toml"
    file.write_text(configured, encoding="utf-8")
    async with Playground(clock=clock, referee=referee()) as stage:
        settings = config.load(file).pointed(stage.api_base, url_in(folder))
        evening = Evening(stage, settings, clock)
        evening.source = Source(lambda: config.load(file).pointed(stage.api_base, url_in(folder)))
        await evening.start_bot()
        try:
            yield evening
        finally:
            await evening.stop_bot()
