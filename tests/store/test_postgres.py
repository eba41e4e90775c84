"""The driver of PostgreSQL, on a real server: what is refused at the start, and what conflicts and cuts do to votes."""

import asyncio
import sys
from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import pytest

from bot.errors import Refusal, StartRefusal
from bot.polls.poll import Draft, Ending, Poll
from bot.polls.store import Press
from bot.store import postgres, postgres_batch
from bot.store.ballots import Ballots
from bot.store.database import Database, opened
from bot.store.polls import Polls
from bot.store.schema import migrations
from bot.store.transaction import Transaction, first
from bot.text import postgres as words
from tests.stage.listening import hearing
from tests.store.cutting import Way, way_to
from tests.store.given import NOON, SERVER, draft, press
from tests.stores import SERVER as HERE

pytestmark = pytest.mark.postgres

MEMBERS = range(1, 41)
ENDED = """SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
            WHERE application_name = 'epilogue' AND datname = current_database()"""


@pytest.fixture
async def connection(url: str) -> AsyncIterator[Any]:
    """A connection beside the bot's."""
    opened_beside = await asyncpg.connect(url)
    yield opened_beside
    await opened_beside.close()


@pytest.fixture
async def way(url: str) -> AsyncIterator[tuple[Way, str]]:
    async with way_to(url) as way:
        yield way


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres_batch, "PATIENCE", 0.1)
    monkeypatch.setattr(postgres_batch, "FATE_PATIENCE", 0.3)


async def refused(url: str) -> str:
    with pytest.raises(StartRefusal) as refusal:
        async with opened(url):
            pass
    return refusal.value.sentence


async def started(database: Database, one: Draft | None = None) -> Poll:
    poll = await Polls(database).add(one or draft(), 5)
    assert poll is not None
    return poll


def pressed_at(poll: Poll, member: int) -> Press:
    return Press(poll.server, poll.id, member, press(), NOON)


async def vote(database: Database, poll: Poll, member: int, option: int = 0) -> None:
    cast = await Ballots(database).cast(pressed_at(poll, member), option, 0, ())
    assert cast is not None
    assert cast.denied is None


async def votes(database: Database, poll: Poll) -> int:
    counted = await Polls(database).counted(poll.server, poll.id)
    assert counted is not None
    return counted.tally.voters


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("postgresql://u:hunter2@127.0.0.1:9/x", "does not answer"),
        ("postgresql://u:hunter2@127.0.0.1:many/x", "this url cannot be used"),
        (f"{HERE}/there_is_none", "has no such database. Make it with createdb"),
        (f"{HERE}/postgres?options=-csearch_path%3Dnowhere", "no schema of the name that search_path gives"),
        (f"{HERE}/postgres?options=-cdefault_transaction_read_only%3Don", "cannot be used"),
    ],
    ids=["nobody listens", "no port", "no database", "no schema", "read only"],
)
async def test_what_keeps_a_server_from_being_used_is_told_without_the_password(url: str, told: str) -> None:
    sentence = await refused(url)
    assert told in sentence
    assert "hunter2" not in sentence
    assert "127.0.0.1" in sentence or HERE.split("@")[-1] in sentence


async def test_a_user_without_rights_another_program_and_a_newer_schema_are_told(
    url: str, connection: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "OLDEST_SERVER", 99)
    assert "99 or newer is needed" in await refused(url)
    monkeypatch.undo()
    await connection.execute("DROP ROLE IF EXISTS epilogue_nobody; CREATE ROLE epilogue_nobody LOGIN")
    schema = await connection.fetchval("SELECT current_schema()")
    await connection.execute(f"GRANT USAGE ON SCHEMA {schema} TO epilogue_nobody")
    try:
        user, _, place = url.partition("@")
        nobody = f"{user.rpartition('//')[0]}//epilogue_nobody@{place}"
        assert "the tables cannot be made (permission denied" in await refused(nobody)
    finally:
        await connection.execute("DROP OWNED BY epilogue_nobody; DROP ROLE epilogue_nobody")
    await connection.execute("CREATE TABLE polls (id INTEGER)")
    assert "another program's tables" in await refused(url)
    await connection.execute("DROP TABLE polls")
    async with opened(url):
        pass
    await connection.execute("UPDATE epilogue_schema SET version = 999")
    assert "schema 999" in await refused(url)


