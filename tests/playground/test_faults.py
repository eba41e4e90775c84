"""Discord misbehaves when asked to: the real client meets each fault, and the world shows what took effect."""

import asyncio
from datetime import timedelta

import aiohttp
import discord
import pytest
from discord.ext import commands

from bot.clock import MovableClock
from bot.playground import Fault, Playground
from tests.playground.bots import Bare, bare
from tests.playground.test_strictness import Acts

SEND = "POST /channels/{channel_id}/messages"
EDIT = "PATCH /channels/{channel_id}/messages/{message_id}"
CALLBACK = "POST /interactions/{interaction_id}/{interaction_token}/callback"
FOLLOW_UP = "POST /webhooks/{webhook_id}/{webhook_token}"


def nothing(_: commands.Bot) -> None:
    """A bot that does nothing of itself."""


def channel(bot: Bare, stage: Playground, name: str = "general") -> discord.PartialMessageable:
    return bot.get_partial_messageable(stage.channel(name).id)


def texts(stage: Playground, name: str = "general") -> list[str]:
    return [one.content for one in stage.channel(name).messages.values()]


def statuses(stage: Playground, route: str = SEND) -> list[int]:
    return [one.status for one in stage.wire.recent if one.name == route]


@pytest.mark.parametrize("scope", ["user", "shared", "global"])
async def test_a_429_is_waited_out(stage: Playground, scope: str) -> None:
    stage.faults.add(Fault(SEND, left=2, status=429, retry_after=0.01, scope=scope))
    async with bare(stage, nothing) as bot:
        await channel(bot, stage).send("at last")
    assert statuses(stage) == [429, 429, 200]
    assert texts(stage) == ["at last"]


async def test_a_server_error_before_and_after_the_effect(stage: Playground) -> None:
    # Each costs the client's own pause of a second: they run beside each other.
    for after, name in ((False, "general"), (True, "films")):
        stage.faults.add(Fault(SEND, left=1, status=502, after=after, channel=stage.channel(name).id))
    async with bare(stage, nothing) as bot:
        await asyncio.gather(channel(bot, stage).send("before"), channel(bot, stage, "films").send("after"))
    assert sorted(statuses(stage)) == [200, 200, 502, 502]
    # What took effect is not doubled: the client sends an enforced nonce.
    assert (texts(stage), texts(stage, "films")) == (["before"], ["after"])


async def test_an_answer_that_took_effect_and_was_lost(stage: Playground) -> None:
    """The client tries again and hears 40060; a follow-up, which has no nonce, is said twice."""
    acts = Acts()
    async with bare(stage, acts):
        stage.faults.add(Fault(CALLBACK, left=1, status=502, after=True))
        task, interaction = await acts.begin(stage)
        with pytest.raises(discord.HTTPException) as caught:
            await interaction.response.send_message("seen")
        assert caught.value.code == 40060
        assert (await task).text == "seen"
        stage.faults.add(Fault(FOLLOW_UP, left=1, status=500, after=True))
        await interaction.followup.send("twice")
    assert texts(stage) == ["seen", "twice", "twice"]


@pytest.mark.parametrize("after", [False, True])
async def test_a_cut_connection(stage: Playground, after: bool) -> None:
    async with bare(stage, nothing) as bot:
        stage.faults.add(Fault(SEND, left=1, cut=True, after=after))
        with pytest.raises(aiohttp.ServerDisconnectedError):
            await channel(bot, stage).send("lost?")
        assert texts(stage) == (["lost?"] if after else [])
        await channel(bot, stage).send("found")
    assert texts(stage)[-1] == "found"


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, discord.HTTPException),
        (401, discord.HTTPException),
        (403, discord.Forbidden),
        (404, discord.NotFound),
    ],
)
async def test_a_planned_refusal(stage: Playground, status: int, kind: type[discord.HTTPException]) -> None:
    stage.faults.add(Fault(SEND, left=1, status=status))
    async with bare(stage, nothing) as bot:
        with pytest.raises(kind):
            await channel(bot, stage).send("no")
        assert texts(stage) == []


async def test_a_slow_answer_comes_and_a_hanging_one_does_not(stage: Playground) -> None:
    async with bare(stage, nothing) as bot:
        stage.faults.add(Fault(SEND, left=1, delay=0.05))
        await channel(bot, stage).send("slow")
        stage.faults.add(Fault(SEND, left=1, delay=3_600, after=True))
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.1):
                await channel(bot, stage).send("hanging")
    assert texts(stage) == ["slow", "hanging"]


