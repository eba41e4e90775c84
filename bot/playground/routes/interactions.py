"""The first answer to an interaction: once, within 3 s, of a kind that fits."""

from bot.playground import bodies, components, limits, payloads, posts
from bot.playground.backstage import Backstage
from bot.playground.command_forms import GROUP, SUBCOMMAND
from bot.playground.interactions import (
    ANSWER,
    AUTOCOMPLETE,
    CHOICES,
    COMMAND,
    COMPONENT,
    DEFER,
    DEFER_UPDATE,
    FORM,
    SHOW_FORM,
    UPDATE,
    Interaction,
)
from bot.playground.refusals import Faults, already_acknowledged, empty_message, invalid, unknown
from bot.playground.routing import NOTHING, Answer, Call, Table
from bot.playground.shapes import Json, ListOf, Shape, Text
from bot.playground.world import EPHEMERAL, LOADING, Message

ROUTES = Table()

CHOICE_LIST = ListOf(
    Shape(
        "ApplicationCommandOptionStringChoice",
        {"name": Text(1, limits.CHOICE_NAME)},
        frozenset({"name", "value"}),
    ),
    most=limits.AUTOCOMPLETE_CHOICES,
)

# Which answers fit which interaction.
FITTING = {
    COMMAND: (ANSWER, DEFER, SHOW_FORM),
    COMPONENT: (ANSWER, DEFER, DEFER_UPDATE, UPDATE, SHOW_FORM),
    AUTOCOMPLETE: (CHOICES,),
    FORM: (ANSWER, DEFER),
}


@ROUTES.route("POST", "/interactions/{interaction_id}/{interaction_token}/callback", public=True)
def answer(stage: Backstage, call: Call) -> Answer:
    """Take the first answer."""
    interaction = stage.interaction(call.params["interaction_token"])
    if interaction is None or interaction.id != call.id("interaction_id"):
        raise unknown("interaction")
    if interaction.answered_as is not None:
        raise already_acknowledged()
    if stage.interactions.is_late(interaction):
        raise unknown("interaction")
    body = call.json()
    kind = body.get("type")
    fitting = FITTING[interaction.kind]
    if interaction.kind == FORM and interaction.source is not None:
        fitting = (*fitting, DEFER_UPDATE, UPDATE)
    if kind not in fitting:
        allowed = ", ".join(map(str, fitting))
        raise invalid(("type",), "BASE_TYPE_CHOICES", f"Value must be one of {{{allowed}}}.")
    data = body.get("data") or {}
    if not isinstance(data, dict):
        raise invalid(("data",), "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType.")
    _answer(stage, interaction, kind, data, call)
    interaction.acknowledge(kind, call.came)
    stage.changes.stir()
    if not call.yes("with_response"):
        return NOTHING
    return Answer(200, _told(stage, interaction, kind))


def _answer(stage: Backstage, interaction: Interaction, kind: int, data: Json, call: Call) -> None:
    if kind == CHOICES:
        interaction.choices = _choices(data)
    elif kind == SHOW_FORM:
        faults = Faults()
        components.check_form(data, faults)
        faults.check()
        interaction.form = data
    elif kind == DEFER:
        interaction.private = bool((data.get("flags") or 0) & EPHEMERAL)
        reader = interaction.member.id if interaction.private else None
        about = metadata(interaction)
        interaction.response = posts.loading(stage, interaction.channel, about, seen_only_by=reader)
    elif kind == DEFER_UPDATE:
        interaction.response = interaction.source
    elif kind == UPDATE:
        source = interaction.source
        if source is None or source.deleted:
            raise unknown("message")
        posts.edit(stage, source, bodies.read(data, call.files, old=source))
        interaction.response = source
    else:
        interaction.response = say(stage, interaction, data, call)


def say(stage: Backstage, interaction: Interaction, data: Json, call: Call) -> Message:
    """Post a message in an interaction's name, private where its flags say so."""
    draft = bodies.read(data, call.files)
    if draft.empty:
        raise empty_message()
    return posts.create(
        stage,
        interaction.channel,
        stage.bot,
        draft,
        seen_only_by=interaction.member.id if draft.flags & EPHEMERAL else None,
        by_interaction=metadata(interaction),
        kind=20 if interaction.kind == COMMAND else 0,
    )


def metadata(interaction: Interaction) -> Json:
    """Write what a message says about the interaction that made it."""
    channel = interaction.channel
    owners = {} if channel.server is None else {"0": str(channel.server.id)}
    about: Json = {
        "id": str(interaction.id),
        "type": interaction.kind,
        "user": payloads.user(interaction.member),
        "authorizing_integration_owners": owners,
    }
    if interaction.kind == COMPONENT and interaction.source is not None:
        about["interacted_message_id"] = str(interaction.source.id)
    if interaction.kind == COMMAND:
        about["name"] = _name(interaction.data)  # its description lacks it; Discord's clients show it
    if interaction.kind == FORM:
        about["triggering_interaction_metadata"] = {
            "id": str(interaction.id),
            "type": COMMAND,
            "user": payloads.user(interaction.member),
            "authorizing_integration_owners": owners,
        }
    return about


def _name(data: Json) -> str:
    """Return a command's name with those of its subcommands, as one types them."""
    names = [str(data["name"])]
    inner = data["options"]
    while inner and inner[0]["type"] in (SUBCOMMAND, GROUP):
        names.append(inner[0]["name"])
        inner = inner[0]["options"]
    return " ".join(names)


def _choices(data: Json) -> list[Json]:
    choices = data.get("choices")
    faults = Faults()
    if choices is not None:
        CHOICE_LIST.check(choices, ("data", "choices"), faults)
    faults.check()
    for index, choice in enumerate(choices or []):
        value = choice["value"]
        if isinstance(value, str):
            text = Text(1, limits.CHOICE_VALUE_DOCUMENTED)
            text.check(value, ("data", "choices", index, "value"), faults)
    faults.check()
    return list(choices or [])


def _told(stage: Backstage, interaction: Interaction, kind: int) -> Json:
    """Write the answer that `with_response` asks for."""
    about: Json = {"id": str(interaction.id), "type": interaction.kind}
    told: Json = {"interaction": about}
    response = interaction.response
    if response is not None and kind in (ANSWER, DEFER, UPDATE):
        about["response_message_id"] = str(response.id)
        about["response_message_loading"] = bool(response.flags & LOADING)
        about["response_message_ephemeral"] = response.ephemeral
        # The description knows two kinds of resource; a deferred message is told as the message that it will be.
        shown_as = UPDATE if kind == UPDATE else ANSWER
        told["resource"] = {"type": shown_as, "message": stage.message(response)}
    return told
