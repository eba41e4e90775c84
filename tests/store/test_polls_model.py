"""The rules of polls as a model in plain Python, held against the service on the real database."""

import asyncio
import tempfile
from collections.abc import Callable, Coroutine
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from bot.claims import Alone
from bot.clock import MovableClock, moment_of
from bot.errors import Refusal
from bot.polls.keeper import Gone, Keeper
from bot.polls.poll import Poll, Results, Terms
from bot.polls.receipt import Receipt
from bot.polls.result import Shown, Thresholds
from bot.polls.service import Polls as Service
from bot.store.ballots import Ballots
from bot.store.database import opened
from bot.store.polls import Polls as Store
from bot.store_url import of_file
from tests import stores
from tests.store.given import OTHER_SERVER, QUESTION, SERVER, press
from tests.stores import Schemas

T = TypeVar("T")
MEMBERS = st.integers(1, 6)
OPTIONS = st.integers(-1, 3)
SERVERS = st.sampled_from([SERVER, OTHER_SERVER])
ROLE = 77


@dataclass
class Model:
    server: int
    terms: Terms
    closes_at: datetime
    closed: bool = False
    told: int = 0
    first: dict[int, int] = field(default_factory=dict)
    latest: dict[int, int] = field(default_factory=dict)
    pressed: dict[int, int] = field(default_factory=dict)
    sealed: tuple[int, ...] | None = None
    message: object = None

    def count(self) -> tuple[int, ...]:
        return self.sealed or tuple(list(self.latest.values()).count(n) for n in range(len(QUESTION.options)))

    def seal(self) -> None:
        self.sealed, self.closed = self.count(), True


@dataclass(frozen=True)
class Pressed:
    poll: int
    server: int
    member: int
    option: int | None
    roles: tuple[int, ...]
    id: int


class Channel:
    """Where results are posted; it fails when told to."""

    def __init__(self) -> None:
        self.told: list[int] = []
        self.trouble: Exception | None = None

    async def final_votes(self, poll: Poll) -> None:
        raise AssertionError(f"{poll} is no native poll")

    async def announce(self, result: Shown) -> None:
        if self.trouble:
            raise self.trouble
        self.told.append(result.poll.id)


def seen(shown: Shown | None) -> object:
    """What a poll's message makes of it."""
    assert shown is not None
    return shown.poll.closes_at, shown.poll.closed_at is None, shown.voters, shown.hidden, shown.split


