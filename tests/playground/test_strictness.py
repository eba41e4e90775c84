"""What Discord refuses, the stage refuses, with Discord's own code and the path of the fault."""

import asyncio
import io
from datetime import timedelta
from typing import Any

import discord
import pytest
from discord import ui
from discord.ext import commands
from discord.http import Route

from bot.clock import MovableClock
from bot.playground import Fault, NoAnswer, Playground, Reply, StageFault
from bot.playground.feed import Sighting
from tests.openapi import referee
from tests.playground.bots import Bare, bare

Json = dict[str, Any]


def nothing(_: commands.Bot) -> None:
    """A bot that does nothing of itself."""


async def refused(bot: Bare, method: str, path: str, body: object) -> tuple[int, int, str]:
    """Send a raw body through the real client; return status, code and text of the refusal."""
    with pytest.raises(discord.HTTPException) as caught:
        await bot.http.request(Route(method, path), json=body)
    return caught.value.status, caught.value.code, caught.value.text


def button(**more: object) -> Json:
    return {"type": 2, "style": 1, "label": "Sad", "custom_id": "sad"} | more


def row(*inner: Json) -> Json:
    return {"type": 1, "components": list(inner)}


def select(count: int, **more: object) -> Json:
    options = [{"label": str(number), "value": str(number)} for number in range(count)]
    return {"type": 3, "custom_id": "pick", "options": options} | more


def text(content: str) -> Json:
    return {"type": 10, "content": content}


def v2(*components: Json, **more: object) -> Json:
    return {"flags": 1 << 15, "components": list(components)} | more


def embed(**fields: object) -> Json:
    return {"embeds": [{"type": "rich"} | fields]}


def poll(answers: list[str], question: str = "Sad or happy?", **more: object) -> Json:
    media = [{"poll_media": {"text": answer}} for answer in answers]
    return {"poll": {"question": {"text": question}, "answers": media, "duration": 24} | more}


