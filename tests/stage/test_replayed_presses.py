"""Discord may deliver a press late, or again after a connection was resumed: the latest press counts all the same."""

import asyncio
import functools
import logging
from collections.abc import Callable
from typing import Any

import orjson
import pytest

from bot.playground import Reply
from tests.stage.evening import Evening
from tests.stage.polling import requests, started, until_requested, until_says

CALLBACK = "POST /interactions/{interaction_id}/{interaction_token}/callback"


def presses(evening: Evening) -> list[bytes]:
    """Return the presses that Discord has delivered, as they were sent."""
    (session,) = evening.stage.gateway.live
    sent = [orjson.loads(payload) for _, payload in session.sent]
    return [orjson.dumps(one["d"]) for one in sent if one["t"] == "INTERACTION_CREATE" and one["d"]["type"] == 3]


async def deliver_again(evening: Evening, press: bytes) -> None:
    """Let Discord deliver a press once more, and wait until the bot has tried to answer it."""
    (session,) = evening.stage.gateway.live
    answered = requests(evening, CALLBACK)
    session.dispatch("INTERACTION_CREATE", press)
    await until_requested(evening, CALLBACK, answered + 1)


async def voters(evening: Evening) -> str:
    return (await evening.max.slash("poll results", poll=1)).text


async def test_what_is_delivered_again_changes_nothing_and_is_answered_once(
    evening: Evening, caplog: pytest.LogCaptureFixture
) -> None:
    poll = await started(evening, anonymous=False)
    await evening.ann.press(poll, "Sad")
    await evening.ann.press(poll, "Happy")
    sad, happy = presses(evening)
    seen = len(evening.ann.sees())
    with caplog.at_level(logging.INFO):
        for one in (sad, happy, sad):
            await deliver_again(evening, one)
        assert "Happy** · 100 % (1)" in await voters(evening)
        await evening.ann.press(poll, "Withdraw")
        for one in (happy, sad, presses(evening)[-1]):
            await deliver_again(evening, one)
        assert "0 voted" in await voters(evening)
    assert len(evening.ann.sees()) == seen + 1
    refused = [one for one in evening.stage.wire.recent if one.name == CALLBACK and one.status != 200]
    assert len(refused) == 6
    assert all("40060" in one.note for one in refused)
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


async def test_a_press_that_arrives_after_a_newer_one_is_refused_with_what_counts(
    evening: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    poll = await started(evening)
    held = asyncio.Event()
    gateway, kept = evening.stage.gateway, list[Callable[[], None]]()

    def hold(*said: Any, **more: Any) -> None:
        kept.append(functools.partial(dispatch, *said, **more))
        held.set()

    dispatch = gateway.dispatch
    with monkeypatch.context() as patched:
        patched.setattr(gateway, "dispatch", hold)
        late: asyncio.Task[Reply] = asyncio.create_task(evening.ann.press(poll, "Sad"))
        await held.wait()
    assert "Counted: **Happy**" in (await evening.ann.press(poll, "Happy")).text
    kept[0]()
    assert "after a newer one of yours: your vote is Happy, and stays so." in (await late).text
    await until_says(evening, poll, "1 voted")


async def test_an_erasure_that_is_delivered_again_erases_nothing_written_since(evening: Evening) -> None:
    poll = await started(evening)
    await evening.ann.press(poll, "Sad")
    asked = await evening.ann.press(await evening.ann.slash("privacy show"), "Erase all of it")
    assert "1 vote" in (await evening.ann.press(asked, "Yes, erase it")).text
    vote, *_, erasure = presses(evening)
    await deliver_again(evening, vote)
    assert "0 voted" in await voters(evening)
    assert "Counted: **Happy**" in (await evening.ann.press(poll, "Happy")).text
    (session,) = evening.stage.gateway.live
    session.dispatch("INTERACTION_CREATE", erasure)
    assert "1 voted" in await voters(evening)