async def test_without_the_extra_the_command_that_installs_it_is_told(
    monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.delitem(sys.modules, "bot.store.postgres", raising=False)
    monkeypatch.delitem(sys.modules, "bot.store.postgres_batch", raising=False)
    monkeypatch.setitem(sys.modules, "asyncpg", None)
    sentence = await refused(url)
    assert f'python3 -m pip --python "{sys.prefix}" install "{words.VERSIONS}"' in sentence


async def test_processes_that_start_at_once_make_the_tables_once(url: str, connection: Any) -> None:
    async def one() -> None:
        async with opened(url):
            pass

    await asyncio.gather(*(one() for _ in range(4)))
    assert await connection.fetchval("SELECT version FROM epilogue_schema") == len(migrations())


async def test_a_migration_that_fails_changes_nothing(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened(url) as database:
        poll = await started(database)
    steps = [*migrations(), "ALTER TABLE polls ADD COLUMN mood TEXT; INSERT INTO nowhere VALUES (1);"]
    monkeypatch.setattr(postgres, "migrations", lambda: steps)
    assert "nowhere" in await refused(url)
    monkeypatch.undo()
    async with opened(url) as database:
        assert await Polls(database).get(SERVER, poll.id) == poll


async def test_a_migration_beside_a_running_bot_does_not_trouble_it(url: str, connection: Any) -> None:
    async with opened(url) as database:
        poll = await started(database)
        await vote(database, poll, 1)
        await connection.execute("ALTER TABLE polls ADD COLUMN mood TEXT")  # what is prepared is of the former table
        await vote(database, poll, 2)
        assert await votes(database, poll) == 2


async def test_what_arrives_together_shares_one_commit(database: Database, connection: Any) -> None:
    poll = await started(database)
    await asyncio.gather(*(vote(database, poll, member) for member in MEMBERS))
    # a savepoint of its own would have given each another number
    assert await connection.fetchval("SELECT COUNT(DISTINCT xmin::text) FROM ballots") == 1
    assert await votes(database, poll) == len(MEMBERS)


async def test_of_those_that_arrive_together_one_fails_alone(database: Database) -> None:
    poll = await started(database)

    async def half(t: Transaction) -> None:
        await t.fetch("DELETE FROM options WHERE poll_id = :poll", {"poll": poll.id})
        raise LookupError

    async def wrong(t: Transaction) -> None:
        await t.fetch("INSERT INTO options (poll_id) VALUES (:poll)", {"poll": poll.id})

    outcomes = await asyncio.gather(
        vote(database, poll, 1), database.write(half), database.write(wrong), vote(database, poll, 2),
        return_exceptions=True,
    )  # fmt: skip
    assert [type(one) for one in outcomes] == [type(None), LookupError, asyncpg.NotNullViolationError, type(None)]
    assert await votes(database, poll) == 2


async def test_nobody_is_answered_where_the_commit_fails(database: Database, connection: Any) -> None:
    poll = await started(database)
    late = "ALTER TABLE ballots ADD COLUMN note BIGINT REFERENCES polls (id) DEFERRABLE INITIALLY DEFERRED"
    await connection.execute(late)

    async def dangle(t: Transaction) -> None:  # found by the server at the commit, not before
        await t.fetch("UPDATE ballots SET note = 999", {})

    await vote(database, poll, 1)
    outcomes = await asyncio.gather(vote(database, poll, 2), database.write(dangle), return_exceptions=True)
    assert [type(one) for one in outcomes] == [type(None), asyncpg.ForeignKeyViolationError]
    assert await votes(database, poll) == 2


async def test_processes_that_write_the_same_conflict_and_none_of_it_is_lost(url: str) -> None:
    async with opened(url) as one, opened(url) as other:
        poll = await started(one)
        turn = [vote((one, other)[member % 2], poll, member) for member in range(200)]
        await asyncio.gather(*turn)
        assert await votes(other, poll) == 200


async def test_a_close_beside_votes_of_another_process_counts_every_vote_that_was_accepted(url: str) -> None:
    async with opened(url) as one, opened(url) as other:
        for _ in range(5):
            poll = await started(one)

            async def accepted(member: int, poll: Poll = poll) -> bool:
                cast = await Ballots(one).cast(pressed_at(poll, member), 0, 0, ())
                return cast is not None and cast.denied is None

            voting = asyncio.gather(*(accepted(member) for member in MEMBERS))
            closed = await Polls(other).close(SERVER, poll.id, NOON, Ending.COMMAND)
            assert closed is not None
            assert await votes(other, poll) == sum(await voting) == len(await Ballots(one).ballots(SERVER, poll.id))


async def test_of_two_closes_by_two_processes_one_is_told(url: str) -> None:
    async with opened(url) as one, opened(url) as other:
        poll = await started(one)
        closing = (Polls(by).close(SERVER, poll.id, NOON, Ending.COMMAND) for by in (one, other))
        assert sorted(closed is not None for closed in await asyncio.gather(*closing)) == [False, True]


@pytest.mark.parametrize("heard", [True, False], ids=["answer lost", "question lost"])
async def test_a_commit_that_is_cut_off_happens_once(way: tuple[Way, str], heard: bool) -> None:
    cutter, url = way
    async with opened(url) as database:
        poll = await started(database)
        cutter.cut_at("COMMIT", heard=heard)
        await vote(database, poll, 1)
        cutter.cut_at("COMMIT", heard=heard)
        again = await started(database)
        cutter.cut_at("COMMIT", heard=heard)
        assert await database.write(counted_up) == 1
        assert cutter.cuts == 3
        assert await votes(database, poll) == 1
        assert [one.poll.id for one in await Polls(database).open_polls(SERVER)] == [poll.id, again.id]


async def counted_up(t: Transaction) -> int:
    """What would show if it were done twice."""
    insert = """INSERT INTO shown (server_id, channel_id, topic, passage, times) VALUES (1, 1, 't', 'p', 1)
                ON CONFLICT (server_id, channel_id, topic, passage) DO UPDATE SET times = shown.times + 1
                RETURNING times"""
    row = await first(t, insert, {})
    assert row is not None
    return int(row["times"])


@pytest.mark.usefixtures("impatient")
async def test_a_commit_whose_fate_nobody_knows_is_told_as_that(way: tuple[Way, str]) -> None:
    cutter, url = way
    async with opened(url) as database:
        poll = await started(database)
        cutter.cut_at("COMMIT", heard=True)
        voting = asyncio.create_task(vote(database, poll, 1))
        await cutter.was_cut.wait()
        await cutter.close()
        with pytest.raises(Refusal, match="not known whether this was kept"):
            await voting
        await cutter.open()
        assert await votes(database, poll) == 1


@pytest.mark.usefixtures("impatient")
async def test_while_the_server_is_away_votes_are_refused_and_heal_by_themselves(way: tuple[Way, str]) -> None:
    cutter, url = way
    async with opened(url) as database:
        poll = await started(database)
        await vote(database, poll, 1)
        await votes(database, poll)
        with hearing("bot.store.postgres_batch") as heard:
            await cutter.close()
            for member in (2, 3):
                with pytest.raises(Refusal, match=r"does not answer\. Nothing was counted"):
                    await vote(database, poll, member)
            with pytest.raises(Refusal, match="does not answer"):
                await votes(database, poll)
            await heard.until("The connection to the database is lost")
            await cutter.open()
            await vote(database, poll, 2)
            await heard.until("answers again")
        assert await votes(database, poll) == 2


async def test_a_connection_that_the_server_ends_between_votes_is_not_noticed(
    database: Database, connection: Any
) -> None:
    poll = await started(database)
    await vote(database, poll, 1)
    assert await votes(database, poll) == 1
    await connection.execute(ENDED)
    await vote(database, poll, 2)
    assert await votes(database, poll) == 2


async def test_what_the_server_cannot_do_is_one_sentence(database: Database, connection: Any) -> None:
    poll = await started(database)
    with pytest.raises(Refusal, match="sign in it that cannot be stored"):
        await database.write(lambda t: t.fetch("UPDATE polls SET question = :q", {"q": "a\0b"}))
    with pytest.raises(Refusal, match="cannot keep it"):
        await database.read(lambda t: t.fetch("DELETE FROM polls WHERE server_id = :server", {"server": SERVER}))
    assert await Polls(database).get(SERVER, poll.id) == poll


async def test_a_name_has_one_holder_among_processes_and_tasks_until_that_ends(
    url: str, connection: Any, way: tuple[Way, str]
) -> None:
    cutter, by_the_way = way
    async with opened(by_the_way) as one, opened(url) as other:
        async with one.claims.claim("a") as ours, other.claims.claim("b") as theirs:
            assert (ours, theirs) == (True, True)
            for database, name in ((one, "a"), (other, "a"), (one, "b")):
                async with database.claims.claim(name) as again:
                    assert not again
        async with other.claims.claim("a") as free:
            assert free
        async with one.claims.claim("a"):
            await cutter.close()  # as when its machine vanishes
            await connection.execute(ENDED)
            async with other.claims.claim("a") as free:
                assert free
            with pytest.raises(Refusal, match="does not answer"):
                async with one.claims.claim("c"):
                    pass
        await cutter.open()
        async with one.claims.claim("c") as ours:
            assert ours


async def test_a_reload_that_may_have_been_missed_is_made_up_for(url: str, connection: Any) -> None:
    async with opened(url) as one, opened(url) as other:
        hears = asyncio.create_task(one.peers.asked_to_reload())
        async with one.claims.claim("beside"):  # on the same connection
            await other.peers.ask_to_reload()
            assert await hears
        hears = asyncio.create_task(one.peers.asked_to_reload())
        await connection.execute(ENDED)
        assert not await hears
        await other.peers.ask_to_reload()
        assert await one.peers.asked_to_reload()
