"""Mentions, threads, reactions, history and direct conversations, as far as a bot uses them."""

from typing import Any

import discord
import pytest
from discord.ext import commands

from bot.playground import Playground
from tests.playground.bots import Bare, bare, intents, running


def nothing(_: commands.Bot) -> None:
    """A bot that does nothing of itself."""


def general(bot: Bare, stage: Playground) -> discord.PartialMessageable:
    return bot.get_partial_messageable(stage.channel("general").id)


ALL, NONE = discord.AllowedMentions.all(), discord.AllowedMentions.none()


@pytest.mark.parametrize(
    ("text", "allowed", "pinged"),
    [
        ("@everyone", None, "everyone"),
        ("@here", ALL, "everyone"),
        ("@everyone <@{ann}> <@&{moderators}>", NONE, None),
        ("<@{ann}>", ALL, "ann"),
        ("<@!{ann}>", discord.AllowedMentions(users=True, everyone=False, roles=False), "ann"),
        ("<@{ann}>", discord.AllowedMentions(users=False, everyone=True, roles=True), None),
        ("<@&{moderators}>", ALL, "moderators"),
        ("<@1>", ALL, None),
        ("someone@everyone.example", NONE, None),
    ],
)
async def test_who_could_be_pinged_is_recorded(
    stage: Playground, text: str, allowed: discord.AllowedMentions | None, pinged: str | None
) -> None:
    roles = {role.name: role.id for role in stage.server().roles.values()}
    ids = {"ann": stage.member("ann").id, "moderators": roles["moderators"]}
    async with bare(stage, nothing) as bot:
        more: dict[str, Any] = {} if allowed is None else {"allowed_mentions": allowed}
        await general(bot, stage).send(text.format(**ids), **more)
        view = discord.ui.LayoutView(timeout=None).add_item(discord.ui.TextDisplay(text.format(**ids)))
        await general(bot, stage).send(view=view, **more)
    found = [
        "everyone" if one.everyone else next(name for name, id_ in ids.items() if id_ in one.users | one.roles)
        for one in stage.pings
    ]
    assert found == ([] if pinged is None else [pinged] * 2)


async def test_an_answer_pings_whom_it_answers_unless_told_not_to(stage: Playground) -> None:
    def build(bot: commands.Bot) -> None:
        @bot.command()
        async def loud(ctx: commands.Context[Any]) -> None:
            await ctx.reply("yes")

        @bot.command()
        async def quiet(ctx: commands.Context[Any]) -> None:
            await ctx.reply("yes", mention_author=False)

    async with bare(stage, build):
        ann = stage.member("ann")
        await ann.say("!quiet")
        assert not stage.pings
        answer = await ann.say("!loud")
        assert [one.users for one in stage.pings] == [frozenset({ann.id})]
        assert answer.message is not None
        assert answer.message.reference is not None


async def test_an_edit_pings_nobody(stage: Playground) -> None:
    async with bare(stage, nothing) as bot:
        sent = await general(bot, stage).send("calm")
        await sent.edit(content="@everyone", allowed_mentions=ALL)
    assert not stage.pings


async def test_a_thread_is_made_written_in_and_closed(stage: Playground) -> None:
    def build(bot: commands.Bot) -> None:
        @bot.command()
        async def why(ctx: commands.Context[Any]) -> None:
            message = await ctx.send("the result")
            thread = await message.create_thread(name="Reasons", auto_archive_duration=1440)
            await thread.send("first reason")
            await thread.edit(archived=True)

        @bot.command()
        async def here(ctx: commands.Context[Any]) -> None:
            await ctx.send(f"in {ctx.channel}")

    async with bare(stage, build):
        ann = stage.member("ann")
        shown = await ann.say("!why")
        thread = (await stage.until(lambda: [one for one in stage.server().channels.values() if one.thread]))[0]
        assert (thread.name, thread.id) == ("Reasons", shown.id)
        await stage.until(lambda: thread.thread and thread.thread.archived)
        assert [one.text for one in ann.sees(thread)] == ["first reason"]
        assert (await ann.say("!here", channel=thread)).text == "in Reasons"


