"""What has to follow a change sooner or later: posts that show what is gone, reports, what has had its time."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

import discord

from bot.clock import Alarm, Clock
from bot.privacy.service import Privacy

log = logging.getLogger(__name__)

RETRY = timedelta(minutes=1)
Chore = Callable[[], Awaitable[bool]]
"""Does what is to be done now, and returns whether all of it could be."""


class Chores:
    """One alarm for all of it. The database knows what is to be done, so a crash or a failure delays it at most."""

    def __init__(self, client: discord.AutoShardedClient, privacy: Privacy, clock: Clock) -> None:
        self._client = client
        self._privacy = privacy
        self._clock = clock
        self._chores: Sequence[Chore] = ()
        self._alarm = Alarm(clock, self._ring)

    def start(self, *chores: Chore) -> None:
        """Begin, with what a former process left undone."""
        self._chores = chores
        self._alarm.start()

    def soon(self) -> None:
        """Say that there is something to do."""
        self._alarm.reset()

    async def close(self) -> None:
        """Stop; what is not done yet is done at the next start."""
        await self._alarm.close()

    async def _ring(self) -> datetime:
        following = await self._privacy.forget(self._present())
        done = [await chore() for chore in self._chores]
        return following if all(done) else min(following, self._clock.now() + RETRY)

    def _present(self) -> frozenset[int] | None:
        """Return the servers of this process's shards that the bot is in; None before all shards have told."""
        return frozenset(guild.id for guild in self._client.guilds) if self._client.is_ready() else None