MESSAGES = {
    "content too long": ({"content": "x" * 2_001}, "content: Must be 2000 or fewer in length."),
    "content no text": ({"content": 5}, "content: Could not interpret"),
    "eleven embeds": ({"embeds": [{"title": "x"}] * 11}, "embeds: Must be 10 or fewer"),
    "embed title": (embed(title="x" * 257), "embeds.0.title: Must be 256 or fewer"),
    "embed description": (embed(description="x" * 4_097), "embeds.0.description: Must be 4096"),
    "embed footer": (embed(footer={"text": "x" * 2_049}), "embeds.0.footer.text: Must be 2048"),
    "embed fields": (embed(fields=[{"name": "a", "value": "b"}] * 26), "embeds.0.fields: Must be 25"),
    "embed field name": (embed(fields=[{"name": "x" * 257, "value": "b"}]), "fields.0.name: Must be 256"),
    "embed field value": (embed(fields=[{"name": "a", "value": "x" * 1_025}]), "fields.0.value: Must be 1024"),
    "embed field blank": (embed(fields=[{"name": " ", "value": "b"}]), "fields.0.name: This field is required"),
    "embed of nothing": (embed(), "embeds.0.description: This field is required"),
    "embeds together": ({"embeds": [{"description": "x" * 3_001}] * 2}, "embeds: Embed size exceeds maximum"),
    "label": ({"components": [row(button(label="x" * 81))]}, "components.0.components.0.label: Must be 80"),
    "no label": ({"components": [row(button(label=None))]}, "A button must have a label or emoji"),
    "no custom id": ({"components": [row(button(custom_id=None))]}, "custom_id: This field is required"),
    "custom id": ({"components": [row(button(custom_id="x" * 101))]}, "custom_id: Must be between 1 and 100"),
    "custom id empty": ({"components": [row(button(custom_id=""))]}, "custom_id: This field is required"),
    "twins": ({"components": [row(button(), button())]}, "Component custom id cannot be duplicated"),
    "link and id": ({"components": [row(button(style=5, url="https://x.y"))]}, "custom id and url cannot both"),
    "link without": ({"components": [row(button(style=5, custom_id=None))]}, "url: This field is required"),
    "link elsewhere": (
        {"components": [row(button(style=5, custom_id=None, url="file:///etc"))]},
        "Scheme must be one of",
    ),
    "style": ({"components": [row(button(style=9))]}, "style: Value must be one of"),
    "six in a row": (
        {"components": [row(*(button(custom_id=str(number)) for number in range(6)))]},
        "components.0.components: Must be between 1 and 5",
    ),
    "six rows": (
        {"components": [row(button(custom_id=str(number))) for number in range(6)]},
        "components: Must be 5 or fewer",
    ),
    "no row": ({"components": [button()]}, 'components.0.type: Value of field "type" must be one of (1,).'),
    "empty row": ({"components": [row()]}, "components.0.components: This field is required"),
    "26 options": ({"components": [row(select(26))]}, "options: Must be between 1 and 25"),
    "option text": (
        {"components": [row(select(0, options=[{"label": "x" * 101, "value": "x"}]))]},
        "options.0.label: Must be between 1 and 100",
    ),
    "option twice": (
        {"components": [row(select(0, options=[{"label": "x", "value": "x"}] * 2))]},
        "The specified option value is already used",
    ),
    "more than there are": ({"components": [row(select(2, max_values=3))]}, "max_values: max_values exceeds"),
    "fewest over most": ({"components": [row(select(5, min_values=3, max_values=2))]}, "min_values: int value"),
    "a select is wide": ({"components": [row(select(2), button())]}, "Layout is too wide."),
    "v2 unannounced": ({"components": [text("hi")]}, "components.0.type: Value of field"),
    "v2 with content": (v2(text("hi"), content="hi"), "The 'content' field cannot be used"),
    "v2 with embeds": (v2(text("hi"), embeds=[{"title": "x"}]), "The 'embeds' field cannot be used"),
    "v2 with a poll": (v2(text("hi"), **poll(["a", "b"])), "The 'poll' field cannot be used"),
    "v2 text": (v2(text("x" * 4_001)), "content: Must be between 1 and 4000"),
    "v2 texts together": (v2(text("x" * 2_001), text("x" * 2_000)), "total length of displayable text"),
    "v2 count": (v2(*[text("x")] * 41), "components: Must be 40 or fewer"),
    "v2 count, nested": (
        v2({"type": 17, "components": [text("x")] * 20}, {"type": 17, "components": [text("x")] * 20}),
        "The total number of components cannot exceed 40",
    ),
    "v2 section": (
        v2({"type": 9, "components": [text("x")] * 4, "accessory": button()}),
        "components.0.components: Must be between 1 and 3",
    ),
    "v2 section alone": (v2({"type": 9, "components": [text("x")]}), "accessory: This field is required"),
    "v2 container in container": (
        v2({"type": 17, "components": [{"type": 17, "components": [text("x")]}]}),
        "components.0.components.0.type: Value of field",
    ),
    "v2 file that is not there": (
        v2({"type": 13, "file": {"url": "attachment://chart.png"}}),
        "The referenced attachment could not be found",
    ),
    "mentions": (
        {"content": "hi", "allowed_mentions": {"parse": ["users"], "users": ["1"]}},
        "are mutually exclusive",
    ),
    "101 mentions": (
        {"content": "hi", "allowed_mentions": {"users": [str(number) for number in range(101)]}},
        "allowed_mentions.users: Must be 100 or fewer",
    ),
    "nonce": ({"content": "hi", "nonce": "x" * 26}, "nonce: Must be 25 or fewer"),
    "no such message": ({"content": "hi", "message_reference": {"message_id": "1"}}, "Unknown message"),
    "poll question": (poll(["a"], question="x" * 301), "poll.question.text: Must be between 1 and 300"),
    "poll answer": (poll(["x" * 56]), "poll.answers.0.poll_media.text: Must be between 1 and 55"),
    "poll answers": (poll(["x"] * 11), "poll.answers: Must be between 1 and 10"),
    "poll hours": (poll(["a", "b"], duration=769), "poll.duration: int value should be less than or equal to 768"),
}


