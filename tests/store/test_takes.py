import io
import zipfile
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import knowledge
from bot.clock import MovableClock
from bot.errors import Refusal
from bot.knowledge.essay import parse
from bot.shipped import shipped
from bot.store.database import Database
from bot.store.takes import Takes as Store
from bot.takes.essays import archive, as_file
from bot.takes.rules import Rules
from bot.takes.service import Takes
from bot.takes.shelf import Shelf
from bot.takes.take import Answered, Post, State, Take, Words
from bot.wording import cleaned
from tests.store.given import OTHER_SERVER, SERVER

RULES = Rules(per_day=4, per_day_of_server=100, waiting=2, pause_seconds=0)
ESSAY = Answered("a-very-happy-ending.txt", "A very happy ending", "La La Land", 2016, True)
WORDS = Words(
    "The zeppelin of regret",
    "A zeppelin of regret hangs over the last scene, and nobody lands it.\n\nThat is why the smile is not enough.",
    "sad",
    "Ann",
    ESSAY,
)
ANN, BOB = 1, 2


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture
async def takes(database: Database, clock: MovableClock) -> Takes:
    return Takes(Store(database), clock, RULES, lambda _server: ["rotten"])


Accept = Callable[..., Awaitable[Take]]


@pytest.fixture
async def accept(takes: Takes) -> Accept:
    async def accept(words: Words = WORDS, server: int = SERVER, member: int = ANN) -> Take:
        take = await takes.write(server, member, words)
        return await takes.accept(server, take.id, take.version)

    return accept


async def test_a_take_waits_is_decided_and_every_decision_can_be_undone(takes: Takes) -> None:
    take = await takes.write(SERVER, ANN, WORDS)
    assert (await takes.next_waiting(SERVER)) == (take, 1)
    declined = await takes.decline(SERVER, take.id, 1, "Rather a reason than a take.")
    assert (declined.state, declined.note) == (State.DECLINED, "Rather a reason than a take.")
    accepted = await takes.accept(SERVER, take.id, 1)
    assert (accepted.state, accepted.note) == (State.ACCEPTED, "")
    hidden = await takes.hide(SERVER, take.id, 1, "Asked for by its subject.")
    assert hidden.state is State.HIDDEN
    assert (await takes.accept(SERVER, take.id, 1)).state is State.ACCEPTED
    with pytest.raises(Refusal, match="accepted already"):
        await takes.decline(SERVER, take.id, 1, "too late for that")


async def test_a_moderator_decides_on_what_they_have_read(takes: Takes) -> None:
    take = await takes.write(SERVER, ANN, WORDS)
    await takes.rewrite(SERVER, take.id, ANN, replace(WORDS, text="Something else that nobody has read until now."))
    with pytest.raises(Refusal, match="changed by its writer"):
        await takes.accept(SERVER, take.id, take.version)
    assert await takes.accepted(SERVER) == []


async def test_a_change_of_an_accepted_take_waits_again(takes: Takes, accept: Accept) -> None:
    take = await accept()
    changed = await takes.rewrite(SERVER, take.id, ANN, replace(WORDS, title="Another title"))
    assert (changed.state, changed.version) == (State.WAITING, 2)
    assert await takes.accepted(SERVER) == []


async def test_another_member_or_server_reads_and_changes_nothing(takes: Takes) -> None:
    take = await takes.write(SERVER, ANN, WORDS)
    for server, member in ((SERVER, BOB), (OTHER_SERVER, ANN)):
        with pytest.raises(Refusal, match="not yours"):
            await takes.rewrite(server, take.id, member, WORDS)
        with pytest.raises(Refusal, match="not yours"):
            await takes.withdraw(server, take.id, member)
        with pytest.raises(Refusal, match="not yours"):
            await takes.own(server, take.id, member)
        with pytest.raises(Refusal, match="no take"):
            await takes.read(server, take.id, member)
    with pytest.raises(Refusal, match="no take"):
        await takes.accept(OTHER_SERVER, take.id, 1)
    assert await takes.own(SERVER, take.id, ANN) == take
    await takes.withdraw(SERVER, take.id, ANN)
    assert await takes.mine(SERVER, ANN) == []


