"""Discord at its worst: malformed, doubled, out of order, huge, slow, refusing; the bot answers everyone else."""

import asyncio
import contextlib
import inspect
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from discord.app_commands import CommandTree
from discord.backoff import ExponentialBackoff
from discord.gateway import DiscordWebSocket
from discord.state import ConnectionState

from bot import hearing
from bot.errors import ConfigRefusal
from bot.playground import Fault, NoAnswer
from bot.playground.shapes import Json
from tests.stage.evening import Evening, evening_in
from tests.stage.listening import hearing as listening
from tests.stage.polling import started, until_says

CALLBACK = "POST /interactions/{interaction_id}/{interaction_token}/callback"
POST = "POST /channels/{channel_id}/messages"
EDIT = "PATCH /channels/{channel_id}/messages/{message_id}"

# Each lacks what discord.py takes for granted, or has it in another form.
NO_MESSAGES: list[Any] = [{}, None, [], {"id": "7"}, {"id": "8", "channel_id": "x", "author": 3}]
MALFORMED: list[tuple[str, Any]] = [
    *(("MESSAGE_CREATE", data) for data in NO_MESSAGES),
    *(("INTERACTION_CREATE", data) for data in ({}, {"id": "7", "type": 3}, {"id": "8", "type": 99}, "press")),
    *(("GUILD_CREATE", data) for data in ({}, {"id": "9", "channels": [{}]}, {"id": "10", "roles": 4})),
    *(("GUILD_UPDATE", {"id": None}), ("GUILD_DELETE", {}), ("GUILD_DELETE", {"id": "404"}), ("GUILD_ROLE_CREATE", {})),
    *(("CHANNEL_UPDATE", {}), ("CHANNEL_DELETE", {"id": "1"}), ("CHANNEL_CREATE", {"guild_id": "1", "type": "text"})),
    *(("THREAD_DELETE", {}), ("THREAD_LIST_SYNC", {"guild_id": "x"}), ("MESSAGE_DELETE", {"id": "x"})),
    *(("MESSAGE_DELETE_BULK", {"ids": 3}), ("MESSAGE_UPDATE", {}), ("MESSAGE_POLL_VOTE_ADD", {})),
    *(("NO_SUCH_EVENT", {"id": "7"}), ("PRESENCE_UPDATE", {}), ("GUILD_MEMBER_ADD", {"guild_id": {}})),
]  # fmt: skip


def send(evening: Evening, *frames: bytes) -> None:
    """Send frames as they are over the bot's connection."""
    (session,) = evening.stage.gateway.live
    assert session.connection is not None
    for frame in frames:
        session.connection.queue(frame)


def event(name: str, data: Any, sequence: int) -> bytes:
    return json.dumps({"t": name, "s": sequence, "op": 0, "d": data}).encode()


async def answers(evening: Evening) -> None:
    """Ask by every door: text, slash, form."""
    assert "A Lovely Night" in (await evening.bob.say("!quote a lovely night", channel="films")).text
    assert "A Lovely Night" in (await evening.bob.slash("quote", text="a lovely night")).text
    assert (await evening.bob.slash("take write")).form is not None


async def test_what_is_malformed_unknown_or_out_of_order_is_left_out_and_told_once(evening: Evening) -> None:
    poll = await started(evening)
    (session,) = evening.stage.gateway.live
    with listening("bot.hearing") as heard:
        for _ in range(3):
            # Numbers that go back and far ahead, as no gateway should send them.
            send(evening, *(event(name, data, 10**9 - at) for at, (name, data) in enumerate(MALFORMED)))
        send(evening, *(json.dumps(one).encode() for one in ({"op": 42}, {"op": 11, "d": "x"}, {"op": 0}, {})))
        await answers(evening)
        assert "Counted" in (await evening.ann.press(poll, "Sad")).text
        told = heard.so_far()
    assert all("cannot be read" in line for line in told)
    names = [line.split("an event ")[1].split(" ")[0] for line in told]
    assert len(names) == len(set(names)) >= 8  # once each, however many came
    assert evening.stage.gateway.live == [session]


