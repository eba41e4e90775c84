"""The stage's own limits, held against Discord's OpenAPI description, where that file is present."""

import io
from collections.abc import Iterator
from datetime import timedelta
from itertools import chain
from typing import Any

import discord
import orjson
import pytest
from discord.ext import commands

from bot.playground import Playground, command_forms, forms, modal_forms
from bot.playground.routes import TABLE
from bot.playground.routes.interactions import CHOICE_LIST
from bot.playground.shapes import ByType, Choice, Kind, ListOf, Number, Shape, Snowflake, Text
from tests.openapi import description, fault_of, path_of_description
from tests.playground.bots import Bare, intents, running

pytestmark = pytest.mark.skipif(path_of_description() is None, reason="Discord's OpenAPI description is not here")

Json = dict[str, Any]

# Where the stage is stricter than the description, because Discord's documentation (or Discord itself) is.
STRICTER = {
    "MessageCreateRequest.content": "4,000 is for people who pay; a bot has 2,000 (docs, Create Message)",
    "ModalInteractionCallbackRequestData.components": "at most 5 (docs, Modal)",
    "ActionRowComponentForModalRequest.components": "a row of a modal holds one text input (docs, Action Row)",
    "PollMediaCreateRequest.text": "an answer has 55 characters, a question 300 (docs, Poll Media Object)",
    "ApplicationCommandUpdateRequest.type": "4 is an activity's own entry point, which this bot has none of",
    "PollCreateRequest.layout_type": "the description names a second layout that no bot may ask for",
}

# What Discord takes and its description leaves out.
UNDESCRIBED = {"ApplicationCommandUpdateRequest.nsfw"}  # docs, Application Command Structure


def shapes(kind: Kind) -> Iterator[Shape]:
    match kind:
        case Shape():
            yield kind
            for inner in kind.fields.values():
                yield from shapes(inner)
        case ListOf():
            yield from shapes(kind.item)
        case ByType():
            for shape in kind.shapes.values():
                yield from shapes(shape)


ROOTS: tuple[Kind, ...] = (
    forms.MESSAGE,
    forms.CHANNEL_MESSAGE,
    forms.COMPONENTS_V1,
    forms.COMPONENTS_V2,
    modal_forms.MODAL,
    forms.THREAD,
    command_forms.COMMAND,
    CHOICE_LIST,
)
ALL = {shape.name: shape for shape in chain.from_iterable(map(shapes, ROOTS))}


def schema_of(name: str) -> Json:
    found: Json = description()["components"]["schemas"][name]
    return found


def resolved(schema: Json) -> Json:
    """Follow references and drop the alternative null."""
    while True:
        if "$ref" in schema:
            schema = schema_of(schema["$ref"].rpartition("/")[2])
        elif (others := [one for one in schema.get("oneOf", []) if one != {"type": "null"}]) and len(others) == 1:
            schema = others[0]
        else:
            return schema


def bounds(kind: Kind) -> dict[str, Any]:
    """Return what the stage enforces, in the words of JSON schema."""
    match kind:
        case Text():
            return {"maxLength": kind.most, "minLength": kind.least or None}
        case ListOf():
            return {"maxItems": kind.most, "minItems": kind.least or None}
        case Number():
            return {"maximum": kind.most, "minimum": kind.least}
        case Snowflake():
            return {"pattern": kind.PATTERN}
    return {}


@pytest.mark.parametrize("shape", ALL.values(), ids=lambda shape: shape.name)
def test_lengths_counts_and_bounds_are_discords(shape: Shape) -> None:
    schema = schema_of(shape.name)
    different: list[str] = []
    for key, kind in shape.fields.items():
        if f"{shape.name}.{key}" in UNDESCRIBED:
            continue
        assert key in schema["properties"], f"{shape.name} has no field {key}"
        described = resolved(schema["properties"][key])
        for word, ours in bounds(kind).items():
            theirs = described.get(word)
            if ours != theirs and not (theirs is None and ours is None) and f"{shape.name}.{key}" not in STRICTER:
                different.append(f"{key}: {word} is {theirs} at Discord, {ours} here")
    assert not different


