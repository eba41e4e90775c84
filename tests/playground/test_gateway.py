"""The gateway, through the real client: sessions that are cut, refused, resumed; what Discord closes with."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import aiohttp
import discord
import pytest
from discord.ext import commands

from bot.clock import MovableClock
from bot.playground import Playground, limits
from bot.playground.gateway import Gateway
from tests.playground.bots import Bare, bare, intents, running


def echo(bot: commands.Bot | commands.AutoShardedBot) -> None:
    @bot.command()
    async def echo(ctx: commands.Context[Any], *, text: str) -> None:
        await ctx.send(text)


def seen(stage: Playground, name: str) -> int:
    return [one.name for one in stage.wire.recent].count(name)


async def test_a_cut_connection_resumes_and_misses_nothing(stage: Playground) -> None:
    ann = stage.member("ann")
    async with bare(stage, echo):
        await ann.say("!echo before")
        left = stage.gateway.terms.identifies_left
        stage.gateway.cut()
        assert (await ann.say("!echo while it was gone")).text == "while it was gone"
        assert (await ann.say("!echo after")).text == "after"
        assert seen(stage, "RESUMED") == 1
        assert stage.gateway.terms.identifies_left == left


async def test_a_refused_resume_makes_a_new_session(stage: Playground) -> None:
    stage.gateway.terms.identify_seconds = 0
    async with bare(stage, echo):
        old = set(stage.gateway.sessions)
        stage.gateway.terms.refuse_resumes = 1
        stage.gateway.cut()
        await stage.until(lambda: stage.gateway.live and set(stage.gateway.sessions) != old)
        assert (await stage.member("ann").say("!echo again")).text == "again"
        assert seen(stage, "RESUMED") == 0


Upset = Callable[[Gateway], None]


@pytest.mark.parametrize(
    "upset",
    [
        pytest.param(lambda gateway: gateway.ask_to_reconnect(), id="op 7"),
        pytest.param(lambda gateway: gateway.invalidate(resumable=True), id="op 9, resumable"),
        pytest.param(lambda gateway: gateway.end(4000), id="4000 unknown error"),
        pytest.param(lambda gateway: gateway.end(4009), id="4009 session timed out"),
        pytest.param(lambda gateway: gateway.end(1001), id="1001 going away"),
    ],
)
async def test_the_client_comes_back_and_resumes(stage: Playground, upset: Upset) -> None:
    async with bare(stage, echo):
        upset(stage.gateway)
        await stage.until(lambda: seen(stage, "RESUMED"))
        assert (await stage.member("ann").say("!echo here")).text == "here"


async def test_an_invalid_session_identifies_anew(stage: Playground) -> None:
    stage.gateway.terms.identify_seconds = 0
    async with bare(stage, echo):
        stage.gateway.invalidate(resumable=False)
        await stage.until(lambda: not stage.gateway.live)
        await stage.connected()
        assert (await stage.member("ann").say("!echo here")).text == "here"
        assert seen(stage, "RESUMED") == 0


async def test_a_client_without_acknowledgements_gives_the_connection_up(stage: Playground) -> None:
    stage.gateway.terms.heartbeat_seconds = 0.1
    bot = Bare(echo, intents(), heartbeat_timeout=0.3)
    async with running(stage, bot):
        stage.gateway.terms.acknowledge = False
        await stage.until(lambda: seen(stage, "RESUMED"))
        stage.gateway.terms.acknowledge = True
        assert (await stage.member("ann").say("!echo alive")).text == "alive"


async def test_a_client_without_heartbeats_is_closed_with_4009(stage: Playground) -> None:
    stage.gateway.terms.heartbeat_seconds = 0.05
    async with aiohttp.ClientSession() as http, http.ws_connect(f"{stage.gateway.url}?v=10") as socket:
        while not socket.closed:
            await socket.receive()
        assert socket.close_code == 4009


@pytest.mark.parametrize(
    ("code", "send"),
    [
        (4001, '{"op": 99, "d": null}'),
        (4002, "no json"),
        (4002, '{"op": 3, "d": "' + "x" * 4_096 + '"}'),
        (4005, '{"op": 2, "d": {}}'),
    ],
)
async def test_what_the_gateway_does_not_take_closes_the_connection(stage: Playground, code: int, send: str) -> None:
    async with bare(stage, echo) as bot:
        await bot.ws.socket.send_str(send)
        await stage.until(lambda: any(one.note.startswith(str(code)) for one in stage.wire.recent))
        await stage.until(lambda: seen(stage, "RESUMED"))


async def test_more_than_120_sends_a_minute_are_closed_with_4008(stage: Playground) -> None:
    async with bare(stage, echo) as bot:
        for _ in range(121):
            await bot.ws.socket.send_str('{"op": 1, "d": null}')
        await stage.until(lambda: any(one.note.startswith("4008") for one in stage.wire.recent))


@pytest.mark.parametrize(("query", "say", "code"), [("v=9", {}, 4012), ("v=10", {"op": 3, "d": {}}, 4003)])
async def test_what_no_client_of_this_library_does(stage: Playground, query: str, say: object, code: int) -> None:
    async with aiohttp.ClientSession() as http, http.ws_connect(f"{stage.gateway.url}?{query}") as socket:
        await socket.send_json(say)
        while not socket.closed:
            await socket.receive()
        assert socket.close_code == code


async def ended(stage: Playground, bot: discord.Client) -> BaseException:
    """Run a client until it gives up, and return why."""
    with pytest.raises((discord.DiscordException, discord.ClientException)) as caught:
        async with running(stage, bot):
            await stage.until(lambda: False, within=5)
    return caught.value


async def test_a_wrong_token_is_refused_by_rest(stage: Playground) -> None:
    with pytest.raises(discord.LoginFailure):
        async with running(stage, Bare(echo, intents()), token="wrong"):
            pass


async def test_a_wrong_token_is_refused_by_the_gateway(stage: Playground) -> None:
    class Forgetful(Bare):
        async def setup_hook(self) -> None:
            await super().setup_hook()
            self.http.token = "wrong"

    error = await ended(stage, Forgetful(echo, intents()))
    assert isinstance(error, discord.ConnectionClosed)
    assert error.code == 4004


async def test_an_intent_that_was_not_granted_is_4014(stage: Playground) -> None:
    stage.gateway.terms.privileged = 0
    assert isinstance(await ended(stage, Bare(echo, intents())), discord.PrivilegedIntentsRequired)


async def test_an_intent_that_does_not_exist_is_4013(stage: Playground) -> None:
    wanted = intents()
    wanted.value |= 1 << 40
    error = await ended(stage, Bare(echo, wanted))
    assert isinstance(error, discord.ConnectionClosed)
    assert error.code == 4013


async def test_too_many_servers_for_one_shard_are_4011(stage: Playground) -> None:
    stage.add_servers(2_500)
    error = await ended(stage, Bare(echo, intents()))
    assert isinstance(error, discord.ConnectionClosed)
    assert error.code == 4011


async def test_past_the_days_identifies_the_token_is_reset(stage: Playground) -> None:
    stage.gateway.terms.identifies_left = 0
    error = await ended(stage, Bare(echo, intents()))
    assert isinstance(error, discord.ConnectionClosed)
    assert error.code == 4004
    assert stage.token == ""


async def test_the_client_gets_the_compression_that_it_asks_for(stage: Playground) -> None:
    async with bare(stage, echo) as bot:
        asked = bot.ws.socket._response.url.query["compress"]
        assert [one.compressed for one in stage.gateway.connections] == [asked == "zlib-stream"]
        assert (await stage.member("ann").say("!echo squeezed")).text == "squeezed"


class Sharded(commands.AutoShardedBot):
    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Leave it to the gateway to slow this bot down."""

    async def setup_hook(self) -> None:
        echo(self)


