"""Backups by the day: when the last is old enough, only so many, and none lost to a failure."""

import asyncio
import contextlib
import os
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from bot.errors import StartRefusal
from bot.store.dated import DatedBackups
from bot.store.sqlite import Sqlite
from tests.store.given import NOON

pytestmark = pytest.mark.sqlite

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture
async def backups(path: Path, tmp_path: Path) -> DatedBackups:
    async with Sqlite.open(path):
        pass
    return DatedBackups(path, tmp_path / "backups", DAY, keep=3)


def test_the_first_is_due_at_once_and_the_next_a_day_later(backups: DatedBackups) -> None:
    assert backups.due(NOON) == NOON
    target = backups.make(NOON)
    assert backups.due(NOON + HOUR) == NOON + DAY
    with contextlib.closing(sqlite3.connect(target)) as connection:
        assert connection.execute("SELECT COUNT(*) FROM polls").fetchone() == (0,)


def test_the_oldest_go_and_files_of_other_names_stay(backups: DatedBackups, tmp_path: Path) -> None:
    mine = tmp_path / "backups" / "before-the-move.db"
    mine.parent.mkdir()
    mine.write_text("mine", encoding="utf-8")
    for number in range(5):
        backups.make(NOON + number * DAY)
    assert [moment for moment, _ in backups.made()] == [NOON + number * DAY for number in (2, 3, 4)]
    assert mine.read_text(encoding="utf-8") == "mine"


def test_a_clock_that_was_ahead_stops_no_backup(backups: DatedBackups) -> None:
    backups.make(NOON + 1000 * DAY)
    assert backups.due(NOON) == NOON
    backups.make(NOON)
    assert backups.due(NOON + HOUR) == NOON + DAY


@pytest.mark.skipif(os.name == "nt", reason="Windows has other modes")
def test_the_folder_is_private(backups: DatedBackups, tmp_path: Path) -> None:
    backups.make(NOON)
    assert (tmp_path / "backups").stat().st_mode & 0o077 == 0


async def test_a_failure_is_told_and_removes_nothing(path: Path, backups: DatedBackups) -> None:
    for number in range(3):
        backups.make(NOON + number * DAY)
    await asyncio.to_thread(path.write_bytes, b"noise" * 4096)
    with pytest.raises(StartRefusal):
        backups.make(NOON + 3 * DAY)
    assert len(backups.made()) == 3


def test_a_folder_that_cannot_be_made_is_told(path: Path, tmp_path: Path) -> None:
    (tmp_path / "backups").write_text("a file", encoding="utf-8")
    with pytest.raises(StartRefusal, match=r"backups cannot be kept there .* \[backups\] folder"):
        DatedBackups(path, tmp_path / "backups", DAY, keep=3).make(NOON)
