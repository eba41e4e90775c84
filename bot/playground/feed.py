"""What went over the wire, for whoever watches: the last of it in memory, the rest only while it passes."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from bot.playground.times import Clock
from bot.playground.world import Message

KEPT = 1_000  # sightings in memory
PATIENCE = 10.0  # seconds of real time; where nothing comes, something is broken

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Sighting:
    """One request of the bot, or one event sent to it.

    `name` is "POST /channels/{channel_id}/messages" or "INTERACTION_CREATE"; `status` the HTTP status, 0 for an
    event; `valid` whether it was accepted; `milliseconds` how long the stage took over it. "ACKNOWLEDGED" is the bot's
    first answer to an interaction: then `milliseconds` is how long the member waited for it.
    """

    moment: datetime
    name: str
    status: int
    valid: bool
    milliseconds: float
    note: str = ""


class Feed:
    """The last `KEPT` sightings, and the watchers that are told of each as it happens."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.recent: deque[Sighting] = deque(maxlen=KEPT)
        self.watchers: list[Callable[[Sighting], None]] = []

    def see(self, name: str, status: int = 0, *, valid: bool = True, milliseconds: float = 0, note: str = "") -> None:
        """Record a sighting and pass it on."""
        sighting = Sighting(self._clock.now(), name, status, valid, milliseconds, note)
        self.recent.append(sighting)
        for watcher in self.watchers:
            watcher(sighting)


class NoAnswer(AssertionError):  # noqa: N818 - a verdict on the bot, as an assertion is
    """The bot did not do in time what was waited for."""


class Changes:
    """Wakes who waits for the world to be some way, at every change and never between.

    `watchers` are told of each change as it happens: the message that changed, or None for anything else.
    """

    def __init__(self) -> None:
        self._waiting: set[asyncio.Future[None]] = set()
        self.watchers: list[Callable[[Message | None], None]] = []

    def stir(self, changed: Message | None = None) -> None:
        """Say that something changed; `changed` is the message, where it is one."""
        for watcher in self.watchers:
            watcher(changed)
        for waiter in self._waiting:
            if not waiter.done():
                waiter.set_result(None)
        self._waiting.clear()

    async def until(self, predicate: Callable[[], T], *, within: float = PATIENCE, what: str = "") -> T:
        """Return the first true value of `predicate`, looked at again after each change.

        Raises `NoAnswer` after `within` seconds of real time.
        """
        try:
            async with asyncio.timeout(within):
                while not (found := predicate()):
                    waiter = asyncio.get_running_loop().create_future()
                    self._waiting.add(waiter)
                    await waiter
                return found
        except TimeoutError:
            raise NoAnswer(f"waited {within} s in vain{f' for {what}' if what else ''}") from None