async def test_limits_outlive_a_withdrawal(takes: Takes, clock: MovableClock) -> None:
    for _ in range(2):
        await takes.write(SERVER, ANN, WORDS)
    with pytest.raises(Refusal, match="2 takes of yours wait"):
        await takes.write(SERVER, ANN, WORDS)
    for _ in range(2):
        await takes.withdraw(SERVER, (await takes.mine(SERVER, ANN))[0].id, ANN)
        await takes.write(SERVER, ANN, WORDS)
    await takes.withdraw(SERVER, (await takes.mine(SERVER, ANN))[0].id, ANN)
    with pytest.raises(Refusal, match="4 takes a day"):
        await takes.write(SERVER, ANN, WORDS)
    await takes.write(OTHER_SERVER, ANN, WORDS)
    clock.advance(timedelta(days=1))
    await takes.write(SERVER, ANN, WORDS)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"title": "  "}, "The title needs words"),
        ({"title": "x" * 101}, "101 characters; it can have 100"),
        ({"text": "Too short."}, "at least 40"),
        ({"text": "x " * 2001}, "4,001 characters; it can have 4,000"),
        ({"stance": "x" * 61}, "The stance has 61"),
        ({"text": WORDS.text + " discord.gg/abc"}, "invite"),
        ({"stance": "rotten"}, "“rotten”"),
        ({"text": "https://example.com/a/very/long/address/that/says/nothing"}, "no sentence"),
    ],
)
async def test_what_cannot_be_kept_is_declined_and_counts_for_nothing(
    takes: Takes, change: dict[str, str], sentence: str
) -> None:
    with pytest.raises(Refusal, match=sentence):
        await takes.write(SERVER, ANN, replace(WORDS, **change))  # type: ignore[arg-type]
    assert await takes.mine(SERVER, ANN) == []


async def test_a_message_that_shows_a_former_version_is_taken_down_once(takes: Takes, accept: Accept) -> None:
    take = await accept()
    await takes.posted(take, channel=60, message=61)
    removed: list[Post] = []

    async def remove(post: Post) -> None:
        removed.append(post)
        if len(removed) == 1:
            raise OSError("the network is down")

    assert await takes.take_down(remove)
    assert removed == []
    changed = await takes.rewrite(SERVER, take.id, ANN, replace(WORDS, title="Another title"))
    assert isinstance(changed, Take)
    await takes.accept(SERVER, take.id, 2)
    assert [await takes.take_down(remove) for _ in range(3)] == [False, True, True]
    assert removed == [Post(SERVER, take.id, 1, 60, 61)] * 2


async def test_an_accepted_take_is_quoted_in_its_server_beside_the_essays_and_nowhere_else(
    takes: Takes, accept: Accept
) -> None:
    essays = knowledge.load(shipped("seeds"))
    shelf = Shelf(takes, lambda: essays)
    assert await shelf.of(SERVER) is essays
    take = await accept()
    shelf.changed(SERVER)
    quote = (await shelf.of(SERVER)).search("a zeppelin of regret").quotes[0]
    assert quote.text == "A zeppelin of regret hangs over the last scene, and nobody lands it."
    assert (quote.by_member, quote.author, quote.stance, quote.spoilers) == (True, "Ann", "sad", True)
    for elsewhere in (OTHER_SERVER, None):
        assert not any(one.by_member for one in (await shelf.of(elsewhere)).search("a zeppelin of regret").quotes)
    assert (await shelf.of(SERVER)).quote(quote.passage) is not None
    await takes.withdraw(SERVER, take.id, ANN)
    shelf.changed(SERVER)
    assert (await shelf.of(SERVER)).quote(quote.passage) is None


async def test_a_reload_of_the_essays_reaches_the_servers_with_takes(takes: Takes, accept: Accept) -> None:
    libraries = [knowledge.load(shipped("seeds"))]
    shelf = Shelf(takes, lambda: libraries[-1])
    await accept()
    before = await shelf.of(SERVER)
    assert await shelf.of(SERVER) is before
    libraries.append(knowledge.load(shipped("seeds")))
    assert await shelf.of(SERVER) is not before


async def test_the_export_is_files_that_the_essays_folder_accepts(takes: Takes, accept: Accept) -> None:
    take = await accept()
    with zipfile.ZipFile(io.BytesIO(archive([take]))) as files:
        name = files.namelist()[0]
        essay = parse(files.read(name), name)
    assert (essay.title, essay.author, essay.film, essay.year) == (WORDS.title, "Ann", "La La Land", 2016)
    assert (essay.stance, essay.spoilers) == ("sad", True)
    assert essay.sentence(0) == "A zeppelin of regret hangs over the last scene, and nobody lands it."


LINE = st.text(st.characters(codec="utf-8"), min_size=3, max_size=60).map(cleaned).map(lambda s: " ".join(s.split()))


@given(LINE.filter(bool), LINE)
def test_any_title_and_name_come_through_the_export(title: str, name: str) -> None:
    essay = parse(as_file(replace(WORDS, title=title, name=name)).encode(), "take.txt")
    assert (essay.title, essay.author or "") == (title, name)