@pytest.mark.parametrize("case", MESSAGES)
async def test_a_message_that_discord_refuses(stage: Playground, case: str) -> None:
    body, why = MESSAGES[case]
    channel = stage.channel("general")
    async with bare(stage, nothing) as bot:
        status, code, told = await refused(bot, "POST", f"/channels/{channel.id}/messages", body)
    assert (status, code) == (400, 50035)
    assert why in told
    assert not channel.messages


@pytest.mark.parametrize("body", [{}, {"content": ""}, {"embeds": []}, {"components": []}], ids=str)
async def test_a_message_of_nothing(stage: Playground, body: Json) -> None:
    async with bare(stage, nothing) as bot:
        where = f"/channels/{stage.channel('general').id}/messages"
        assert (await refused(bot, "POST", where, body))[:2] == (400, 50006)


async def test_what_is_not_there_is_unknown(stage: Playground) -> None:
    general = stage.channel("general").id
    async with bare(stage, nothing) as bot:
        assert (await refused(bot, "GET", "/channels/1", None))[:2] == (404, 10003)
        assert (await refused(bot, "GET", f"/channels/{general}/messages/1", None))[:2] == (404, 10008)
        assert (await refused(bot, "GET", "/guilds/1", None))[:2] == (404, 10004)
        assert (await refused(bot, "GET", "/users/1", None))[:2] == (404, 10013)
        assert (await refused(bot, "GET", f"/guilds/{stage.server().id}/members/1", None))[:2] == (404, 10007)
        assert (await refused(bot, "POST", "/interactions/1/x/callback", {"type": 5}))[:2] == (404, 10062)
        assert (await refused(bot, "GET", f"/channels/{general}/messages?limit=101", None))[:2] == (400, 50035)
        assert (await refused(bot, "GET", "/channels/general", None))[:2] == (400, 50035)


async def test_an_unknown_route_fails_the_test_that_met_it() -> None:
    with pytest.raises(StageFault, match="POST /api/v10/guilds/1/stickers"):
        async with Playground(referee=referee()) as stage, bare(stage, nothing) as bot:
            assert (await refused(bot, "POST", "/guilds/1/stickers", {}))[0] == 404


async def test_a_file_past_ten_mebibytes(stage: Playground) -> None:
    async with bare(stage, nothing) as bot:
        channel = bot.get_partial_messageable(stage.channel("general").id)
        large = discord.File(io.BytesIO(bytes(10 * 1024 * 1024 + 1)), "large.bin")
        with pytest.raises(discord.HTTPException) as caught:
            await channel.send(file=large)
        assert (caught.value.status, caught.value.code) == (413, 40005)
        sent = await channel.send(file=discord.File(io.BytesIO(b"small"), "small.bin"))
        assert await sent.attachments[0].read() == b"small"


async def test_an_enforced_nonce_makes_one_message_of_two_requests(stage: Playground) -> None:
    async with bare(stage, nothing) as bot:
        channel = bot.get_partial_messageable(stage.channel("general").id)
        first = await channel.send("once", nonce="same")
        assert (await channel.send("once", nonce="same")).id == first.id
        assert (await channel.send("once", nonce="other")).id != first.id
    assert len(stage.channel("general").messages) == 2


async def test_only_its_own_messages_are_edited(stage: Playground) -> None:
    async with bare(stage, nothing) as bot:
        said = await stage.member("ann").say("mine", expect=False)
        channel = bot.get_partial_messageable(stage.channel("general").id)
        with pytest.raises(discord.Forbidden) as caught:
            await channel.get_partial_message(said.id).edit(content="yours")
        assert caught.value.code == 50005


async def test_components_v2_cannot_be_undone(stage: Playground) -> None:
    async with bare(stage, nothing) as bot:
        channel = bot.get_partial_messageable(stage.channel("general").id)
        view = ui.LayoutView(timeout=None).add_item(ui.TextDisplay("new"))
        sent = await channel.send(view=view)
        with pytest.raises(discord.HTTPException, match="'content' field cannot be used"):
            await sent.edit(content="old")
        with pytest.raises(discord.HTTPException) as caught:
            await sent.edit(view=None)
        assert caught.value.code == 50006
    assert stage.message(sent.id).text == "new"


