"""Two processes on one database: what goes through all servers goes through each server once."""

from datetime import timedelta

import pytest

from bot.claims import Alone, Firsts, turn
from bot.clock import MovableClock
from bot.pace import Pace
from bot.polls.keeper import Keeper
from bot.polls.poll import Poll, Terms
from bot.polls.result import Shown, Thresholds
from bot.polls.service import Polls
from bot.privacy.service import Privacy
from bot.shards import Shards
from bot.store.ballots import Ballots
from bot.store.database import Database
from bot.store.identifies import Identifies
from bot.store.members import Members
from bot.store.polls import Polls as PollStore
from bot.store.reasons import Reasons as ReasonStore
from bot.store.servers import Servers
from bot.store.takes import Takes as TakeStore
from tests.store.given import DAY, NOON, QUESTION
from tests.store.test_privacy import ANN, RULES, lived

COUNT = 5
OURS, THEIRS = Shards(COUNT, frozenset({0, 1, 3})), Shards(COUNT, frozenset({2, 4}))
# One server a shard, as Discord divides them; their ids are of a length that Discord's are.
SERVERS = [(COUNT * 10**11 + shard) << 22 for shard in range(COUNT)]
REPORTS = Pace("report", DAY, 10, 10)
MINE = [server for server in SERVERS if OURS.serves(server)]


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


class Told:
    """Keeps what it is to announce."""

    def __init__(self) -> None:
        self.polls: list[int] = []

    async def final_votes(self, poll: Poll) -> None:
        raise AssertionError(f"{poll} is no native poll")

    async def announce(self, result: Shown) -> None:
        self.polls.append(result.poll.id)


async def test_deadlines_and_announcements_are_of_the_own_servers(database: Database, clock: MovableClock) -> None:
    everyone = PollStore(database)
    service = Polls(everyone, Ballots(database), clock, {}, Thresholds(3, 5))
    polls = {}
    for number, server in enumerate(SERVERS):
        drafted = service.draft(server, 11, 12, QUESTION, Terms(), DAY + timedelta(hours=number))
        polls[server] = await service.start(drafted)
    ours, theirs = PollStore(database, OURS), PollStore(database, THEIRS)
    assert [poll.server for poll in await ours.unposted()] == MINE
    assert await ours.next_deadline() == polls[SERVERS[0]].closes_at
    assert await theirs.next_deadline() == polls[SERVERS[2]].closes_at
    clock.advance(timedelta(days=2))
    assert [poll.server for poll in await ours.due(clock.now())] == MINE
    told = Told()
    keeper = Keeper(service, ours, clock, Alone())
    await keeper.keep(told)
    assert told.polls == [polls[server].id for server in MINE]
    assert await ours.next_deadline() is None
    # what the other process leaves undone keeps nobody here busy
    assert await theirs.next_deadline() == polls[SERVERS[2]].closes_at
    assert [poll.server for poll in await theirs.due(clock.now())] == [SERVERS[2], SERVERS[4]]


async def test_what_another_process_tells_is_left_to_it_and_looked_at_again(
    database: Database, clock: MovableClock
) -> None:
    store, claims, told = PollStore(database), Alone(), Told()
    service = Polls(store, Ballots(database), clock, {}, Thresholds(3, 5))
    keeper = Keeper(service, store, clock, claims)
    poll = await service.start(service.draft(SERVERS[0], 11, 12, QUESTION, Terms(), DAY))
    await service.close(poll.server, poll.id)
    async with claims.claim(f"announce {poll.id}"):
        again = await keeper.keep(told)
        assert told.polls == []
        assert again <= clock.now() + timedelta(seconds=30)
    await keeper.keep(told)
    await keeper.keep(told)
    assert told.polls == [poll.id]


async def test_chores_are_of_the_own_servers(database: Database, clock: MovableClock) -> None:
    for server in SERVERS:
        open_, closed = await lived(database, clock, server, ANN)
        reasons = ReasonStore(database)
        (reason,) = await reasons.record(server, closed.id)
        await reasons.report(server, reason.id, 99, REPORTS, clock.now())
        await reasons.hide(server, reason.id, "Not here.", clock.now())
        await reasons.unhide(server, reason.id)
        (take,) = await TakeStore(database).of_member(server, ANN)
        await TakeStore(database).withdraw(server, take.id, ANN)
        assert open_.id < closed.id
    mine, others = ReasonStore(database, OURS), ReasonStore(database, THEIRS)
    assert sorted(one.server for one in await mine.untold()) == MINE
    assert sorted(one.server for one in await mine.stale_pages()) == MINE
    assert sorted(one.server for one in await TakeStore(database, OURS).misplaced()) == MINE
    assert len(await others.untold()) == len(SERVERS) - len(MINE)


async def test_a_server_is_forgotten_by_the_process_that_would_know_of_its_return(
    database: Database, clock: MovableClock
) -> None:
    for server in SERVERS:
        await lived(database, clock, server, ANN)
    ours = Servers(database, OURS)
    assert await ours.known() == MINE
    privacy = Privacy(Members(database), ours, clock, RULES)
    await privacy.compare(frozenset())
    for server in SERVERS:
        await Servers(database).left(server, clock.now())
    clock.advance(timedelta(days=31))
    await privacy.forget(frozenset(MINE[:1]))
    left = {poll.server for server in SERVERS for poll in await PollStore(database).open_in(server, None, None)}
    assert left == {*SERVERS} - {*MINE[1:]}
    clock.advance(timedelta(days=200))
    assert await ours.forget_ballots(clock.now()) == 1
    assert await Servers(database, THEIRS).forget_ballots(clock.now()) == 2


async def test_identifies_are_counted_over_all_shards(database: Database) -> None:
    identifies = Identifies(database)
    for shard in range(COUNT):
        await identifies.add(7, shard, NOON + timedelta(seconds=shard), forget_until=NOON - DAY)
    assert await identifies.latest(7, 2, 0) == NOON + timedelta(seconds=4)
    assert await identifies.latest(7, 2, 1) == NOON + timedelta(seconds=3)
    assert await identifies.latest(8, 2, 1) is None
    assert await identifies.count(7, NOON + timedelta(seconds=2)) == 3


async def test_a_name_is_had_by_one_at_a_time_and_waited_for_in_turn() -> None:
    claims = Alone()
    async with claims.claim("one") as had, claims.claim("one") as again, claims.claim("two") as other:
        assert (had, again, other) == (True, False, True)
    async with turn(claims, "one"), claims.claim("one") as again:
        assert not again


async def test_who_was_first_keeps_a_name_whatever_else_is_done() -> None:
    claims = Alone()
    ours, theirs = Firsts(claims, 60.0), Firsts(claims, 60.0)
    assert await ours.first("message 1")
    assert not await theirs.first("message 1")
    assert not await ours.first("message 1")
    assert await theirs.first("message 2")
    await ours.close()
    assert await theirs.first("message 1")
    await theirs.close()


async def test_a_short_time_ends() -> None:
    claims = Alone()
    firsts = Firsts(claims, 0.0)
    assert await firsts.first("message 1")
    async with turn(claims, "message 1"):
        assert not await firsts.first("message 1")
    await firsts.close()
