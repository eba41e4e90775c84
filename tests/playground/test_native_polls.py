"""Discord's own polls: votes, who voted, the end by time and by hand, and what is then final."""

import asyncio
from datetime import timedelta
from typing import Any

import discord
import pytest
from discord.ext import commands

from bot.clock import MovableClock
from bot.playground import Playground, RefusedByClient, Reply
from tests.playground.bots import Bare, intents, running


class Asker(Bare):
    """Asks by native polls, and keeps what the gateway tells of votes."""

    def __init__(self, *, multiple: bool = False) -> None:
        wanted = intents()
        wanted.polls = True
        super().__init__(self.build, wanted)
        self.votes: asyncio.Queue[tuple[str, int]] = asyncio.Queue()
        self.multiple = multiple

    def build(self, bot: commands.Bot) -> None:
        @bot.command()
        async def ask(ctx: commands.Context[Any]) -> None:
            poll = discord.Poll("Sad or happy?", timedelta(hours=1), multiple=self.multiple)
            await ctx.send(poll=poll.add_answer(text="Sad").add_answer(text="Happy"))

        @bot.command()
        async def end(ctx: commands.Context[Any], message: int) -> None:
            await (await ctx.channel.fetch_message(message)).end_poll()

        @bot.command()
        async def tell(ctx: commands.Context[Any], number: int) -> None:
            message = await ctx.channel.fetch_message(number)
            poll = message.poll
            assert poll is not None
            counts = {answer.text: answer.vote_count for answer in poll.answers}
            names = [user.name async for user in poll.answers[0].voters()]
            await ctx.send(f"{counts} {names} {poll.is_finalised()}")

        @bot.listen()
        async def on_raw_poll_vote_add(vote: discord.RawPollVoteActionEvent) -> None:
            await self.votes.put(("add", vote.answer_id))

        @bot.listen()
        async def on_raw_poll_vote_remove(vote: discord.RawPollVoteActionEvent) -> None:
            await self.votes.put(("remove", vote.answer_id))


async def told(stage: Playground, shown: Reply) -> str:
    return (await stage.member("max").say(f"!tell {shown.id}")).text


async def test_votes_are_counted_told_and_listed(stage: Playground) -> None:
    async with running(stage, bot := Asker()):
        ann, bob = stage.member("ann"), stage.member("bob")
        shown = await ann.say("!ask")
        assert shown.text == "Sad or happy?\nSad\nHappy"
        await ann.vote_native(shown, "Sad")
        await bob.vote_native(shown, "Sad")
        await ann.vote_native(shown, "Happy")
        assert await told(stage, shown) == "{'Sad': 1, 'Happy': 1} ['bob'] False"
        await bob.vote_native(shown)
        assert await told(stage, shown) == "{'Sad': 0, 'Happy': 1} [] False"
        events = [bot.votes.get_nowait() for _ in range(bot.votes.qsize())]
    assert events == [("add", 1), ("add", 1), ("remove", 1), ("add", 2), ("remove", 1)]


async def test_a_poll_ends_at_its_time_and_is_final(stage: Playground, clock: MovableClock) -> None:
    async with running(stage, Asker()):
        ann = stage.member("ann")
        shown = await ann.say("!ask")
        await ann.vote_native(shown, "Happy")
        clock.advance(timedelta(hours=1))
        await stage.until(lambda: len(ann.sees()) == 3)
        assert await told(stage, shown) == "{'Sad': 0, 'Happy': 1} [] True"
        result = ann.sees()[2].message
        assert result is not None
        assert result.kind == 46
        fields = {one["name"]: one["value"] for one in result.embeds[0]["fields"]}
        assert (fields["victor_answer_text"], fields["total_votes"]) == ("Happy", "1")
        with pytest.raises(RefusedByClient, match="no open poll"):
            await ann.vote_native(shown, "Sad")


async def test_a_poll_ends_by_hand_once(stage: Playground) -> None:
    async with running(stage, Asker()):
        ann = stage.member("ann")
        shown = await ann.say("!ask")
        await ann.say(f"!end {shown.id}")
        assert (await told(stage, shown)).endswith("True")
        assert shown.message is not None
        assert shown.message.poll is not None
        assert shown.message.poll.final


async def test_one_answer_unless_the_poll_takes_more(stage: Playground) -> None:
    async with running(stage, Asker(multiple=True)):
        ann = stage.member("ann")
        shown = await ann.say("!ask")
        await ann.vote_native(shown, "Sad", "Happy")
        assert (await told(stage, shown)).startswith("{'Sad': 1, 'Happy': 1}")
        with pytest.raises(RefusedByClient, match="has no answer"):
            await ann.vote_native(shown, "Both")
    async with running(stage, Asker()):
        single = await ann.say("!ask")
        with pytest.raises(RefusedByClient, match="takes one answer"):
            await ann.vote_native(single, "Sad", "Happy")


async def test_a_poll_is_not_edited(stage: Playground) -> None:
    async with running(stage, bot := Asker()):
        shown = await stage.member("ann").say("!ask")
        message = bot.get_partial_messageable(stage.channel("general").id).get_partial_message(shown.id)
        with pytest.raises(discord.HTTPException) as caught:
            await message.edit(content="changed")
    assert caught.value.status == 400
