"""Polls when Discord misbehaves, and when their place is taken from them."""

import asyncio
from datetime import timedelta

import pytest

from bot.playground import Fault, Reply, permissions, posts, setting
from bot.playground.bodies import Draft
from tests.stage.evening import Evening
from tests.stage.polling import (
    EDIT,
    POST,
    answers_to,
    requests,
    result_of,
    started,
    until_listed,
    until_requested,
    until_says,
)

HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    "fault",
    [
        Fault(POST, 1, status=403),
        Fault(POST, 1, cut=True),
        Fault(POST, 1, cut=True, after=True),
        Fault(POST, 1, status=502),
        Fault(POST, 1, status=502, after=True),
    ],
    ids=["forbidden once", "cut before", "cut after", "502 before", "502 after"],
)
async def test_a_result_is_told_once_however_its_posting_fails(evening: Evening, fault: Fault) -> None:
    poll = await started(evening)  # without votes, and so without the second that a chart takes
    before = requests(evening, POST)
    evening.stage.faults.add(fault)
    await evening.max.slash("poll close", poll=1)
    await until_requested(evening, POST, before + 1)
    for _ in range(5):  # past the minutes for which Discord keeps a nonce: the channel itself is looked through
        evening.clock.advance(HOUR)
        await until_listed(evening, "closed")
    await result_of(evening, poll)
    await evening.restart_bot()
    second = await started(evening)
    await evening.max.slash("poll close", poll=2)
    await result_of(evening, second)  # told after the first, were that still to be told
    assert len(answers_to(evening, poll)) == 1


async def test_a_button_of_a_former_version_says_that_it_is_one(evening: Evening) -> None:
    stage, channel = evening.stage.backstage, evening.stage.channel("general")
    row = {"type": 1, "components": [{"type": 2, "style": 1, "label": "Sad", "custom_id": "ballot:1:0"}]}
    old = Reply(posts.create(stage, channel, stage.bot, Draft(content="?", components=[row])))
    assert "of an older version of me" in (await evening.ann.press(old, "Sad")).text


async def test_a_poll_that_cannot_be_posted_leaves_nothing_behind(evening: Evening) -> None:
    stage, channel = evening.stage.backstage, evening.stage.channel("general")
    setting.overwrite(stage, channel, stage.bot, deny=permissions.ATTACH_FILES)
    refused = await started(evening)
    assert "I need Attach Files in this channel to run a poll. Nothing was posted" in refused.text
    setting.overwrite(stage, channel, stage.bot)
    evening.stage.faults.add(Fault(POST, 1, status=400))
    await evening.max.say("!poll start ending")
    assert "No poll is open here" in (await evening.max.slash("poll list")).text
    assert "How did" in (await started(evening)).text


CALLBACK = "POST /interactions/{interaction_id}/{interaction_token}/callback"


@pytest.mark.parametrize("way", ["slash", "text"])
@pytest.mark.parametrize("style", ["buttons", "native"])
@pytest.mark.parametrize("after", [True, False], ids=["posted", "not posted"])
async def test_a_poll_whose_posting_is_cut_is_there_as_a_whole_or_not_at_all(
    evening: Evening, way: str, style: str, after: bool
) -> None:
    evening.stage.faults.add(Fault(CALLBACK if way == "slash" else POST, 1, cut=True, after=after))
    if way == "slash":
        answer = await started(evening, style=style)
    else:
        answer = await evening.max.say(f"!poll start ending style: {style}")
    if not after:
        assert "no poll was started" in answer.text
        assert "No poll is open here" in (await evening.max.slash("poll list")).text
        return
    await until_listed(evening, f"/{answer.id})")
    if style == "buttons":
        assert "Counted" in (await evening.ann.press(answer, "Sad")).text


