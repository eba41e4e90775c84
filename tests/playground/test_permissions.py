"""What the bot and the members may do is computed from roles and overwrites, as Discord does."""

from datetime import timedelta

import discord
import pytest
from discord import app_commands
from discord.ext import commands

from bot.playground import Playground, RefusedByClient, permissions
from bot.playground.world import Overwrite, Role
from tests.playground.bots import Bare, bare

VIEW, SEND = permissions.VIEW_CHANNEL, permissions.SEND_MESSAGES


def build(bot: commands.Bot) -> None:
    @bot.tree.command(description="for all")
    async def open_to_all(interaction: discord.Interaction) -> None:
        may = interaction.permissions
        await interaction.response.send_message(f"{may.manage_messages} {interaction.app_permissions.send_messages}")

    @bot.tree.command(description="for moderators")
    @app_commands.default_permissions(manage_messages=True)
    async def guarded(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("guarded")

    @bot.tree.command(description="for nobody but administrators")
    @app_commands.default_permissions()
    async def locked(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("locked")


async def code(bot: Bare, stage: Playground, **what: object) -> int:
    channel = bot.get_partial_messageable(stage.channel("general").id)
    with pytest.raises(discord.Forbidden) as caught:
        await channel.send(**what)  # type: ignore[call-overload]
    return caught.value.code


def answers() -> discord.Poll:
    poll = discord.Poll(question="?", duration=timedelta(hours=1))
    return poll.add_answer(text="Sad").add_answer(text="Happy")


@pytest.mark.parametrize(
    ("forbidden", "what", "expected"),
    [
        (VIEW, {"content": "x"}, 50001),
        (SEND, {"content": "x"}, 50013),
        (permissions.EMBED_LINKS, {"embed": discord.Embed(title="x")}, 50013),
        (permissions.SEND_POLLS, {"poll": answers()}, 50013),
    ],
)
async def test_the_bot_is_refused_by_what_it_lacks(
    stage: Playground, forbidden: int, what: dict[str, object], expected: int
) -> None:
    stage.forbid(forbidden, stage.channel("general"))
    async with bare(stage, build) as bot:
        assert await code(bot, stage, **what) == expected
        stage.allow_again(stage.channel("general"))
        await bot.get_partial_messageable(stage.channel("general").id).send("again")


async def test_an_interaction_is_answered_where_the_bot_may_not_write(stage: Playground) -> None:
    stage.forbid(SEND, stage.channel("general"))
    async with bare(stage, build):
        assert (await stage.member("ann").slash("open_to_all")).text == "False False"


async def test_the_bot_hears_nothing_of_a_channel_that_it_does_not_see(stage: Playground) -> None:
    stage.forbid(VIEW, stage.channel("films"))
    async with bare(stage, build) as bot:
        await stage.member("ann").slash("open_to_all")
        guild = bot.get_guild(stage.server().id)
        assert guild is not None
        assert "films" not in [channel.name for channel in guild.channels]
        told = [one.sequence for one in stage.gateway.live]
        await stage.member("ann").say("unheard", channel="films", expect=False)
        assert [one.sequence for one in stage.gateway.live] == told


async def test_only_a_moderator_deletes_others_messages(stage: Playground) -> None:
    async with bare(stage, build) as bot:
        said = await stage.member("ann").say("mine", expect=False)
        message = bot.get_partial_messageable(stage.channel("general").id).get_partial_message(said.id)
        with pytest.raises(discord.Forbidden) as caught:
            await message.delete()
        assert caught.value.code == 50013
        with pytest.raises(RefusedByClient):
            await stage.member("bob").delete(said)
        await stage.member("max").delete(said)
    assert said.deleted


@pytest.mark.parametrize(
    ("who", "command", "allowed"),
    [
        ("ann", "open_to_all", True),
        ("ann", "guarded", False),
        ("max", "guarded", True),
        ("max", "locked", False),
        ("olga", "locked", True),
    ],
)
async def test_a_command_shows_to_whom_its_permissions_say(
    stage: Playground, who: str, command: str, allowed: bool
) -> None:
    async with bare(stage, build):
        member = stage.member(who)
        if allowed:
            await member.slash(command)
        else:
            with pytest.raises(RefusedByClient, match="permission"):
                await member.slash(command)


async def test_a_member_writes_only_where_they_may(stage: Playground) -> None:
    stage.forbid(SEND, stage.channel("films"), "ann")
    stage.forbid(VIEW, stage.channel("spoilers"), "ann")
    ann = stage.member("ann")
    with pytest.raises(RefusedByClient, match="write in #films"):
        await ann.say("x", channel="films", expect=False)
    with pytest.raises(RefusedByClient, match="look in #spoilers"):
        ann.sees("spoilers")
    await stage.member("bob").say("x", channel="films", expect=False)


@pytest.mark.parametrize(
    ("base", "everyone", "roles", "member", "expected"),
    [
        (VIEW | SEND, None, [], None, VIEW | SEND),
        (VIEW | SEND, (0, SEND), [], None, VIEW),
        (VIEW | SEND, (0, SEND), [(SEND, 0)], None, VIEW | SEND),
        (VIEW | SEND, None, [(0, SEND), (SEND, 0)], None, VIEW | SEND),
        (VIEW | SEND, None, [(SEND, 0)], (0, SEND), VIEW),
        (VIEW | SEND, (0, VIEW), [], None, 0),
        (permissions.ADMINISTRATOR, (0, VIEW), [], (0, SEND), permissions.ALL),
    ],
)
def test_overwrites_apply_in_discords_order(
    base: int,
    everyone: tuple[int, int] | None,
    roles: list[tuple[int, int]],
    member: tuple[int, int] | None,
    expected: int,
) -> None:
    def made(pair: tuple[int, int] | None) -> Overwrite | None:
        return None if pair is None else Overwrite(1, 0, *pair)

    several = [Overwrite(1, 0, *pair) for pair in roles]
    assert permissions.in_channel(base, made(everyone), list(several), made(member)) == expected


def test_an_owner_and_an_administrator_may_do_all() -> None:
    everyone = Role(1, "@everyone", 0)
    assert permissions.in_server(everyone, [], owner=True) == permissions.ALL
    administrator = Role(2, "admins", permissions.ADMINISTRATOR)
    assert permissions.in_server(everyone, [administrator], owner=False) == permissions.ALL
    assert permissions.in_server(everyone, [Role(3, "others", VIEW)], owner=False) == VIEW
