"""A whole evening, played through the real client, and what is left of it in the database: that and nothing else."""

import asyncio
import json
import logging
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from bot.playground import Member, Reply, setting
from bot.store.database import opened
from tests.stage.evening import Evening
from tests.stage.forging import forged
from tests.stage.polling import result_of, started, until_says
from tests.stage.test_reasons import say, thread_of
from tests.stage.test_takes import write
from tests.stores import tables_of

Rows = list[dict[str, Any]]


async def tables(evening: Evening) -> dict[str, Rows]:
    """Return the whole database, table by table; the bot is stopped."""
    async with opened(evening.settings.store.url) as database:
        return await tables_of(database)


async def decided(evening: Evening, button: str) -> Reply:
    """Let the moderator decide on the take that waits longest."""
    return await evening.max.press(await evening.max.slash("take review"), button)


async def seen_elsewhere(eve: Member) -> str:
    """Ask a member of the second server for everything that could show something of the first."""
    shown = [
        await eve.slash("ending"),
        await eve.slash("quote", text="the goodbye of the lighthouse"),
        await eve.slash("poll list"),
        await eve.slash("take list"),
        await eve.slash("take read", take=1),
        await eve.slash("reason mine"),
        await eve.slash("reason list", poll=1),
        await eve.slash("poll results", poll=1),
        await forged(eve, "reason:read:1:0"),
        await forged(eve, "poll:1:vote:0"),
        await forged(eve, "take:read:1:0"),
    ]
    (file,) = (await eve.slash("privacy export")).files
    return "\n".join(one.text for one in shown) + file.data.decode()


async def test_an_evening_leaves_what_it_may_leave(evening: Evening) -> None:
    ann, bob, cleo, dave = evening.ann, evening.bob, evening.cleo, evening.dave
    fans = evening.stage.crowd(26)
    poll = await started(evening)

    # Thirty votes, ten reasons; one writer does not agree that it is shown, one moves the vote away from it.
    voters = [ann, bob, cleo, dave, *fans]
    await asyncio.gather(*(fan.press(poll, "Happy" if number % 3 else "Sad") for number, fan in enumerate(fans)))
    for number, who in enumerate(voters[:10]):
        option = "Sad" if number % 2 else "Happy"
        await say(who, poll, option, f"Because of the goodbye, says number {number}.", agree=number != 9)
    await dave.press(poll, "Happy")  # after a reason for "Sad", which stays behind

    # Three takes: two are accepted, one is declined.
    texts = {
        ann: "The goodbye of the lighthouse is the happiest minute of the film. They both smile.",
        bob: "Nobody who has loved calls this happy. The goodbye of the harbour is the end of it.",
        cleo: "I was late and missed the end. What is it about, in a few words?",
    }
    for who, text in texts.items():
        named = {"Show my name with it": who is ann, "Your side, in a word": "sad" if who is bob else ""}
        await write(who, **{"Title": f"The take of {who.name}", "Your answer": text, **named})
    for _ in range(2):
        await decided(evening, "Accept")
    form = await decided(evening, "Decline")
    await evening.max.fill(form, {"Why": "This is a question, not an answer."})
    await ann.slash("take post", take=1)
    (posted,) = [one for one in bob.sees() if "The take of ann" in one.text and not one.ephemeral]
    assert "a member's take by Ann" in (await bob.slash("quote", text="the goodbye of the lighthouse")).text

    # One exports everything; one deletes everything, while the poll is open.
    (file,) = (await cleo.slash("privacy export")).files
    exported = json.loads(file.data)
    assert [vote["latest_choice"] for vote in exported["votes"]] == ["Happy"]
    assert [one["text"] for one in exported["reasons"]] == ["Because of the goodbye, says number 2."]
    assert [(one["title"], one["state"]) for one in exported["takes"]] == [("The take of cleo", "declined")]
    assert str(ann.id) not in file.data.decode()
    erased = await ann.press(await ann.slash("privacy delete"), "Yes, erase it")
    assert "Erased: 1 vote, 1 reason, 1 take" in erased.text
    await evening.stage.until(lambda: posted.text == "", what="the posted take to go")
    assert "take by Ann" not in (await bob.slash("quote", text="the goodbye of the lighthouse")).text
    evening.clock.advance(timedelta(seconds=2))
    await until_says(evening, poll, "29 voted")

    # The poll closes; another member deletes everything after it.
    await evening.max.slash("poll close")
    result = await result_of(evening, poll)
    assert "7 reasons in" in result.text
    sad, happy = await thread_of(evening, poll, 2)
    assert [number for number in range(10) if f"number {number}." in sad.text + happy.text] == [1, 2, 4, 5, 6, 7, 8]
    bob_gone = await bob.press(await bob.slash("privacy delete"), "Yes, erase it")
    assert "1 vote, 1 reason, 1 take" in bob_gone.text
    await evening.stage.until(lambda: "number 1." not in sad.text, what="the thread to be drawn anew")
    assert "29 voted" in poll.text
    elsewhere = await seen_elsewhere(evening.stage.member("eve", "Rialto"))
    for trace in ("goodbye of the", "number 1", "The take of", "Happy** ·", str(evening.stage.server().id)):
        assert trace not in elsewhere
    assert not evening.stage.pings
    await evening.stop_bot()

    server = evening.stage.server().id
    if kept := evening.settings.store.file:
        raw = kept.read_bytes()
        assert b"says number 2." in raw
        gone_words = (b"says number 0.", b"says number 1.", b"lighthouse", b"The take of ann")
        assert not any(words in raw for words in gone_words)
    left = await tables(evening)
    gone = {ann.id, bob.id}
    names = {who.id: number for number, who in enumerate(voters)}
    (kept_poll,) = left.pop("polls")
    assert (kept_poll["server_id"], kept_poll["author_id"]) == (server, evening.max.id)
    assert kept_poll["announced_at"] is not None
    votes = {row["label"]: (row["votes"], row["moved"]) for row in left.pop("options")}
    # Each writer's press moved a fan's vote or repeated it; Ann's vote went before the close, Bob's after it.
    assert sum(count for count, _ in votes.values()) == 29
    ballots = left.pop("ballots")
    assert {row["member_id"] for row in ballots} == {who.id for who in voters} - gone
    reasons = left.pop("reasons")
    assert {names[row["member_id"]] for row in reasons} == {2, 3, 4, 5, 6, 7, 8, 9}
    assert {row["name"] for row in reasons} == {""}  # an anonymous poll
    assert {names[row["member_id"]] for row in reasons if row["voted_at"] is None} == {3}  # the vote had moved on
    assert [(row["side"], row["stale"]) for row in left.pop("reason_pages")] == [(0, 0), (1, 0)]
    (take,) = left.pop("takes")
    assert (take["member_id"], take["state"], take["name"]) == (cleo.id, "declined", "")
    assert left.pop("take_posts") == []
    assert {row["member_id"] for row in left.pop("submissions")} == {who.id for who in voters[2:10]}
    shown = left.pop("shown")  # which passages a channel was shown: no member in it
    assert all(set(row) == {"server_id", "channel_id", "topic", "passage", "times"} for row in shown)
    assert left.pop("left_servers") == []
    assert [row for table in left.values() for row in table if {"member_id", "author_id", "name"} & row.keys()] == []
    whole = json.dumps([left, kept_poll, votes, ballots, reasons, take, shown])
    assert not any(str(member) in whole or name in whole for member, name in ((ann.id, "Ann"), (bob.id, "Bob")))


