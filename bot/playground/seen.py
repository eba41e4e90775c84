"""What one member sees, as the JSON that Discord's clients get: the servers they are in, the messages they may read."""

from typing import Any

from bot.playground import payloads, permissions
from bot.playground.backstage import Backstage
from bot.playground.shapes import Json
from bot.playground.world import Account, Channel, Message, Server

PRIVATE_THREAD = 12


def sees(who: Account, channel: Channel) -> bool:
    """Whether an account sees a channel of a server."""
    if channel.server is None:
        return channel.recipient is who
    may = channel.server.may(who, channel)
    if channel.kind == PRIVATE_THREAD and channel.thread is not None and who.id not in channel.thread.members:
        return bool(may & permissions.MANAGE_THREADS)
    return bool(may & permissions.VIEW_CHANNEL)


def reads(who: Account, message: Message) -> bool:
    """Whether an account sees a message; an ephemeral one has a single reader."""
    if message.ephemeral:
        return message.seen_only_by == who.id
    return sees(who, message.channel)


def message(stage: Backstage, of: Message, viewer: Account) -> Json:
    """Write a message as `viewer` sees it, with the message that it replies to."""
    written = dict(stage.message(of))
    if of.poll is not None:
        written["poll"] = payloads.poll(of.poll, viewer.id)
    if of.reference is not None:
        original = of.channel.messages.get(int(of.reference["message_id"]))
        written["referenced_message"] = None if original is None else stage.message(original)
    served: Json = _served_here(written, f"{stage.origin}/attachments/")
    return served


def _served_here(value: Any, base: str) -> Any:
    """Turn the addresses of files into paths, so that a page loads them from where it came itself."""
    if isinstance(value, list):
        return [_served_here(one, base) for one in value]
    if not isinstance(value, dict):
        return value
    return {
        key: f"/attachments/{inner.removeprefix(base)}"
        if key in ("url", "proxy_url") and isinstance(inner, str) and inner.startswith(base)
        else _served_here(inner, base)
        for key, inner in value.items()
    }


def world(stage: Backstage, viewer: Account, extras: set[int]) -> Json:
    """Write everything around the messages; `extras` are accounts that nobody plays."""
    servers = [one for one in stage.world.servers.values() if viewer.id in one.members]
    return {
        "me": payloads.user(viewer),
        "bot": payloads.user(stage.bot),
        "online": bool(stage.gateway.live),
        "servers": [_server(one, viewer, extras) for one in servers],
        "commands": {"" if id_ is None else str(id_): known for id_, known in stage.commands.items()},
    }


def _server(of: Server, viewer: Account, extras: set[int]) -> Json:
    return {
        "id": str(of.id),
        "name": of.name,
        "owner_id": str(of.owner_id),
        "permissions": str(of.may(viewer)),
        "roles": [payloads.role(one) for one in of.roles.values()],
        "members": [
            payloads.member(one) | {"playable": not one.account.bot and one.account.id not in extras}
            for one in of.members.values()
        ],
        "channels": [_channel(one) for one in of.channels.values() if sees(viewer, one)],
    }


# These change with every message, and the page counts for itself.
_RESTLESS = ("last_message_id", "message_count", "total_message_sent")


def _channel(of: Channel) -> Json:
    return {key: value for key, value in payloads.channel(of).items() if key not in _RESTLESS}
