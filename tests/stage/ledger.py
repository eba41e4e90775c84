"""What may be found counted, kept beside the bot: a member's last acknowledged choice, or one offered since."""

import asyncio
import contextlib
import json
from dataclasses import dataclass, field

from bot.playground import Member, NoAnswer, RefusedByClient, Reply

LABELS = ("Sad", "Happy")
PATIENCE = 20  # refused exports of one poll


@dataclass(frozen=True)
class Asked:
    """A poll, and who started it."""

    number: int
    shown: Reply
    starter: Member

    @classmethod
    async def by(cls, starter: Member, closes: str) -> "Asked":
        """Let somebody start a poll that shows to its starter who voted for what."""
        shown = await starter.slash("poll start", preset="ending", anonymous=False, closes=closes)
        return cls(int(shown.text.rpartition("poll ")[2]), shown, starter)

    @property
    def told(self) -> int:
        """How often its result was announced."""
        assert self.shown.message is not None
        messages = self.shown.message.channel.messages.values()
        return sum((one.reference or {}).get("message_id") == str(self.shown.id) for one in messages)


@dataclass
class Ledger:
    """Every vote that was offered, and what came of it."""

    offered: int = 0
    acknowledged: int = 0
    refused: int = 0
    """Answered with a sentence that it was not counted."""
    unanswered: int = 0
    lost: int = 0
    doubled: int = 0
    _allowed: dict[int, dict[int, set[str | None]]] = field(default_factory=dict)

    async def press(self, member: Member, asked: Asked, choice: str) -> None:
        """Let a member vote. One member votes once at a time in one poll, lest it be open which came last."""
        of_poll = self._allowed.setdefault(asked.number, {})
        of_poll.setdefault(member.id, {None}).add(choice)
        self.offered += 1
        try:
            receipt = await member.press(asked.shown, choice)
        except (NoAnswer, RefusedByClient):
            self.unanswered += 1
            return
        if f"**{choice}**" in receipt.text:
            of_poll[member.id] = {choice}
            self.acknowledged += 1
        else:
            self.refused += 1

    async def compare(self, asked: Asked) -> int:
        """Count what a poll has lost or doubled, by the bot's own export of it; return how many voted."""
        ballots = json.loads((await self._exported(asked)).files[1].data)["ballots"]
        kept = {int(ballot["member"]): ballot["latest"] for ballot in ballots}
        expected = self._allowed.get(asked.number, {})
        self.doubled += len(ballots) - len(kept)
        self.lost += sum(kept.get(member) not in may for member, may in expected.items())
        self.lost += sum(member not in expected for member in kept)
        return len(kept)

    @staticmethod
    async def _exported(asked: Asked) -> Reply:
        for _ in range(PATIENCE):
            with contextlib.suppress(NoAnswer):
                exported = await asked.starter.slash("poll export", poll=asked.number)
                if exported.files:
                    return exported
            await asyncio.sleep(1)  # the bot has only just come back, or has too much to do
        raise NoAnswer(f"poll {asked.number} is not exported")