class Heard(logging.Handler):
    """Waits for what the bot's log says."""

    def __init__(self) -> None:
        super().__init__()
        self._said: asyncio.Queue[str] = asyncio.Queue()

    def emit(self, record: logging.LogRecord) -> None:
        self._said.put_nowait(record.getMessage())

    async def says(self, text: str) -> None:
        async with asyncio.timeout(20):
            while text not in await self._said.get():
                pass


@pytest.fixture
def heard() -> Iterator[Heard]:
    handler, log = Heard(), logging.getLogger("bot.privacy.service")
    before = log.level
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    yield handler
    log.removeHandler(handler)
    log.setLevel(before)


async def test_a_server_that_removes_the_bot_is_forgotten_after_its_time_of_grace(
    evening: Evening, heard: Heard
) -> None:
    backstage, cafe = evening.stage.backstage, evening.stage.server()
    poll = await started(evening)
    await say(evening.ann, poll, "Sad", "They never meet again.")
    await write(evening.bob)
    await evening.max.slash("poll close")
    await result_of(evening, poll)
    other = evening.stage.member("eve", "Rialto")
    await write(other)
    await evening.stop_bot()
    setting.remove_bot(backstage, cafe)  # while the bot does not run
    await evening.start_bot()
    await heard.says(f"Server {cafe.id} was left")
    evening.clock.advance(timedelta(days=29))
    setting.invite_bot(backstage, cafe)
    await heard.says(f"Server {cafe.id} is back")
    assert "Not happy at all" in (await evening.bob.slash("take mine")).text
    setting.remove_bot(backstage, cafe)
    await heard.says(f"Server {cafe.id} was left")
    await evening.stop_bot()
    evening.clock.advance(timedelta(days=31))
    await evening.start_bot()
    await heard.says("The data of servers that the bot is no longer in was erased: 1.")
    await evening.stop_bot()
    left = await tables(evening)
    rialto = evening.stage.server("Rialto").id
    assert {row["server_id"] for table in left.values() for row in table if "server_id" in row} == {rialto}
    assert all(left[name] == [] for name in ("polls", "options", "ballots", "reasons", "reason_pages"))
    assert len(left["takes"]) == 1
