"""Many votes on many servers, while the processes that share the bot are killed in turn and the database restarts.

    python -m tests.bench.fleet [votes] [sqlite | postgresql]

12 shards and 2,400 servers with a poll each, of which some come due in the end while everybody is killed once more.
On SQLite one process has all shards; on a PostgreSQL server of the bench's own three have four each. Every third
restart is a rolling one: the new process is there before the old one is killed, and both hear every vote.
"""

import asyncio
import random
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

from bot.clock import MovableClock
from bot.playground import Member, NoAnswer, Playground
from bot.playground.feed import Sighting
from bot.playground.setting import account, join
from tests.bench.postgres import Server, installed
from tests.stage.bot_process import BotProcess
from tests.stage.ledger import LABELS, Asked, Ledger

T = TypeVar("T")

SHARDS, SERVERS = 12, 2_400
VOTES = 100_000
VOTERS = 96  # at once
MEMBERS = 12  # who vote in every server
DUE = 60  # polls that come due in the end
KILLS = 12  # of each process; a shard's first 20 identifies of a day are free, and three more starts follow
RESTARTS = ("fast", "immediate")  # of the database: in order, and as in a crash
STARTING = 24  # polls that are started or read at once
PATIENCE = 1_200.0


@dataclass
class Fleet:
    """One run: the stage, the processes on it, and what came of it."""

    stage: Playground
    clock: MovableClock
    folder: Path
    url: str | None
    processes: int
    votes: int
    server: Server | None = None
    ledger: Ledger = field(default_factory=Ledger)
    bots: list[BotProcess] = field(default_factory=list)
    asked: dict[int, Asked] = field(default_factory=dict)
    due: list[Asked] = field(default_factory=list)
    kills: int = 0
    rolling: int = 0
    refused_identifies: int = 0
    seconds: float = 0.0

    async def run(self) -> None:
        """Do it all."""
        self.stage.wire.watchers.append(self._watch)
        self.stage.gateway.terms.shards = SHARDS
        self.stage.gateway.terms.max_concurrency = 16  # Discord's for a large bot
        self.stage.add_servers(SERVERS - len(self.stage.world.servers))
        self.bots = [self._bot(number) for number in range(self.processes)]
        await asyncio.gather(*(bot.start() for bot in self.bots))
        await self._ask()
        crowd = self._crowd()
        began = time.perf_counter()
        disturbing = asyncio.create_task(self._disturb())
        await asyncio.gather(*(self._vote(crowd[number::VOTERS], number) for number in range(VOTERS)))
        self.seconds = time.perf_counter() - began
        await disturbing
        await each(self.ledger.compare, self.asked.values())
        await self._come_due()

    def _watch(self, seen: Sighting) -> None:
        self.refused_identifies += seen.name == "INVALID_SESSION"

    async def stop(self) -> None:
        """End every process."""
        for bot in self.bots:
            await bot.stop()

    def _bot(self, number: int) -> BotProcess:
        share = range(number * SHARDS // self.processes, (number + 1) * SHARDS // self.processes)
        ids = f"{share[0]}-{share[-1]}"
        home = self.folder / f"{number}"
        home.mkdir(exist_ok=True)
        return BotProcess(
            self.stage,
            self.clock,
            home,
            shards=share,
            configured=f'[discord]\nshard_count = {SHARDS}\nshard_ids = "{ids}"\n',
            url=self.url,
        )

    async def _ask(self) -> None:
        """Start a poll in every server, and in some of each shard one that comes due sooner."""
        servers = list(self.stage.world.servers.values())

        async def ask(number: int) -> None:
            server = servers[number]
            owner = self.stage.world.accounts[server.owner_id]
            starter = Member(self.stage.backstage, owner, server, next(iter(server.channels.values())))
            sooner = number % (len(servers) // DUE) == 0
            asked = await Asked.by(starter, closes="1 day" if sooner else "14 days")
            self.asked[server.id] = asked
            if sooner:
                self.due.append(asked)

        await each(ask, range(len(servers)))

    def _crowd(self) -> list[list[Member]]:
        """Let the same people join every server; return them by server."""
        backstage = self.stage.backstage
        people = [account(backstage, f"fan{number}") for number in range(MEMBERS)]
        crowds = []
        for server in self.stage.world.servers.values():
            channel = next(iter(server.channels.values()))
            for person in people:
                join(backstage, server, person)
            crowds.append([Member(backstage, person, server, channel) for person in people])
        return crowds

    async def _vote(self, servers: list[list[Member]], number: int) -> None:
        dice = random.Random(number)
        while self.ledger.acknowledged < self.votes:
            member = dice.choice(dice.choice(servers))
            assert member.server is not None
            while not any(one.carries(member.server.id) for one in self.stage.gateway.live):  # noqa: ASYNC110
                await asyncio.sleep(0.1)
            await self.ledger.press(member, self.asked[member.server.id], dice.choice(LABELS))

    async def _disturb(self) -> None:
        """Kill and restart at fixed shares of the way."""
        kills = KILLS * self.processes
        plan = ["kill"] * kills
        if self.server is not None:
            for at, mode in enumerate(RESTARTS, start=1):
                plan.insert(kills * at // (len(RESTARTS) + 1) + at, mode)
        turn = 0
        for at, trouble in enumerate(plan, start=1):
            while self.ledger.acknowledged < self.votes * at // (len(plan) + 1):  # noqa: ASYNC110
                await asyncio.sleep(0.1)
            print(f"{self.ledger.acknowledged} of {self.votes} votes, next: {trouble}", file=sys.stderr, flush=True)
            if trouble == "kill":
                await self._replace(turn % self.processes, rolling=self.server is not None and turn % 3 == 2)
                turn += 1
            elif self.server is not None:
                await self.server.restart(trouble)

    async def _replace(self, number: int, *, rolling: bool) -> None:
        old = self.bots[number]
        if rolling:
            new = self._bot(number)
            await new.start()
            await old.kill(replaced=True)
            self.bots[number] = new
            self.rolling += 1
        else:
            await old.kill()
            await old.start()
        self.kills += 1

    async def _come_due(self) -> None:
        """Let deadlines pass while nobody runs; kill everybody again while they tell, and once more after."""
        await asyncio.gather(*(bot.kill() for bot in self.bots))
        self.clock.advance(timedelta(days=2))
        await asyncio.gather(*(bot.start() for bot in self.bots))
        for part in range(1, self.processes + 1):
            await self._until_told(len(self.due) * part // (self.processes + 2))
            await self._replace(part - 1, rolling=self.server is not None and part == 2)
        await self._until_told(len(self.due))
        for number in range(self.processes):
            await self._replace(number, rolling=False)
        # what is closed and told after all others shows that nothing else was waiting in that process
        for server in list(self.stage.world.servers.values())[: SHARDS * 2]:
            await self._close(self.asked[server.id])
        self.kills += self.processes

    async def _until_told(self, count: int) -> None:
        await self.stage.until(
            lambda: sum(asked.told > 0 for asked in self.due) >= count, within=PATIENCE, what=f"{count} results"
        )

    async def _close(self, asked: Asked) -> None:
        shown = await Asked.by(asked.starter, closes="1 day")
        while True:
            try:
                await asked.starter.slash("poll close", poll=shown.number)
                break
            except NoAnswer:
                continue
        await self.stage.until(lambda: shown.told, within=PATIENCE, what="a last result")


async def each(do: Callable[[T], Awaitable[object]], many: Iterable[T]) -> None:
    """Do something for each of many, some at a time."""
    waiting = iter(many)

    async def work() -> None:
        for one in waiting:
            await do(one)

    await asyncio.gather(*(work() for _ in range(STARTING)))


async def run(kind: str, votes: int) -> Fleet:
    """Run it on one kind of database; return what came of it."""
    clock = MovableClock()
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder.chmod(0o755)  # the server's user has to reach its own folder in it
        programs = installed()
        server = None
        if kind == "postgresql" and programs is not None:
            server = await stack.enter_async_context(Server(folder / "server", programs))
        stage = await stack.enter_async_context(Playground(clock=clock))
        processes, url = (3, server.url) if server else (1, None)
        fleet = Fleet(stage, clock, folder, url, processes, votes, server)
        stack.push_async_callback(fleet.stop)
        await fleet.run()
        return fleet


def rows(fleet: Fleet) -> dict[str, object]:
    """Return what is told of a run, by its name."""
    ledger, told = fleet.ledger, [asked.told for asked in fleet.due]
    return {
        "processes": fleet.processes,
        "shards, servers": f"{SHARDS}, {SERVERS}",
        "votes offered": ledger.offered,
        "acknowledged": ledger.acknowledged,
        "refused in words": ledger.refused,
        "not answered": ledger.unanswered,
        "kills, of them rolling": f"{fleet.kills}, {fleet.rolling}",
        "restarts of the server": fleet.server.restarts if fleet.server else "",
        "identifies refused": fleet.refused_identifies,
        "acknowledged and lost": ledger.lost,
        "doubled": ledger.doubled,
        "polls that came due": len(told),
        "never announced": told.count(0),
        "announced twice": sum(times > 1 for times in told),
        "votes a second, kills and all": f"{ledger.acknowledged / fleet.seconds:.0f}",
    }


async def main(votes: int, kinds: Iterable[str]) -> None:
    """Run all and print the table."""
    runs = {kind: rows(await run(kind, votes)) for kind in kinds}
    print("| | " + " | ".join(runs) + " |\n|---|" + "---:|" * len(runs))
    for name in next(iter(runs.values())):
        print(f"| {name} | " + " | ".join(str(told[name]) for told in runs.values()) + " |")


if __name__ == "__main__":
    given = sys.argv[1:]
    kinds = given[1:] or ["sqlite", "postgresql"]
    if "postgresql" in kinds and installed() is None:
        print("PostgreSQL is left out: its programs (initdb) are not on this machine.")
        kinds.remove("postgresql")
    asyncio.run(main(int(given[0]) if given else VOTES, kinds))
