"""What a member may have and may have erased, and what is forgotten in time."""

import json
import logging
from collections.abc import Collection, Set
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.privacy.rules import Rules
from bot.privacy.store import Erased, Members, Servers

log = logging.getLogger(__name__)

OFTEN = timedelta(hours=6)
"""How often it is looked for what has had its time: days are counted, so hours late are no matter."""
LATE = timedelta(hours=1)
"""How late an older press may arrive and find that its vote was withdrawn since; Discord repeats minutes at most."""


class Privacy:
    """Everyone's own data, and the data of servers."""

    def __init__(self, members: Members, servers: Servers, clock: Clock, rules: Rules) -> None:
        self._members = members
        self._servers = servers
        self._clock = clock
        self._rules = rules

    def configure(self, rules: Rules) -> None:
        """Go on with another configuration."""
        self._rules = rules

    async def export(self, server: int, member: int) -> str:
        """Return everything that is kept of a member in a server, as a document of JSON."""
        held = await self._members.held(server, member)
        document = {
            "server": str(server),
            "member": str(member),
            "exported_at": self._clock.now().isoformat(timespec="seconds"),
            **held,
        }
        return json.dumps(document, ensure_ascii=False, indent=2) + "\n"

    async def erase(self, server: int, member: int) -> Erased:
        """Erase a member in a server: at once, and without consequence for them."""
        erased = await self._members.erase(server, member)
        log.info(
            "A member's data in server %d was erased on their request: %d votes, %d reasons, %d takes.",
            *(server, erased.ballots, erased.reasons, erased.takes),
        )
        return erased

    async def left(self, server: int) -> None:
        """Say that the bot was removed from a server: its data goes when the time of grace is over."""
        await self._servers.left(server, self._clock.now())
        log.info("Server %d was left; its data is erased in %d days.", server, self._rules.left_servers_days)

    async def returned(self, servers: Collection[int]) -> None:
        """Say that the bot is in these servers: nothing of them is erased."""
        for server in await self._servers.returned(servers):
            log.info("Server %d is back; its data is kept.", server)

    async def compare(self, present: Set[int]) -> None:
        """Compare with the servers of this process that the bot is in: it may have been removed from some unheard."""
        await self.returned(present)
        for server in await self._servers.known():
            if server not in present:
                await self.left(server)

    async def forget(self, present: Set[int] | None) -> datetime:
        """Erase what has had its time, in this process's servers; return when to look again.

        `present` are those that the bot is in. None: that is not known yet, so that no server is purged.
        """
        now = self._clock.now()
        if present is not None:
            await self.compare(present)
            if purged := await self._servers.purge(now - self._rules.left_servers):
                log.info("The data of servers that the bot is no longer in was erased: %d.", purged)
        if self._rules.ballots is not None and (gone := await self._servers.forget_ballots(now - self._rules.ballots)):
            log.info("%d ballots of polls closed long ago were erased; their counts stay.", gone)
        await self._servers.forget_withdrawals(now - LATE)
        if gone := await self._servers.forget_declined(now - self._rules.declined_takes):
            log.info("%d takes declined long ago were erased.", gone)
        return now + OFTEN
