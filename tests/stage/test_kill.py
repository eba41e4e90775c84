"""A bot that is killed in the middle of things leaves no half-made poll behind, and no message that is not true."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.clock import MovableClock
from bot.playground import Fault, Playground
from tests.openapi import referee
from tests.stage.bot_process import BotProcess
from tests.stage.polling import EDIT

CALLBACK = "POST /interactions/{interaction_id}/{interaction_token}/callback"
LONG = 60.0  # seconds for which Discord does not answer; the stage's end ends them


@pytest.fixture
async def stage() -> AsyncIterator[Playground]:
    async with Playground(clock=MovableClock(), referee=referee()) as stage:
        stage.gateway.terms.identify_seconds = 0.0
        yield stage


async def test_what_a_kill_interrupts_is_settled_at_the_next_start(stage: Playground, tmp_path: Path) -> None:
    clock = stage.backstage.clock
    assert isinstance(clock, MovableClock)
    bot = BotProcess(stage, clock, tmp_path)
    max_, ann = stage.member("max"), stage.member("ann")
    await bot.start()
    try:
        voted = await max_.slash("poll start", preset="ending")
        edit = stage.faults.add(Fault(EDIT, 9, delay=LONG))
        assert "Counted" in (await ann.press(voted, "Sad")).text
        await edit.hit.wait()

        posted = stage.faults.add(Fault(CALLBACK, 1, delay=LONG, after=True))
        starting = [asyncio.create_task(max_.slash("poll start", preset="ending"))]
        await posted.hit.wait()
        unposted = stage.faults.add(Fault(CALLBACK, 1, delay=LONG))
        starting.append(asyncio.create_task(max_.slash("poll start", preset="ending-three")))
        await unposted.hit.wait()
        await bot.kill()
        stage.faults.clear()
        shown = [one for one in ann.sees() if "0 voted" in one.text]
        assert [one.text.rpartition("poll ")[2] for one in shown] == ["1", "2"]

        await bot.start()
        await stage.until(lambda: "1 voted" in voted.text, what="the vote in the message")
        assert "Counted" in (await ann.press(shown[1], "Happy")).text
        await stage.until(lambda: "1 voted" in shown[1].text, what="the vote in the other message")
        listed = (await ann.slash("poll list")).text
        assert "**1** · [" in listed
        assert "**2** · [" in listed
        assert "**3**" not in listed
        for late in starting:
            late.cancel()
    finally:
        await bot.stop()
