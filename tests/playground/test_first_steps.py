"""One of everything, through the real client: a text, a command, a completion, a press, a form, a file."""

import io

import discord
import pytest
from discord import app_commands, ui
from discord.ext import commands

from bot.playground import Playground, RefusedByClient
from tests.playground.bots import bare


class Why(ui.Modal, title="Say why"):
    reason: ui.TextInput["Why"] = ui.TextInput(label="Reason", max_length=500)

    async def on_submit(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_message(f"because {self.reason}", ephemeral=True)


class Ending(ui.View):
    @ui.button(label="Sad", custom_id="sad")
    async def sad(self, interaction: discord.Interaction, _: ui.Button["Ending"]) -> None:
        await interaction.response.send_message("Counted: Sad", ephemeral=True)

    @ui.button(label="Happy", custom_id="happy")
    async def happy(self, interaction: discord.Interaction, _: ui.Button["Ending"]) -> None:
        await interaction.response.edit_message(content="Happy leads")

    @ui.button(label="Why", custom_id="why")
    async def why(self, interaction: discord.Interaction, _: ui.Button["Ending"]) -> None:
        await interaction.response.send_modal(Why())


def build(bot: commands.Bot) -> None:
    @bot.command()
    async def ending(ctx: commands.Context[commands.Bot]) -> None:
        await ctx.send("bittersweet")

    @bot.tree.command(description="asks")
    @app_commands.describe(preset="which question")
    async def ask(interaction: discord.Interaction, preset: str) -> None:
        await interaction.response.send_message(f"How was the {preset}?", view=Ending(timeout=None))

    @ask.autocomplete("preset")
    async def presets(_: discord.Interaction, current: str) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=current + "ing", value=current + "ing")]

    @bot.tree.command(description="thinks")
    async def slowly(interaction: discord.Interaction) -> None:
        await interaction.response.defer(ephemeral=True)
        await interaction.followup.send("at last")
        await interaction.followup.send("and more", ephemeral=True)

    @bot.tree.command(description="draws")
    async def chart(interaction: discord.Interaction) -> None:
        picture = discord.File(io.BytesIO(b"pixels"), "chart.png", description="a chart")
        embed = discord.Embed(title="Chart").set_image(url="attachment://chart.png")
        await interaction.response.send_message(embed=embed, file=picture)


async def test_a_text_command_is_answered(stage: Playground) -> None:
    async with bare(stage, build):
        reply = await stage.member("ann").say("!ending")
    assert reply.text == "bittersweet"
    assert not reply.ephemeral


async def test_a_slash_command_a_completion_and_each_kind_of_press(stage: Playground) -> None:
    ann, bob = stage.member("ann"), stage.member("bob")
    async with bare(stage, build):
        assert [one["value"] for one in await ann.autocomplete("ask", preset="end")] == ["ending"]
        shown = await ann.slash("ask", preset="ending")
        assert shown.text == "How was the ending?"
        assert [button.label for button in shown.buttons] == ["Sad", "Happy", "Why"]
        receipt = await bob.press(shown, "Sad")
        assert (receipt.text, receipt.ephemeral) == ("Counted: Sad", True)
        assert receipt.acknowledged_after is not None
        changed = await bob.press(shown, "happy")
        assert changed.id == shown.id
        assert shown.text == "Happy leads"
        form = await ann.press(shown, "Why")
        assert form.text.splitlines() == ["Say why", "Reason"]
        assert (await ann.fill(form, Reason="of the smile")).text == "because of the smile"
    assert receipt.id in [one.id for one in bob.sees()]
    assert receipt.id not in [one.id for one in ann.sees()]


async def test_a_deferred_answer_is_waited_for_and_keeps_its_privacy(stage: Playground) -> None:
    async with bare(stage, build):
        reply = await stage.member("ann").slash("slowly")
        assert (reply.text, reply.ephemeral, reply.loading) == ("at last", True, False)
        await stage.until(lambda: reply.followups)
        assert reply.followups[0].text == "and more"


async def test_a_file_arrives_whole(stage: Playground) -> None:
    async with bare(stage, build):
        reply = await stage.member("ann").slash("chart")
    assert [(one.name, one.data, one.description) for one in reply.files] == [("chart.png", b"pixels", "a chart")]


@pytest.mark.parametrize(("options", "why"), [({}, "required"), ({"preset": "x", "to": "y"}, "no such option")])
async def test_the_client_refuses_before_the_bot_hears(stage: Playground, options: dict[str, str], why: str) -> None:
    async with bare(stage, build):
        with pytest.raises(RefusedByClient, match=why):
            await stage.member("ann").slash("ask", options=options)
    assert "INTERACTION_CREATE" not in [one.name for one in stage.wire.recent]
