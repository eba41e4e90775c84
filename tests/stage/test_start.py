"""Starting and stopping: what keeps the bot from it is one sentence, and what it leans on in discord.py stands."""

from pathlib import Path

import discord
import pytest
from discord.gateway import DiscordWebSocket
from discord.http import Route
from pydantic import SecretStr

from bot import address, config, running
from bot.clock import Clock
from bot.errors import ConfigRefusal, StartRefusal
from bot.playground import Playground
from bot.settings import Settings
from tests.stage.evening import Evening
from tests.stores import url_in


def settings_in(folder: Path, api_base: str) -> Settings:
    file = folder / "config.toml"
    file.touch()
    return config.load(file).pointed(api_base, url_in(folder))


async def refusal(settings: Settings, token: str) -> str:
    with pytest.raises((StartRefusal, ConfigRefusal)) as caught:
        await running.run(settings, SecretStr(token), Clock())
    assert token not in caught.value.sentence
    return caught.value.sentence


async def test_a_token_that_discord_refuses_is_told(tmp_path: Path) -> None:
    async with Playground() as stage:
        sentence = await refusal(settings_in(tmp_path, stage.api_base), "MTA.wrong.token")
    assert sentence.startswith("Discord refuses the token.")


async def test_discord_out_of_reach_is_told(tmp_path: Path) -> None:
    sentence = await refusal(settings_in(tmp_path, "http://127.0.0.1:9/api/v10"), "MTA.b.c")
    assert sentence.startswith("Discord cannot be reached at http://127.0.0.1:9/api/v10")


@pytest.mark.sqlite
async def test_a_second_copy_on_the_database_is_told_and_the_first_goes_on(evening: Evening) -> None:
    sentence = await refusal(evening.settings, "MTA.b.c")
    assert "epilogue.db" in sentence
    assert "jazz" in (await evening.ann.say("!jazz")).text


async def test_without_the_message_content_intent_all_but_the_prefix_works(
    evening: Evening, caplog: pytest.LogCaptureFixture
) -> None:
    await evening.stop_bot()
    evening.stage.gateway.terms.privileged = 0
    await evening.start_bot()
    assert len([record for record in caplog.records if "message content intent" in record.message]) == 1
    assert "jazz" in (await evening.ann.slash("jazz")).text
    mention = f"<@{evening.stage.backstage.bot.id}>"
    assert "jazz" in (await evening.ann.say(f"{mention} jazz")).text


async def test_commands_are_told_to_discord_once_and_again_only_after_a_change(evening: Evening) -> None:
    def told() -> int:
        return len([one for one in evening.stage.wire.recent if one.name.startswith("PUT /applications/")])

    assert told() == 1
    await evening.restart_bot()
    assert told() == 1
    topics = {name: topic for name, topic in evening.settings.topics.items() if name != "jazz"}
    evening.settings = evening.settings.model_copy(update={"topics": topics})
    await evening.restart_bot()
    assert told() == 2


async def test_the_client_is_pointed_at_the_api_only_while_it_runs(tmp_path: Path) -> None:
    before = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    with address.pointed_at("http://127.0.0.1:9/api/v10"):
        assert Route("GET", "/gateway").url == "http://127.0.0.1:9/api/v10/gateway"
    assert before == (Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY)


def test_what_the_bot_leans_on_inside_discord_py_is_still_there() -> None:
    """On a new version of discord.py, re-read bot/address.py, bot/face/spoiler_channels.py and bot/face/quotes.py."""
    assert discord.__version__ == "2.7.1"
    assert not hasattr(discord.TextChannel, "flags")
