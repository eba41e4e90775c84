"""The targets that act on the stage: presses with forged ids, text and slash commands, forms, over real sockets.

Whatever a member does is answered, never with the apology for a fault of the bot's own, and Discord refuses nothing
of what the bot says.
"""

import json
import logging
import random
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

from bot.playground import Member, NoAnswer, RefusedByClient, Reply
from bot.playground.shapes import Json
from bot.text import apologies
from tests.bench.fuzz import events, grammar
from tests.bench.fuzz.target import Target
from tests.stage.evening import Evening, evening_in

ACTS_AN_EVENING = 1_500
"""After so many a new evening begins: the stage keeps every message."""
PEOPLE = (("ann", None), ("bob", None), ("max", None), ("olga", None), ("eve", "Rialto"), ("rita", "Rialto"))
CONFIGURED = """
[reasons]
per_hour = 1000
reports_per_hour = 1000
[takes]
per_day = 100
waiting = 100
pause_seconds = 0
"""
IDS = (
    *("poll:{n}:vote:{s}", "poll:{n}:withdraw", "take:{w}:{n}:{s}", "reason:{w}:{n}:{s}", "privacy:{w}"),
    *("form:again:{w}", "another:b:{p}:{w}", "another:u:{p}:ending", "where:b:{p}", "where:u:{p}:{s}", "{w}:{n}"),
)
ACT_WORDS = (
    *("read", "accept", "decline", "hide", "show", "write", "withdraw", "report", "next", "list", "review", "say"),
    *("change", "mine"),
)
NUMBERS = ("0", "1", "2", "3", "00001", "9" * 9, "9" * 18, "9" * 19, str(2**63), str(2**64), "-1", "٣", "")
TEXT_COMMANDS = (
    *("ending", "songs", "quote", "topics", "essays", "about", "help", "poll start", "poll create", "poll close"),
    *("poll results", "poll list", "poll history", "poll export", "take write", "take list", "take read"),
    *("take review", "privacy show", "privacy export", "privacy delete", "reason list", "reason mine"),
    *("reason reported", "poll edit"),
)


# What says that an interaction could not be made sense of, and was apologised for: no more can be asked.
APOLOGISED = "bot.face.answered"


class Complaint(AssertionError):  # noqa: N818 - a verdict on the bot, as an assertion is
    """The bot, or the stage on Discord's behalf, complains."""


class Nights:
    """One evening after another, with what the log and the stage object to."""

    def __init__(self) -> None:
        self._open: AsyncExitStack | None = None
        self._evening: Evening | None = None
        self._acts = 0
        self._heard = Faults()

    async def evening(self) -> Evening:
        """Return the evening that it is, after so many acts another one."""
        if self._evening is None or self._acts >= ACTS_AN_EVENING:
            await self.close()
            self._open = AsyncExitStack()
            folder = self._open.enter_context(tempfile.TemporaryDirectory())
            self._open.enter_context(self._heard)
            self._evening = await self._open.enter_async_context(evening_in(Path(folder), configured=CONFIGURED))
            self._acts = 0
        self._acts += 1
        return self._evening

    async def close(self) -> None:
        """End the evening."""
        if self._open is not None:
            await self._open.aclose()
        self._open = self._evening = None

    async def judged(self, act: Callable[[Evening], Any], excused: str = "") -> bool:
        """Do something; return whether the client let it through. Raises Complaint; lines of one logger are excused."""
        evening = await self.evening()
        try:
            reply: Reply | None = await self._answered(act, evening)
        except RefusedByClient:
            return False
        while self._heard.lines:
            line = self._heard.lines.pop(0)
            if not excused or not line.startswith(excused):
                raise Complaint(line)
        if evening.stage.backstage.objections:
            raise Complaint(evening.stage.backstage.objections.pop(0))
        if reply is not None and apologies.broken() in reply.text:
            raise Complaint(apologies.broken())
        return True

    @staticmethod
    async def _answered(act: Callable[[Evening], Any], evening: Evening) -> Any:
        """Do it, and where there is no answer, once more: at the lowest priority a process may stand still for 3 s."""
        try:
            return await act(evening)
        except NoAnswer:
            try:
                return await act(evening)
            except NoAnswer as silence:
                raise Complaint(f"silence: {silence}") from silence


class Faults(logging.Handler):
    """The errors of the log."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        said = " ".join(record.getMessage().split())
        self.lines.append(f"{record.name}: {type(error).__name__}: {error}: {said}")

    def __enter__(self) -> None:
        self.lines.clear()
        logging.getLogger().addHandler(self)

    def __exit__(self, *_: object) -> None:
        logging.getLogger().removeHandler(self)


def person(evening: Evening, number: int) -> Member:
    """Return one of the people."""
    return evening.stage.member(*PEOPLE[number % len(PEOPLE)])


def forged_id(dice: random.Random) -> str:
    """Return who presses what, as JSON."""
    passage = dice.choice(("a-very-happy-ending.txt:3:0", grammar.line(dice, 3), "0f" * 8))
    parts = {"n": dice.choice(NUMBERS), "s": dice.choice(NUMBERS), "w": dice.choice(ACT_WORDS), "p": passage}
    made = dice.choice(IDS).format(**parts)
    if dice.random() < 0.3:
        made = grammar.mutated(dice, made, 2)
    return json.dumps([dice.randrange(100), made[:100] or "x"])


async def press(evening: Evening, given: str) -> Reply | None:
    """Press a button with that id below a message of the bot's."""
    who, custom_id = json.loads(given)
    member = person(evening, who)
    shown = await member.slash("privacy show")
    assert shown.message is not None
    button = {"type": 2, "style": 2, "label": "Forged", "custom_id": custom_id, "id": 99}
    shown.message.components[-1]["components"] = [button]
    return await member.press(shown, "Forged")


