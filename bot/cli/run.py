"""`epilogue run`: connect to Discord and serve until told to stop."""

import asyncio
import contextlib
import logging
import signal
from argparse import ArgumentParser, Namespace
from collections.abc import Coroutine
from typing import Any

from bot import config, logs, running
from bot.cli import Subparsers
from bot.cli.progress import progress
from bot.clock import Clock
from bot.progress import Starting
from bot.reload import Source
from bot.text import backups, essays
from bot.text import start as words

log = logging.getLogger(__name__)


def add_parser(subparsers: Subparsers) -> ArgumentParser:
    """Describe the subcommand."""
    return subparsers.add_parser("run", help="connect to Discord with DISCORD_TOKEN")


def execute(options: Namespace) -> int:
    """Run the bot. Raises ConfigRefusal and StartRefusal."""
    settings = config.load(options.config)
    token = config.token(settings)
    logs.start(settings.logging, secrets=[token.get_secret_value()])
    source = Source(lambda: config.load(options.config))
    looked_at = Starting(progress(essays.reading), progress(backups.migrating))
    asyncio.run(until_stopped(running.run(settings, token, Clock(), source, looked_at), source))
    return 0


async def until_stopped(work: Coroutine[Any, Any, None], source: Source | None = None) -> None:
    """Await the work; SIGTERM ends it in good order, as an interrupt does (Python itself would just end).

    SIGHUP asks the source, where there is one, for a reload.
    """
    loop, task = asyncio.get_running_loop(), asyncio.current_task()
    assert task is not None  # noqa: S101 - we are in one
    with contextlib.suppress(NotImplementedError):  # Windows has no signal handlers in its loop
        loop.add_signal_handler(signal.SIGTERM, task.cancel)
        if source is not None:
            loop.add_signal_handler(signal.SIGHUP, source.asked.set)
    try:
        await work
    except asyncio.CancelledError:
        log.info(words.stopping())
