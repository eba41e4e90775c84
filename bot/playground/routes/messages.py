"""Messages of a channel."""

from bisect import bisect

from bot.playground import bodies, intents, limits, permissions, posts
from bot.playground.backstage import Backstage
from bot.playground.bodies import Draft
from bot.playground.forms import CHANNEL_MESSAGE
from bot.playground.refusals import (
    Refused,
    invalid,
    missing_permissions,
    not_the_author,
)
from bot.playground.routing import NOTHING, Answer, Call, Table, known_message, require, seen_channel
from bot.playground.shapes import Json
from bot.playground.snowflakes import moment_of
from bot.playground.world import THREADS, Channel, Message

ROUTES = Table()


@ROUTES.route("POST", "/channels/{channel_id}/messages")
def create(stage: Backstage, call: Call) -> Answer:
    """Post a message; a nonce that is enforced gives the message it already made."""
    channel = seen_channel(stage, call)
    body = call.json()
    in_thread = channel.kind in THREADS
    require(stage, channel, permissions.SEND_MESSAGES_IN_THREADS if in_thread else permissions.SEND_MESSAGES)
    if channel.thread is not None and channel.thread.locked:
        require(stage, channel, permissions.MANAGE_THREADS)
    draft = bodies.read(body, call.files, CHANNEL_MESSAGE)
    _require_extras(stage, channel, draft)
    nonce = body.get("nonce")
    if nonce is not None and len(str(nonce)) > limits.NONCE:
        raise invalid(("nonce",), "BASE_TYPE_MAX_LENGTH", f"Must be {limits.NONCE} or fewer in length.")
    if nonce is not None and body.get("enforce_nonce") and (twin := _twin(stage, str(nonce))) is not None:
        return Answer(200, stage.message(twin))
    message = posts.create(stage, channel, stage.bot, draft, nonce=nonce, replied=_replied(stage, channel, body))
    if nonce is not None:
        stage.nonces[str(nonce)] = message
    return Answer(200, stage.message(message))


def _require_extras(stage: Backstage, channel: Channel, draft: Draft) -> None:
    """Refuse with 50013 an embed, a file or a poll where the bot may not send one."""
    needs = permissions.EMBED_LINKS if draft.embeds else 0
    needs |= permissions.ATTACH_FILES if draft.files else 0
    needs |= permissions.SEND_POLLS if draft.poll else 0
    require(stage, channel, needs)


def _twin(stage: Backstage, nonce: str) -> Message | None:
    oldest = stage.time() - limits.NONCE_SECONDS
    while stage.nonces:
        first = next(iter(stage.nonces))
        if stage.nonces[first].moment.timestamp() >= oldest:
            break
        del stage.nonces[first]
    return stage.nonces.get(nonce)


def _replied(stage: Backstage, channel: Channel, body: Json) -> Message | None:
    reference = body.get("message_reference")
    if reference is None:
        return None
    require(stage, channel, permissions.READ_MESSAGE_HISTORY)
    replied = channel.messages.get(int(reference["message_id"]))
    if replied is None and reference.get("fail_if_not_exists", True):
        raise invalid(("message_reference",), "REPLIES_UNKNOWN_MESSAGE", "Unknown message")
    return replied


@ROUTES.route("GET", "/channels/{channel_id}/messages")
def history(stage: Backstage, call: Call) -> Answer:
    """Return up to 100 messages, newest first."""
    channel = seen_channel(stage, call)
    if channel.server is not None and not (channel.server.may(stage.bot, channel) & permissions.READ_MESSAGE_HISTORY):
        return Answer(200, [])
    limit = call.number("limit", 50, 1, limits.HISTORY_PAGE)
    ids = sorted(channel.messages)
    if "before" in call.query:
        ids = [id_ for id_ in ids if id_ < call.number("before", 0, 0, 1 << 63)][-limit:]
    elif "after" in call.query:
        ids = [id_ for id_ in ids if id_ > call.number("after", 0, 0, 1 << 63)][:limit]
    elif "around" in call.query:
        middle = bisect(ids, call.number("around", 0, 0, 1 << 63))
        ids = ids[max(0, middle - limit // 2 - 1) :][:limit]
    else:
        ids = ids[-limit:]
    return Answer(200, [_readable(stage, channel.messages[id_]) for id_ in reversed(ids)])


def _readable(stage: Backstage, message: Message) -> Json:
    """Return a message, its content empty where the application may not read it."""
    written = stage.message(message)
    if stage.gateway.terms.privileged & intents.MESSAGE_CONTENT or posts.may_be_read(stage, message):
        return written
    return {key: value for key, value in (written | intents.CONTENT_FIELDS).items() if key != "poll"}


@ROUTES.route("GET", "/channels/{channel_id}/messages/{message_id}")
def read(stage: Backstage, call: Call) -> Answer:
    """Return one message."""
    channel = seen_channel(stage, call, permissions.READ_MESSAGE_HISTORY)
    return Answer(200, _readable(stage, known_message(channel, call.id("message_id"))))


@ROUTES.route("PATCH", "/channels/{channel_id}/messages/{message_id}")
def edit(stage: Backstage, call: Call) -> Answer:
    """Change one of the bot's messages."""
    channel = seen_channel(stage, call)
    message = known_message(channel, call.id("message_id"))
    if message.author is not stage.bot:
        raise not_the_author()
    if message.poll is not None:
        raise Refused(400, 520003, "Cannot edit a poll message")
    draft = bodies.read(call.json(), call.files, old=message)
    if stage.time() - message.moment.timestamp() > limits.OLD_EDIT_SECONDS:
        refusal = stage.limits.take_old_edit(call.params["channel_id"], stage.time())
        if refusal is not None:
            raise refusal
    posts.edit(stage, message, draft)
    return Answer(200, stage.message(message))


@ROUTES.route("DELETE", "/channels/{channel_id}/messages/{message_id}")
def delete(stage: Backstage, call: Call) -> Answer:
    """Delete a message: the bot's own, or anybody's with the permission."""
    channel = seen_channel(stage, call)
    message = known_message(channel, call.id("message_id"))
    if message.author is not stage.bot:
        require(stage, channel, permissions.MANAGE_MESSAGES)
        if channel.server is None:
            raise missing_permissions()
    posts.delete(stage, message)
    return NOTHING


@ROUTES.route("POST", "/channels/{channel_id}/messages/bulk-delete")
def delete_many(stage: Backstage, call: Call) -> Answer:
    """Delete 2 to 100 messages, none older than two weeks."""
    channel = seen_channel(stage, call, permissions.MANAGE_MESSAGES)
    ids = [int(one) for one in call.json().get("messages") or []]
    if not 2 <= len(ids) <= limits.HISTORY_PAGE:
        raise Refused(400, 50016, "Provided too few or too many messages to delete. Must provide 2 to 100.")
    fortnight = 14 * 24 * 3_600
    if any(stage.time() - moment_of(id_).timestamp() > fortnight for id_ in ids):
        raise Refused(400, 50034, "You can only bulk delete messages that are under 14 days old.")
    for id_ in ids:
        if (message := channel.messages.get(id_)) is not None:
            posts.delete(stage, message)
    return NOTHING
