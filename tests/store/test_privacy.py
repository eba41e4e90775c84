import json
from datetime import timedelta

import pytest

from bot.clock import MovableClock
from bot.errors import Refusal
from bot.polls.poll import Poll, Terms
from bot.polls.result import Thresholds
from bot.polls.service import Polls
from bot.privacy.rules import Rules
from bot.privacy.service import Privacy
from bot.reasons.reason import Page, Said
from bot.reasons.service import Reasons
from bot.store.ballots import Ballots
from bot.store.database import Database
from bot.store.members import HELD, Members
from bot.store.polls import Polls as PollStore
from bot.store.reasons import Reasons as ReasonStore
from bot.store.servers import TABLES, Servers
from bot.store.takes import Takes as TakeStore
from bot.store.turns import Turns
from bot.takes.service import Takes
from tests.store.given import DAY, OTHER_SERVER, QUESTION, SERVER, press
from tests.store.test_reasons import RULES as REASON_RULES
from tests.store.test_takes import RULES as TAKE_RULES
from tests.store.test_takes import WORDS
from tests.stores import columns_of, tables_of

RULES = Rules(operator="", ballots_days=180, declined_takes_days=30, left_servers_days=30)
ANN, BOB = 1, 2
ELSEWHERE = frozenset({OTHER_SERVER, 300})
"""The bot is not in the first server."""
EVERYWHERE = frozenset({SERVER, OTHER_SERVER})
MEMBERS_COLUMNS = {"author_id", "member_id"}


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture
async def privacy(database: Database, clock: MovableClock) -> Privacy:
    return Privacy(Members(database), Servers(database), clock, RULES)


async def lived(database: Database, clock: MovableClock, server: int, member: int) -> tuple[Poll, Poll]:
    """Let a member leave something in every table; return their open poll and their closed one."""
    polls = Polls(PollStore(database), Ballots(database), clock, {}, Thresholds(3, 5))
    reasons = Reasons(ReasonStore(database), clock, REASON_RULES, lambda _server: [])
    takes = Takes(TakeStore(database), clock, TAKE_RULES, lambda _server: [])
    both = [await polls.start(polls.draft(server, 11, member, QUESTION, Terms(), DAY)) for _ in range(2)]
    for poll in both:
        await polls.vote(server, poll.id, 0, member, press=press(clock))
        await polls.vote(server, poll.id, 1, member, press=press(clock))
        await reasons.say(Said(server, poll.id, member, 1, "So it goes.", "ann", True))
    third = await polls.start(polls.draft(server, 11, 999, QUESTION, Terms(), DAY))
    await polls.withdraw(server, third.id, member, press=press(clock))
    await polls.close(server, both[1].id)
    await reasons.record(server, both[1].id)
    await reasons.keep_page(Page(server, both[1].id, 1, 50 + server, 51 + server))
    take = await takes.write(server, member, WORDS)
    accepted = await takes.accept(server, take.id, 1)
    await takes.posted(accepted, 60, 61 + server)
    await Turns(database).take(server, 11, "ending", lambda _shown: ["passage"])
    return both[0], both[1]


async def test_an_erasure_leaves_counts_of_closed_polls_and_no_member(
    database: Database, clock: MovableClock, privacy: Privacy
) -> None:
    open_, closed = await lived(database, clock, SERVER, ANN)
    await lived(database, clock, OTHER_SERVER, ANN)
    before = await tables_of(database)
    erased = await privacy.erase(SERVER, ANN)
    assert (erased.open_polls, erased.ballots, erased.reasons, erased.takes) == ((open_.id,), 2, 2, 1)
    after = await tables_of(database)
    ours = {open_.id, closed.id}
    for table, kept in after.items():
        for row in kept:
            if row.get("server_id") == SERVER or row.get("poll_id") in ours:
                assert ANN not in (row[column] for column in MEMBERS_COLUMNS & row.keys()), table
            else:
                assert row in before[table], table
    counted = [row["votes"] for row in after["options"] if row["poll_id"] == closed.id]
    assert counted == [0, 1]
    assert [row["stale"] for row in after["reason_pages"] if row["server_id"] == SERVER] == [1]
    elsewhere = [row for table in after.values() for row in table if row.get("server_id") == OTHER_SERVER]
    assert elsewhere == [row for table in before.values() for row in table if row.get("server_id") == OTHER_SERVER]
    assert (await privacy.erase(SERVER, ANN)).ballots == 0


async def test_an_export_has_all_of_one_member_in_one_server(
    database: Database, clock: MovableClock, privacy: Privacy
) -> None:
    await lived(database, clock, SERVER, ANN)
    await lived(database, clock, OTHER_SERVER, ANN)
    mine = json.loads(await privacy.export(SERVER, ANN))
    assert {subject: len(mine[subject]) for subject in HELD} == {
        "votes": 2,
        "votes_withdrawn_within_a_day": 1,
        "polls_started": 2,
        "reasons": 2,
        "takes": 1,
        "handed_in_within_a_day": 3,
    }
    assert mine["votes"][0]["first_choice"] == "Sad"
    assert mine["votes"][0]["latest_choice"] == "Happy"
    assert mine["takes"][0]["text"] == WORDS.text
    assert mine["votes"][0]["cast_at"].endswith("+00:00")
    others = json.loads(await privacy.export(SERVER, BOB))
    assert all(others[subject] == [] for subject in HELD)


