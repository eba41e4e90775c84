import csv
import io
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.claims import Alone
from bot.clock import MovableClock
from bot.errors import Refusal
from bot.polls.keeper import Keeper
from bot.polls.poll import Ending, Option, Poll, Question, Results, Style, Terms
from bot.polls.preset import Choice, Preset
from bot.polls.result import Hidden, Shown, Thresholds, Verdict
from bot.polls.rules import Limits
from bot.polls.service import Polls
from bot.store.ballots import Ballots
from bot.store.database import Database
from bot.store.polls import Polls as Store
from bot.store.transaction import Transaction
from tests.store.given import DAY, OTHER_SERVER, QUESTION, SERVER, press

PRESET = Preset(name="ending", question="Sad or happy?", options=(Choice(label="Sad"), Choice(label="Happy")))


class Nobody:
    """A channel without Discord's own polls, in which nothing is told."""

    async def final_votes(self, poll: Poll) -> None:
        raise AssertionError(f"{poll} is no native poll")

    async def announce(self, result: Shown) -> None:
        raise AssertionError(f"{result} is not to be told")


NOBODY = Nobody()


async def nobody(members: Sequence[int]) -> Mapping[int, str]:
    raise AssertionError(f"nobody is to ask who {members} are")


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture
async def store(database: Database) -> Store:
    return Store(database)


@pytest.fixture
async def polls(database: Database, store: Store, clock: MovableClock) -> Polls:
    return Polls(store, Ballots(database), clock, {"ending": PRESET}, Thresholds(3, 5), Limits(most_open=3))


@pytest.fixture
async def keeper(polls: Polls, store: Store, clock: MovableClock) -> Keeper:
    return Keeper(polls, store, clock, Alone())


async def started(
    polls: Polls, server: int = SERVER, question: Question = QUESTION, lasts: timedelta = DAY, **terms: object
) -> Poll:
    return await polls.start(polls.draft(server, 11, 12, question, Terms(**terms), lasts))  # type: ignore[arg-type]


async def votes(polls: Polls, poll: Poll, *options: int) -> None:
    for member, option in enumerate(options):
        await polls.vote(poll.server, poll.id, option, member, press=press())


async def test_a_preset_by_name_and_what_there_is_where_it_is_not(polls: Polls) -> None:
    assert polls.preset(" Ending ") == Question.of(PRESET)
    with pytest.raises(Refusal, match="There is: ending"):
        polls.preset("endin")


async def test_a_vote_moves_stays_and_is_withdrawn(polls: Polls) -> None:
    poll = await started(polls)
    seen = []
    for option in (0, 0, 1):
        receipt = await polls.vote(SERVER, poll.id, option, 7, press=press())
        seen.append((receipt.before, receipt.after))
    withdrawn = await polls.withdraw(SERVER, poll.id, 7, press=press())
    again = await polls.withdraw(SERVER, poll.id, 7, press=press())
    seen += [(withdrawn.before, withdrawn.after), (again.before, again.after)]
    assert seen == [(None, 0), (0, 0), (0, 1), (1, None), (None, None)]
    assert (await polls.results(SERVER, poll.id)).voters == 0


async def test_a_deadline_binds_the_vote_before_anyone_has_closed_the_poll(
    polls: Polls, keeper: Keeper, clock: MovableClock
) -> None:
    poll = await started(polls)
    await votes(polls, poll, 0)
    clock.advance(DAY)
    with pytest.raises(Refusal, match="closed"):
        await polls.vote(SERVER, poll.id, 1, 0, press=press(clock))
    with pytest.raises(Refusal, match="closed"):
        await polls.withdraw(SERVER, poll.id, 0, press=press(clock))
    assert await keeper.close_due(NOBODY) is None
    assert (await polls.results(SERVER, poll.id)).poll.ending is Ending.DEADLINE


async def test_a_timer_that_rings_early_closes_nothing(polls: Polls, keeper: Keeper) -> None:
    poll = await started(polls)
    assert await keeper.close_due(NOBODY) == poll.closes_at
    assert (await polls.get(SERVER, poll.id)).closed_at is None


async def test_a_poll_of_another_server_does_not_exist(polls: Polls, store: Store, database: Database) -> None:
    poll = await started(polls)
    await votes(polls, poll, 0, 1, 1)
    tries: list[Callable[[], Awaitable[object]]] = [
        lambda: polls.vote(OTHER_SERVER, poll.id, 0, 99, press=press()),
        lambda: polls.withdraw(OTHER_SERVER, poll.id, 0, press=press()),
        lambda: polls.results(OTHER_SERVER, poll.id, 0),
        lambda: polls.close(OTHER_SERVER, poll.id),
        lambda: polls.export(OTHER_SERVER, poll.id, nobody),
        lambda: polls.get(OTHER_SERVER, poll.id),
        lambda: polls.edit(OTHER_SERVER, poll.id, QUESTION, Terms(), DAY),
    ]
    for attempt in tries:
        with pytest.raises(Refusal, match=f"no such poll here as {poll.id}"):
            await attempt()
    await store.posted(OTHER_SERVER, poll.id, 666)
    await store.announced(OTHER_SERVER, poll.id, poll.opened_at)
    assert not await store.discard(OTHER_SERVER, poll.id)
    assert await Ballots(database).ballots(OTHER_SERVER, poll.id) == []
    assert await polls.listed(OTHER_SERVER) == await polls.closed(OTHER_SERVER) == []
    assert await polls.get(SERVER, poll.id) == poll
    assert (await polls.results(SERVER, poll.id)).voters == 3


