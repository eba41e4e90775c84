"""Discord's own polls: opened, voted on, and ended; the counts are final at the end.

Discord settles the counts some time after the end ("is_finalized"), and tells the end by a message of kind 46.
"""

from datetime import timedelta

from bot.playground import posts
from bot.playground.backstage import Backstage
from bot.playground.bodies import Draft
from bot.playground.intents import DIRECT_MESSAGE_POLLS, GUILD_MESSAGE_POLLS
from bot.playground.world import Account, Message, NativePoll

RESULT = 46  # the kind of message that tells a poll's result


def vote(stage: Backstage, message: Message, poll: NativePoll, who: Account, answers: set[int]) -> None:
    """Make these the answers of `who`, and tell the gateway each that was added or taken away."""
    for number, voters in poll.votes.items():
        if (number in answers) == (who.id in voters):
            continue
        added = number in answers
        (voters.add if added else voters.discard)(who.id)
        event = "MESSAGE_POLL_VOTE_ADD" if added else "MESSAGE_POLL_VOTE_REMOVE"
        data = {
            "user_id": str(who.id),
            "channel_id": str(message.channel.id),
            "message_id": str(message.id),
            "answer_id": number,
        }
        posts.send(stage, message.channel, event, data, GUILD_MESSAGE_POLLS, DIRECT_MESSAGE_POLLS)
    message.payload = None
    stage.changes.stir(message)


def expire(stage: Backstage, message: Message, poll: NativePoll) -> None:
    """End a poll: its counts are final, and a message tells the result."""
    now = stage.clock.now()
    poll.expires, poll.final = min(poll.expires, now), True
    message.payload = None
    posts.tell(stage, message, "MESSAGE_UPDATE")
    stage.changes.stir(message)
    told = {"type": "poll_result", "fields": _result(poll)}
    posts.create(stage, message.channel, message.author, Draft(embeds=[told]), replied=message, kind=RESULT)


def _result(poll: NativePoll) -> list[dict[str, object]]:
    counts = {number: len(voters) for number, voters in poll.votes.items()}
    most = max(counts.values())
    winners = [number for number, count in counts.items() if count == most and most]
    fields = {
        "poll_question_text": poll.question,
        "victor_answer_votes": most,
        "total_votes": len(set().union(*poll.votes.values())),
    }
    if len(winners) == 1:
        fields["victor_answer_id"] = winners[0]
        fields["victor_answer_text"] = poll.answers[winners[0] - 1].get("text", "")
    return [{"name": name, "value": str(value), "inline": False} for name, value in fields.items()]


async def keep(stage: Backstage) -> None:
    """End each poll at its time; runs as long as the stage."""
    while True:
        running = [one for one in stage.world.messages() if one.poll is not None and not one.poll.final]
        now = stage.clock.now()
        for message in running:
            if message.poll is not None and message.poll.expires <= now:
                expire(stage, message, message.poll)
        upcoming = [one.poll.expires for one in running if one.poll is not None and not one.poll.final]
        # A poll may be opened meanwhile: none is shorter than an hour, so a look in time is enough.
        soon = now + timedelta(hours=1) - timedelta(seconds=1)
        await stage.clock.sleep_until(min([soon, *upcoming]))
