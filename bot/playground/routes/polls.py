"""Discord's own polls: who voted, and ending one early."""

from bot.playground import limits, native_polls, payloads
from bot.playground.backstage import Backstage
from bot.playground.refusals import Refused, not_the_author, unknown
from bot.playground.routing import Answer, Call, Table, known_message, seen_channel
from bot.playground.world import Message, NativePoll

ROUTES = Table()


def _poll(stage: Backstage, call: Call) -> tuple[Message, NativePoll]:
    message = known_message(seen_channel(stage, call), call.id("message_id"))
    if message.poll is None:
        raise unknown("poll")
    return message, message.poll


@ROUTES.route("POST", "/channels/{channel_id}/polls/{message_id}/expire")
def expire(stage: Backstage, call: Call) -> Answer:
    """End one of the bot's polls now."""
    message, poll = _poll(stage, call)
    if message.author is not stage.bot:
        raise not_the_author()
    if poll.expires <= stage.clock.now():
        raise Refused(400, 520001, "Poll expired")
    native_polls.expire(stage, message, poll)
    return Answer(200, stage.message(message))


@ROUTES.route("GET", "/channels/{channel_id}/polls/{message_id}/answers/{answer_id}")
def voters(stage: Backstage, call: Call) -> Answer:
    """Return who voted for an answer: a native poll is never anonymous."""
    _, poll = _poll(stage, call)
    number = call.id("answer_id")
    if number not in poll.votes:
        raise unknown("poll")
    after, limit = call.number("after", 0, 0, 1 << 63), call.number("limit", 25, 1, limits.POLL_VOTERS_PAGE)
    ids = [id_ for id_ in sorted(poll.votes[number]) if id_ > after][:limit]
    return Answer(200, {"users": [payloads.user(stage.world.accounts[id_]) for id_ in ids]})
