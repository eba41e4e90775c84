"""What an evening leaves in the log: what happened, and nothing of what anybody wrote, chose or is called."""

import logging
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot import config, logs
from bot.playground import Fault, NoAnswer
from tests.stage.evening import Evening, evening_in
from tests.stage.polling import result_of, started
from tests.stage.test_reasons import say
from tests.stage.test_takes import accept, write

MARK = "zephyrine"
CALLBACK = "POST /interactions/{interaction_id}/{interaction_token}/callback"


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    """The log as `epilogue run` starts it with the shipped configuration, in a file beside."""
    root, file = logging.getLogger(), tmp_path / "epilogue.log"
    handlers, level = root.handlers[:], root.level
    loud = {name: logging.getLogger(name).level for name in ("discord", "aiosqlite", "aiohttp", "asyncio")}
    logs.start(config.load().logging.model_copy(update={"file": str(file)}))
    yield file
    for handler in [one for one in root.handlers if one not in handlers]:
        root.removeHandler(handler)
        handler.close()
    root.setLevel(level)
    for name, before in loud.items():
        logging.getLogger(name).setLevel(before)


async def lived(evening: Evening) -> None:
    """Do all that members do, with a word that can be searched for; some of it fails."""
    ann, bob, cleo = evening.ann, evening.bob, evening.cleo
    poll = await started(evening, anonymous=False)
    own = await evening.max.slash(
        "poll create", options={"question": f"Did the {MARK} move you?", "options": f"{MARK} yes | no"}
    )
    for who, option in ((ann, "Sad"), (bob, "Happy"), (cleo, "Sad"), (ann, "Happy")):
        await who.press(poll, option)
    await ann.press(own, "no")
    await say(ann, poll, "Happy", f"Because of the {MARK} goodbye.")
    await say(bob, poll, "Sad", f"{MARK} discord.gg/{MARK}")  # declined
    await say(cleo, poll, "Sad", f"The {MARK} smile.", agree=False)
    named = {"Title": f"The {MARK}", "Show my name with it": True}
    kept = await write(
        ann, **named, **{"Your answer": f"The {MARK} sinks in the last scene, and nobody on board of it is saved."}
    )
    assert "waits for a moderator" in kept.text, kept.text
    await accept(evening)
    for asked in (f"!quote {MARK}", f"!songs {MARK}", f"!{MARK}", f"!poll close {MARK}", f"!poll start ending {MARK}"):
        await ann.say(asked, expect=not asked.startswith(f"!{MARK}"))
    await ann.slash("quote", text=f"a lovely {MARK}")
    await ann.autocomplete("quote", text=MARK)
    for fault in (Fault(CALLBACK, 1, status=400), Fault(CALLBACK, 1, status=403), Fault(CALLBACK, 1, cut=True)):
        evening.stage.faults.add(fault)
        asking = ann.slash("quote", text=f"{MARK} night")
        try:
            await asking
        except NoAnswer:
            continue
    await evening.max.slash("poll close", poll=1)
    await result_of(evening, poll)
    evening.stage.gateway.dispatch("MESSAGE_CREATE", {"id": "1", "content": MARK}, server=evening.stage.server().id)
    await ann.slash("privacy export")
    await ann.press(await ann.slash("privacy delete"), "Yes, erase it")


async def test_the_log_tells_what_happened_and_nothing_of_anybody(tmp_path: Path, log: Path) -> None:
    async with evening_in(tmp_path) as evening:
        await lived(evening)
        tokens = [evening.stage.token, *evening.stage.backstage.interactions._by_token]
        people = [evening.ann, evening.bob, evening.cleo]
        evening.clock.advance(timedelta(days=1))
        await evening.restart_bot()
        await evening.stop_bot()
    told = log.read_text(encoding="utf-8")
    for part in ("Invite the bot", "Poll 1 of server", "Take 1 of server", "cannot be read", "An interaction failed"):
        assert part in told
    assert MARK not in told.casefold()
    for who in people:
        assert not re.search(rf"{who.id}|\b{who.name}\b", told, re.IGNORECASE)
    assert [token for token in tokens if token in told] == []
    assert len(tokens) > 20
