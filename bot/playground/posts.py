"""Making, changing and deleting messages: the one place where the world changes and the gateway tells of it."""

from bot.playground import bodies, intents, mentions, payloads, permissions
from bot.playground.backstage import Backstage
from bot.playground.bodies import Draft
from bot.playground.shapes import Json
from bot.playground.world import (
    COMPONENTS_V2,
    EPHEMERAL,
    LOADING,
    SUPPRESS_EMBEDS,
    SUPPRESS_NOTIFICATIONS,
    Account,
    Channel,
    Message,
    NativePoll,
    walk,
)

SETTABLE = COMPONENTS_V2 | SUPPRESS_EMBEDS | SUPPRESS_NOTIFICATIONS


def create(
    stage: Backstage,
    channel: Channel,
    author: Account,
    draft: Draft,
    *,
    seen_only_by: int | None = None,
    by_interaction: Json | None = None,
    replied: Message | None = None,
    nonce: str | int | None = None,
    kind: int | None = None,
) -> Message:
    """Post a message and tell the gateway; an ephemeral one reaches its one reader only."""
    message = Message(stage.ids.next(), channel, author, stage.clock.now())
    message.flags = draft.flags & SETTABLE
    message.nonce = nonce
    message.by_interaction = by_interaction
    message.kind = kind if kind is not None else 0
    if replied is not None:
        message.kind = 19 if kind is None else kind
        message.reference = {"type": 0, "message_id": str(replied.id), "channel_id": str(channel.id)}
        if channel.server is not None:
            message.reference["guild_id"] = str(channel.server.id)
    if seen_only_by is not None:
        message.flags |= EPHEMERAL
        message.seen_only_by = seen_only_by
    fill(stage, message, draft, replied=replied.author if replied else None)
    if not message.ephemeral:
        _wake(stage, channel)
        channel.add(message)
        tell(stage, message, "MESSAGE_CREATE")
    stage.changes.stir(message)
    return message


def _wake(stage: Backstage, channel: Channel) -> None:
    """Take a thread out of its archive, as a new message does."""
    if channel.thread is not None and channel.thread.archived and channel.server is not None:
        channel.thread.archived = False
        written = payloads.channel(channel)
        stage.gateway.dispatch("THREAD_UPDATE", written, server=channel.server.id, intent=intents.GUILDS)


def loading(stage: Backstage, channel: Channel, by_interaction: Json, *, seen_only_by: int | None) -> Message:
    """Post the "thinking" message of a deferred answer."""
    message = Message(stage.ids.next(), channel, stage.bot, stage.clock.now())
    message.by_interaction = by_interaction
    message.flags = LOADING
    message.kind = 20
    message.seen_only_by = seen_only_by
    if seen_only_by is not None:
        message.flags |= EPHEMERAL
    else:
        channel.add(message)
        tell(stage, message, "MESSAGE_CREATE")
    stage.changes.stir(message)
    return message


def fill(stage: Backstage, message: Message, draft: Draft, *, replied: Account | None = None) -> None:
    """Give a new (or so far only loading) message its content, and record whom it pings."""
    message.payload = None
    message.flags = message.flags & ~LOADING | draft.flags & SETTABLE
    message.content = draft.content or ""
    _attach(stage, message, draft)
    message.embeds = [_shown_embed(stage, message, embed) for embed in draft.embeds or []]
    message.components = _shown(stage, message, draft.components or [])
    if draft.poll is not None:
        message.poll = NativePoll.opened(draft.poll, stage.clock.now())
    ping = mentions.find(message, draft.allowed_mentions, stage.world, replied)
    _mention(stage, message, ping)
    if ping is not None and message.author is stage.bot and not message.ephemeral:
        stage.pings.append(ping)


def edit(stage: Backstage, message: Message, draft: Draft) -> None:
    """Change a message and tell the gateway. An edit never pings."""
    if message.flags & LOADING:
        fill(stage, message, draft)
    else:
        message.payload = None
        message.flags |= draft.flags & COMPONENTS_V2
        if draft.content is not None:
            message.content = draft.content
        if draft.attachments is not None or draft.files:
            _attach(stage, message, draft)
        if draft.embeds is not None:
            message.embeds = [_shown_embed(stage, message, embed) for embed in draft.embeds]
        if draft.components is not None:
            message.components = _shown(stage, message, draft.components)
        if message.flags & COMPONENTS_V2:
            message.content, message.embeds = "", []
    message.edited = stage.clock.now()
    if not message.ephemeral:
        tell(stage, message, "MESSAGE_UPDATE")
    stage.changes.stir(message)


def delete(stage: Backstage, message: Message) -> None:
    """Delete a message and tell the gateway."""
    message.deleted = True
    for upload in message.uploads:
        stage.world.uploads.pop(upload.id, None)
    if not message.ephemeral:
        message.channel.messages.pop(message.id, None)
        gone = {"id": str(message.id), "channel_id": str(message.channel.id)}
        send(stage, message.channel, "MESSAGE_DELETE", gone, intents.GUILD_MESSAGES, intents.DIRECT_MESSAGES)
    stage.changes.stir(message)