NO_PAYLOADS = (b"no json", b"[]", b'{"op": 10, "d": null}', b'{"op": 0, "t": "READY"}', b'{"op": 0, "t": "RESUMED"}')


async def test_a_frame_that_is_no_payload_costs_the_connection_and_no_more(
    evening: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ExponentialBackoff, "delay", lambda _: 0.01)
    for frame in NO_PAYLOADS:
        evening.clock.advance(timedelta(seconds=10))  # identifies are spaced
        (before,) = evening.stage.gateway.live
        with listening("bot.hearing") as heard:
            send(evening, frame)
            assert "it connects anew" in await heard.until("no payload of Discord's")
        await evening.stage.until(lambda: evening.stage.gateway.live and before not in evening.stage.gateway.live)  # noqa: B023
        assert "jazz" in (await evening.bob.slash("jazz")).text


async def test_what_comes_twice_is_done_once(evening: Evening, monkeypatch: pytest.MonkeyPatch) -> None:
    dispatch = evening.stage.gateway.dispatch

    def twice(name: str, data: Json, **about: Any) -> None:
        for _ in range(2):
            dispatch(name, data, **about)

    monkeypatch.setattr(evening.stage.gateway, "dispatch", twice)
    poll = await started(evening)
    await evening.max.say("!poll start ending")
    for who in (evening.ann, evening.bob):
        assert "Counted" in (await who.press(poll, "Sad")).text
    await evening.max.slash("poll list")
    evening.clock.advance(timedelta(seconds=2))
    await until_says(evening, poll, "2 voted")
    asked = [one for one in evening.ann.sees() if "How did the ending" in one.text and not one.ephemeral]
    assert len(asked) == 2  # one by slash, one by text


async def test_huge_payloads_are_answered_as_any(evening: Evening) -> None:
    backstage, ann = evening.stage.backstage, evening.ann
    message = dict(backstage.message(evening.ann.channel.messages[(await ann.say("!jazz", expect=False)).id]))
    contents = ("!quote " + "luvly night " * 100_000, "!" + "x" * 2_000_000, "!poll start " * 9_999, "**" * 1_000_000)
    for number, content in enumerate(contents):
        embeds = [{"title": "x"}] * number * 500
        sent = {**message, "id": str(backstage.ids.next()), "content": content, "embeds": embeds}
        evening.stage.gateway.dispatch("MESSAGE_CREATE", sent, server=evening.stage.server().id)
    await answers(evening)


def refusals() -> list[Fault]:
    return [
        *(Fault(CALLBACK, 1, status=status) for status in (400, 401, 403, 404, 500, 502, 503)),
        *(Fault(CALLBACK, 1, status=429, retry_after=0.1, scope=scope) for scope in ("user", "shared", "global")),
        *(Fault(CALLBACK, 1, cut=True), Fault(CALLBACK, 1, cut=True, after=True)),
        *(Fault(CALLBACK, 1, status=502, after=True), Fault(CALLBACK, 1, status=504)),
        *(Fault(EDIT, 2, status=status) for status in (401, 403, 404, 500, 502)),
        *(Fault(EDIT, 1, status=429, retry_after=0.1, scope=scope) for scope in ("user", "shared", "global")),
        *(Fault(CALLBACK, 1, delay=0.2), Fault(EDIT, 1, delay=0.2), Fault(EDIT, 1, cut=True)),
    ]  # fmt: skip


async def test_whatever_one_request_meets_the_others_are_answered_and_every_vote_counts(evening: Evening) -> None:
    poll = await started(evening)
    faults = refusals()
    crowd = evening.stage.crowd(len(faults))
    for unlucky, fault in zip(crowd, faults, strict=True):
        evening.stage.faults.add(fault)
        meeting = asyncio.create_task(unlucky.press(poll, "Happy"))
        if fault.route == CALLBACK:
            await fault.hit.wait()
        assert "jazz" in (await evening.bob.slash("jazz")).text
        evening.clock.advance(timedelta(seconds=4))  # whoever has no answer by now sees Discord's own failure
        with contextlib.suppress(NoAnswer):
            await meeting
        evening.stage.faults.clear()
    evening.clock.advance(timedelta(minutes=5))
    await evening.max.slash("poll list")
    await until_says(evening, poll, f"{len(crowd)} voted")


