"""Polls of the style "native": Discord's own, followed and recorded in the same history."""

import asyncio
from datetime import timedelta

from bot.playground import Reply
from tests.stage.evening import Evening
from tests.stage.polling import answers_to, started, until_listed

HOUR = timedelta(hours=1)


async def until_results(evening: Evening, text: str) -> None:
    async with asyncio.timeout(10):
        while text not in (await evening.dave.slash("poll results", poll=1)).text:
            pass


async def test_discords_own_poll_is_followed_and_recorded(evening: Evening) -> None:
    poll = await started(evening, style="native", closes="2h")
    assert poll.message is not None
    assert poll.message.poll is not None
    await until_listed(evening, "](")  # the bot knows which message it is
    await evening.ann.vote_native(poll, "Sad")
    await evening.bob.vote_native(poll, "Happy")
    await evening.cleo.vote_native(poll, "Happy")
    await until_results(evening, "**🌅 Happy** · 67 % (2)")
    await evening.bob.vote_native(poll, "Sad")
    await until_results(evening, "**💔 Sad** · 67 % (2)")
    await evening.stop_bot()
    await evening.dave.vote_native(poll, "Happy")
    await evening.max.vote_native(poll, "Happy")
    evening.clock.advance(3 * HOUR)
    await evening.start_bot()
    told = [one for one in await until_told(evening, 2) if one.files]
    assert "**Happy**: 3 of 5 voters (60 %)" in told[0].text
    assert "Happy 60 % (3)" in (await evening.ann.slash("poll history", preset="ending")).text


async def until_told(evening: Evening, count: int) -> list[Reply]:
    """Discord tells the end itself, and the bot its result: two answers to the poll."""
    (poll,) = [one for one in evening.ann.sees() if one.message and one.message.poll]
    async with asyncio.timeout(10):
        while len(answers_to(evening, poll)) < count:
            evening.clock.advance(timedelta(seconds=5))  # Discord takes some seconds to count
            await evening.dave.slash("poll list")
    return answers_to(evening, poll)


async def test_discords_own_poll_is_ended_by_command(evening: Evening) -> None:
    await started(evening, style="native")
    await until_listed(evening, "](")
    assert "is closed" in (await evening.max.slash("poll close", poll=1)).text
    told = await until_told(evening, 2)
    assert any("Nobody voted." in one.text for one in told)


async def test_what_discords_own_poll_cannot_do_is_refused_in_words(evening: Evening) -> None:
    refused = await started(evening, style="native", anonymous=True, quorum=5)
    assert "no anonymity and no quorum" in refused.text
    moderators = next(role for role in evening.stage.server().roles.values() if role.name == "moderators")
    refused = await started(evening, style="native", results="at close", voters=moderators)
    assert "no hidden results and no voters' role: everyone sees at any time who voted for what" in refused.text
    assert "whole hours" in (await started(evening, style="native", closes="90m")).text
    assert "No poll is open here" in (await evening.max.slash("poll list")).text


async def test_discords_own_poll_cannot_be_edited(evening: Evening) -> None:
    await started(evening, style="native")
    await until_listed(evening, "](")
    assert "cannot be changed by anyone" in (await evening.max.slash("poll edit", poll=1, closes="5h")).text
