"""Chaos with a fixed seed: votes by many on several polls in two servers, while Discord and the kernel misbehave.

A model of what each member may find counted is kept beside: the last acknowledged choice, or a later one that was
offered and never acknowledged. Afterwards every poll comes due while the bot is down, and is told once.
"""

import asyncio
import json
import random
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from bot.clock import MovableClock
from bot.playground import Fault, Member, NoAnswer, Playground, RefusedByClient, Reply
from tests.stage.bot_process import BotProcess

POLLS = 2  # in each server
LABELS = ("Sad", "Happy")
CALLBACK = "POST /interactions/{interaction_id}/{interaction_token}/callback"
POST = "POST /channels/{channel_id}/messages"
EDIT = "PATCH /channels/{channel_id}/messages/{message_id}"

Voter = tuple[int, int]
"""A poll and a member."""


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
    counts: Counts = field(default_factory=Counts)
    allowed: dict[Voter, set[str | None]] = field(default_factory=dict)
    polls: dict[str, list[tuple[int, Reply]]] = field(default_factory=dict)

    async def run(self) -> Counts:
        """Do it all, and return the counts."""
        servers = ("Lighthouse Cafe", "Rialto")
        for server, starter in zip(servers, ("max", "rita"), strict=True):
            await self._ask(server, self.stage.member(starter, server))
        crowds = [(server, member) for server in servers for member in self.stage.crowd(self.members, server)]
        voting = [asyncio.create_task(self._vote(server, member)) for server, member in crowds]
        disturbing = asyncio.create_task(self._disturb())
        await asyncio.gather(*voting)
        await disturbing
        self.counts.kills = self.bot.kills
        for server, starter in zip(servers, ("max", "rita"), strict=True):
            await self._compare(server, self.stage.member(starter, server))
        await self._come_due()
        return self.counts

    async def _ask(self, server: str, starter: Member) -> None:
        self.polls[server] = []
        for _ in range(POLLS):
            shown = await starter.slash("poll start", preset="ending", anonymous=False, closes="1 day")
            number = int(shown.text.rpartition("poll ")[2])
            self.polls[server].append((number, shown))

    async def _vote(self, server: str, member: Member) -> None:
        dice = random.Random(f"{self.random.random()} {member.name}")
        while self.counts.offered < self.votes:
            number, shown = dice.choice(self.polls[server])
            choice = dice.choice(LABELS)
            if not self.stage.gateway.hears(member.server.id if member.server else None):
                await self.stage.until(lambda: self.stage.gateway.live, within=30, what="the bot to come back")
            may = self.allowed.setdefault((number, member.id), {None})
            self.counts.offered += 1
            may.add(choice)
            try:
                receipt = await member.press(shown, choice)
            except (NoAnswer, RefusedByClient):
                continue
            if f"**{choice}**" in receipt.text:
                self.allowed[number, member.id] = {choice}
                self.counts.acknowledged += 1

    async def _disturb(self) -> None:
        """Misbehave at fixed shares of the way, so that a run of any length sees everything."""
        plan = ["kill"] * self.kills + ["cut", "reconnect", "invalid", "502", "429", "edit", "hang"] * self.rounds
        self.random.shuffle(plan)
        for at, trouble in enumerate(plan, start=1):
            share = self.votes * at // (len(plan) + 1)
            await self.stage.until(lambda share=share: self.counts.offered >= share, within=120)  # type: ignore[misc]
            self.counts.disturbances += 1
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
            case "502":
                faults.add(Fault(CALLBACK, 3, status=502, after=True))
            case "429":
                faults.add(Fault(EDIT, 2, status=429, retry_after=0.2))
            case "edit":
                faults.add(Fault(EDIT, 2, cut=True))
            case "hang":
                faults.add(Fault(CALLBACK, 2, delay=0.5))

    async def _compare(self, server: str, starter: Member) -> None:
        for number, _ in self.polls[server]:
            exported = await starter.slash("poll export", poll=number)
            ballots = json.loads(exported.files[1].data)["ballots"]
            kept = {int(ballot["member"]): ballot["latest"] for ballot in ballots}
            self.counts.doubled += len(ballots) - len(kept)
            expected = {member: may for (poll, member), may in self.allowed.items() if poll == number}
            self.counts.lost += sum(kept.get(member) not in may for member, may in expected.items())
            self.counts.lost += sum(member not in expected for member in kept)

    async def _come_due(self) -> None:
        """Let every deadline pass while the bot is down; kill it again as it begins to tell, and once more after."""
        every = [(server, number, shown) for server, polls in self.polls.items() for number, shown in polls]
        await self.bot.kill()
        self.clock.advance(timedelta(days=2))
        self.stage.faults.add(Fault(POST, 1, status=502, after=True))
        await self.bot.start()
        await self.stage.until(lambda: any(self._told(shown) for _, _, shown in every), within=30)
        await self.bot.kill()
        await self.bot.start()
        await self.stage.until(lambda: all(self._told(shown) for _, _, shown in every), within=60)
        await self.bot.kill()
        await self.bot.start()
        # a poll that is closed and told after all others shows that nothing else was waiting
        last = await self.stage.member("max").slash("poll start", preset="ending")
        await self.stage.member("max").slash("poll close")
        await self.stage.until(lambda: self._told(last), within=30)
        self.counts.kills = self.bot.kills
        self.counts.untold = sum(self._told(shown) == 0 for _, _, shown in every)
        self.counts.told_twice = sum(self._told(shown) > 1 for _, _, shown in every)

    def _told(self, shown: Reply) -> int:
        assert shown.message is not None
        messages = shown.message.channel.messages.values()
        return sum((one.reference or {}).get("message_id") == str(shown.id) for one in messages)


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