async def test_a_text_command_that_cannot_be_answered_costs_its_author_alone(evening: Evening) -> None:
    faults = [Fault(POST, 2, status=status) for status in (400, 401, 403, 404, 503)]
    for fault in [*faults, Fault(POST, 2, cut=True), Fault(POST, 1, status=429, retry_after=0.1, scope="shared")]:
        evening.stage.faults.add(fault)
        await evening.ann.say("!jazz", expect=False)
        await fault.hit.wait()
        assert "A Lovely Night" in (await evening.bob.slash("quote", text="a lovely night")).text
        evening.stage.faults.clear()
    await answers(evening)


async def test_a_member_who_presses_a_thousand_times_has_one_vote_and_keeps_nobody_waiting(evening: Evening) -> None:
    poll = await started(evening)
    for _ in range(10):
        presses = [asyncio.create_task(evening.ann.press(poll, ("Sad", "Happy")[at % 2])) for at in range(100)]
        await presses[0]
        assert "A Lovely Night" in (await evening.bob.slash("quote", text="a lovely night")).text
        receipts = [one.text for one in await asyncio.gather(*presses)]
        assert all("**Sad**" in text or "**Happy**" in text for text in receipts)
    evening.clock.advance(timedelta(seconds=2))
    await until_says(evening, poll, "1 voted")


async def test_an_answer_whose_token_has_expired_is_given_up_and_the_next_one_comes(evening: Evening) -> None:
    fault = evening.stage.faults.add(Fault("POST /webhooks", 1, delay=0.3))
    asked = asyncio.create_task(evening.olga.slash("admin health"))
    await fault.hit.wait()
    evening.clock.advance(timedelta(minutes=16))  # Discord: a token is good for 15
    with listening("bot.face.answered") as heard:
        await heard.until("An apology could not be delivered")
    asked.cancel()
    assert "2 servers, 1 shard" in (await evening.olga.slash("admin health")).text


async def test_a_half_open_connection_is_noticed_and_resumed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.hearing.SILENCE", 0.4)
    async with evening_in(tmp_path) as evening:
        evening.stage.gateway.terms.heartbeat_seconds = 0.1
        await evening.restart_bot()
        evening.stage.gateway.terms.acknowledge = False
        await evening.stage.until(lambda: any(one.name == "RESUMED" for one in evening.stage.wire.recent))
        evening.stage.gateway.terms.acknowledge = True
        await answers(evening)


@pytest.mark.parametrize(
    ("code", "told"), [(4004, "Discord refuses the token"), (4012, "closed the connection for good")]
)
async def test_a_connection_that_is_closed_for_good_ends_the_bot_with_a_sentence(
    evening: Evening, code: int, told: str
) -> None:
    evening.stage.gateway.end(code)
    assert evening._bot is not None
    with pytest.raises(ConfigRefusal, match=told):
        await evening._bot
    evening._bot = None


def test_discord_py_still_reads_events_as_we_stand_before_it() -> None:
    """Where this fails, read how discord.py finds the parser of an event, and what ends a shard's worker."""
    source = inspect.getsource(DiscordWebSocket.received_message)
    assert "func = self._discord_parsers[event]" in source
    assert "parsers[attr[6:].upper()] = func" in inspect.getsource(ConnectionState.__init__)
    assert "ws._discord_parsers = client._connection.parsers" in inspect.getsource(DiscordWebSocket.from_client)
    assert "await self._call(interaction)" in inspect.getsource(CommandTree._from_interaction)
    assert {name[6:].upper() for name in dir(ConnectionState) if name.startswith("parse_")} >= hearing.ONCE