async def test_each_shard_hears_of_its_own_servers_and_identifies_in_its_turn(
    stage: Playground, clock: MovableClock
) -> None:
    stage.gateway.terms.shards = 2
    bot = Sharded("!", intents=intents(), max_messages=None, chunk_guilds_at_startup=False)
    async with running(stage, bot):
        # One identify in five seconds: the second shard is sent away until then.
        await stage.until(lambda: seen(stage, "INVALID_SESSION"))
        assert len(stage.gateway.live) == 1
        clock.advance(timedelta(seconds=5))
        await stage.connected(2)
        assert {len({(one.id >> 22) % 2 for one in stage.world.servers.values()})} == {2}
        for server in ("Lighthouse Cafe", "Rialto"):
            assert (await stage.member("ann", server).say("!echo hello")).text == "hello"
        assert sorted(guild.shard_id for guild in bot.guilds) == [0, 1]


def sharded(*shards: int, count: int = 2) -> Sharded:
    return Sharded(
        "!",
        intents=intents(),
        max_messages=None,
        chunk_guilds_at_startup=False,
        shard_ids=list(shards),
        shard_count=count,
    )


def server_of(stage: Playground, shard: int) -> str:
    return next(one.name for one in stage.world.servers.values() if (one.id >> 22) % 2 == shard)


async def test_two_clients_share_a_bot_and_each_hears_its_own_shard(stage: Playground) -> None:
    stage.gateway.terms.max_concurrency = 2
    here, there = (stage.member("ann", server_of(stage, shard)) for shard in (0, 1))
    async with running(stage, sharded(0)) as _, running(stage, sharded(1)):
        await stage.connected(2)
        for ann in (here, there):
            assert (await ann.say("!echo hello")).text == "hello"
        assert len([one for one in (*here.sees(), *there.sees()) if one.text == "hello"]) == 2
        # the one resumes while the other goes on
        stage.gateway.cut(shard=1)
        assert (await here.say("!echo still here")).text == "still here"
        assert (await there.say("!echo back")).text == "back"
        assert [one.note for one in stage.wire.recent if one.name == "RESUMED"] == ["shard 1, 1 events again"]
    assert not stage.gateway.live