async def test_results_after_the_vote_open_with_the_receipt_and_close_with_the_withdrawal(polls: Polls) -> None:
    poll = await started(polls, results=Results.AFTER_VOTE)
    await votes(polls, poll, 0, 1)
    receipt = await polls.vote(SERVER, poll.id, 1, 9, press=press())
    assert receipt.shown is not None
    assert receipt.shown.split is not None
    assert (await polls.results(SERVER, poll.id, 9)).split is not None
    assert (await polls.results(SERVER, poll.id, 10)).hidden is Hidden.UNTIL_VOTED
    assert (await polls.results(SERVER, poll.id)).hidden is Hidden.UNTIL_VOTED
    await polls.withdraw(SERVER, poll.id, 9, press=press())
    assert (await polls.results(SERVER, poll.id, 9)).hidden is Hidden.UNTIL_VOTED


async def test_the_close_is_claimed_once_and_seals_the_tally(polls: Polls, database: Database) -> None:
    poll = await started(polls)
    await votes(polls, poll, 0, 1, 1, 0, 0)
    await polls.vote(SERVER, poll.id, 1, 0, press=press())
    result = await polls.close(SERVER, poll.id)
    with pytest.raises(Refusal, match="closed already"):
        await polls.close(SERVER, poll.id)

    async def erase(t: Transaction) -> None:
        await t.fetch("DELETE FROM ballots", {})

    await database.write(erase)
    after = await polls.results(SERVER, poll.id)
    assert after == result
    assert after.split is not None
    assert [share.votes for share in after.split.shares] == [2, 3]
    assert (after.split.verdict, after.split.moved) == (Verdict.WON, (0, 1))


async def test_discords_own_count_can_be_sealed(polls: Polls) -> None:
    poll = await started(polls, anonymous=False)
    result = await polls.close(SERVER, poll.id, Ending.DEADLINE, votes=[4, 9])
    assert result.split is not None
    assert [share.votes for share in result.split.shares] == [4, 9]


async def test_an_edit_works_until_the_first_vote(polls: Polls) -> None:
    poll = await started(polls)
    three = Question("Which?", (Option("A"), Option("B"), Option("C")))
    edited = await polls.edit(SERVER, poll.id, three, Terms(anonymous=False), 2 * DAY)
    closes_at = poll.opened_at + 2 * DAY
    assert edited == replace(poll, question=three, terms=Terms(anonymous=False), closes_at=closes_at, edition=1)
    assert await polls.get(SERVER, poll.id) == edited
    with pytest.raises(Refusal, match="changed since these buttons were shown"):
        await polls.vote(SERVER, poll.id, 1, 7, press=press())
    edited = await polls.edit(SERVER, poll.id, three, Terms(anonymous=False), DAY)
    assert edited.edition == 1  # its options are what they were
    await polls.vote(SERVER, poll.id, 2, 7, press=press(), edition=1)
    with pytest.raises(Refusal, match="someone has voted"):
        await polls.edit(SERVER, poll.id, QUESTION, Terms(), DAY)
    assert await polls.get(SERVER, poll.id) == edited


async def test_only_the_same_question_and_options_are_compared(polls: Polls, clock: MovableClock) -> None:
    other = replace(QUESTION, options=(*QUESTION.options, Option("Both")))
    for question in (QUESTION, other, QUESTION):
        poll = await started(polls, question=question)
        await polls.close(SERVER, poll.id)
        clock.advance(DAY)
    await polls.close(OTHER_SERVER, (await started(polls, OTHER_SERVER)).id)
    await started(polls)
    runs = await polls.history(SERVER, replace(QUESTION, preset="renamed", film="another"))
    assert [run.poll.id for run in runs] == [1, 3]


async def test_a_server_has_a_bound_of_open_polls(polls: Polls) -> None:
    first, _, _ = [await started(polls) for _ in range(3)]
    with pytest.raises(Refusal, match="3 polls are open"):
        await started(polls)
    await started(polls, OTHER_SERVER)
    await polls.close(SERVER, first.id)
    await started(polls)


async def test_a_poll_that_could_not_be_posted_is_forgotten_unless_someone_voted(polls: Polls) -> None:
    lost, voted, posted = [await started(polls) for _ in range(3)]
    await votes(polls, voted, 1)
    await polls.posted(posted, 555)
    assert await polls.unposted() == [lost, voted]
    assert [await polls.discard(poll) for poll in (lost, voted, posted)] == [True, False, False]
    assert await polls.unposted() == [voted]
    assert (await polls.get(SERVER, posted.id)).message == 555


