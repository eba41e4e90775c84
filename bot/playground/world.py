"""The state of a small Discord: people, servers, channels, messages. Plain data; the rules stand elsewhere."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bot.playground import limits, permissions
from bot.playground.shapes import Json

TEXT_CHANNEL, DM_CHANNEL = 0, 1
THREADS = (10, 11, 12)
SPOILER_CHANNEL = 1 << 21  # channel flag; seen on Discord, not yet named by discord.py

EPHEMERAL, LOADING, COMPONENTS_V2, HAS_THREAD = 1 << 6, 1 << 7, 1 << 15, 1 << 5
SUPPRESS_EMBEDS, SUPPRESS_NOTIFICATIONS = 1 << 2, 1 << 12

# A channel keeps this many messages; the oldest then answer "Unknown Message", as if deleted.
HISTORY = 2_000


@dataclass(slots=True, eq=False)
class Account:
    """A user of Discord, person or bot."""

    id: int
    name: str
    bot: bool = False


@dataclass(slots=True, eq=False)
class Role:
    """A role of a server; the one with the server's id is @everyone."""

    id: int
    name: str
    permissions: int
    position: int = 0
    mentionable: bool = False
    bot_id: int | None = None


@dataclass(slots=True, eq=False)
class Overwrite:
    """What a channel grants or denies to one role (kind 0) or member (kind 1)."""

    id: int
    kind: int
    allow: int = 0
    deny: int = 0


@dataclass(slots=True, eq=False)
class Membership:
    """An account in a server."""

    account: Account
    server: "Server"
    joined: datetime
    roles: set[int] = field(default_factory=set)


@dataclass(slots=True, eq=False)
class ThreadState:
    """What a thread has beyond a channel."""

    owner_id: int
    created: datetime
    archive_minutes: int = 1_440
    archived: bool = False
    locked: bool = False
    members: set[int] = field(default_factory=set)


@dataclass(slots=True, eq=False)
class Upload:
    """A file that was sent with a message."""

    id: int
    name: str
    data: bytes
    content_type: str
    description: str | None = None


@dataclass(slots=True, eq=False)
class NativePoll:
    """Discord's own poll, on a message; votes are answer number -> ids of accounts."""

    question: str
    answers: list[Json]
    expires: datetime
    multiple: bool
    votes: dict[int, set[int]]
    final: bool = False

    @classmethod
    def opened(cls, asked: Json, now: datetime) -> "NativePoll":
        """Return the poll that a request asks for; it runs 24 hours unless it says otherwise."""
        given = [one["poll_media"] for one in asked["answers"]]
        answers = [{key: value for key, value in one.items() if value is not None} for one in given]
        return cls(
            question=asked["question"]["text"],
            answers=answers,
            expires=now + timedelta(hours=asked.get("duration") or limits.POLL_HOURS_DEFAULT),
            multiple=bool(asked.get("allow_multiselect")),
            votes={number: set() for number in range(1, len(answers) + 1)},
        )


@dataclass(slots=True, eq=False)
class Message:
    """A message; `payload` caches its JSON and is dropped at every change."""

    id: int
    channel: "Channel"
    author: Account
    moment: datetime
    content: str = ""
    kind: int = 0
    flags: int = 0
    embeds: list[Json] = field(default_factory=list)
    components: list[Json] = field(default_factory=list)
    uploads: list[Upload] = field(default_factory=list)
    poll: NativePoll | None = None
    reactions: dict[str, set[int]] = field(default_factory=dict)
    mentions: list[Account] = field(default_factory=list)
    mention_roles: list[int] = field(default_factory=list)
    mention_everyone: bool = False
    edited: datetime | None = None
    nonce: str | int | None = None
    reference: Json | None = None
    by_interaction: Json | None = None
    seen_only_by: int | None = None
    pinned: bool = False
    thread: "Channel | None" = None
    deleted: bool = False
    payload: Json | None = None

    @property
    def ephemeral(self) -> bool:
        """Whether one member alone sees it."""
        return self.seen_only_by is not None


@dataclass(slots=True, eq=False)
class Channel:
    """A channel of a server, a thread, or a direct conversation (then `server` is None)."""

    id: int
    name: str
    server: "Server | None"
    kind: int = TEXT_CHANNEL
    position: int = 0
    topic: str | None = None
    flags: int = 0
    nsfw: bool = False
    parent: "Channel | None" = None
    thread: ThreadState | None = None
    recipient: Account | None = None
    overwrites: dict[int, Overwrite] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    last_message_id: int | None = None

    def add(self, message: Message) -> None:
        """Take a message into the history, dropping the oldest past `HISTORY`."""
        self.messages[message.id] = message
        self.last_message_id = message.id
        if len(self.messages) > HISTORY:
            del self.messages[next(iter(self.messages))]


@dataclass(slots=True, eq=False)
class Server:
    """A server ("guild"): roles, channels and threads, members."""

    id: int
    name: str
    owner_id: int
    created: datetime
    roles: dict[int, Role] = field(default_factory=dict)
    channels: dict[int, Channel] = field(default_factory=dict)
    members: dict[int, Membership] = field(default_factory=dict)
    available: bool = True

    def channel(self, name: str) -> Channel:
        """Return the channel or thread of that name, with or without `#`; KeyError where there is none."""
        wanted = name.removeprefix("#")
        for channel in self.channels.values():
            if channel.name == wanted:
                return channel
        raise KeyError(f"{self.name} has no channel #{wanted}")

    def may(self, account: Account, channel: Channel | None = None) -> int:
        """Return the permissions of a member here, or in a channel; 0 for who is no member."""
        membership = self.members.get(account.id)
        if membership is None:
            return 0
        everyone = self.roles[self.id]
        roles = [self.roles[id_] for id_ in membership.roles]
        base = permissions.in_server(everyone, list(roles), owner=self.owner_id == account.id)
        if channel is None or base == permissions.ALL:
            return base
        overwrites = (channel.parent if channel.kind in THREADS and channel.parent else channel).overwrites
        mine = [overwrites[id_] for id_ in membership.roles if id_ in overwrites]
        return permissions.in_channel(base, overwrites.get(self.id), list(mine), overwrites.get(account.id))


class World:
    """Everything there is, by id."""

    def __init__(self) -> None:
        self.accounts: dict[int, Account] = {}
        self.servers: dict[int, Server] = {}
        self.channels: dict[int, Channel] = {}
        self.conversations: dict[int, Channel] = {}  # by the id of the other person
        self.uploads: dict[int, Upload] = {}

    def account(self, name: str) -> Account:
        """Return the person of that name; KeyError where there is none."""
        for account in self.accounts.values():
            if account.name == name:
                return account
        raise KeyError(f"nobody is called {name}")

    def server(self, name: str) -> Server:
        """Return the server of that name; KeyError where there is none."""
        for server in self.servers.values():
            if server.name == name:
                return server
        raise KeyError(f"there is no server {name}")

    def messages(self) -> Iterator[Message]:
        """Yield every message that the channels still keep."""
        for channel in self.channels.values():
            yield from channel.messages.values()


def walk(components: list[Json]) -> Iterator[Json]:
    """Yield every component of a message or a form, nested ones and accessories too, in reading order."""
    for component in components:
        yield component
        yield from walk(component.get("components") or [])
        for key in ("accessory", "component"):
            inner: Any = component.get(key)
            if isinstance(inner, dict):
                yield from walk([inner])