class Acts:
    """A bot that hands each interaction to the test, which answers in its stead."""

    def __init__(self) -> None:
        self.queue: asyncio.Queue[discord.Interaction[Any]] = asyncio.Queue()

    def __call__(self, bot: commands.Bot) -> None:
        @bot.tree.command(description="acts")
        async def act(interaction: discord.Interaction) -> None:
            await self.queue.put(interaction)

    async def begin(self, stage: Playground, name: str = "ann") -> tuple[asyncio.Task[Reply], discord.Interaction[Any]]:
        task = asyncio.create_task(stage.member(name).slash("act"))
        return task, await self.queue.get()


async def test_an_interaction_is_acknowledged_once(stage: Playground) -> None:
    acts = Acts()
    async with bare(stage, acts) as bot:
        task, interaction = await acts.begin(stage)
        await interaction.response.send_message("first")
        again = f"/interactions/{interaction.id}/{interaction.token}/callback"
        assert (await refused(bot, "POST", again, {"type": 4, "data": {"content": "x"}}))[:2] == (400, 40060)
        assert (await task).text == "first"


async def test_an_answer_after_three_seconds_is_too_late(stage: Playground, clock: MovableClock) -> None:
    acts = Acts()
    async with bare(stage, acts):
        task, interaction = await acts.begin(stage)
        clock.advance(timedelta(seconds=3.1))
        with pytest.raises(discord.NotFound) as caught:
            await interaction.response.send_message("late")
        assert caught.value.code == 10062
        with pytest.raises(NoAnswer, match="no answer within 3 s"):
            await task


async def test_a_token_lives_fifteen_minutes(stage: Playground, clock: MovableClock) -> None:
    acts = Acts()
    async with bare(stage, acts):
        task, interaction = await acts.begin(stage)
        await interaction.response.send_message("first")
        await task
        clock.advance(timedelta(minutes=14))
        await interaction.edit_original_response(content="still")
        clock.advance(timedelta(minutes=1))
        with pytest.raises(discord.HTTPException) as caught:
            await interaction.edit_original_response(content="no more")
        assert caught.value.code == 50027


async def test_nothing_follows_before_the_first_answer(stage: Playground) -> None:
    acts = Acts()
    async with bare(stage, acts):
        task, interaction = await acts.begin(stage)
        with pytest.raises(discord.NotFound) as caught:
            await interaction.followup.send("too soon")
        assert caught.value.code == 10015
        await interaction.response.send_message("now")
        await task


FORM: Json = {
    "custom_id": "why",
    "title": "Say why",
    "components": [row({"type": 4, "custom_id": "a", "style": 1, "label": "A"})],
}
ANSWERS: dict[str, tuple[Json, str]] = {
    "completion of a command": ({"type": 8, "data": {"choices": []}}, "type: Value must be one of {4, 5, 9}."),
    "update of no message": ({"type": 7, "data": {"content": "x"}}, "type: Value must be one of {4, 5, 9}."),
    "title": ({"type": 9, "data": FORM | {"title": "x" * 46}}, "title: Must be between 1 and 45"),
    "six inputs": (
        {"type": 9, "data": FORM | {"components": FORM["components"] * 6}},
        "components: Must be between 1 and 5",
    ),
    "no inputs": ({"type": 9, "data": FORM | {"components": []}}, "components: This field is required"),
    "twins": ({"type": 9, "data": FORM | {"components": FORM["components"] * 2}}, "custom id cannot be duplicated"),
    "content": ({"type": 4, "data": {"content": "x" * 2_001}}, "content: Must be 2000 or fewer"),
}


@pytest.mark.parametrize("case", ANSWERS)
async def test_an_answer_that_discord_refuses_leaves_the_interaction_open(stage: Playground, case: str) -> None:
    body, why = ANSWERS[case]
    acts = Acts()
    async with bare(stage, acts) as bot:
        task, interaction = await acts.begin(stage)
        path = f"/interactions/{interaction.id}/{interaction.token}/callback"
        status, code, told = await refused(bot, "POST", path, body)
        assert (status, code) == (400, 50035)
        assert why in told
        await interaction.response.send_message("after all")
        assert (await task).text == "after all"


