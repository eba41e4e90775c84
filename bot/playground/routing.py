"""Routes of the REST API: a table from method and path to the function that answers."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from bot.playground.backstage import Backstage
from bot.playground.bodies import File
from bot.playground.refusals import invalid, missing_access, missing_permissions, unknown
from bot.playground.shapes import Json
from bot.playground.world import Channel, Message


class Answer(NamedTuple):
    """What the stage answers: HTTP status and JSON body (None: empty)."""

    status: int
    body: Any = None


NOTHING = Answer(204)


@dataclass(slots=True)
class Call:
    """One request: the route's parameters, the query, the JSON body and the files."""

    params: Mapping[str, str]
    query: Mapping[str, str]
    body: Any
    files: dict[str, File]
    authorised: bool
    came: float = field(default_factory=time.perf_counter)
    """When all of it had come."""

    def json(self) -> Json:
        """Return the body; refuse what is no object."""
        if not isinstance(self.body, dict):
            raise invalid((), "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType.")
        return self.body

    def id(self, name: str) -> int:
        """Return an id of the path; refuse what is no number."""
        raw = self.params[name]
        if not raw.isascii() or not raw.isdigit():
            raise invalid((name,), "NUMBER_TYPE_COERCE", f'Value "{raw}" is not snowflake.')
        return int(raw)

    def number(self, name: str, default: int, least: int, most: int) -> int:
        """Return a number of the query; refuse what is out of bounds."""
        raw = self.query.get(name)
        if raw is None:
            return default
        if not raw.isdigit() or not least <= int(raw) <= most:
            message = f"int value should be between {least} and {most}."
            raise invalid((name,), "NUMBER_TYPE_MAX", message)
        return int(raw)

    def yes(self, name: str) -> bool:
        """Return whether a flag of the query is set."""
        return self.query.get(name, "").lower() in ("1", "true")


Handler = Callable[[Backstage, Call], Answer]


@dataclass
class _Node:
    fixed: dict[str, "_Node"] = field(default_factory=dict)
    other: "_Node | None" = None
    name: str = ""
    template: str = ""
    handlers: dict[str, tuple[Handler, bool]] = field(default_factory=dict)


class Found(NamedTuple):
    """A route that fits: its template, its function, its parameters, and whether it needs the bot's token."""

    template: str
    handler: Handler | None
    params: dict[str, str]
    public: bool


class Table:
    """All routes, as a tree over the path's parts."""

    def __init__(self) -> None:
        self._root = _Node()

    def route(self, method: str, template: str, *, public: bool = False) -> Callable[[Handler], Handler]:
        """Enter a function for a method and a template such as `/channels/{channel_id}`.

        A `public` route is authorised by a token in its path, not by the bot's.
        """

        def enter(handler: Handler) -> Handler:
            node = self._root
            for part in template.strip("/").split("/"):
                if part.startswith("{"):
                    if node.other is None:
                        node.other = _Node(name=part[1:-1])
                    node = node.other
                else:
                    node = node.fixed.setdefault(part, _Node())
            node.template = template
            node.handlers[method] = (handler, public)
            return handler

        return enter

    def include(self, other: "Table") -> None:
        """Enter every route of another table."""
        for template, method, handler, public in other.entries():
            self.route(method, template, public=public)(handler)

    def entries(self) -> list[tuple[str, str, Handler, bool]]:
        """Return every route as (template, method, function, public)."""
        found: list[tuple[str, str, Handler, bool]] = []
        nodes = [self._root]
        while nodes:
            node = nodes.pop()
            nodes.extend(node.fixed.values())
            if node.other is not None:
                nodes.append(node.other)
            for method, (handler, public) in node.handlers.items():
                found.append((node.template, method, handler, public))
        return found

    def find(self, method: str, path: str) -> Found | None:
        """Return the route for a path (without the API's prefix), or None; its function is None for a wrong method."""
        params: dict[str, str] = {}
        node = self._root
        for part in path.strip("/").split("/"):
            following = node.fixed.get(part)
            if following is None:
                following = node.other
                if following is None:
                    return None
                params[following.name] = part
            node = following
        if not node.handlers:
            return None
        handler, public = node.handlers.get(method, (None, False))
        return Found(node.template, handler, params, public)


def seen_channel(stage: Backstage, call: Call, needs: int = 0) -> Channel:
    """Return the channel of the route; refuse what the bot does not know, see, or may not do there."""
    channel = stage.world.channels.get(call.id("channel_id"))
    if channel is None:
        raise unknown("channel")
    require(stage, channel, needs)
    return channel


def require(stage: Backstage, channel: Channel, needs: int) -> None:
    """Refuse with 50001 where the bot does not see the channel, 50013 where it lacks a permission in it."""
    if channel.server is None:
        return
    if stage.bot.id not in channel.server.members:
        raise missing_access()
    may = channel.server.may(stage.bot, channel)
    if not may:
        raise missing_access()
    if needs & ~may:
        raise missing_permissions()


def known_message(channel: Channel, id_: int) -> Message:
    """Return a message of the channel; refuse an unknown one."""
    message = channel.messages.get(id_)
    if message is None:
        raise unknown("message")
    return message
