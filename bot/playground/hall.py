"""What all open pages share."""

import asyncio
from collections.abc import Awaitable, Callable

from bot.playground.members import Member
from bot.playground.stage import Playground
from bot.playground.world import Account, Server


class Hall:
    """The stage, the way to restart the bot, and the accounts that nobody plays."""

    def __init__(self, stage: Playground, restart: Callable[[], Awaitable[None]]) -> None:
        self.stage = stage
        self.crowd: set[int] = set()
        self._restart = restart
        self._restarting = asyncio.Lock()

    def first_person(self) -> Account:
        """Return who a page is at first: an ordinary member of the first server."""
        server = self.stage.server()
        people = [one.account for one in server.members.values() if not one.account.bot]
        plain = [one for one in people if one.id != server.owner_id and not server.members[one.id].roles]
        return (plain or people)[0]

    async def restart(self) -> None:
        """Restart the bot; two pages that ask at once get one after the other."""
        async with self._restarting:
            await self._restart()

    def crowd_of(self, count: int, server: Server) -> list[Member]:
        """Return that many further members of a server."""
        members = self.stage.crowd(count, server.name)
        self.crowd.update(member.id for member in members)
        return members