@pytest.mark.parametrize(
    ("name", "minutes", "why"), [("", 60, "name: "), ("x" * 101, 60, "name: "), ("x", 61, "auto_archive_duration: ")]
)
async def test_a_thread_has_a_name_and_a_known_time(stage: Playground, name: str, minutes: Any, why: str) -> None:
    async with bare(stage, nothing) as bot:
        sent = await general(bot, stage).send("x")
        with pytest.raises(discord.HTTPException, match=why):
            await bot.http.start_thread_with_message(sent.channel.id, sent.id, name=name, auto_archive_duration=minutes)


async def test_a_second_thread_under_a_message_is_refused(stage: Playground) -> None:
    async with bare(stage, nothing) as bot:
        sent = await general(bot, stage).send("x")
        await bot.http.start_thread_with_message(sent.channel.id, sent.id, name="one", auto_archive_duration=60)
        with pytest.raises(discord.HTTPException) as caught:
            await bot.http.start_thread_with_message(sent.channel.id, sent.id, name="two", auto_archive_duration=60)
    assert caught.value.code == 160004


async def test_reactions_come_and_go(stage: Playground) -> None:
    wanted = intents()
    wanted.guild_reactions = True
    async with running(stage, bot := Bare(nothing, wanted)):
        sent = await general(bot, stage).send("x")
        await sent.add_reaction("👍")
        waiting = bot.loop.create_task(bot.wait_for("raw_reaction_add", check=lambda event: event.emoji.name == "🎬"))
        await stage.until(lambda: stage.message(sent.id).message)
        await stage.member("ann").react(stage.message(sent.id), "🎬")
        assert (await waiting).user_id == stage.member("ann").id
        fetched = await sent.channel.fetch_message(sent.id)
        assert {str(one.emoji): (one.count, one.me) for one in fetched.reactions} == {"👍": (1, True), "🎬": (1, False)}
        assert [user.name async for user in fetched.reactions[1].users()] == ["ann"]
        await sent.remove_reaction("👍", discord.Object(bot.application_id or 0))
        assert list(stage.channel("general").messages[sent.id].reactions) == ["🎬"]
        with pytest.raises(discord.HTTPException) as caught:
            await sent.add_reaction("thumbsup")
        assert caught.value.code == 10014


async def test_history_is_read_in_pages(stage: Playground) -> None:
    async with bare(stage, nothing) as bot:
        ann = stage.member("ann")
        said = [await ann.say(str(number), expect=False) for number in range(120)]
        channel = general(bot, stage)
        assert [one.content async for one in channel.history(limit=3)] == ["119", "118", "117"]
        assert len([one async for one in channel.history(limit=None)]) == 120
        after = discord.Object(said[110].id)
        assert [one.content async for one in channel.history(after=after)] == [str(one) for one in range(111, 120)]
        around = [one.content async for one in channel.history(around=discord.Object(said[50].id), limit=3)]
        assert sorted(around) == ["49", "50", "51"]


async def test_a_direct_conversation(stage: Playground) -> None:
    def build(bot: commands.Bot) -> None:
        @bot.tree.command(description="greets")
        async def greet(interaction: discord.Interaction) -> None:
            await interaction.response.send_message(f"hello {interaction.user.name}, {interaction.guild}")

        @bot.command()
        async def echo(ctx: commands.Context[Any], *, text: str) -> None:
            await ctx.send(text)

    async with bare(stage, build) as bot:
        ann = stage.alone("ann")
        assert (await ann.say("!echo psst")).text == "psst"
        assert (await ann.slash("greet")).text == "hello ann, None"
        user = await bot.fetch_user(ann.id)
        await user.send("unasked")
        assert [one.text for one in ann.sees()][-1] == "unasked"


async def test_pins_and_bulk_deletes_need_their_permission(stage: Playground) -> None:
    async with bare(stage, nothing) as bot:
        sent = await general(bot, stage).send("x")
        with pytest.raises(discord.Forbidden):
            await sent.pin()
        with pytest.raises(discord.Forbidden):
            await bot.http.delete_messages(sent.channel.id, [sent.id, sent.id])
