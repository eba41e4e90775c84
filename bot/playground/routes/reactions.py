"""Reactions under messages."""

from urllib.parse import unquote

from bot.playground import bodies, limits, payloads, permissions, posts
from bot.playground.backstage import Backstage
from bot.playground.intents import DIRECT_MESSAGE_REACTIONS, GUILD_MESSAGE_REACTIONS
from bot.playground.refusals import Refused
from bot.playground.routing import NOTHING, Answer, Call, Table, known_message, require, seen_channel
from bot.playground.world import Account, Message

ROUTES = Table()
ONE = "/channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}"


def react(stage: Backstage, message: Message, who: Account, emoji: str, *, there: bool) -> None:
    """Put a reaction under a message, or take it away, and tell the gateway where that changed anything."""
    voters = message.reactions.setdefault(emoji, set())
    changed = (who.id in voters) != there
    (voters.add if there else voters.discard)(who.id)
    if not voters:
        del message.reactions[emoji]
    if not changed:
        return
    message.payload = None
    event = "MESSAGE_REACTION_ADD" if there else "MESSAGE_REACTION_REMOVE"
    data = {
        "user_id": str(who.id),
        "channel_id": str(message.channel.id),
        "message_id": str(message.id),
        "emoji": payloads.reaction(emoji),
        "message_author_id": str(message.author.id),
        "burst": False,
        "type": 0,
    }
    posts.send(stage, message.channel, event, data, GUILD_MESSAGE_REACTIONS, DIRECT_MESSAGE_REACTIONS)
    stage.changes.stir()


@ROUTES.route("PUT", ONE + "/@me")
def add(stage: Backstage, call: Call) -> Answer:
    """React as the bot."""
    channel = seen_channel(stage, call, permissions.READ_MESSAGE_HISTORY)
    message = known_message(channel, call.id("message_id"))
    emoji = bodies.emoji(unquote(call.params["emoji_name"]))
    if emoji not in message.reactions:
        require(stage, channel, permissions.ADD_REACTIONS)
        if len(message.reactions) >= limits.REACTIONS:
            raise Refused(400, 30010, f"Maximum number of reactions reached ({limits.REACTIONS})")
    react(stage, message, stage.bot, emoji, there=True)
    return NOTHING


@ROUTES.route("DELETE", ONE + "/@me")
def remove(stage: Backstage, call: Call) -> Answer:
    """Take the bot's reaction away."""
    message = known_message(seen_channel(stage, call), call.id("message_id"))
    react(stage, message, stage.bot, bodies.emoji(unquote(call.params["emoji_name"])), there=False)
    return NOTHING


@ROUTES.route("GET", ONE)
def who(stage: Backstage, call: Call) -> Answer:
    """Return who reacted so."""
    message = known_message(seen_channel(stage, call), call.id("message_id"))
    ids = message.reactions.get(bodies.emoji(unquote(call.params["emoji_name"])), set())
    limit = call.number("limit", 25, 1, 100)
    return Answer(200, [payloads.user(stage.world.accounts[id_]) for id_ in sorted(ids)[:limit]])
