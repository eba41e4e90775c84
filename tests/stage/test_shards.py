"""Several shards in one process, and a process that has some of them: each server is served by its own."""

from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot import config, running
from bot.clock import Clock
from bot.errors import ConfigRefusal
from bot.playground import NoAnswer, Playground, limits
from tests.stage.evening import Evening
from tests.stage.polling import answers_to
from tests.stores import url_in

COUNT = 4


async def divided(evening: Evening, *ids: int) -> None:
    """Start the bot again with these of four shards; none: all."""
    await evening.stop_bot()
    evening.stage.gateway.terms.max_concurrency = COUNT
    evening.clock.advance(timedelta(seconds=6))  # a shard identifies itself once in five
    discord = evening.settings.discord.model_copy(update={"shard_count": COUNT, "shard_ids": ids})
    evening.settings = evening.settings.model_copy(update={"discord": discord})
    await evening.start_bot()
    await evening.stage.connected(len(ids) or COUNT)


def shard_of(evening: Evening, server: str) -> int:
    return (evening.stage.server(server).id >> 22) % COUNT


async def test_one_process_with_several_shards_finds_the_gateway_by_its_api_base_and_names_them(
    evening: Evening,
) -> None:
    await divided(evening)  # with a count, discord.py by itself would go to Discord's own gateway
    assert {(one.shard, one.shards) for one in evening.stage.gateway.live} == {(n, COUNT) for n in range(COUNT)}
    assert "2 servers, 4 shards (0-3 of 4)" in (await evening.olga.slash("admin health")).text
    for server, starter in (("Lighthouse Cafe", "max"), ("Rialto", "rita")):
        poll = await evening.stage.member(starter, server).slash("poll start", preset="ending")
        assert "Counted" in (await evening.stage.member("ann", server).press(poll, "Sad")).text
    evening.stage.gateway.cut(shard_of(evening, "Rialto"))
    await evening.stage.connected(COUNT)
    assert "jazz" in (await evening.stage.member("ann", "Rialto").slash("jazz")).text


async def test_a_process_hears_and_closes_the_polls_of_its_own_shards_alone(evening: Evening) -> None:
    rita, eve = evening.stage.member("rita", "Rialto"), evening.stage.member("eve", "Rialto")
    here = await evening.max.slash("poll start", preset="ending", closes="1 day")
    there = await rita.slash("poll start", preset="ending", closes="1 day")
    await divided(evening, shard_of(evening, "Lighthouse Cafe"))
    with pytest.raises(NoAnswer, match="not connected"):
        await eve.press(there, "Sad")
    health = (await evening.olga.slash("admin health")).text
    assert f"1 server, 1 shard ({shard_of(evening, 'Lighthouse Cafe')} of 4)" in health
    evening.clock.advance(timedelta(days=2))
    await evening.stage.until(lambda: answers_to(evening, here), what="the result of its own poll")
    # what is asked and closed after it shows that nothing else was waiting to be told
    last = await evening.max.slash("poll start", preset="ending")
    await evening.max.slash("poll close")
    await evening.stage.until(lambda: answers_to(evening, last), what="the result of the last poll")
    told = [one for one in eve.sees() if (one.message.reference if one.message else None)]
    assert told == []
    await divided(evening, shard_of(evening, "Rialto"))
    await evening.stage.until(
        lambda: [one for one in eve.sees() if one.message is not None and one.message.reference is not None],
        what="the result of the other poll",
    )
    assert len(answers_to(evening, here)) == 1


async def test_too_many_servers_for_the_shards_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "GUILDS_PER_SHARD", 1)
    file = tmp_path / "config.toml"
    file.write_text("[discord]\nshard_count = 1\n", encoding="utf-8")
    async with Playground() as stage:
        settings = config.load(file).pointed(stage.api_base, url_in(tmp_path))
        with pytest.raises(ConfigRefusal, match=r"Discord refuses shards of 1: .* Raise \[discord\] shard_count"):
            await running.run(settings, SecretStr(stage.token), Clock())
