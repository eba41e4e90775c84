"""Interactions: what a member did, answered once and within 3 s, with a token that lives 15 minutes.

Discord's documentation, "Receiving and Responding to Interactions".
"""

import asyncio
import secrets
import time
from collections import deque
from dataclasses import dataclass, field
from datetime import timedelta

from bot.playground import limits
from bot.playground.feed import Changes, NoAnswer
from bot.playground.shapes import Json
from bot.playground.times import Clock
from bot.playground.world import Account, Channel, Message

# Under load 15 minutes of interactions are more than memory should hold: past this many, the oldest lose their token.
KEPT = 50_000

COMMAND, COMPONENT, AUTOCOMPLETE, FORM = 2, 3, 4, 5
PONG, ANSWER, DEFER, DEFER_UPDATE, UPDATE, CHOICES, SHOW_FORM = 1, 4, 5, 6, 7, 8, 9


@dataclass(eq=False)
class Interaction:
    """One act of a member that the bot has to answer; times in seconds of the stage's clock."""

    id: int
    kind: int
    token: str
    member: Account
    channel: Channel
    began: float
    data: Json
    source: Message | None = None  # the message whose component was used
    answered_as: int | None = None
    response: Message | None = None  # the message that answers it, or the source where that was edited
    private: bool = False  # a deferred answer keeps the privacy it was deferred with
    form: Json | None = None
    choices: list[Json] | None = None
    followups: list[Message] = field(default_factory=list)
    answer: asyncio.Future[int] = field(default_factory=lambda: asyncio.get_running_loop().create_future())
    sent: float = field(default_factory=time.perf_counter)
    acknowledged_after: float | None = None  # seconds of real time

    @property
    def pending(self) -> bool:
        """Whether it was deferred and nothing has come yet."""
        return self.answered_as == DEFER and self.response is not None and bool(self.response.flags & 1 << 7)

    def acknowledge(self, kind: int, came: float) -> None:
        """Note the answer and when it came, and wake who waits for it."""
        self.answered_as = kind
        self.acknowledged_after = came - self.sent
        if not self.answer.done():
            self.answer.set_result(kind)

    def knows(self, message_id: int) -> Message | None:
        """Return the message of that id that its token may read and change, or None."""
        known = [*self.followups, self.response, self.source]
        return next((one for one in known if one is not None and one.id == message_id), None)


class Interactions:
    """All interactions whose token lives, and the keeper of the 3 seconds."""

    def __init__(self, clock: Clock, changes: Changes) -> None:
        self._clock = clock
        self._changes = changes
        self._by_token: dict[str, Interaction] = {}
        self._open: deque[Interaction] = deque()
        self._opened = asyncio.Event()
        self._keeper: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to watch over the 3 seconds."""
        self._keeper = asyncio.create_task(self._keep(), name="interactions' keeper")

    async def close(self) -> None:
        """Stop watching."""
        if self._keeper is not None:
            self._keeper.cancel()
            await asyncio.wait([self._keeper])

    def open(
        self, id_: int, kind: int, member: Account, channel: Channel, data: Json, source: Message | None = None
    ) -> Interaction:
        """Begin an interaction."""
        token = secrets.token_urlsafe(48)
        began = self._clock.now().timestamp()
        interaction = Interaction(id_, kind, token, member, channel, began, data, source)
        self._by_token[token] = interaction
        self._open.append(interaction)
        self._opened.set()
        return interaction

    def by_token(self, token: str) -> Interaction | None:
        """Return the interaction whose token lives, or None."""
        interaction = self._by_token.get(token)
        if interaction is None or self._clock.now().timestamp() > interaction.began + limits.TOKEN_SECONDS:
            return None
        return interaction

    def private(self, reader: Account, channel: Channel) -> list[Message]:
        """Return the ephemeral messages that one member still sees in a channel."""
        mine = [one for one in self._by_token.values() if one.member is reader and one.channel is channel]
        messages = [message for one in mine for message in (one.response, *one.followups) if message is not None]
        return list({one.id: one for one in messages if one.ephemeral and not one.deleted}.values())

    def is_late(self, interaction: Interaction) -> bool:
        """Whether its 3 seconds are over."""
        return self._clock.now().timestamp() > interaction.began + limits.ANSWER_SECONDS

    async def _keep(self) -> None:
        """Fail what was not answered in time; forget what has lost its token."""
        while True:
            while not self._open:
                self._opened.clear()
                await self._opened.wait()
            oldest = self._open[0]
            if not oldest.answer.done():
                begun = timedelta(seconds=self._clock.now().timestamp() - oldest.began)
                left = timedelta(seconds=limits.ANSWER_SECONDS) - begun
                await self._clock.sleep_until(self._clock.now() + left)
            self._open.popleft()
            if not oldest.answer.done():
                oldest.answer.set_exception(NoAnswer(f"no answer within {limits.ANSWER_SECONDS:.0f} s"))
                oldest.answer.exception()  # a member may have stopped waiting; that is no unseen error
                self._changes.stir()
            self._forget()

    def _forget(self) -> None:
        now = self._clock.now().timestamp()
        while self._by_token:
            token, first = next(iter(self._by_token.items()))
            if now <= first.began + limits.TOKEN_SECONDS and len(self._by_token) <= KEPT:
                return
            del self._by_token[token]