async def test_faults_are_over_when_cleared(stage: Playground) -> None:
    stage.faults.add(Fault("", left=1_000, status=400))
    stage.faults.clear()
    async with bare(stage, nothing) as bot:
        await channel(bot, stage).send("well")
    assert texts(stage) == ["well"]


async def test_messages_are_limited_to_five_in_five_seconds_a_channel(stage: Playground, clock: MovableClock) -> None:
    stage.limits.enforced = True
    async with bare(stage, nothing) as bot:
        general = channel(bot, stage)
        for number in range(4):
            await general.send(str(number))
        # The client reads the headers and stops at the fifth by itself; another process with the token would not.
        path = f"{stage.api_base}/channels/{general.id}/messages"
        headers = {"Authorization": f"Bot {stage.token}"}
        async with aiohttp.ClientSession(headers=headers) as other:
            async with other.post(path, json={"content": "4"}) as fifth:
                assert fifth.headers["X-RateLimit-Remaining"] == "0"
            async with other.post(path, json={"content": "5"}) as sixth:
                assert sixth.status == 429
                assert sixth.headers["X-RateLimit-Scope"] == "user"
                assert 0 < (await sixth.json())["retry_after"] <= 5
            films = path.replace(str(general.id), str(stage.channel("films").id))
            async with other.post(films, json={"content": "elsewhere"}) as elsewhere:
                assert elsewhere.status == 200
            clock.advance(timedelta(seconds=5))
            async with other.post(path, json={"content": "5"}) as again:
                assert again.status == 200


async def test_the_client_obeys_the_headers(stage: Playground) -> None:
    stage.limits.enforced = True
    stage.limits.per_channel = (3, 0.1)
    async with bare(stage, nothing) as bot:
        await asyncio.gather(*(channel(bot, stage).send(str(number)) for number in range(8)))
    assert statuses(stage) == [200] * 8


async def test_the_global_limit_holds_over_all_routes(stage: Playground) -> None:
    async with bare(stage, nothing) as bot:
        stage.limits.everywhere, stage.limits.enforced = (3, 0.1), True
        await asyncio.gather(*(channel(bot, stage, name).send("hi") for name in ("general", "films", "la-la-land") * 2))
    assert statuses(stage).count(200) == 6
    assert 429 in statuses(stage)


async def test_edits_of_messages_older_than_an_hour_are_limited(stage: Playground, clock: MovableClock) -> None:
    stage.limits.enforced = True
    stage.limits.per_channel = (100, 5.0)
    async with bare(stage, nothing) as bot:
        sent = await channel(bot, stage).send("0")
        for number in range(10):
            await sent.edit(content=str(number))
        clock.advance(timedelta(hours=1, seconds=1))
        for number in (10, 11, 12):
            await sent.edit(content=str(number))
        with pytest.raises(discord.HTTPException) as caught:
            await sent.edit(content="13")
        assert (caught.value.status, caught.value.code) == (429, 30046)
        assert texts(stage) == ["12"]
        clock.advance(timedelta(hours=1))
        await sent.edit(content="20")
    assert texts(stage) == ["20"]


async def test_too_many_invalid_requests_ban_the_address(stage: Playground, clock: MovableClock) -> None:
    stage.limits.invalid_requests = (3, 600.0)
    async with bare(stage, nothing) as bot:
        stage.faults.add(Fault(SEND, left=3, status=403))
        for _ in range(3):
            with pytest.raises(discord.Forbidden):
                await channel(bot, stage).send("no")
        with pytest.raises(discord.HTTPException, match="1015"):
            await channel(bot, stage).send("banned")
        clock.advance(timedelta(minutes=10, seconds=1))
        await channel(bot, stage).send("back")
    assert texts(stage) == ["back"]


async def test_interactions_do_not_count_to_the_global_limit(stage: Playground) -> None:
    def answer(bot: commands.Bot) -> None:
        @bot.tree.command(description="answers")
        async def act(interaction: discord.Interaction) -> None:
            await interaction.response.send_message("hi")

    async with bare(stage, answer):
        stage.limits.everywhere, stage.limits.enforced = (1, 60.0), True
        await asyncio.gather(*(one.slash("act") for one in stage.crowd(5)))
    assert statuses(stage, CALLBACK) == [200] * 5
