"""The bot in a process of its own, so that a test can kill it as the kernel would.

python -m tests.stage.bot_process CONFIG API_BASE URL SECONDS_AHEAD     (the token in DISCORD_TOKEN)
"""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Collection
from datetime import datetime, timedelta
from pathlib import Path

from pydantic import SecretStr

from bot import config, running
from bot.clock import Clock, MovableClock
from bot.playground import Playground
from tests.stores import url_in

ROOT = Path(__file__).parents[2]


class Ahead(Clock):
    """A clock that is some time ahead of the system's."""

    def __init__(self, by: timedelta) -> None:
        self._by = by
        super().__init__()

    def _wall(self) -> datetime:
        return super()._wall() + self._by


class BotProcess:
    """The real bot on a stage, killed and started again at will; its clock is the stage's when it starts.

    `shards` are those that it has; its configuration, the log and, unless it is elsewhere, the database are in
    `folder`.
    """

    def __init__(
        self,
        stage: Playground,
        clock: MovableClock,
        folder: Path,
        *,
        shards: Collection[int] = (0,),
        configured: str = "",
        url: str | None = None,
    ) -> None:
        self._stage = stage
        self._clock = clock
        self._folder = folder
        self._shards = shards
        self._configured = configured
        self._url = url or url_in(folder)
        self._process: subprocess.Popen[bytes] | None = None
        self.kills = 0

    @property
    def pid(self) -> int:
        """The process's number."""
        assert self._process is not None
        return self._process.pid

    async def start(self) -> None:
        """Start it, and return when all its shards are connected, beside whoever may have them already."""
        file = self._folder / "config.toml"
        file.write_text(self._configured, encoding="utf-8")
        ahead = (self._clock.now() - Clock().now()).total_seconds()
        arguments = [str(file), self._stage.api_base, self._url, str(ahead)]
        command = [sys.executable, "-m", "tests.stage.bot_process", *arguments]
        environment = {**os.environ, "DISCORD_TOKEN": self._stage.token}
        before = set(self._stage.gateway.sessions)
        with (self._folder / "bot.log").open("ab") as log:
            self._process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)

        def connected() -> bool:
            return {one.shard for one in self._stage.gateway.live if one.id not in before}.issuperset(self._shards)

        await self._stage.until(connected, within=60, what="the bot to connect")

    async def kill(self, *, replaced: bool = False) -> None:
        """SIGKILL: nothing is flushed, nobody is told. Where it is not replaced already, its shards are then gone."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()
        self.kills += 1
        if not replaced:
            await self._stage.until(
                lambda: not {one.shard for one in self._stage.gateway.live}.intersection(self._shards),
                what="the bot to be gone",
            )

    async def stop(self) -> None:
        """End it for good, if it still runs."""
        if self._process is not None and self._process.poll() is None:
            await self.kill(replaced=True)


async def main() -> None:
    """Run the bot until it is ended."""
    file, api_base, url, ahead = sys.argv[1:]
    settings = config.load(Path(file)).pointed(api_base, url)
    token = SecretStr(os.environ["DISCORD_TOKEN"])
    await running.run(settings, token, Ahead(timedelta(seconds=float(ahead))))


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    asyncio.run(main())