def command_line(dice: random.Random) -> str:
    """Return who says what, as JSON."""
    words = " ".join(dice.choice((*NUMBERS, "ending", "closes:", "2d", "film:", grammar.one(dice))) for _ in range(6))
    rest = dice.choice((grammar.line(dice), grammar.text(dice), words, ""))
    return json.dumps([dice.randrange(100), f"!{dice.choice(TEXT_COMMANDS)} {rest}"[:2_000]])


async def say(evening: Evening, given: str) -> Reply | None:
    """Say it."""
    who, text = json.loads(given)
    return await person(evening, who).say(text)


def slash_use(dice: random.Random) -> str:
    """Return who uses which command with what, as JSON; the values are drawn when the command's options are known."""
    return json.dumps([dice.randrange(100), dice.random(), dice.randrange(2**32)])


async def use(evening: Evening, given: str) -> Reply | None:
    """Use a slash command with drawn options, or type into one that completes."""
    who, share, seed = json.loads(given)
    dice, member = random.Random(seed), person(evening, who)
    known = [one for command in evening.stage.backstage.commands[None] for one in subcommands(command, "")]
    name, options = known[int(share * len(known))]
    values = {one["name"]: drawn(dice, one) for one in options if one.get("required") or dice.random() < 0.5}
    typed = [one["name"] for one in options if one.get("autocomplete")]
    if typed and dice.random() < 0.3:
        values.pop(typed[0], None)
        await member.autocomplete(name, options={**values, typed[0]: grammar.line(dice, 8)[:100]})
        return None
    return await member.slash(name, options=values)


def subcommands(command: Json, before: str) -> Iterator[tuple[str, list[Json]]]:
    """Yield the names that can be used, with their options."""
    name, options = f"{before} {command['name']}".strip(), command.get("options", [])
    inner = [one for one in options if one["type"] in (1, 2)]
    if not inner:
        yield name, options
    for one in inner:
        yield from subcommands(one, name)


def drawn(dice: random.Random, option: Json) -> Any:
    """Return a value that Discord's client may let through."""
    if option.get("choices"):
        return dice.choice(option["choices"])["value"]
    match option["type"]:
        case 4:
            return dice.choice((0, 1, 2, 3, -1, 10**6, 2**53 - 1, -(2**53) + 1))
        case 5:
            return dice.random() < 0.5
        case 7:
            return dice.choice(("general", "films"))
        case 8:
            return "@everyone"
        case 10:
            return dice.choice((0.0, -1.5, 1e9))
        case _:
            longest = option.get("max_length", 300)
            made = dice.choice((grammar.line(dice), dice.choice(NUMBERS), dice.choice(("ending", "2d 6h", "a, b | c"))))
            return made[:longest].strip() or "x"


def form_text(dice: random.Random) -> str:
    """Return who writes what into which form, as JSON."""
    texts = [grammar.mutated(dice, grammar.text(dice, 30)) for _ in range(4)]
    return json.dumps([dice.randrange(100), dice.randrange(3), texts])


async def fill(evening: Evening, given: str) -> Reply | None:
    """Fill in the form of a reason, a take or a poll."""
    who, which, texts = json.loads(given)
    member = person(evening, who)
    if which == 0:
        poll = await evening.max.slash("poll start", preset="ending", closes="1h")
        if not poll.buttons:
            await evening.max.slash("poll close")
            return poll
        receipt = await member.press(poll, "Sad") if member.server is evening.stage.server() else None
        if receipt is None:
            return None
        form = await member.press(receipt, next(b.label for b in receipt.buttons if b.label.startswith("Say why")))
        reply = await member.fill(form, {"Your reason": texts[0][:500] or "x"})
        await evening.max.slash("poll close")
        return reply
    if which == 1:
        form = await member.slash("take write")
        written = {"Title": texts[0][:100] or "x", "Your answer": texts[1][:4_000] or "x"}
        written |= {"Which essay it answers": "A very happy ending", "Your side, in a word": texts[2][:60]}
        return await member.fill(form, written)
    form = await evening.max.slash("poll create")
    if form.form is None:
        return form
    labels = [one["label"] for one in form.form["components"] if one["type"] == 18]
    reply = await evening.max.fill(form, {label: text[:40] or "x" for label, text in zip(labels, texts, strict=False)})
    await evening.max.slash("poll close")
    return reply


@asynccontextmanager
async def targets(_seed: int) -> AsyncIterator[list[Target]]:
    """Return them all; an evening opens with the first act."""
    nights = Nights()

    def judged(act: Callable[[Evening, str], Any], excused: str = "") -> Callable[[str], Any]:
        return lambda given: nights.judged(lambda evening: act(evening, given), excused)

    try:
        yield [
            Target("custom ids, pressed", forged_id, judged(press), alone=False),
            Target("text commands", command_line, judged(say), alone=False),
            Target("slash commands", slash_use, judged(use), alone=False),
            Target("forms", form_text, judged(fill), alone=False),
            Target("gateway events", events.drawn, judged(events.send, APOLOGISED), alone=False),
        ]
    finally:
        await nights.close()
