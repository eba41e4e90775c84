"""What a running bot does beside answering: it reloads when asked to, and backs its database up by the day."""

import asyncio
import logging
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from bot.clock import Alarm, Clock
from bot.errors import StartRefusal
from bot.peers import Peers
from bot.reload import Reloaded, Source
from bot.settings import Settings
from bot.store.dated import DatedBackups
from bot.text import backups as words
from bot.text import postgres as server_words
from bot.text import reload as reload_words

log = logging.getLogger(__name__)

AFTER_A_FAILURE = timedelta(hours=1)


class Bot(Protocol):
    """The bot, as far as it is kept up."""

    settings: Settings
    source: Source

    async def reload(self, *, dry_run: bool = False, pass_on: bool = True) -> Reloaded:
        """Read essays and configuration again; with `pass_on`, so do the other processes of the database."""


class Upkeep:
    """The bot's background duties, for as long as the block lasts."""

    def __init__(self, bot: Bot, clock: Clock, peers: Peers) -> None:
        self._bot = bot
        self._peers = peers
        self._clock = clock
        table = bot.settings.backups
        every = timedelta(hours=table.every_hours)
        file = bot.settings.store.file
        self._backups = DatedBackups(file, Path(table.folder), every, table.keep) if every and file else None
        self._alarm = Alarm(clock, self._back_up)
        self._reloads: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> Self:
        waits = self._reload_when_asked(), self._reload_with_others()
        self._reloads = [asyncio.create_task(wait, name="reloads") for wait in waits]
        if self._backups is not None:
            self._alarm.start()
        elif self._bot.settings.backups.every_hours:
            log.info("%s", server_words.backups_elsewhere())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for task in self._reloads:
            task.cancel()
        await asyncio.wait(self._reloads)
        await self._alarm.close()

    async def _reload_when_asked(self) -> None:
        asked = self._bot.source.asked
        while True:
            await asked.wait()
            asked.clear()
            await self._reload(pass_on=True)

    async def _reload_with_others(self) -> None:
        while True:
            if await self._peers.asked_to_reload():
                log.info("%s", reload_words.asked_by_another())
            await self._reload(pass_on=False)

    async def _reload(self, *, pass_on: bool) -> None:
        try:
            await self._bot.reload(pass_on=pass_on)
        except Exception:  # a reload that fails must not be the last
            log.exception("A reload failed.")

    async def _back_up(self) -> datetime | None:
        assert self._backups is not None  # noqa: S101 - the alarm is started for them alone
        now = self._clock.now()
        due = await asyncio.to_thread(self._backups.due, now)
        if due > now:
            return due
        try:
            target = await asyncio.to_thread(self._backups.make, now)
        except StartRefusal as refusal:
            again = now + AFTER_A_FAILURE
            log.error("%s", words.automatic_failed(refusal.sentence, again))  # noqa: TRY400 - a sentence
            return again
        log.info("%s", words.dated(target, len(self._backups.made())))
        return await asyncio.to_thread(self._backups.due, now)
