"""The turns of a channel: counted at once, written a moment later, and read again by the next process."""

import asyncio
from collections.abc import Callable, Mapping, Sequence

import pytest

from bot.store import turns as module
from bot.store.database import Database, opened
from bot.store.transaction import Transaction
from bot.store.turns import Turns
from tests.store.given import SERVER

PASSAGES = ("a", "b", "c")


def least_shown(into: list[str]) -> Callable[[Mapping[str, int]], Sequence[str]]:
    """Choose the passage that was shown least, and note it."""

    def choose(shown: Mapping[str, int]) -> Sequence[str]:
        into.append(min(PASSAGES, key=lambda passage: shown.get(passage, 0)))
        return into[-1:]

    return choose


async def take(turns: Turns, channel: int = 7) -> str:
    chosen: list[str] = []
    await turns.take(SERVER, channel, "jazz", least_shown(chosen))
    return chosen[0]


async def test_a_turn_goes_on_after_a_restart(url: str) -> None:
    shown = []
    for _ in range(4):
        async with opened(url) as database:
            turns = Turns(database)
            shown.append(await take(turns))
            await turns.aclose()
    assert shown == ["a", "b", "c", "a"]


async def test_two_who_ask_at_the_same_moment_take_two_turns(database: Database) -> None:
    turns = Turns(database)
    assert sorted(await asyncio.gather(*(take(turns) for _ in range(3)))) == ["a", "b", "c"]
    await turns.aclose()


async def test_what_gave_way_is_read_again(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_KEPT", 1)
    turns = Turns(database)
    assert [await take(turns, channel) for channel in (7, 8, 7, 8, 7)] == ["a", "a", "b", "b", "c"]
    await turns.aclose()


async def test_what_was_shown_is_written_without_anyone_asking(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "GATHERED", 0.0)
    turns = Turns(database)
    await take(turns)

    async def written(transaction: Transaction) -> int:
        return len(await transaction.fetch("SELECT 1 FROM shown", {}))

    async with asyncio.timeout(10):
        while not await database.read(written):
            pass
    await turns.aclose()


@pytest.mark.sqlite
async def test_a_disk_that_takes_nothing_keeps_nobody_waiting(database: Database) -> None:
    async def make_read_only(transaction: Transaction) -> None:
        await transaction.fetch("PRAGMA query_only = ON", {})

    turns = Turns(database)
    await database.write(make_read_only)
    assert [await take(turns) for _ in range(4)] == ["a", "b", "c", "a"]
    await turns.aclose()
