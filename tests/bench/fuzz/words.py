"""The targets that are plain functions: essays, configuration, durations, search, what members write, the log."""

import logging
import random
import tempfile
from pathlib import Path

from bot import config, logs
from bot.errors import Refusal
from bot.knowledge import Library, load
from bot.knowledge.essay import parse
from bot.polls import duration
from bot.wording import Field, checked, cleaned
from tests.bench.fuzz import grammar
from tests.bench.fuzz.target import ROOT, Target

NOISE = (
    *("--contains spoilers--", "SPOILERS AHEAD!", "gosling-stone-la-la-land-2016-summit", "Summit Entertainment"),
    *("Related: Best Movies, Ranked", "Sourced via Lionsgate", "photo: x", "https://e.org/a", "***", "![a](b.png)"),
    *("A Bittersweet End", "# A heading", "**Bold heading**", "© 2016", "poster.jpg", "read more: "),
)
HEADER_KEYS = ("title", "author", "film", "year", "source", "rights", "stance", "spoilers", "topics", "titel", "a.b")
UNITS = ("s", "m", "min", "h", "hours", "d", "days", "w", "week", "weeks", "fortnight", "month", "D", "и", "")
FIELDS = (Field("Your reason", 1, 500, 8), Field("The title", 3, 100), Field("Your side, in a word", 0, 60))
TOKEN = "MTE5ODYyMjQ4MzQ3MTkyNTI0OA.Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWs"


def value(dice: random.Random, depth: int = 0) -> str:
    """Return a value of TOML's, or something near it."""
    match dice.randrange(11):
        case 0:
            return dice.choice(("true", "false", "yes", "nan", "-inf", "0x1F", "1e400", "2016-02-30", "07:32:00"))
        case 1 | 2:
            return str(dice.choice((-1, 0, 1, 2016, 10**6, 2**63, 10**400)))
        case 3 if depth < 4:
            return f"[{', '.join(value(dice, depth + 1) for _ in range(dice.randrange(4)))}]"
        case 4 if depth < 4:
            return f"{{ {dice.choice(HEADER_KEYS)} = {value(dice, depth + 1)} }}"
        case 5:
            deep = dice.choice((3, 90, 2_000))
            return "[" * deep + "]" * deep
        case 6:
            return f'"""{grammar.text(dice)}"""'
        case 7:
            return f"'{grammar.line(dice, 300)}'"
        case _:
            return '"' + grammar.line(dice, 5).replace("\\", "\\\\").replace('"', "'") + '"'


def refused(refusal: Refusal, well: bool) -> bool:
    """Return False: it was refused; raises AssertionError where that was not done `well`."""
    if not well:
        raise AssertionError(refusal.sentence)
    return False


def essay(dice: random.Random) -> str:
    """Return a file of prose, headings and noise, with or without a header; or a shipped one that was tampered with."""
    if dice.random() < 0.01:
        return grammar.long_winded(dice)
    if dice.random() < 0.2:
        path = dice.choice(sorted(grammar.SEEDS.glob("*.txt")))
        return grammar.mutated(dice, path.read_text(encoding="utf-8"), 8)
    parts = []
    if dice.random() < 0.5:
        keys = dice.sample(HEADER_KEYS, dice.randrange(len(HEADER_KEYS)))
        parts.append("\n".join(["+++", *(f"{key} = {value(dice)}" for key in keys), dice.choice(("+++", "+++", "++"))]))
    parts += (
        grammar.choose(dice, grammar.prose(), NOISE) if dice.random() < 0.7 else grammar.text(dice)
        for _ in range(dice.randrange(12))
    )
    return grammar.mutated(dice, dice.choice(("\n\n", "\n", "\r\n\r\n")).join(parts))


def check_essay(given: str) -> bool:
    """Read it: an essay whose sentences are slices in order, or a refusal that names the file."""
    try:
        read = parse(given.encode("utf-8", "surrogatepass"), "fuzzed.txt")
    except Refusal as refusal:
        return refused(refusal, all(line.startswith("fuzzed.txt") for line in refusal.sentence.splitlines()))
    behind = 0
    for number in range(len(read)):
        assert read.starts[number] >= behind
        behind = read.ends[number]
        sentence = read.sentence(number)
        assert sentence == sentence.strip() != ""
    assert all(read.line_of(number) >= 1 for number in {0, len(read) - 1})
    assert all(0 <= section <= len(read.headings) for section in read.sections)
    return True


def configuration(dice: random.Random) -> str:
    """Return lines of the example with their values changed, tables doubled or misspelled, or something else."""
    if dice.random() < 0.01:
        return f"x = '{grammar.long_winded(dice)}'"
    lines = (ROOT / "config.example.toml").read_text(encoding="utf-8").splitlines()
    lines = [line for line in lines if line and not line.startswith("#")]
    for _ in range(dice.randrange(4)):
        at = dice.randrange(len(lines))
        key, equals, _ = lines[at].partition(" = ")
        match dice.randrange(5):
            case 0:
                lines[at] = grammar.mutated(dice, lines[at], 2)
            case 1:
                lines.insert(at, f"[servers.{dice.choice(('1', 'x', '9' * 30, 'default'))}]")
            case 2:
                lines.insert(at, dice.choice(lines))
            case _ if equals:
                lines[at] = f"{key} = {value(dice)}"
    return "\n".join(lines)


