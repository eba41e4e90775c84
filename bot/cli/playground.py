"""`epilogue playground`: the bot and a stand-in for Discord in one process, with a chat in the terminal."""

import asyncio
import sys
import tempfile
from argparse import ArgumentParser, Namespace
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from pydantic import SecretStr

from bot import app, config, logs
from bot.cli import Subparsers
from bot.cli.chat import Chat
from bot.cli.run import until_stopped
from bot.clock import Clock
from bot.config import Settings
from bot.playground import Playground
from bot.text import playground as words


def add_parser(subparsers: Subparsers) -> ArgumentParser:
    """Describe the subcommand."""
    parser = subparsers.add_parser("playground", help="try the whole bot here, with no Discord account")
    parser.add_argument("--say", metavar="TEXT", help="send one line, print the answer and exit")
    parser.add_argument("--keep", type=Path, metavar="FILE", help="a database that stays (default: a temporary one)")
    return parser


def execute(options: Namespace) -> int:
    """Run the playground until the chat ends. Raises ConfigRefusal and StartRefusal."""
    settings = config.load(options.config)
    logs.start(settings.logging.model_copy(update={"level": "warning", "file": ""}))
    with tempfile.TemporaryDirectory(prefix="epilogue-") as folder:
        database = (options.keep or Path(folder) / "playground.db").resolve()
        asyncio.run(until_stopped(_converse(settings, database, options.say)))
    return 0


@asynccontextmanager
async def playing(settings: Settings, database: Path, clock: Clock) -> AsyncIterator[Playground]:
    """Start a stand-in for Discord and the bot on it; yield once the bot is connected."""
    async with Playground(clock=clock) as stage:
        bot = asyncio.create_task(app.run(settings.pointed(stage.api_base, database), SecretStr(stage.token), clock))
        connected = asyncio.create_task(stage.connected())
        try:
            await asyncio.wait((bot, connected), return_when=asyncio.FIRST_COMPLETED)
            if bot.done():
                bot.result()  # raises what kept the bot from starting
            yield stage
        finally:
            for task in (connected, bot):
                task.cancel()
            await asyncio.wait((connected, bot))


async def _converse(settings: Settings, database: Path, say: str | None) -> None:
    async with playing(settings, database, Clock()) as stage:
        chat = Chat(stage)
        if say is not None:
            print(await chat.hear(say))
            return
        print(words.welcome(settings.commands.prefix))
        while True:
            print(f"\n{chat.prompt}", end="", flush=True)
            line = await asyncio.to_thread(sys.stdin.readline)
            if not line or line.strip() == words.QUIT:
                return
            if line.strip():
                print(await chat.hear(line.strip()))
