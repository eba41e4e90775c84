"""A steady evening: does the bot, after an hour, answer as in its first minutes, and in as much memory?

    python -m tests.bench.soak [SECONDS]

A crowd votes, asks for topics, types and searches at a steady and modest rate; every twentieth of the time a poll
closes and the next opens, and a member's take is accepted and the one before withdrawn. A row is printed for each sixth
of the time: ten minutes of an hour. The last is set beside the first; the first minute is left out of both figures, for
what is loaded at first use is loaded in it.
"""

import asyncio
import os
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from bot.playground import Member, NoAnswer, Playground, Reply
from tests.bench.process import epilogue, processor, resident, running

HOUR = 3_600.0
WINDOWS = 6
WARM = 1 / 60  # of all the time
ROUNDS = 20  # as many as there are people: each hands in a take once
PEOPLE = 20
A_SECOND = 12.0  # acts, over all people: far below what keeps a core busy
SAMPLE = 2.0  # seconds between two looks at the memory
AIM = 0.05
WORDS = ("luvly night", "why did they split", "jazzclub", "a recipe for carrot cake", "broken promises", "the oscars")
TAKE = "She let the promise go, and the smile at the very end is the saddest thing in the film. I counted {} of them."


@dataclass
class Window:
    """What was measured within a part of the time."""

    answers: list[float] = field(default_factory=list)
    """Seconds until first answers."""
    memory: list[float] = field(default_factory=list)
    """MiB at each look."""
    processor: list[float] = field(default_factory=list)
    """Seconds of processor time used so far, at each look."""
    missed: int = 0
    """Acts that were not answered within Discord's 3 s."""

    def took(self, share: float) -> float:
        """Return the milliseconds within which so large a share of the answers came."""
        return sorted(self.answers)[int((len(self.answers) - 1) * share)] * 1000

    @property
    def resident(self) -> float:
        """The mean of the memory, in MiB."""
        return sum(self.memory) / len(self.memory)

    @property
    def effort(self) -> float:
        """The milliseconds of processor time that an act took, all included: it says the same on a busy machine."""
        return (self.processor[-1] - self.processor[0]) / len(self.answers) * 1000


class Evening:
    """The people, the poll that is open, and what was measured so far."""

    def __init__(self, stage: Playground, poll: Reply, seconds: float) -> None:
        self.stage = stage
        self.poll = poll
        self.crowd = stage.crowd(PEOPLE)
        self.began = time.monotonic()
        self.seconds = seconds
        self.windows = [Window() for _ in range(WINDOWS)]

    @property
    def window(self) -> Window | None:
        """Where what is measured now belongs; None in the warm-up and after the end."""
        at = (time.monotonic() - self.began) / self.seconds
        return self.windows[int(at * WINDOWS)] if WARM <= at < 1 else None

    async def live(self, member: Member) -> None:
        """Act at a steady pace, late or not."""
        pause, turn = PEOPLE / A_SECOND, member.id % 97
        while (now := time.monotonic()) < self.began + self.seconds:
            try:
                took = (await self._act(member, turn)).acknowledged_after or 0.0
            except NoAnswer:
                self._miss()
            else:
                if self.window is not None:
                    self.window.answers.append(took)
            turn += 1
            await asyncio.sleep(max(0.0, now + pause - time.monotonic()))

    async def _act(self, member: Member, turn: int) -> Reply:
        again, kind = divmod(turn, 6)
        match kind:
            case 0 | 3:
                return await member.press(self.poll, ("Sad", "Happy")[again % 2])
            case 1:
                return await member.slash("songs")
            case 2:
                words = WORDS[again % len(WORDS)]
                await member.autocomplete("quote", text=words[:6])
                return await member.slash("quote", text=words)
            case 4:
                return await member.press(await member.slash("ending"), "Where it stands")
            case _:
                return await member.slash("poll results")

    async def go_on(self) -> None:
        """Start the next poll and close this; have a take written and accepted, and the one before withdrawn."""
        withdrawn_next: tuple[Member, Reply] | None = None
        for number in range(ROUNDS - 1):
            await asyncio.sleep(self.seconds / ROUNDS)
            writer = self.crowd[number % PEOPLE]
            try:
                await self._next_poll()
                if withdrawn_next is not None:
                    before, kept = withdrawn_next
                    await before.press(kept, "Withdraw")
                withdrawn_next = writer, await self._take(writer, number)
            except NoAnswer:
                self._miss()

    async def _next_poll(self) -> None:
        olga = self.stage.member("olga")
        closing = (self.poll.buttons[0].custom_id or "").split(":")[1]
        self.poll = await olga.slash("poll start", preset="ending")
        await olga.slash("poll close", poll=int(closing))

    async def _take(self, writer: Member, number: int) -> Reply:
        moderator = self.stage.member("max")
        answers = {"Which essay it answers": "A very happy ending", "Your answer": TAKE.format(number)}
        kept = await writer.fill(await writer.slash("take write"), {"Title": "The smile", **answers})
        await moderator.press(await moderator.slash("take review"), "Accept")
        return kept

    def _miss(self) -> None:
        if self.window is not None:
            self.window.missed += 1

    async def watch(self, bot: int) -> None:
        """Look at the bot's memory now and then, and print each window when it is over."""
        printed = 0
        while printed < WINDOWS:
            await asyncio.sleep(SAMPLE if self.seconds >= HOUR / 10 else self.seconds / 300)
            now = self.window
            if now is not None:
                now.memory.append(resident(bot))
                now.processor.append(processor(bot))
            if time.monotonic() >= self.began + self.seconds * (printed + 1) / WINDOWS:
                self._print(printed)
                printed += 1

    def _print(self, number: int) -> None:
        window = self.windows[number]
        until = self.seconds * (number + 1) / WINDOWS / 60
        figures = f"{window.resident:.1f} | {window.effort:.2f} | {window.took(0.5):.1f} | {window.took(0.99):.1f}"
        load = os.getloadavg()[1]
        print(f"| {until:.1f} | {len(window.answers)} | {window.missed} | {figures} | {load:.1f} |", flush=True)


async def main(seconds: float) -> None:
    """Print the table, and what became of the first window's figures."""
    with tempfile.TemporaryDirectory() as folder:
        async with Playground() as stage, running(stage, Path(folder), *epilogue(stage, Path(folder))) as bot:
            await stage.until(lambda: stage.gateway.live, within=60, what="the bot to connect")
            evening = Evening(stage, await stage.member("olga").slash("poll start", preset="ending"), seconds)
            print(
                "| until min | answers | none in 3 s | resident MiB | CPU ms an act | p50 ms | p99 ms | load, 5 min |"
            )
            print("|---:|---:|---:|---:|---:|---:|---:|---:|")
            async with asyncio.TaskGroup() as group:
                for member in evening.crowd:
                    group.create_task(evening.live(member))
                group.create_task(evening.go_on())
                group.create_task(evening.watch(bot))
    first, last = evening.windows[0], evening.windows[-1]
    memory, effort = last.resident / first.resident, last.effort / first.effort
    p50, p99 = (last.took(share) / first.took(share) for share in (0.5, 0.99))
    ratios = f"memory {memory:.3f}, CPU an act {effort:.3f}, p50 {p50:.3f}, p99 {p99:.3f}"
    print(f"\nThe last against the first: {ratios} (aim: at most {1 + AIM}).")


if __name__ == "__main__":
    asyncio.run(main(float(sys.argv[1]) if len(sys.argv) > 1 else HOUR))
