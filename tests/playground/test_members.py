"""What Discord's own client refuses, and what reaches the bot of what it lets through."""

import asyncio
from datetime import timedelta
from typing import Any, Literal

import discord
import pytest
from discord import app_commands, ui
from discord.ext import commands

from bot.clock import MovableClock
from bot.playground import NoAnswer, Playground, RefusedByClient, Reply, posts
from bot.playground.backstage import Backstage
from bot.playground.bodies import Draft, File
from bot.playground.world import Account, Channel
from tests.playground.bots import bare


class Panel(ui.LayoutView):
    """Buttons in a section, a container and a row; a select."""

    def __init__(self) -> None:
        super().__init__(timeout=None)
        section = ui.Section[Any]("A very happy ending", accessory=ui.Button(label="Another", custom_id="another"))
        row = ui.ActionRow[Any]()
        row.add_item(ui.Button(label="Off", custom_id="off", disabled=True))
        row.add_item(ui.Button(label="Read", url="https://example.com/essay"))
        box = ui.Container[Any](section, ui.TextDisplay("||She smiles.||"), row, spoiler=True)
        self.add_item(box)
        choose = ui.ActionRow[Any]()
        options = [discord.SelectOption(label=one, value=one.lower()) for one in ("Sad", "Happy", "Both")]
        choose.add_item(ui.Select(custom_id="pick", placeholder="How?", options=options, max_values=2))
        self.add_item(choose)


class Form(ui.Modal, title="Your take"):
    def __init__(self) -> None:
        super().__init__(timeout=60)
        self.add_item(ui.Label(text="Why", component=ui.TextInput(custom_id="why", min_length=3, max_length=10)))
        side = ui.RadioGroup[Any](
            custom_id="side", options=[discord.RadioGroupOption(label=one) for one in ("Sad", "Happy")]
        )
        self.add_item(ui.Label(text="Side", component=side))
        self.add_item(ui.Label(text="Name me", component=ui.Checkbox(custom_id="named")))

    async def on_submit(self, interaction: discord.Interaction) -> None:
        values = [child.component for child in self.children if isinstance(child, ui.Label)]
        why, side, named = values
        assert isinstance(why, ui.TextInput)
        assert isinstance(side, ui.RadioGroup)
        assert isinstance(named, ui.Checkbox)
        await interaction.response.send_message(f"{why.value}, {side.value}, {named.value}", ephemeral=True)


def build(bot: commands.Bot) -> None:
    group = app_commands.Group(name="poll", description="polls")

    @group.command(description="starts")
    async def start(
        interaction: discord.Interaction,
        preset: Literal["ending", "music"],
        hours: app_commands.Range[int, 1, 48] = 24,
        title: app_commands.Range[str, 3, 10] = "none",
        who: discord.Member | None = None,
        where: discord.TextChannel | None = None,
        file: discord.Attachment | None = None,
        secret: bool = False,
    ) -> None:
        size = None if file is None else len(await file.read())
        told = f"{preset} {hours} {title} {who} {where} {size} {secret}"
        await interaction.response.send_message(told)

    bot.tree.add_command(group)

    @bot.tree.command(description="shows")
    async def panel(interaction: discord.Interaction) -> None:
        await interaction.response.send_message(view=Panel())

    @bot.tree.command(description="asks")
    async def take(interaction: discord.Interaction) -> None:
        await interaction.response.send_modal(Form())

    @bot.tree.command(description="says nothing")
    async def mute(interaction: discord.Interaction) -> None:
        """Leave the member waiting."""

    @bot.listen()
    async def on_interaction(interaction: discord.Interaction) -> None:
        if interaction.type is discord.InteractionType.component:
            data: Any = interaction.data
            told = " ".join([data["custom_id"], *data.get("values", [])])
            await interaction.response.send_message(told, ephemeral=True)


REFUSED: dict[str, tuple[str, dict[str, Any], str]] = {
    "no such command": ("pol", {}, "no command /pol"),
    "no such subcommand": ("poll stop", {}, "no subcommand stop"),
    "a group alone": ("poll", {}, "needs a subcommand"),
    "missing": ("poll start", {}, "preset is required"),
    "unknown": ("poll start", {"preset": "ending", "colour": "red"}, "no such option: colour"),
    "choice": ("poll start", {"preset": "plot"}, "'plot' is no choice of preset: ending, music"),
    "too small": ("poll start", {"preset": "ending", "hours": 0}, "hours takes 1 to 48, not 0"),
    "too large": ("poll start", {"preset": "ending", "hours": 49}, "hours takes 1 to 48, not 49"),
    "no number": ("poll start", {"preset": "ending", "hours": "many"}, "hours does not take 'many'"),
    "no whole number": ("poll start", {"preset": "ending", "hours": 1.5}, "hours does not take 1.5"),
    "yes for a number": ("poll start", {"preset": "ending", "hours": True}, "hours does not take True"),
    "too short": ("poll start", {"preset": "ending", "title": "ab"}, "title takes 3 to 10 characters, not 2"),
    "too long": ("poll start", {"preset": "ending", "title": "x" * 11}, "title takes 3 to 10 characters, not 11"),
    "nobody": ("poll start", {"preset": "ending", "who": "bob"}, "who does not take 'bob'"),
    "no switch": ("poll start", {"preset": "ending", "secret": "yes"}, "secret does not take 'yes'"),
}