async def test_every_column_that_names_a_member_is_exported_and_every_table_of_a_server_is_purged(
    database: Database,
) -> None:
    named = await columns_of(database)
    assert {table for table, column in named if column == "server_id"} == set(TABLES)
    of_members = {table for table, column in named if column in MEMBERS_COLUMNS}
    assert of_members == {"polls", "ballots", "withdrawals", "reasons", "takes", "submissions"}
    assert all(any(table in sql.split() for sql in HELD.values()) for table in of_members)


async def test_a_server_that_was_left_is_purged_after_its_time_of_grace(
    database: Database, clock: MovableClock, privacy: Privacy
) -> None:
    await lived(database, clock, SERVER, ANN)
    await lived(database, clock, OTHER_SERVER, ANN)
    before = await tables_of(database)
    await privacy.left(SERVER)
    clock.advance(timedelta(days=29))
    await privacy.left(SERVER)  # told again: the time of grace does not begin anew
    await privacy.forget(ELSEWHERE)
    assert len((await tables_of(database))["polls"]) == 6
    clock.advance(timedelta(days=1))
    await privacy.forget(ELSEWHERE)
    after = await tables_of(database)
    kept = [row for table in after.values() for row in table]
    assert not [row for row in kept if row.get("server_id") == SERVER]
    assert len(after["ballots"]) == 2
    assert len(after["options"]) == 6
    assert after["takes"] == [row for row in before["takes"] if row["server_id"] == OTHER_SERVER]


async def test_nothing_is_purged_of_a_server_that_the_bot_is_in_or_while_that_is_not_known(
    database: Database, clock: MovableClock, privacy: Privacy
) -> None:
    await lived(database, clock, SERVER, ANN)
    before = await tables_of(database)
    await privacy.left(SERVER)
    clock.advance(timedelta(days=31))
    await privacy.forget(None)  # not connected yet
    assert len((await tables_of(database))["polls"]) == 3
    await privacy.forget(EVERYWHERE)
    assert await tables_of(database) == before | {"withdrawals": []}  # these have had their day


async def test_a_server_that_was_left_while_the_bot_did_not_run_is_noticed(
    database: Database, clock: MovableClock, privacy: Privacy
) -> None:
    await lived(database, clock, SERVER, ANN)
    await lived(database, clock, OTHER_SERVER, ANN)
    await privacy.left(OTHER_SERVER)
    await privacy.compare(ELSEWHERE)
    assert [row["server_id"] for row in (await tables_of(database))["left_servers"]] == [SERVER]


async def test_ballots_and_declined_takes_are_forgotten_in_time_and_the_counts_stay(
    database: Database, clock: MovableClock, privacy: Privacy
) -> None:
    open_, closed = await lived(database, clock, SERVER, ANN)
    takes = Takes(TakeStore(database), clock, TAKE_RULES, lambda _server: [])
    declined = await takes.write(SERVER, BOB, WORDS)
    await takes.decline(SERVER, declined.id, 1, "Rather a reason.")
    clock.advance(timedelta(days=180))
    await privacy.forget(EVERYWHERE)
    after = await tables_of(database)
    assert [row["poll_id"] for row in after["ballots"]] == [open_.id]
    assert [row["votes"] for row in after["options"] if row["poll_id"] == closed.id] == [0, 1]
    assert [row["member_id"] for row in after["takes"]] == [ANN]
    record = await Reasons(ReasonStore(database), clock, REASON_RULES, lambda _server: []).record(SERVER, closed.id)
    assert [one.text for one in record] == ["So it goes."]


async def test_that_a_vote_was_withdrawn_is_forgotten_within_a_day_and_at_the_close(
    database: Database, clock: MovableClock, privacy: Privacy
) -> None:
    polls = Polls(PollStore(database), Ballots(database), clock, {}, Thresholds(3, 5))
    one, other = [await polls.start(polls.draft(SERVER, 11, 1, QUESTION, Terms(), 2 * DAY)) for _ in range(2)]
    for poll in (one, other):
        await polls.withdraw(SERVER, poll.id, ANN, press=press(clock))
    await polls.close(SERVER, one.id)
    assert [row["poll_id"] for row in (await tables_of(database))["withdrawals"]] == [other.id]
    await privacy.forget(None)
    assert (await tables_of(database))["withdrawals"]
    clock.advance(timedelta(hours=6))
    await privacy.forget(None)
    assert not (await tables_of(database))["withdrawals"]


async def test_a_press_from_before_an_erasure_brings_nothing_back(
    database: Database, clock: MovableClock, privacy: Privacy
) -> None:
    polls = Polls(PollStore(database), Ballots(database), clock, {}, Thresholds(3, 5))
    poll = await polls.start(polls.draft(SERVER, 11, 1, QUESTION, Terms(), DAY))
    early, erasing = press(clock), press(clock)
    assert polls.erased(SERVER, ANN, erasing)
    await privacy.erase(SERVER, ANN)
    with pytest.raises(Refusal, match="data erased"):
        await polls.vote(SERVER, poll.id, 0, ANN, press=early)
    assert (await polls.vote(SERVER, poll.id, 1, ANN, press=press(clock))).after == 1
    assert not polls.erased(SERVER, ANN, erasing)
    assert (await polls.results(SERVER, poll.id)).voters == 1