async def test_an_id_is_never_given_twice(polls: Polls) -> None:
    poll = await started(polls)
    await polls.discard(poll)
    assert (await started(polls)).id > poll.id


async def test_an_export_of_a_public_poll_names_its_voters(polls: Polls) -> None:
    question = Question("Which?", (Option("=1+1"), Option("Happy, or not")))
    poll = await started(polls, question=question, anonymous=False)
    await votes(polls, poll, 0, 1, 1)
    asked: list[int] = []

    async def names(members: Sequence[int]) -> Mapping[int, str]:
        asked.extend(members)
        return {1: "Mia", 2: "@Seb"}

    written = await polls.export(SERVER, poll.id, names)
    assert asked == [0, 1, 2]
    assert list(csv.reader(io.StringIO(written.csv)))[:3] == [
        ["option", "votes", "percent"],
        ["'=1+1", "1", "33"],
        ["Happy, or not", "2", "67"],
    ]
    assert [row[:4] for row in csv.reader(io.StringIO(written.csv))][5:] == [
        ["0", "", "'=1+1", "'=1+1"],
        ["1", "Mia", "Happy, or not", "Happy, or not"],
        ["2", "'@Seb", "Happy, or not", "Happy, or not"],
    ]
    document = json.loads(written.json)
    assert [ballot["name"] for ballot in document["ballots"]] == [None, "Mia", "@Seb"]
    assert document["options"] == [
        {"label": "=1+1", "votes": 1, "percent": 33},
        {"label": "Happy, or not", "votes": 2, "percent": 67},
    ]


async def test_an_export_tells_no_name_of_an_anonymous_poll_and_nothing_hidden(polls: Polls) -> None:
    poll = await started(polls, results=Results.AT_CLOSE)
    await votes(polls, poll, 0, 1, 1)
    with pytest.raises(Refusal, match="3 voters so far"):
        await polls.export(SERVER, poll.id, nobody)
    await polls.close(SERVER, poll.id)
    written = await polls.export(SERVER, poll.id, nobody)
    assert "member" not in written.csv
    assert "ballots" not in json.loads(written.json)


async def test_no_log_line_tells_who_voted_for_what(polls: Polls, caplog: pytest.LogCaptureFixture, path: Path) -> None:
    caplog.set_level("INFO")
    poll = await started(polls)
    await polls.vote(SERVER, poll.id, 1, 424242, press=press())
    await polls.close(SERVER, poll.id)
    assert "closed" in caplog.text
    assert "424242" not in caplog.text
    assert "Happy" not in caplog.text


async def test_a_message_is_stale_until_what_is_true_was_drawn(polls: Polls) -> None:
    poll = await started(polls)
    assert await polls.stale() == []

    async def draw(*meanwhile: int) -> int:
        """Draw the message while members vote, and return how many voters it shows."""
        drawn = await polls.drawing(SERVER, poll.id)
        assert drawn is not None
        for member in meanwhile:
            await polls.vote(SERVER, poll.id, 0, member, press=press())
        await polls.drawn(drawn.poll)
        return drawn.voters

    async def is_stale() -> bool:
        return [one.id for one in await polls.stale()] == [poll.id]

    await votes(polls, poll, 0, 1)
    assert await is_stale()
    assert await draw(5) == 2
    assert await is_stale()
    assert await draw() == 3
    assert not await is_stale()
    await polls.vote(SERVER, poll.id, 0, 5, press=press())
    assert not await is_stale()
    await polls.withdraw(SERVER, poll.id, 5, press=press())
    assert await is_stale()
    assert await draw() == 2
    await polls.close(SERVER, poll.id)
    assert await is_stale()
    await polls.drawing(SERVER, poll.id)
    assert await is_stale()


async def test_nothing_is_drawn_of_a_poll_that_is_gone_or_discords_own(polls: Polls, store: Store) -> None:
    native = await started(polls, anonymous=False, style=Style.NATIVE)
    await store.posted(SERVER, native.id, 5)
    await polls.native_vote(SERVER, 5, 0, 7, added=True)
    await polls.close(SERVER, native.id)
    gone = await started(polls)
    await votes(polls, gone, 0)
    await polls.close(SERVER, gone.id, Ending.GONE)
    assert await polls.stale() == []
    assert await polls.drawing(SERVER, 99) is None


async def test_who_voted_is_told_of_public_polls_as_far_as_the_split_is(polls: Polls) -> None:
    public = await started(polls, anonymous=False)
    anonymous = await started(polls)
    hidden = await started(polls, anonymous=False, results=Results.AFTER_VOTE)
    for poll in (public, anonymous, hidden):
        await votes(polls, poll, 0, 1, 1)
    assert await polls.voters(await polls.results(SERVER, public.id)) == [[0], [1, 2]]
    assert await polls.voters(await polls.results(SERVER, anonymous.id)) == ()
    assert await polls.voters(await polls.results(SERVER, hidden.id, 9)) == ()
    assert await polls.voters(await polls.results(SERVER, hidden.id, 1)) == [[0], [1, 2]]