@pytest.mark.parametrize("case", REFUSED)
async def test_the_client_does_not_send(stage: Playground, case: str) -> None:
    command, options, why = REFUSED[case]
    async with bare(stage, build):
        with pytest.raises(RefusedByClient, match=why):
            await stage.member("ann").slash(command, options=options)
    assert "INTERACTION_CREATE" not in [one.name for one in stage.wire.recent]


async def test_options_arrive_as_what_they_are(stage: Playground) -> None:
    async with bare(stage, build):
        ann = stage.member("ann")
        assert (await ann.slash("poll start", preset="music")).text == "music 24 none None None None False"
        file = File("notes.txt", b"four", "text/plain")
        told = await ann.slash(
            "poll start",
            preset="ending",
            hours=2,
            title="tears",
            who=stage.member("bob"),
            where=stage.channel("films"),
            file=file,
            secret=True,
        )
        assert told.text == "ending 2 tears bob films 4 True"


async def test_a_layout_is_read_and_pressed(stage: Playground) -> None:
    async with bare(stage, build):
        ann = stage.member("ann")
        shown = await ann.slash("panel")
        assert shown.text == "A very happy ending\n||She smiles.||"
        assert shown.spoilered
        assert [one.label for one in shown.buttons] == ["Another", "Off", "Read", "How?"]
        assert (await ann.press(shown, "Another")).text == "another"
        assert (await ann.select(shown, "How?", "Sad", "both")).text == "pick sad both"
        for name, why in (("Off", "is disabled"), ("Read", "is a link"), ("Gone", "there is no Gone")):
            with pytest.raises(RefusedByClient, match=why):
                await ann.press(shown, name)
        for values in ((), ("Sad", "Happy", "Both"), ("Neither",)):
            with pytest.raises(RefusedByClient):
                await ann.select(shown, "How?", *values)


async def test_what_others_see_alone_cannot_be_pressed(stage: Playground) -> None:
    async with bare(stage, build):
        ann, bob = stage.member("ann"), stage.member("bob")
        receipt = await ann.press(await ann.slash("panel"), "Another")
        assert receipt.ephemeral
        with pytest.raises(RefusedByClient, match="does not see"):
            await bob.press(receipt, "anything")
        with pytest.raises(RefusedByClient, match="no form is open"):
            await bob.fill(receipt, why="x")
        shown = ann.sees()[0]
        stage.delete_channel(stage.channel("films"))
        with pytest.raises(KeyError):
            ann.sees("films")
        await stage.member("max").delete(shown)
        with pytest.raises(RefusedByClient, match="not there"):
            await ann.press(shown, "Another")


async def open_form(stage: Playground, name: str = "ann") -> Reply:
    shown = await stage.member(name).slash("take")
    assert shown.form is not None
    return shown


async def test_a_form_is_filled_in_and_checked(stage: Playground) -> None:
    async with bare(stage, build):
        ann = stage.member("ann")
        shown = await open_form(stage)
        assert shown.text == "Your take\nWhy\nSide\nName me"
        for wrong in (
            {"Why": "ab", "Side": "Sad"},
            {"Why": "x" * 11, "Side": "Sad"},
            {"Side": "Sad"},
            {"Why": "enough"},
            {"Why": "enough", "Side": "Neither"},
            {"Why": "enough", "Side": "Sad", "Colour": "red"},
        ):
            with pytest.raises(RefusedByClient):
                await ann.fill(shown, wrong)
        assert (
            await ann.fill(shown, {"Why": "enough", "Side": "Happy", "Name me": True})
        ).text == "enough, Happy, True"
        again = await open_form(stage)
        assert (await ann.fill(again, why="enough", side="Sad")).text == "enough, Sad, False"


async def test_a_bot_that_says_nothing_is_told_on(stage: Playground, clock: MovableClock) -> None:
    async with bare(stage, build):
        waiting = stage.member("ann").slash("mute")
        task = asyncio.create_task(waiting)
        await stage.until(lambda: "INTERACTION_CREATE" in [one.name for one in stage.wire.recent])
        clock.advance(timedelta(seconds=3.1))
        with pytest.raises(NoAnswer, match="no answer within 3 s"):
            await task


async def test_a_bot_that_is_not_there_answers_nothing(stage: Playground, clock: MovableClock) -> None:
    with pytest.raises(NoAnswer, match="not connected"):
        await stage.member("ann").press(Reply(posts.create(*panel_of(stage))), "Sad")
    async with bare(stage, build):
        shown = await stage.member("ann").slash("panel")
    task = asyncio.create_task(stage.member("ann").press(shown, "Another"))
    await asyncio.sleep(0)
    clock.advance(timedelta(seconds=3.1))
    with pytest.raises(NoAnswer, match="no answer within 3 s"):
        await task


def panel_of(stage: Playground) -> tuple[Backstage, Channel, Account, Draft]:
    """Say what a bot had posted before it was shut down."""
    button = {"type": 2, "style": 1, "label": "Sad", "custom_id": "sad"}
    draft = Draft(components=[{"type": 1, "components": [button]}])
    return stage.backstage, stage.channel("general"), stage.backstage.bot, draft


async def test_a_spoiler_channel_carries_its_flag(stage: Playground) -> None:
    async with bare(stage, build) as bot:
        # discord.py 2.7.1 drops a text channel's flags: what counts is what comes over the wire.
        marked = await bot.http.get_channel(stage.channel("spoilers").id)
        plain = await bot.http.get_channel(stage.channel("general").id)
    assert marked["flags"] & 1 << 21  # type: ignore[typeddict-item]
    assert not plain["flags"] & 1 << 21  # type: ignore[typeddict-item]
