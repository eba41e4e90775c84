"""A disk that fails, seen by a member who votes and by the administrator who reads the log: one sentence each."""

import contextlib
import sqlite3
from pathlib import Path

import pytest

from tests.stage.evening import Evening, evening_in
from tests.stage.listening import hearing


def held(database: Path) -> contextlib.ExitStack:
    """Let another program hold the database, as a backup tool or an admin's shell may."""
    stack = contextlib.ExitStack()
    holder = stack.enter_context(contextlib.closing(sqlite3.connect(database, isolation_level=None)))
    holder.execute("BEGIN IMMEDIATE")
    return stack


@pytest.mark.sqlite
async def test_a_vote_on_a_locked_database_is_refused_in_words_and_works_again_after(tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.store.sqlite.BUSY", "PRAGMA busy_timeout = 50")
        async with evening_in(tmp_path) as evening:
            poll = await evening.olga.slash("poll start", preset="ending")
            with hearing("bot.store.sqlite") as heard, held(tmp_path / "epilogue.db"):
                refused = await evening.ann.press(poll, "Sad")
                assert "in use by another program. Nothing was counted" in refused.text
                assert "locked" in await heard.until("The database could not do what it was asked")
                assert "A Lovely Night" in (await evening.ann.say("!quote a lovely night")).text
            assert "Counted" in (await evening.ann.press(poll, "Sad")).text


async def test_a_clock_that_jumps_back_closes_nothing_early_and_answers_go_on(evening: Evening) -> None:
    poll = await evening.olga.slash("poll start", preset="ending")
    evening.clock._ahead -= evening.clock.now() - evening.clock.now().replace(year=2020)
    assert "Counted" in (await evening.ann.press(poll, "Happy")).text
    assert "closes" in evening.message(poll).text
