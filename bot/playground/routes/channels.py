"""Channels and threads."""

from bot.playground import intents, payloads, permissions, posts
from bot.playground.backstage import Backstage
from bot.playground.forms import THREAD
from bot.playground.refusals import Refused, missing_permissions
from bot.playground.routing import NOTHING, Answer, Call, Table, known_message, require, seen_channel
from bot.playground.shapes import Json, hold
from bot.playground.world import HAS_THREAD, THREADS, Channel, Message, ThreadState

ROUTES = Table()
PUBLIC, PRIVATE = 11, 12


@ROUTES.route("GET", "/channels/{channel_id}")
def read(stage: Backstage, call: Call) -> Answer:
    """Return a channel."""
    return Answer(200, payloads.channel(seen_channel(stage, call)))


@ROUTES.route("POST", "/channels/{channel_id}/typing")
def typing(stage: Backstage, call: Call) -> Answer:
    """Show that the bot types."""
    channel = seen_channel(stage, call)
    in_thread = channel.kind in THREADS
    require(stage, channel, permissions.SEND_MESSAGES_IN_THREADS if in_thread else permissions.SEND_MESSAGES)
    return NOTHING


@ROUTES.route("POST", "/channels/{channel_id}/messages/{message_id}/threads")
def thread_from_message(stage: Backstage, call: Call) -> Answer:
    """Start a thread under a message; it gets the message's id."""
    channel = seen_channel(stage, call, permissions.CREATE_PUBLIC_THREADS)
    message = known_message(channel, call.id("message_id"))
    if message.thread is not None:
        raise Refused(400, 160004, "A thread has already been created for this message")
    thread = _start(stage, channel, call.json(), message.id, PUBLIC)
    message.thread, message.payload = thread, None
    message.flags |= HAS_THREAD
    posts.tell(stage, message, "MESSAGE_UPDATE")
    stage.changes.stir(message)
    return Answer(201, payloads.channel(thread))


@ROUTES.route("POST", "/channels/{channel_id}/threads")
def thread(stage: Backstage, call: Call) -> Answer:
    """Start a thread under no message."""
    channel = seen_channel(stage, call)
    kind = call.json().get("type") or PRIVATE
    private = kind == PRIVATE
    require(stage, channel, permissions.CREATE_PRIVATE_THREADS if private else permissions.CREATE_PUBLIC_THREADS)
    return Answer(201, payloads.channel(_start(stage, channel, call.json(), stage.ids.next(), kind)))


def _start(stage: Backstage, parent: Channel, body: Json, id_: int, kind: int) -> Channel:
    hold(THREAD, body)
    server = parent.server
    if server is None or parent.kind in THREADS:
        raise Refused(400, 50024, "Cannot execute action on this channel type")
    made = Channel(id_, body["name"], server, kind, parent=parent)
    minutes = body.get("auto_archive_duration") or 1_440
    made.thread = ThreadState(stage.bot.id, stage.clock.now(), minutes, members={stage.bot.id})
    server.channels[id_] = stage.world.channels[id_] = made
    event = payloads.channel(made) | {"newly_created": True}
    stage.gateway.dispatch("THREAD_CREATE", event, server=server.id, intent=intents.GUILDS)
    stage.changes.stir()
    return made


@ROUTES.route("PATCH", "/channels/{channel_id}")
def change(stage: Backstage, call: Call) -> Answer:
    """Change a thread: its name, its archive, its lock. (Channels are the server's; the bot changes none.)"""
    channel = seen_channel(stage, call)
    if channel.thread is None:
        raise missing_permissions()
    if channel.thread.owner_id != stage.bot.id:
        require(stage, channel, permissions.MANAGE_THREADS)
    body = call.json()
    if body.get("locked") is not None:
        require(stage, channel, permissions.MANAGE_THREADS)
        channel.thread.locked = bool(body["locked"])
    if body.get("archived") is not None:
        channel.thread.archived = bool(body["archived"])
    if body.get("name") is not None:
        hold(THREAD, {"name": body["name"]})
        channel.name = body["name"]
    if channel.server is not None:
        written = payloads.channel(channel)
        stage.gateway.dispatch("THREAD_UPDATE", written, server=channel.server.id, intent=intents.GUILDS)
    stage.changes.stir()
    return Answer(200, payloads.channel(channel))


@ROUTES.route("DELETE", "/channels/{channel_id}")
def delete(stage: Backstage, call: Call) -> Answer:
    """Delete a thread (or a channel, with the permission)."""
    channel = seen_channel(stage, call)
    needs = permissions.MANAGE_CHANNELS if channel.thread is None else permissions.MANAGE_THREADS
    require(stage, channel, needs)
    written = payloads.channel(channel)
    remove(stage, channel)
    return Answer(200, written)


def remove(stage: Backstage, channel: Channel) -> None:
    """Take a channel, and the threads under it, out of the world, and tell the gateway."""
    server = channel.server
    if server is None:
        return
    for inner in [one for one in server.channels.values() if one.parent is channel]:
        remove(stage, inner)
    event = "CHANNEL_DELETE" if channel.thread is None else "THREAD_DELETE"
    stage.gateway.dispatch(event, payloads.channel(channel), server=server.id, intent=intents.GUILDS)
    server.channels.pop(channel.id, None)
    stage.world.channels.pop(channel.id, None)
    stage.changes.stir()


@ROUTES.route("PUT", "/channels/{channel_id}/thread-members/@me")
@ROUTES.route("DELETE", "/channels/{channel_id}/thread-members/@me")
def join(stage: Backstage, call: Call) -> Answer:
    """Join or leave a thread; the bot's part in it changes nothing else here."""
    if seen_channel(stage, call).thread is None:
        raise Refused(400, 50024, "Cannot execute action on this channel type")
    return NOTHING


@ROUTES.route("PUT", "/channels/{channel_id}/messages/pins/{message_id}")
def pin(stage: Backstage, call: Call) -> Answer:
    """Pin a message."""
    return _pin(stage, call, pinned=True)


@ROUTES.route("DELETE", "/channels/{channel_id}/messages/pins/{message_id}")
def unpin(stage: Backstage, call: Call) -> Answer:
    """Unpin a message."""
    return _pin(stage, call, pinned=False)


def _pin(stage: Backstage, call: Call, *, pinned: bool) -> Answer:
    channel = seen_channel(stage, call, permissions.PIN_MESSAGES)
    message: Message = known_message(channel, call.id("message_id"))
    message.pinned, message.payload = pinned, None
    posts.tell(stage, message, "MESSAGE_UPDATE")
    return NOTHING