def send(
    stage: Backstage, channel: Channel, event: str, data: Json, intent: int, private: int, blanked: Json | None = None
) -> None:
    """Send a channel's event to the bot, if it sees the channel; `private` is the intent for direct messages."""
    server = channel.server
    if server is None:
        stage.gateway.dispatch(event, data, server=None, intent=private)
        return
    if not server.available or not server.may(stage.bot, channel):
        return
    data = {**data, "guild_id": str(server.id)}
    if blanked is not None:
        blanked = {**blanked, "guild_id": str(server.id)}
    stage.gateway.dispatch(event, data, server=server.id, intent=intent, blanked=blanked)


def tell(stage: Backstage, message: Message, event: str) -> None:
    """Send a message's event; its content is empty for sessions that may not read it."""
    data = dict(stage.message(message))
    server = message.channel.server
    if server is not None and (membership := server.members.get(message.author.id)) is not None:
        data["member"] = payloads.member(membership, with_user=False)
    blanked = None if may_be_read(stage, message) else data | intents.CONTENT_FIELDS
    if blanked is not None:
        blanked.pop("poll", None)
    send(stage, message.channel, event, data, intents.GUILD_MESSAGES, intents.DIRECT_MESSAGES, blanked)


def may_be_read(stage: Backstage, message: Message) -> bool:
    """Whether the bot gets the content also without the message content intent: its own, direct, or naming it."""
    if message.author is stage.bot or message.channel.server is None:
        return True
    return stage.bot in message.mentions


def _mention(stage: Backstage, message: Message, ping: mentions.Ping | None) -> None:
    server = message.channel.server
    may = server is None or bool(server.may(message.author, message.channel) & permissions.MENTION_EVERYONE)
    message.mention_everyone = ping is not None and ping.everyone and may
    message.mention_roles = sorted(ping.roles) if ping else []
    message.mentions = [stage.world.accounts[id_] for id_ in sorted(ping.users)] if ping else []


def _attach(stage: Backstage, message: Message, draft: Draft) -> None:
    new = bodies.uploads(draft, [stage.ids.next() for _ in draft.files])
    message.uploads = [*bodies.kept(draft, message), *new]
    stage.world.uploads.update({upload.id: upload for upload in new})


def _shown_embed(stage: Backstage, message: Message, embed: Json) -> Json:
    """Return an embed as Discord shows it: nulls dropped, pictures among the message's files resolved."""
    shown = {key: value for key, value in {"type": "rich", **embed}.items() if value is not None}
    files = {f"attachment://{upload.name}": upload for upload in message.uploads}
    for key in ("image", "thumbnail"):
        if key in shown and (upload := files.get(shown[key]["url"])) is not None:
            shown[key] = {"url": payloads.attachment(upload, stage.origin)["url"]}
    return shown


# What Discord writes into a component that left it out, by type of component.
_DEFAULTS: dict[int, Json] = {
    3: {"min_values": 1, "max_values": 1},
    5: {"min_values": 1, "max_values": 1},
    6: {"min_values": 1, "max_values": 1},
    7: {"min_values": 1, "max_values": 1},
    8: {"min_values": 1, "max_values": 1},
    11: {"description": None, "spoiler": False},
    14: {"spacing": 1, "divider": True},
    17: {"accent_color": None, "spoiler": False},
    13: {"name": None, "size": None, "spoiler": False},
}


def _shown(stage: Backstage, message: Message, given: list[Json]) -> list[Json]:
    """Return components as Discord shows them: numbered, defaults written, files resolved."""
    files = {upload.name: upload for upload in message.uploads}
    taken = {one["id"] for one in walk(given) if one.get("id")}
    numbers = (number for number in range(1, 1_000) if number not in taken)

    def media(one: Json) -> Json:
        upload = files.get(one["url"].removeprefix("attachment://"))
        if upload is None:
            return {"id": str(stage.ids.next()), "url": one["url"], "proxy_url": one["url"]}
        shown = payloads.attachment(upload, stage.origin)
        return {"id": shown["id"], "url": shown["url"], "proxy_url": shown["url"], "attachment_id": shown["id"]}

    def show(component: Json) -> Json:
        shown = {key: value for key, value in component.items() if value is not None}
        shown = {**_DEFAULTS.get(component["type"], {}), **shown}
        shown["id"] = component.get("id") or next(numbers)
        if inner := component.get("components"):
            shown["components"] = [show(one) for one in inner]
        if emoji := shown.get("emoji"):
            shown["emoji"] = {key: value for key, value in emoji.items() if value is not None}
        if accessory := component.get("accessory"):
            shown["accessory"] = show(accessory)
        for key in ("media", "file"):
            if key in shown:
                shown[key] = media(shown[key])
        if "items" in shown:
            shown["items"] = [
                {"description": None, "spoiler": False, **one, "media": media(one["media"])} for one in shown["items"]
            ]
        return shown

    return [show(component) for component in given]
