"""Whom a text would ping: the mentions in it, less what `allowed_mentions` forbids."""

import re
from dataclasses import dataclass

from bot.playground.refusals import invalid
from bot.playground.shapes import Json
from bot.playground.world import Account, Message, Server, World, walk

_USER = re.compile(r"<@!?(\d+)>")
_ROLE = re.compile(r"<@&(\d+)>")
_EVERYONE = re.compile(r"@(?:everyone|here)")


@dataclass(frozen=True)
class Ping:
    """A message of the bot that pings: everyone, or the named accounts and roles (ids)."""

    message: Message
    everyone: bool
    users: frozenset[int]
    roles: frozenset[int]


def check(allowed: Json) -> None:
    """Refuse an `allowed_mentions` that says two things about one kind."""
    for kind in ("users", "roles"):
        if kind in (allowed.get("parse") or []) and allowed.get(kind):
            message = f'parse:["{kind}"] and {kind}: [ids...] are mutually exclusive.'
            raise invalid(("allowed_mentions",), "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", message)


def text_of(content: str, components: list[Json]) -> str:
    """Return all text of a message in which a mention counts: its content and its text displays."""
    return "\n".join([content, *(one["content"] for one in walk(components) if one["type"] == 10)])


def _allowed(found: set[int], kind: str, allowed: Json | None) -> set[int]:
    if allowed is None or kind in (allowed.get("parse") or []):
        return found
    return found & {int(one) for one in allowed.get(kind) or []}


def find(message: Message, allowed: Json | None, world: World, replied: Account | None) -> Ping | None:
    """Return whom `message` pings, or None. Permissions to ping everyone are not looked at: it *could* ping.

    `allowed` is the request's `allowed_mentions`; None, as on Discord, allows everything. `replied` is the author
    of the message that is answered.
    """
    text = text_of(message.content, message.components)
    users: set[int] = set()
    roles: set[int] = set()
    everyone = False
    if "@" in text:
        users = _allowed({int(one) for one in _USER.findall(text)} & world.accounts.keys(), "users", allowed)
        server: Server | None = message.channel.server
        known = server.roles.keys() if server else set[int]()
        roles = _allowed({int(one) for one in _ROLE.findall(text)} & known, "roles", allowed)
        everyone = bool(_EVERYONE.search(text)) and (allowed is None or "everyone" in (allowed.get("parse") or []))
    if replied is not None and (allowed is None or allowed.get("replied_user")):
        users = users | {replied.id}
    if not (users or roles or everyone):
        return None
    return Ping(message, everyone, frozenset(users), frozenset(roles))
