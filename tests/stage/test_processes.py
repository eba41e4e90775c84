"""Two processes of one bot on one PostgreSQL server: each has its shards, and while one replaces the other, both."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.clock import MovableClock
from bot.playground import Member, Playground
from tests.openapi import referee
from tests.stage.bot_process import BotProcess
from tests.stage.ledger import Asked, Ledger
from tests.stores import url_in

pytestmark = pytest.mark.postgres

COUNT = 2


@pytest.fixture
async def stage() -> AsyncIterator[Playground]:
    async with Playground(clock=MovableClock(), referee=referee()) as stage:
        stage.gateway.terms.max_concurrency = COUNT
        yield stage


@pytest.fixture
async def processes(stage: Playground, tmp_path: Path) -> AsyncIterator[list[BotProcess]]:
    """A process for each shard, both started, and a third for the first shard, not started."""
    made = []
    for number, shard in enumerate((0, 1, 0)):
        home = tmp_path / str(number)
        home.mkdir()
        configured = f'[discord]\nshard_count = {COUNT}\nshard_ids = "{shard}"\n'
        clock = stage.backstage.clock
        assert isinstance(clock, MovableClock)
        made.append(BotProcess(stage, clock, home, shards=[shard], configured=configured, url=url_in(tmp_path)))
    await asyncio.gather(*(one.start() for one in made[:COUNT]))
    yield made
    for one in made:
        await one.stop()


def people(stage: Playground, shard: int) -> tuple[Member, Member]:
    """Return who starts polls in the server of a shard, and who votes there."""
    server = next(one for one in stage.world.servers.values() if (one.id >> 22) % COUNT == shard)
    return stage.member(stage.world.accounts[server.owner_id].name, server.name), stage.member("ann", server.name)


async def test_each_serves_its_own_and_the_commands_are_told_once(
    stage: Playground, processes: list[BotProcess]
) -> None:
    assert [one.name for one in stage.wire.recent if one.name.startswith("PUT /applications/")] == [
        "PUT /applications/{application_id}/commands"
    ]
    ledger, everywhere = Ledger(), []
    for shard in range(COUNT):
        starter, ann = people(stage, shard)
        asked = await Asked.by(starter, closes="1 day")
        everywhere.append(asked)
        await ledger.press(ann, asked, "Sad")
        health = (await stage.member("olga").slash("admin health")).text
        assert f"1 server, 1 shard ({(stage.server().id >> 22) % COUNT} of 2)" in health
    await processes[1].kill()
    await ledger.press(people(stage, 0)[1], everywhere[0], "Happy")
    await processes[1].start()
    await ledger.press(people(stage, 1)[1], everywhere[1], "Happy")
    for asked in everywhere:
        await ledger.compare(asked)
    assert (ledger.acknowledged, ledger.lost, ledger.doubled) == (4, 0, 0)


async def test_while_one_replaces_the_other_a_vote_counts_once_and_a_result_is_told_once(
    stage: Playground, processes: list[BotProcess]
) -> None:
    starter, ann = people(stage, 0)
    ledger, asked = Ledger(), await Asked.by(starter, closes="1 day")
    await ledger.press(ann, asked, "Sad")
    await processes[2].start()  # both have the first shard from here on
    for choice in ("Happy", "Sad", "Happy"):
        await ledger.press(ann, asked, choice)
    said = await ann.say("!jazz")
    during = await Asked.by(starter, closes="1 day")
    await ledger.press(ann, during, "Sad")
    await starter.slash("poll close", poll=during.number)
    await stage.until(lambda: during.told, within=50, what="the result")
    await processes[0].kill(replaced=True)
    await ledger.press(ann, asked, "Sad")
    await ledger.compare(asked)
    assert (ledger.acknowledged, ledger.lost, ledger.doubled) == (6, 0, 0)
    await starter.slash("poll close", poll=asked.number)
    await stage.until(lambda: asked.told, within=50, what="the other result")
    assert (during.told, asked.told) == (1, 1)
    # what was answered after it shows that the other process let it be
    assert [one.id for one in ann.sees() if one.text == said.text] == [said.id]