async def test_a_poll_that_cannot_be_looked_for_at_once_is_found_later(evening: Evening) -> None:
    evening.stage.faults.add(Fault(CALLBACK, 1, cut=True, after=True))
    evening.stage.faults.add(Fault("GET /channels/{channel_id}/messages", 2, cut=True))
    poll = await started(evening)
    await until_requested(evening, "GET /channels/{channel_id}/messages", 2)
    evening.clock.advance(timedelta(minutes=1))
    await until_listed(evening, f"/{poll.id})")
    assert "Counted" in (await evening.ann.press(poll, "Sad")).text


async def test_a_deleted_message_ends_its_poll_quietly(evening: Evening) -> None:
    poll = await started(evening)
    receipt = await evening.ann.press(poll, "Sad")
    await evening.max.delete(poll)
    await until_listed(evening, "No poll is open here")
    assert "closed; your vote was not counted" in (await evening.ann.press(receipt, "Change to Happy")).text
    assert "was not posted" in (await evening.max.slash("poll results", poll=1)).text
    assert answers_to(evening, poll) == []


async def test_a_message_deleted_while_the_bot_was_away_ends_its_poll_quietly(evening: Evening) -> None:
    poll = await started(evening, closes="1h")
    await evening.stop_bot()
    await evening.max.delete(poll)
    evening.clock.advance(2 * HOUR)
    await evening.start_bot()
    await until_listed(evening, "No poll is open here")
    assert answers_to(evening, poll) == []


async def test_a_channel_that_is_closed_to_the_bot_ends_its_poll_quietly(evening: Evening) -> None:
    stage, channel = evening.stage.backstage, evening.stage.channel("films")
    poll = await evening.max.slash("poll start", preset="ending", channel="films")
    setting.overwrite(stage, channel, stage.bot, deny=permissions.VIEW_CHANNEL | permissions.SEND_MESSAGES)
    await evening.max.slash("poll close", poll=1)
    await evening.restart_bot()
    setting.overwrite(stage, channel, stage.bot)
    evening.clock.advance(HOUR)
    await until_listed(evening, "No poll is open here")
    assert answers_to(evening, poll) == []


async def test_edits_of_an_old_message_back_off_and_the_last_state_arrives(evening: Evening) -> None:
    poll = await started(evening, closes="2d")
    evening.clock.advance(2 * HOUR)
    crowd = evening.stage.crowd(12)
    for fan in crowd:
        await fan.press(poll, "Happy")
        evening.clock.advance(timedelta(minutes=2))
    refused = [one for one in evening.stage.wire.recent if one.name == EDIT and one.status == 429]
    for _ in range(8):
        evening.clock.advance(timedelta(minutes=20))
        await evening.ann.slash("poll list")
    await until_says(evening, poll, "12 voted", "100 % (12)")
    assert len(refused) < len(crowd)


async def test_a_channel_that_is_deleted_ends_its_polls_quietly(evening: Evening) -> None:
    await evening.max.slash("poll start", preset="ending", channel="films")
    kept = await started(evening)
    evening.stage.delete_channel(evening.stage.channel("films"))
    async with asyncio.timeout(10):
        while "**1** · [" in (listed := await evening.max.slash("poll list")).text:
            pass
    assert "**2** · [" in listed.text
    assert "was not posted" in (await evening.max.slash("poll results", poll=1)).text
    assert "Counted" in (await evening.ann.press(kept, "Sad")).text


async def test_a_server_that_removes_the_bot_ends_its_polls_quietly(evening: Evening) -> None:
    rita = evening.stage.member("rita", "Rialto")
    theirs = await rita.slash("poll start", preset="ending")
    kept = await started(evening)
    evening.stage.remove_bot("Rialto")
    evening.stage.invite_bot("Rialto")
    async with asyncio.timeout(10):
        while "**1** · [" in (await rita.slash("poll list")).text:
            pass
    assert "Counted" in (await evening.ann.press(kept, "Sad")).text
    assert "closed; your vote was not counted" in (await rita.press(theirs, "Sad")).text