class Life(RuleBasedStateMachine):
    polls: Bundle[int] = Bundle("polls")
    presses: Bundle[Pressed] = Bundle("presses")

    def __init__(self) -> None:
        super().__init__()
        self.models: dict[int, Model] = {}
        self.clock = MovableClock()
        self.channel = Channel()
        self.runner = asyncio.Runner()
        self.folder = tempfile.TemporaryDirectory()
        self.url = self.fresh()
        self.open()

    def fresh(self) -> str:
        return of_file(Path(self.folder.name) / "epilogue.db")

    def open(self) -> None:
        self.stack = AsyncExitStack()
        database = self.run(self.stack.enter_async_context(opened(self.url)))
        store = Store(database)
        self.service = Service(store, Ballots(database), self.clock, {}, Thresholds(split=3, minds_changed=4))
        self.keeper = Keeper(self.service, store, self.clock, Alone())

    def run(self, coroutine: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(coroutine)

    def teardown(self) -> None:
        self.run(self.stack.aclose())
        self.runner.close()
        self.folder.cleanup()

    def expect(self, allowed: bool, act: Callable[[], Coroutine[Any, Any, T]]) -> T | None:
        if allowed:
            return self.run(act())
        with pytest.raises(Refusal):
            self.run(act())
        return None

    @rule(
        target=polls,
        server=SERVERS,
        results=st.sampled_from(Results),
        role=st.sampled_from([None, None, ROLE]),
        anonymous=st.booleans(),
        hours=st.integers(1, 5),
    )
    def start(self, server: int, results: Results, role: int | None, anonymous: bool, hours: int) -> int:
        terms = Terms(results=results, voters_role=role, anonymous=anonymous)
        draft = self.service.draft(server, 11, 12, QUESTION, terms, timedelta(hours=hours))
        poll = self.run(self.service.start(draft))
        self.models[poll.id] = Model(server, terms, poll.closes_at)
        self.models[poll.id].message = seen(self.run(self.service.results(server, poll.id)))
        return poll.id

    @rule(
        target=presses,
        poll=polls,
        server=SERVERS,
        member=MEMBERS,
        option=st.one_of(OPTIONS, st.none()),
        roles=st.sampled_from([(), (ROLE,), (5, ROLE)]),
    )
    def press(self, poll: int, server: int, member: int, option: int | None, roles: tuple[int, ...]) -> Pressed:
        """What a member presses reaches the bot later, or never, or more than once; None withdraws."""
        return Pressed(poll, server, member, option, roles, press(self.clock))

    @rule(pressed=presses)
    def arrive(self, pressed: Pressed) -> None:
        self.press_arrives(pressed)

    def press_arrives(self, pressed: Pressed) -> None:
        model, who, id_ = self.models[pressed.poll], pressed.member, pressed.id
        allowed = pressed.server == model.server and not model.closed and moment_of(id_) < model.closes_at
        before = model.latest.get(who)
        if pressed.option is None:
            allowed = allowed and (before is None or model.pressed[who] <= id_)
            receipt = self.expect(allowed, lambda: self.service.withdraw(pressed.server, pressed.poll, who, press=id_))
        else:
            entitled = model.terms.voters_role is None or model.terms.voters_role in pressed.roles
            known = 0 <= pressed.option < len(QUESTION.options)
            allowed = allowed and entitled and known and model.pressed.get(who, 0) <= id_
            receipt = self.expect(allowed, lambda: self.vote(pressed))
        if receipt:
            assert (receipt.before, receipt.after) == (before, pressed.option)
            model.pressed[who] = max(id_, model.pressed.get(who, 0))
            if pressed.option is None:
                model.latest.pop(who, None)
                model.first.pop(who, None)
            else:
                model.first.setdefault(who, pressed.option)
                model.latest[who] = pressed.option

    async def vote(self, pressed: Pressed) -> Receipt:
        assert pressed.option is not None
        return await self.service.vote(
            pressed.server, pressed.poll, pressed.option, pressed.member, pressed.roles, press=pressed.id
        )

    @rule(poll=polls, server=SERVERS)
    def close(self, poll: int, server: int) -> None:
        model = self.models[poll]
        allowed = server == model.server and not model.closed
        if self.expect(allowed, lambda: self.service.close(server, poll)):
            model.seal()

    @rule(poll=polls, server=SERVERS, hours=st.integers(1, 5))
    def edit(self, poll: int, server: int, hours: int) -> None:
        model = self.models[poll]
        opened = self.run(self.service.get(model.server, poll)).opened_at
        closes_at = opened + timedelta(hours=hours)
        allowed = server == model.server and not model.closed and not model.latest and closes_at > self.clock.now()
        lasts = timedelta(hours=hours)
        if self.expect(allowed, lambda: self.service.edit(server, poll, QUESTION, model.terms, lasts)):
            model.closes_at = closes_at

    @rule(minutes=st.integers(1, 120))
    def time_passes(self, minutes: int) -> None:
        self.clock.advance(timedelta(minutes=minutes))

    @rule()
    def deadlines_are_kept(self) -> None:
        following = self.run(self.keeper.close_due(self.channel))
        for model in self.models.values():
            if not model.closed and not self.is_open(model):
                model.seal()
        waiting = [model.closes_at for model in self.models.values() if not model.closed]
        assert following == min(waiting, default=None)

    @rule(trouble=st.sampled_from([None, None, Gone(), ConnectionError("cut")]))
    def announce(self, trouble: Exception | None) -> None:
        self.channel.trouble = trouble
        told = self.run(self.keeper.announce_all(self.channel))
        untold = [model for model in self.models.values() if model.closed and not model.told]
        assert told is (not untold or not isinstance(trouble, ConnectionError))
        for model in untold:
            model.told = 0 if isinstance(trouble, ConnectionError) else 1

    @rule(poll=polls, meanwhile=st.lists(presses, max_size=3), arrives=st.booleans())
    def message_is_drawn(self, poll: int, meanwhile: list[Pressed], arrives: bool) -> None:
        model = self.models[poll]
        drawn = self.run(self.service.drawing(model.server, poll))
        for pressed in meanwhile:
            self.press_arrives(pressed)
        if arrives and drawn:
            model.message = seen(drawn)
            self.run(self.service.drawn(drawn.poll))

    @rule()
    def restart(self) -> None:
        self.run(self.stack.aclose())
        self.open()

    @invariant()
    def the_database_agrees(self) -> None:
        self.run(self.agree())
        assert len(self.channel.told) == len(set(self.channel.told))

    async def agree(self) -> None:
        stale = {poll.id for poll in await self.service.stale()}
        for poll, model in self.models.items():
            shown = await self.service.results(model.server, poll)
            assert poll in stale or model.message == seen(shown)
            assert (shown.poll.closed_at is not None) == model.closed
            assert (shown.poll.announced_at is not None) == bool(model.told)
            assert shown.voters == sum(model.count())
            hidden = not model.closed and (
                model.terms.results is not Results.LIVE or (model.terms.anonymous and shown.voters < 3)
            )
            assert (shown.split is None) == hidden
            if shown.split:
                assert tuple(share.votes for share in shown.split.shares) == model.count()
                moved = [who for who in model.latest if model.first[who] != model.latest[who]]
                assert (shown.split.moved is None) == (shown.voters < 4)
                assert shown.split.moved is None or sum(shown.split.moved) == len(moved)
        for server in (SERVER, OTHER_SERVER):
            open_here = {poll for poll, model in self.models.items() if model.server == server and not model.closed}
            assert {shown.poll.id for shown in await self.service.listed(server)} == open_here

    def is_open(self, model: Model) -> bool:
        return not model.closed and self.clock.now() < model.closes_at


Life.TestCase.settings = settings(
    max_examples=50, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
)
test_the_life_of_polls = Life.TestCase


class LifeOnAServer(Life):
    schemas: Schemas

    def fresh(self) -> str:
        return self.schemas.fresh()


@pytest.mark.skipif(not stores.SERVER, reason=stores.LEFT_OUT)
def test_the_life_of_polls_on_a_server(schemas: Schemas) -> None:
    LifeOnAServer.schemas = schemas
    # fewer lives: the rules are the same, and each step goes over a socket
    run_state_machine_as_test(LifeOnAServer, settings=settings(Life.TestCase.settings, max_examples=15))