@pytest.mark.parametrize("shape", ALL.values(), ids=lambda shape: shape.name)
def test_what_is_required_is_discords(shape: Shape) -> None:
    assert shape.required >= frozenset(schema_of(shape.name).get("required", [])) - {"type"}


@pytest.mark.parametrize("shape", ALL.values(), ids=lambda shape: shape.name)
def test_choices_are_discords(shape: Shape) -> None:
    for key, kind in shape.fields.items():
        if not isinstance(kind, Choice) or f"{shape.name}.{key}" in STRICTER:
            continue
        described = resolved(schema_of(shape.name)["properties"][key])
        theirs = described.get("enum") or [one["const"] for one in described["oneOf"]]
        assert sorted(kind.values) == sorted(theirs), f"{shape.name}.{key}"


# The gateway is not described, but what its events carry is: where in an event, and by which schema.
CARRIED: dict[str, list[tuple[str, str]]] = {
    "READY": [("user", "UserResponse")],
    "GUILD_CREATE": [
        ("roles", "GuildRoleResponse"),
        ("members", "GuildMemberResponse"),
        ("channels", "GuildChannelResponse"),
        ("threads", "ThreadResponse"),
        ("", "GuildResponse"),
    ],
    "MESSAGE_CREATE": [("", "MessageResponse")],
    "MESSAGE_UPDATE": [("", "MessageResponse")],
    "THREAD_CREATE": [("", "ThreadResponse")],
    "CHANNEL_CREATE": [("", "GuildChannelResponse")],
    "INTERACTION_CREATE": [("message", "MessageResponse"), ("member", "GuildMemberResponse")],
}


async def test_what_the_gateway_carries_is_as_described(stage: Playground) -> None:
    events: list[Json] = []

    def build(bot: commands.Bot) -> None:
        @bot.listen()
        async def on_socket_raw_receive(raw: str | bytes) -> None:
            events.append(orjson.loads(raw))

        @bot.command()
        async def show(ctx: commands.Context[Any]) -> None:
            view = discord.ui.View(timeout=None).add_item(discord.ui.Button(label="Sad", custom_id="sad"))
            poll = discord.Poll("Sad?", timedelta(hours=1)).add_answer(text="Yes")
            file = discord.File(io.BytesIO(b"x"), "chart.png")
            sent = await ctx.send("x", view=view, embed=discord.Embed(title="x"), file=file, poll=poll)
            await sent.create_thread(name="why")

        @bot.listen()
        async def on_interaction(interaction: discord.Interaction) -> None:
            await interaction.response.send_message("seen")

    bot = Bare(build, intents(), enable_debug_events=True)
    async with running(stage, bot):
        shown = await stage.member("ann").say("!show")
        await stage.until(lambda: "THREAD_CREATE" in [one.name for one in stage.wire.recent])
        stage.add_channel("new")
        await stage.member("ann").press(shown, "Sad")
    assert {event["t"] for event in events} >= set(CARRIED)
    for event in events:
        for place, schema in CARRIED.get(event["t"] or "", []):
            for value in carried(event["d"], place):
                assert fault_of(schema, value) is None, (event["t"], place)


def carried(data: Json, place: str) -> list[Any]:
    found = data.get(place, []) if place else data
    return found if isinstance(found, list) else [found]


def test_every_stricter_limit_still_is_one() -> None:
    """A limit that Discord's description has caught up with has no reason left."""
    for name in STRICTER:
        shape, _, key = name.partition(".")
        assert key in ALL[shape].fields


@pytest.mark.parametrize(("template", "method"), [(template, method) for template, method, _, _ in TABLE.entries()])
def test_every_route_is_discords(template: str, method: str) -> None:
    assert method.lower() in description()["paths"][template]