async def test_a_private_answer_is_no_message_of_the_channel(stage: Playground) -> None:
    acts = Acts()
    async with bare(stage, acts) as bot:
        task, interaction = await acts.begin(stage)
        await interaction.response.send_message("for you", ephemeral=True)
        reply = await task
        where = f"/channels/{stage.channel('general').id}/messages/{reply.id}"
        assert (await refused(bot, "GET", where, None))[:2] == (404, 10008)
        assert (await interaction.original_response()).content == "for you"


COMMANDS: dict[str, tuple[list[Json], str]] = {
    "name in capitals": ([{"name": "Ending", "description": "x"}], "0.name: Command name is invalid"),
    "name too long": ([{"name": "x" * 33, "description": "x"}], "0.name: Must be between 1 and 32"),
    "no description": ([{"name": "x"}], "0.description: This field is required"),
    "description": ([{"name": "x", "description": "x" * 101}], "0.description: Must be 100 or fewer"),
    "twice": ([{"name": "x", "description": "x"}] * 2, "Application command names must be unique"),
    "26 options": (
        [{"name": "x", "description": "x", "options": [{"type": 3, "name": "a", "description": "x"}] * 26}],
        "0.options: Must be 25 or fewer",
    ),
    "required last": (
        [
            {
                "name": "x",
                "description": "x",
                "options": [
                    {"type": 3, "name": "a", "description": "x"},
                    {"type": 3, "name": "b", "description": "x", "required": True},
                ],
            }
        ],
        "Required options must be placed before",
    ),
    "8,000 characters": (
        [
            {
                "name": "x",
                "description": "x",
                "options": [
                    {
                        "type": 3,
                        "name": f"option{number}",
                        "description": "x" * 100,
                        "choices": [{"name": "x" * 99 + chr(97 + at), "value": "y" * 100} for at in range(10)],
                    }
                    for number in range(4)
                ],
            }
        ],
        "Command exceeds maximum size (8000)",
    ),
}


@pytest.mark.parametrize("case", COMMANDS)
async def test_commands_that_discord_refuses(stage: Playground, case: str) -> None:
    body, why = COMMANDS[case]
    async with bare(stage, nothing) as bot:
        path = f"/applications/{bot.application_id}/commands"
        status, code, told = await refused(bot, "PUT", path, body)
    assert (status, code) == (400, 50035)
    assert why in told


async def test_two_hundred_new_commands_a_day(stage: Playground) -> None:
    async with bare(stage, nothing) as bot:
        path = f"/applications/{bot.application_id}/commands"

        def hundred(prefix: str) -> list[Json]:
            return [{"name": f"{prefix}{number}", "description": "x"} for number in range(100)]

        status, code, _ = await refused(bot, "PUT", path, [*hundred("a"), {"name": "b", "description": "x"}])
        assert (status, code) == (400, 30032)
        await bot.http.request(Route("PUT", path), json=hundred("a"))
        await bot.http.request(Route("PUT", path), json=hundred("a"))  # what stays is no create
        await bot.http.request(Route("PUT", path), json=hundred("b"))
        assert (await refused(bot, "PUT", path, hundred("c")))[:2] == (429, 30034)


async def test_every_exchange_is_on_the_wire(stage: Playground) -> None:
    watched: list[Sighting] = []
    stage.wire.watchers.append(watched.append)
    async with bare(stage, nothing) as bot:
        await bot.get_partial_messageable(stage.channel("general").id).send("hi")
    sent = [one for one in watched if one.name == "POST /channels/{channel_id}/messages"]
    assert [(one.status, one.valid) for one in sent] == [(200, True)]
    assert {"READY", "GUILD_CREATE", "MESSAGE_CREATE"} <= {one.name for one in watched}


async def test_a_planned_fault_is_used_up(stage: Playground) -> None:
    stage.faults.add(Fault("GET /channels/{channel_id}", left=1, status=400))
    async with bare(stage, nothing) as bot:
        assert (await refused(bot, "GET", f"/channels/{stage.channel('general').id}", None))[0] == 400
        await bot.fetch_channel(stage.channel("general").id)
