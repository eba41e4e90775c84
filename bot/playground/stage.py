"""The stage: a strict stand-in for Discord on loopback, and the people in it."""

import asyncio
from collections.abc import Callable, Iterable
from types import TracebackType
from typing import Self, TypeVar

from aiohttp import web

from bot.playground import native_polls, setting
from bot.playground.backstage import Backstage
from bot.playground.feed import PATIENCE
from bot.playground.members import Member
from bot.playground.replies import Reply
from bot.playground.rest import Referee, Rest, large_request
from bot.playground.routes import channels
from bot.playground.times import Clock, WallClock
from bot.playground.world import DM_CHANNEL, Channel, Server

T = TypeVar("T")


class StageFault(AssertionError):  # noqa: N818 - a verdict on the bot, as an assertion is
    """The bot used a route that Discord does not know, or the referee objected to an exchange."""


class Playground:
    """Discord on loopback. `async with Playground() as stage:` listens on 127.0.0.1, on a free port unless given.

    `clock` is shared with the bot where a test moves time; `referee` is asked about every exchange of the REST API
    and returns what it objects to, or None. At its end, `StageFault` is raised where the bot used an unknown route
    or the referee objected.
    """

    def __init__(
        self,
        *,
        clock: Clock | None = None,
        referee: Referee | None = None,
        port: int = 0,
        bot_name: str = "Epilogue",
    ) -> None:
        self.backstage = Backstage(clock or WallClock(), bot_name)
        self.world = self.backstage.world
        self.gateway = self.backstage.gateway
        self.faults = self.backstage.faults
        self.limits = self.backstage.limits
        self.wire = self.backstage.feed
        self.pings = self.backstage.pings
        self.api_base = ""
        self._rest = Rest(self.backstage, referee)
        self._port = port
        self._poll_keeper: asyncio.Task[None] | None = None
        setting.first_servers(self.backstage)

    @property
    def token(self) -> str:
        """The token that the bot is to use; empty once Discord has reset it."""
        return self.backstage.token

    @property
    def mention(self) -> str:
        """How a message names the bot."""
        return f"<@{self.backstage.bot.id}>"

    async def __aenter__(self) -> Self:
        # A low-level server: a router over fifty templates costs more than all the rest of a request.
        self._runner = web.ServerRunner(
            web.Server(self._rest.handle, request_factory=large_request, access_log=None), shutdown_timeout=1.0
        )
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.backstage.origin = f"http://{host}:{port}"
        self.api_base = f"{self.backstage.origin}/api/v10"
        self.gateway.url = f"ws://{host}:{port}/"
        self.backstage.interactions.start()
        self._poll_keeper = asyncio.create_task(native_polls.keep(self.backstage), name="polls' keeper")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._poll_keeper is not None:
            self._poll_keeper.cancel()
        self.faults.over.set()
        await self.backstage.interactions.close()
        await self.gateway.close()
        await self._runner.cleanup()
        faults = [f"unknown route: {route}" for route in self.backstage.unknown_routes]
        faults += self.backstage.objections
        if faults and error is None:
            raise StageFault("\n".join(faults))

    def server(self, name: str | None = None) -> Server:
        """Return the server of that name, or the first one; KeyError where there is none."""
        return next(iter(self.world.servers.values())) if name is None else self.world.server(name)

    def channel(self, name: str, server: str | None = None) -> Channel:
        """Return a channel of a server (the first one unless named); KeyError where there is none."""
        return self.server(server).channel(name)

    def member(self, name: str, server: str | None = None) -> Member:
        """Return the member of that name in a server (the first one unless named); KeyError where there is none."""
        where = self.server(server)
        account = self.world.account(name)
        if account.id not in where.members:
            raise KeyError(f"{name} is no member of {where.name}")
        return Member(self.backstage, account, where, next(iter(where.channels.values())))

    def crowd(self, count: int, server: str | None = None) -> list[Member]:
        """Return that many further members of a server: fan1, fan2, ..."""
        where = self.server(server)
        for number in range(1, count + 1):
            setting.join(self.backstage, where, setting.account(self.backstage, f"fan{number}"))
        return [self.member(f"fan{number}", server) for number in range(1, count + 1)]

    def alone(self, name: str) -> Member:
        """Return a person in their direct conversation with the bot."""
        account = self.world.account(name)
        conversation = self.world.conversations.get(account.id)
        if conversation is None:
            conversation = Channel(self.backstage.ids.next(), name, None, DM_CHANNEL, recipient=account)
            self.world.conversations[account.id] = self.world.channels[conversation.id] = conversation
        return Member(self.backstage, account, None, conversation)

    def add_server(self, name: str, *, owner: str = "olga", channels: Iterable[str] = ("general",)) -> Server:
        """Make a server and let the bot join it."""
        return setting.server(self.backstage, name, owner=owner, channels=channels)

    def add_servers(self, count: int) -> list[Server]:
        """Make many servers, each with one channel and one owner, and let the bot join them."""
        return setting.servers(self.backstage, count)

    def add_channel(self, name: str, server: str | None = None, *, spoilers: bool = False) -> Channel:
        """Make a text channel; `spoilers` marks it for them."""
        return setting.channel(self.backstage, self.server(server), name, spoilers=spoilers)

    def add_member(self, name: str, server: str | None = None) -> Member:
        """Let somebody join a server."""
        setting.join(self.backstage, self.server(server), setting.account(self.backstage, name))
        return self.member(name, server)

    def remove_member(self, name: str, server: str | None = None) -> None:
        """Let somebody leave a server."""
        setting.leave(self.backstage, self.server(server), self.world.account(name))

    def invite_bot(self, server: str) -> None:
        """Let the bot join a server that it had left."""
        setting.invite_bot(self.backstage, self.server(server))

    def remove_bot(self, server: str) -> None:
        """Kick the bot out of a server."""
        setting.remove_bot(self.backstage, self.server(server))

    def outage(self, server: str) -> None:
        """Make a server unavailable until `restore`."""
        setting.outage(self.backstage, self.server(server))

    def restore(self, server: str) -> None:
        """End a server's outage."""
        setting.restore(self.backstage, self.server(server))

    def delete_channel(self, channel: Channel) -> None:
        """Delete a channel or thread, with all in it."""
        channels.remove(self.backstage, channel)

    def forbid(self, permissions: int, channel: Channel, whom: str | None = None) -> None:
        """Deny permissions in a channel: to one member, or (None) to the bot."""
        account = self.backstage.bot if whom is None else self.world.account(whom)
        setting.overwrite(self.backstage, channel, account, deny=permissions)

    def allow_again(self, channel: Channel, whom: str | None = None) -> None:
        """Take back what `forbid` did."""
        account = self.backstage.bot if whom is None else self.world.account(whom)
        setting.overwrite(self.backstage, channel, account)

    def message(self, id_: int) -> Reply:
        """Return a message that a channel keeps; KeyError where it is gone."""
        for channel in self.world.channels.values():
            if (found := channel.messages.get(id_)) is not None:
                return Reply(found)
        raise KeyError(f"there is no message {id_}")

    async def until(self, predicate: Callable[[], T], *, within: float = PATIENCE, what: str = "") -> T:
        """Return the first true value of `predicate`, looked at after each change of the world; no polling.

        Raises `NoAnswer` after `within` seconds of real time.
        """
        return await self.backstage.changes.until(predicate, within=within, what=what)

    async def connected(self, shards: int = 1) -> None:
        """Return once that many shards of the bot are connected and were told of their servers."""
        await self.until(lambda: len(self.gateway.live) >= shards, what="the bot to connect")
