"""The bot on the playground's stage: started, restarted and stopped while the stage stays."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from pydantic import SecretStr

from bot import running
from bot.clock import Clock
from bot.errors import ConfigRefusal
from bot.playground import Playground
from bot.reload import Source
from bot.settings import Settings
from bot.store_url import of_file


class Production:
    """The stage with the bot on it. `ended` is done when the bot stops by itself, with what stopped it."""

    def __init__(self, stage: Playground, read: Callable[[], Settings], clock: Clock) -> None:
        """`read` returns the settings as their file has them now, pointed at the stage; raises ConfigRefusal."""
        self.stage = stage
        self._read = read
        self._settings = read()
        self._source = Source(read)
        self._clock = clock
        self._bot: asyncio.Task[None] | None = None
        self.ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    async def start(self) -> None:
        """Start the bot and return once it is connected; raises what keeps it from starting."""
        token = SecretStr(self.stage.token)
        self._bot = asyncio.create_task(running.run(self._settings, token, self._clock, self._source))
        connected = asyncio.create_task(self.stage.connected())
        try:
            await asyncio.wait((self._bot, connected), return_when=asyncio.FIRST_COMPLETED)
            if self._bot.done():
                self._bot.result()
        finally:
            connected.cancel()
            await asyncio.wait([connected])
        self._bot.add_done_callback(self._on_end)

    async def stop(self) -> None:
        """Stop the bot in good order, as SIGTERM does."""
        bot, self._bot = self._bot, None
        if bot is not None:
            bot.cancel()
            await asyncio.wait([bot])

    async def restart(self) -> None:
        """Stop and start the bot; what its messages show works as before."""
        await self.stop()
        await self.stage.until(lambda: not self.stage.gateway.live, what="the bot to leave")
        with contextlib.suppress(ConfigRefusal):  # what is broken by now is told by a reload; the last good one serves
            self._settings = self._read()
        await self.start()

    def _on_end(self, bot: asyncio.Task[None]) -> None:
        if bot is not self._bot or self.ended.done():
            return  # it was stopped
        error = None if bot.cancelled() else bot.exception()
        if error is None:
            self.ended.set_result(None)
        else:
            self.ended.set_exception(error)


@asynccontextmanager
async def producing(read: Callable[[], Settings], database: Path, clock: Clock) -> AsyncIterator[Production]:
    """Open a stand-in for Discord and the production on it; the bot is started by who asks for it.

    `read` returns the settings as their file has them now; raises ConfigRefusal.
    """
    async with Playground(clock=clock) as stage:
        production = Production(stage, lambda: read().pointed(stage.api_base, of_file(database)), clock)
        try:
            yield production
        finally:
            await production.stop()
