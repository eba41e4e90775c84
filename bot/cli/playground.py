"""`epilogue playground`: the bot and a stand-in for Discord in one process, with a web page and a terminal chat."""

import asyncio
import contextlib
import os
import sys
import tempfile
import threading
import webbrowser
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot import config, logs
from bot.cli import Subparsers
from bot.cli.chat import Chat
from bot.cli.production import Production, producing
from bot.cli.run import until_stopped
from bot.clock import Clock
from bot.errors import StartRefusal
from bot.playground import WebPage
from bot.settings import Settings
from bot.text import playground as words

PORT = 8016


def add_parser(subparsers: Subparsers) -> ArgumentParser:
    """Describe the subcommand."""
    parser = subparsers.add_parser("playground", help="try the whole bot here, with no Discord account")
    parser.add_argument("--say", metavar="TEXT", help="send one line, print the answer and exit")
    parser.add_argument("--keep", type=Path, metavar="FILE", help="a database that stays (default: a temporary one)")
    parser.add_argument("--port", type=_port, metavar="N", help=f"the page's port (default: {PORT}, or a free one)")
    parser.add_argument("--no-browser", action="store_true", help="print the page's address and open nothing")
    return parser


def execute(options: Namespace) -> int:
    """Run the playground until the chat ends or it is stopped. Raises ConfigRefusal and StartRefusal."""
    settings = config.load(options.config)
    logs.start(settings.logging.model_copy(update={"level": "warning", "file": ""}))
    with tempfile.TemporaryDirectory(prefix="epilogue-") as folder:
        database = (options.keep or Path(folder) / "playground.db").resolve()
        asyncio.run(until_stopped(_play(settings, database, options)))
    return 0


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 <= int(text) <= 65_535:
        raise ArgumentTypeError(words.port_wrong(text))
    return int(text)


async def _play(settings: Settings, database: Path, options: Namespace) -> None:
    async with producing(lambda: config.load(options.config), database, Clock()) as production:
        if options.say is not None:
            await production.start()
            print(await Chat(production.stage).hear(options.say))
            return
        async with _served(production, options.port) as page:
            await production.start()
            print(words.welcome(page.address, settings.commands.prefix))
            if not options.no_browser and _has_screen():
                await asyncio.to_thread(webbrowser.open, page.address)
            chat = asyncio.create_task(_converse(Chat(production.stage)))
            await asyncio.wait((chat, production.ended), return_when=asyncio.FIRST_COMPLETED)
            chat.cancel()
            if production.ended.done():
                production.ended.result()


@asynccontextmanager
async def _served(production: Production, port: int | None) -> AsyncIterator[WebPage]:
    """Serve the page where it was asked for, or else at the usual port, or else at a free one."""
    page = WebPage(production.stage, restart=production.restart, port=PORT if port is None else port)
    try:
        await page.open()
    except OSError as error:
        if port is not None:
            raise StartRefusal(words.port_taken(port, error)) from None
        page = WebPage(production.stage, restart=production.restart)
        await page.open()
    try:
        yield page
    finally:
        await page.close()


def _has_screen() -> bool:
    """Whether somebody sits in front of this: without one, Python would open a browser inside the terminal."""
    return sys.stdout.isatty() and (
        sys.platform in ("darwin", "win32") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    )


async def _converse(chat: Chat) -> None:
    """Chat until one leaves. Where there is no input from the start, as for a service, only the page is used."""
    print(f"\n{chat.prompt}", end="", flush=True)
    heard = False
    async for line in _lines():
        heard = True
        if line.strip() == words.QUIT:
            return
        if line.strip():
            print(await chat.hear(line.strip()))
        print(f"\n{chat.prompt}", end="", flush=True)
    if not heard and not sys.stdin.isatty():
        await asyncio.Event().wait()


async def _lines() -> AsyncIterator[str]:
    """Yield what is typed. A thread that waits for a line cannot be stopped: nothing may wait for this one."""
    loop, lines = asyncio.get_running_loop(), asyncio.Queue[str]()

    def read() -> None:
        with contextlib.suppress(RuntimeError):  # the playground was stopped meanwhile
            for line in sys.stdin:
                loop.call_soon_threadsafe(lines.put_nowait, line)
            loop.call_soon_threadsafe(lines.put_nowait, "")

    threading.Thread(target=read, name="keyboard", daemon=True).start()
    while line := await lines.get():
        yield line
