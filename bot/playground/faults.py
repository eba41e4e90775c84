"""How the stage misbehaves when a test asks for it: for the next n requests of a route."""

import asyncio
import contextlib
from dataclasses import dataclass, field


@dataclass
class Fault:
    """One way to misbehave.

    `route` is "POST /channels/{channel_id}/messages" or a prefix of it ("" is every route); `left` how many
    requests it still hits, of one `channel` where that is given (its id). `status` answers with that status: before
    the effect, or `after` it. `cut` breaks the connection instead of answering; `delay` waits that many seconds
    before (with `after`: after) the effect. A status of 429 carries `retry_after` (seconds) and a `scope`: "user",
    "shared" or "global".
    """

    route: str
    left: int
    status: int | None = None
    after: bool = False
    cut: bool = False
    delay: float = 0.0
    retry_after: float = 0.0
    scope: str = "user"
    channel: int | None = None
    hit: asyncio.Event = field(default_factory=asyncio.Event)
    """Set once it has hit a request."""


class FaultPlan:
    """What is planned, in order; the first that fits a request is used."""

    def __init__(self) -> None:
        self.planned: list[Fault] = []
        self.over = asyncio.Event()  # the stage closes: nothing hangs any longer

    async def wait(self, seconds: float) -> None:
        """Hold a request back."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self.over.wait()

    def add(self, fault: Fault) -> Fault:
        """Plan a fault."""
        self.planned.append(fault)
        return fault

    def clear(self) -> None:
        """Behave again."""
        self.planned.clear()

    def take(self, route: str, channel: str) -> Fault | None:
        """Return the fault that hits a request of this route now, or None."""
        for fault in self.planned:
            if route.startswith(fault.route) and fault.channel in (None, int(channel or 0)):
                fault.left -= 1
                fault.hit.set()
                if fault.left <= 0:
                    self.planned.remove(fault)
                return fault
        return None
