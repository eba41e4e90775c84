"""What follows the first answer, by the interaction's token: reading, changing, deleting it, and saying more."""

from bot.playground import bodies, posts
from bot.playground.backstage import Backstage
from bot.playground.interactions import Interaction
from bot.playground.refusals import Refused, invalid_webhook_token, unknown
from bot.playground.routes import interactions
from bot.playground.routing import NOTHING, Answer, Call, Table
from bot.playground.world import LOADING, Message

ROUTES = Table()
HOOK = "/webhooks/{webhook_id}/{webhook_token}"


def _interaction(stage: Backstage, call: Call) -> Interaction:
    if call.id("webhook_id") != stage.bot.id:
        raise unknown("webhook")
    interaction = stage.interaction(call.params["webhook_token"])
    if interaction is None:
        raise invalid_webhook_token()
    if interaction.answered_as is None:
        raise unknown("webhook")
    return interaction


def _message(stage: Backstage, call: Call) -> tuple[Interaction, Message]:
    interaction = _interaction(stage, call)
    raw = call.params.get("message_id", "@original")
    message = interaction.response if raw == "@original" else interaction.knows(call.id("message_id"))
    if message is None or message.deleted:
        raise unknown("message")
    return interaction, message


@ROUTES.route("POST", HOOK, public=True)
def follow_up(stage: Backstage, call: Call) -> Answer:
    """Say more; the first follow-up of a deferred answer becomes that answer."""
    interaction = _interaction(stage, call)
    if interaction.pending and interaction.response is not None:
        message = interaction.response
        posts.edit(stage, message, bodies.read(call.json(), call.files))
    else:
        message = interactions.say(stage, interaction, call.json(), call)
        interaction.followups.append(message)
        stage.changes.stir()
    return Answer(200, stage.message(message)) if call.yes("wait") else NOTHING


@ROUTES.route("GET", HOOK + "/messages/@original", public=True)
@ROUTES.route("GET", HOOK + "/messages/{message_id}", public=True)
def read(stage: Backstage, call: Call) -> Answer:
    """Return the answer or a follow-up."""
    return Answer(200, stage.message(_message(stage, call)[1]))


@ROUTES.route("PATCH", HOOK + "/messages/@original", public=True)
@ROUTES.route("PATCH", HOOK + "/messages/{message_id}", public=True)
def edit(stage: Backstage, call: Call) -> Answer:
    """Change the answer or a follow-up; the answer that was deferred gets its content so."""
    _, message = _message(stage, call)
    loading = bool(message.flags & LOADING)
    draft = bodies.read(call.json(), call.files, old=None if loading else message)
    if not loading and message.poll is not None:
        raise Refused(400, 520003, "Cannot edit a poll message")
    posts.edit(stage, message, draft)
    return Answer(200, stage.message(message))


@ROUTES.route("DELETE", HOOK + "/messages/@original", public=True)
@ROUTES.route("DELETE", HOOK + "/messages/{message_id}", public=True)
def delete(stage: Backstage, call: Call) -> Answer:
    """Delete the answer or a follow-up."""
    _, message = _message(stage, call)
    message.flags &= ~LOADING
    posts.delete(stage, message)
    return NOTHING
