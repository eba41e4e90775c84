"""Chaos with a fixed seed: votes by many on several polls in two servers, while Discord and the kernel misbehave.

Presses are delivered again, and messages fall behind. A model of what each member may find counted is kept beside: the
last acknowledged choice, or a later one that was offered and never acknowledged. Afterwards every poll comes due while
the bot is down, and is told once.
"""

import asyncio
import random
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import orjson

from bot.clock import MovableClock
from bot.playground import Fault, Member, Playground
from tests.stage.bot_process import BotProcess
from tests.stage.ledger import LABELS, Asked, Ledger

POLLS = 2  # in each server
AGAIN = 20  # presses that are delivered once more
PRESS = 3  # Discord: the type of an interaction with a component
CALLBACK = "POST /interactions/{interaction_id}/{interaction_token}/callback"
POST = "POST /channels/{channel_id}/messages"
EDIT = "PATCH /channels/{channel_id}/messages/{message_id}"


@dataclass
class Counts:
    """What came of it."""

    offered: int = 0
    acknowledged: int = 0
    kills: int = 0
    disturbances: int = 0
    lost: int = 0
    doubled: int = 0
    untold: int = 0
    told_twice: int = 0


@dataclass
class Chaos:
    """One run."""

    stage: Playground
    bot: BotProcess
    clock: MovableClock
    random: random.Random
    votes: int
    kills: int
    members: int
    rounds: int
    disturbances: int = 0
    ledger: Ledger = field(default_factory=Ledger)
    polls: dict[str, list[Asked]] = field(default_factory=dict)

    async def run(self) -> Counts:
        """Do it all, and return the counts."""
        for server, starter in (("Lighthouse Cafe", "max"), ("Rialto", "rita")):
            member = self.stage.member(starter, server)
            self.polls[server] = [await Asked.by(member, closes="1 day") for _ in range(POLLS)]
        crowds = [(server, member) for server in self.polls for member in self.stage.crowd(self.members, server)]
        voting = [asyncio.create_task(self._vote(server, member)) for server, member in crowds]
        disturbing = asyncio.create_task(self._disturb())
        await asyncio.gather(*voting)
        await disturbing
        every = [asked for polls in self.polls.values() for asked in polls]
        for asked in every:
            voted = f"{await self.ledger.compare(asked)} voted"
            # the last state always arrives, whatever became of the edits before
            await self.stage.until(lambda asked=asked, voted=voted: voted in asked.shown.text, within=60, what=voted)  # type: ignore[misc]
        await self._come_due(every)
        ledger = self.ledger
        return Counts(
            ledger.offered,
            ledger.acknowledged,
            self.bot.kills,
            self.disturbances,
            ledger.lost,
            ledger.doubled,
            untold=sum(asked.told == 0 for asked in every),
            told_twice=sum(asked.told > 1 for asked in every),
        )

    async def _vote(self, server: str, member: Member) -> None:
        dice = random.Random(f"{self.random.random()} {member.name}")
        while self.ledger.offered < self.votes:
            asked, choice = dice.choice(self.polls[server]), dice.choice(LABELS)
            if not self.stage.gateway.hears(member.server.id if member.server else None):
                await self.stage.until(lambda: self.stage.gateway.live, within=30, what="the bot to come back")
            await self.ledger.press(member, asked, choice)

    async def _disturb(self) -> None:
        """Misbehave at fixed shares of the way, so that a run of any length sees everything."""
        plan = ["kill"] * self.kills + [
            "cut",
            "reconnect",
            "invalid",
            "again",
            "502",
            "429",
            "edit",
            "hang",
        ] * self.rounds
        self.random.shuffle(plan)
        for at, trouble in enumerate(plan, start=1):
            share = self.votes * at // (len(plan) + 1)
            await self.stage.until(lambda share=share: self.ledger.offered >= share, within=120)  # type: ignore[misc]
            self.disturbances += 1
            await self._trouble(trouble)
        self.stage.faults.clear()
        await self.stage.until(lambda: self.stage.gateway.live, within=30, what="the bot to come back")

    async def _trouble(self, trouble: str) -> None:
        gateway, faults = self.stage.gateway, self.stage.faults
        match trouble:
            case "kill":
                await self.bot.kill()
                await self.bot.start()
            case "cut":
                gateway.cut()
            case "reconnect":
                gateway.ask_to_reconnect()
            case "invalid":
                gateway.invalidate(resumable=False)
            case "again":
                self._deliver_again()
            case "502":
                faults.add(Fault(CALLBACK, 3, status=502, after=True))
            case "429":
                faults.add(Fault(EDIT, 2, status=429, retry_after=0.2))
            case "edit":
                faults.add(Fault(EDIT, 2, cut=True))
            case "hang":
                faults.add(Fault(CALLBACK, 2, delay=0.5))

    def _deliver_again(self) -> None:
        """Let Discord deliver votes once more, older and newer ones in any order."""
        for session in self.stage.gateway.live:
            sent = [orjson.loads(payload) for _, payload in session.sent]
            acts = [one["d"] for one in sent if one["t"] == "INTERACTION_CREATE"]
            presses = [orjson.dumps(act) for act in acts if act["type"] == PRESS]
            for press in self.random.sample(presses, min(AGAIN, len(presses))):
                session.dispatch("INTERACTION_CREATE", press)

    async def _come_due(self, every: list[Asked]) -> None:
        """Let every deadline pass while the bot is down; kill it again as it begins to tell, and once more after."""
        await self.bot.kill()
        self.clock.advance(timedelta(days=2))
        self.stage.faults.add(Fault(POST, 1, status=502, after=True))
        await self.bot.start()
        await self.stage.until(lambda: any(asked.told for asked in every), within=30)
        await self.bot.kill()
        await self.bot.start()
        await self.stage.until(lambda: all(asked.told for asked in every), within=60)
        await self.bot.kill()
        await self.bot.start()
        # a poll that is closed and told after all others shows that nothing else was waiting
        last = await Asked.by(self.stage.member("max"), closes="1 day")
        await self.stage.member("max").slash("poll close")
        await self.stage.until(lambda: last.told, within=30)


async def chaos(folder: Path, seed: int, votes: int, kills: int, members: int, rounds: int) -> Counts:
    """Run it with everything in `folder`."""
    clock = MovableClock()
    async with Playground(clock=clock) as stage:
        stage.gateway.terms.identify_seconds = 0.0  # each restart would wait five seconds for its turn
        bot = BotProcess(stage, clock, folder)
        await bot.start()
        try:
            return await Chaos(stage, bot, clock, random.Random(seed), votes, kills, members, rounds).run()
        finally:
            await bot.stop()