async def test_two_sessions_of_one_shard_overlap_and_both_hear(stage: Playground) -> None:
    stage.gateway.terms.identify_seconds = 0
    ann = stage.member("ann", server_of(stage, 0))
    async with running(stage, sharded(0)):
        await ann.say("!echo one")
        async with running(stage, sharded(0)):
            await stage.connected(2)
            await ann.say("!echo two")
            await stage.until(lambda: len([one for one in ann.sees() if one.text == "two"]) == 2)
        assert (await ann.say("!echo three")).text == "three"
        assert len(stage.gateway.live) == 1


async def test_a_lost_session_is_kept_for_a_while_and_then_forgotten(stage: Playground, clock: MovableClock) -> None:
    async with aiohttp.ClientSession() as http:
        async with http.ws_connect(f"{stage.gateway.url}?v=10") as socket:
            await socket.send_json({"op": 2, "d": {"token": stage.token, "intents": 1, "properties": {}}})
            await stage.connected()
            stage.gateway.cut()
            await stage.until(lambda: not stage.gateway.live)
        assert stage.gateway.hears(stage.server().id)
        clock.advance(timedelta(minutes=2))
        assert not stage.gateway.hears(stage.server().id)


@pytest.mark.parametrize("shard", [[2, 2], [-1, 2], [0, 0], [0], ["0", 2], None])
async def test_a_shard_that_cannot_be_is_closed_with_4010(stage: Playground, shard: object) -> None:
    async with aiohttp.ClientSession() as http, http.ws_connect(f"{stage.gateway.url}?v=10") as socket:
        said = {"token": stage.token, "intents": 1, "properties": {}, "shard": shard}
        await socket.send_json({"op": 2, "d": said})
        while not socket.closed:
            await socket.receive()
        assert socket.close_code == 4010


async def test_a_shard_with_too_many_servers_is_closed_with_4011(
    stage: Playground, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "GUILDS_PER_SHARD", 2)
    stage.add_servers(2)  # two for each of two shards
    stage.gateway.terms.max_concurrency = 2
    async with running(stage, sharded(0, 1)):
        await stage.connected(2)
    stage.add_servers(1)
    crowded = max(stage.world.servers) >> 22 & 1
    stage.gateway.terms.identify_seconds = 0
    error = await ended(stage, sharded(crowded))
    assert isinstance(error, discord.ConnectionClosed)
    assert error.code == 4011


async def test_max_concurrency_lets_shards_identify_together(stage: Playground) -> None:
    stage.gateway.terms.shards = stage.gateway.terms.max_concurrency = 2
    bot = Sharded("!", intents=intents(), max_messages=None, chunk_guilds_at_startup=False)
    async with running(stage, bot):
        await stage.connected(2)
    assert seen(stage, "INVALID_SESSION") == 0


async def test_servers_come_go_and_fail(stage: Playground) -> None:
    async with bare(stage, echo) as bot:
        await stage.member("ann").say("!echo ready")
        rialto = stage.server("Rialto").id
        stage.outage("Rialto")
        await unavailable(bot, rialto)
        stage.restore("Rialto")
        assert (await stage.member("ann", "Rialto").say("!echo back")).text == "back"
        stage.remove_bot("Rialto")
        await bot.wait_for("guild_remove", check=lambda guild: guild.id == rialto)
        stage.invite_bot("Rialto")
        assert (await stage.member("ann", "Rialto").say("!echo again")).text == "again"
        stage.add_server("Odeon")
        assert (await stage.member("olga", "Odeon").say("!echo new")).text == "new"


async def unavailable(bot: commands.Bot, guild_id: int) -> None:
    await bot.wait_for("guild_unavailable", check=lambda guild: guild.id == guild_id)


async def test_members_come_and_go_for_who_asked_to_hear_of_it(stage: Playground) -> None:
    stage.gateway.terms.privileged |= 1 << 1
    wanted = intents()
    wanted.members = True
    async with running(stage, bot := Bare(echo, wanted)):
        await stage.member("ann").say("!echo ready")
        async with asyncio.TaskGroup() as group:
            joined = group.create_task(bot.wait_for("member_join"))
            await asyncio.sleep(0)
            stage.add_member("nell")
        assert joined.result().name == "nell"
        async with asyncio.TaskGroup() as group:
            left = group.create_task(bot.wait_for("raw_member_remove"))
            await asyncio.sleep(0)
            stage.remove_member("nell")
        assert left.result().user.name == "nell"


async def test_without_the_intent_content_is_empty_but_where_the_bot_is_named(stage: Playground) -> None:
    heard: asyncio.Queue[str] = asyncio.Queue()

    def listen(bot: commands.Bot) -> None:
        @bot.listen()
        async def on_message(message: discord.Message) -> None:
            heard.put_nowait(message.content)
            if bot.user in message.mentions:
                await message.channel.send("yes?")

    async with bare(stage, listen, content=False):
        await stage.member("ann").say("a secret", expect=False)
        named = f"{stage.mention} hello"
        await stage.member("ann").say(named)
        await stage.alone("bob").say("in private", expect=False)
        assert [await heard.get() for _ in range(4)] == ["", named, "yes?", "in private"]