def check_configuration(given: str) -> bool:
    """Load it: settings, or a refusal in lines that name the file."""
    with tempfile.NamedTemporaryFile("w", suffix=".toml", encoding="utf-8", errors="surrogatepass") as file:
        file.write(given)
        file.flush()
        try:
            settings = config.load(Path(file.name))
        except Refusal as refusal:
            return refused(refusal, refusal.sentence.strip() != "" and len(refusal.sentence) < 100_000)
    for topic in settings.topics.values():
        assert 1 <= len(topic.name) <= 32
    return True


def length(dice: random.Random) -> str:
    """Return something like a duration."""
    if dice.random() < 0.1:
        return grammar.text(dice)
    parts = []
    for _ in range(dice.randrange(5)):
        number = dice.choice(("1", "90", "0", "2.5", "0.0001", "9" * 10, "9" * 11, "-3", "٣", "²", "1e3", "1,5"))
        parts.append(number + dice.choice(("", " ", "  ")) + dice.choice(UNITS))
    return grammar.mutated(dice, dice.choice((" ", ", ", " and ", "")).join(parts), 2)


def check_length(given: str) -> bool:
    """Read it: a length of time that is written as it is read, or a refusal."""
    try:
        read = duration.parse(given)
    except Refusal:
        return False
    assert read.total_seconds() >= 0
    assert duration.parse(duration.written(read)) == read
    return True


def query(dice: random.Random) -> str:
    """Return something that one could ask: words of the essays with typos, run together, and anything else."""
    if dice.random() < 0.02:
        return grammar.long_winded(dice, 2_000)
    if dice.random() < 0.3:
        return grammar.text(dice)
    words = dice.choice(grammar.prose()).split()
    at = dice.randrange(len(words) + 1)
    asked = [grammar.typo(dice, word) if dice.random() < 0.3 else word for word in words[at : at + 8]]
    return grammar.mutated(dice, dice.choice((" ", " ", "")).join(asked), 2)


class Asked:
    """The shipped essays, as they are asked."""

    def __init__(self) -> None:
        settings = config.load(ROOT / "config.example.toml")
        self._library: Library = load(grammar.SEEDS, settings.topics.values())
        self._topics = (None, *settings.topics.values())
        self._texts = {essay.title: essay.text for essay in self._library.essays}

    def check(self, given: str) -> bool:
        """Ask it: quotes that stand in the essays to the character, no more than asked for."""
        topic = self._topics[len(given) % len(self._topics)]
        found = self._library.search(given, topic=topic)
        assert len(found.quotes) <= 3
        for quote in (*found.quotes, *self._library.suggest(given)):
            assert quote.text in self._texts[quote.essay]
            named = self._library.quote(quote.passage)
            assert named is not None
            assert named.essay == quote.essay
        self._library.quote(given)
        self._library.film_like(given[:100])
        return bool(found.quotes)


def check_wording(given: str) -> bool:
    """Keep it: clean, unchanged by a second cleaning, and within its field's limits; or a refusal."""
    once = cleaned(given)
    assert cleaned(once) == once
    field = FIELDS[len(given) % len(FIELDS)]
    try:
        kept = checked(given, field, ("sad*", "Ünheard of"))
    except Refusal as refusal:
        return refused(refusal, "\n" not in refusal.sentence)
    assert len(kept) <= field.longest
    assert kept.count("\n") < field.lines
    assert checked(kept, field) == kept
    return True


def written(dice: random.Random) -> str:
    """Return something that a member could write into a form."""
    return grammar.long_winded(dice, 4_000) if dice.random() < 0.02 else grammar.mutated(dice, grammar.text(dice, 60))


def event(dice: random.Random) -> str:
    """Return a line for the log with a token somewhere in it."""
    said = grammar.long_winded(dice) if dice.random() < 0.01 else grammar.text(dice)
    at = dice.randrange(len(said) + 1)
    where = dice.choice((f" {TOKEN} ", f"/webhooks/42/{TOKEN.replace('.', '')}", f'"{TOKEN}"'))
    return said[:at] + where + said[at:]


def check_event(given: str) -> bool:
    """Write it: one line, without the token."""
    record = logging.LogRecord("bot", logging.INFO, "", 0, "%s", (given,), None)
    told = logs._Line().format(record)
    assert TOKEN not in told
    assert f"/webhooks/42/{TOKEN.replace('.', '')}" not in told
    assert "\n" not in told
    return True


def targets() -> list[Target]:
    """Return them all."""
    return [
        Target("essays", essay, check_essay),
        Target("configuration", configuration, check_configuration),
        Target("durations", length, check_length),
        Target("search", query, Asked().check),
        Target("members' words", written, check_wording),
        Target("log lines", event, check_event),
    ]
