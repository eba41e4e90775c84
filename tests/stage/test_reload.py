"""Essays and configuration replaced under a running bot: nothing is lost, what is broken is named, the rest is new."""

import asyncio
import os
import shutil
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.cli.run import until_stopped
from bot.playground import Reply
from bot.shipped import shipped
from bot.store.database import opened
from tests.stage.evening import Evening, evening_in
from tests.stage.listening import hearing

TRAINS = """
[topics.trains]
title = "trains"
description = "What the essays say of trains"
words = ["train", "railway"]
"""
TRAIN_ESSAY = (
    '+++\ntitle = "Rails"\nfilm = "La La Land"\nspoilers = false\n+++\n\nThe train leaves at dawn for Boulder City.\n'
)


@pytest.fixture
async def kept(tmp_path: Path) -> AsyncIterator[Evening]:
    """An evening whose essays and configuration may be written to."""
    shutil.copytree(shipped("seeds"), tmp_path / "seeds")
    async with evening_in(tmp_path) as evening:
        yield evening


async def reload(evening: Evening, *, dry_run: bool = False) -> str:
    reply: Reply = await evening.olga.slash("admin reload", dry_run=dry_run)
    assert reply.ephemeral
    return reply.text


async def test_nothing_new_is_told_as_nothing(kept: Evening) -> None:
    assert await reload(kept) == "Nothing has changed."


async def test_a_new_essay_and_a_new_topic_answer_at_once(kept: Evening, tmp_path: Path) -> None:
    (tmp_path / "seeds" / "rails.txt").write_text(TRAIN_ESSAY, encoding="utf-8")
    (tmp_path / "config.toml").write_text(TRAINS, encoding="utf-8")
    told = await reload(kept)
    assert "rails.txt: added, 1 sentence" in told
    assert "topics.trains: added" in told
    assert "topics.songs: removed" in told
    assert "leaves at dawn" in (await kept.ann.slash("trains")).text
    assert "leaves at dawn" in (await kept.ann.say("!trains")).text


async def test_a_dry_run_changes_nothing(kept: Evening, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text(TRAINS, encoding="utf-8")
    told = await reload(kept, dry_run=True)
    assert "This would change:" in told
    assert "topics.trains: added" in told
    assert "A Lovely Night" in (await kept.ann.say("!songs luvly night")).text


async def test_a_broken_essay_is_named_and_its_last_good_version_serves(kept: Evening, tmp_path: Path) -> None:
    (tmp_path / "seeds" / "the-perfect-love-story.txt").write_bytes(b"A caf\xe9 in Paris.\n")
    (tmp_path / "seeds" / "a-very-happy-ending.txt").unlink()
    told = await reload(kept)
    assert "the-perfect-love-story.txt, line 1: byte 0xE9 is not UTF-8" in told.replace("\\", "")
    assert "Its former version goes on to serve." in told
    assert "a-very-happy-ending.txt: removed" in told.replace("\\", "")
    assert "A Lovely Night" in (await kept.ann.say("!songs luvly night")).text


async def test_a_broken_configuration_is_named_and_the_last_good_one_serves(kept: Evening, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("[polls]\nquorum = 'many'\nqourum = 3\n", encoding="utf-8")
    told = await reload(kept)
    assert "polls.quorum: found 'many'" in told
    assert "polls.qourum: there is no such key" in told
    assert "The configuration stays as it was." in told
    assert "A Lovely Night" in (await kept.ann.say("!songs luvly night")).text


async def test_without_any_essay_the_former_ones_serve(kept: Evening, tmp_path: Path) -> None:
    shutil.rmtree(tmp_path / "seeds")
    (tmp_path / "config.toml").write_text('[essays]\nfolder = "seeds"\n', encoding="utf-8")
    assert "The essays stay as they were." in await reload(kept)
    assert "A Lovely Night" in (await kept.ann.say("!songs luvly night")).text


async def test_rights_presets_and_marked_channels_are_new_for_the_next_press(kept: Evening, tmp_path: Path) -> None:
    poll = await kept.olga.slash("poll start", preset="ending")
    (tmp_path / "config.toml").write_text(
        "[servers.default]\nvoters = [1]\n[polls.presets.end]\nquestion = 'Well?'\n"
        "options = [{ label = 'Yes' }, { label = 'No' }]\n",
        encoding="utf-8",
    )
    told = (await reload(kept)).replace("\\", "")
    assert "servers.default.voters: [] → [1]" in told
    assert "polls.presets.end: added" in told
    assert "Counted" not in (await kept.ann.press(poll, "Sad")).text
    assert "Well?" in (await kept.olga.slash("poll start", preset="end")).text


async def test_what_is_read_at_the_start_alone_is_told_as_such(kept: Evening, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('[logging]\nlevel = "debug"\n', encoding="utf-8")
    assert "logging.level: “info” → “debug” (from the next start on)" in await reload(kept)


async def test_no_press_is_lost_while_it_reloads(kept: Evening, tmp_path: Path) -> None:
    poll = await kept.olga.slash("poll start", preset="ending")
    crowd = kept.stage.crowd(20)

    async def press_and_ask(number: int) -> tuple[str, str]:
        receipt = await crowd[number].press(poll, "Happy")
        return receipt.text, (await crowd[number].slash("songs", words="lovely night")).text

    (tmp_path / "config.toml").write_text("[polls]\nquorum = 3\n", encoding="utf-8")
    _, *answers = await asyncio.gather(reload(kept), *map(press_and_ask, range(20)))
    assert all("Counted" in receipt and "A Lovely Night" in quote for receipt, quote in answers)


async def test_only_whoever_runs_the_bot_may_reload(kept: Evening) -> None:
    rita = kept.stage.member("rita", "Rialto")  # the administrator of another server
    assert "Only whoever runs the bot" in (await rita.slash("admin reload")).text


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGHUP")
async def test_a_hangup_asks_for_a_reload_and_the_log_says_what_came_of_it(kept: Evening, tmp_path: Path) -> None:
    (tmp_path / "seeds" / "rails.txt").write_text(TRAIN_ESSAY, encoding="utf-8")
    with hearing("bot.app") as heard:

        async def hang_up() -> None:
            os.kill(os.getpid(), signal.SIGHUP)
            await heard.until("rails.txt: added")

        await until_stopped(hang_up(), kept.source)
    assert "leaves at dawn" in (await kept.ann.say("!quote train at dawn")).text


@pytest.mark.postgres
async def test_a_reload_reaches_the_other_processes_of_the_database(kept: Evening, tmp_path: Path) -> None:
    async with opened(kept.settings.store.url) as other:
        hears = asyncio.create_task(other.peers.asked_to_reload())
        (tmp_path / "config.toml").write_text("[polls]\nquorum = 3\n", encoding="utf-8")
        with hearing("bot.upkeep") as asked, hearing("bot.app") as heard:
            await other.peers.ask_to_reload()
            await asked.until("Another process of the bot asks for a reload")
            await heard.until("polls.quorum: 0 → 3")
        assert not hears.done()  # nobody hears what was said by itself
        assert await reload(kept, dry_run=True) == await reload(kept) == "Nothing has changed."
        assert await hears
