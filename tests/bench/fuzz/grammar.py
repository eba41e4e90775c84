"""Texts as people and machines write them, well formed and broken: what the targets are fed with."""

import random
import re
from collections.abc import Sequence
from functools import cache
from itertools import chain
from pathlib import Path

SEEDS = Path(__file__).parents[3] / "seeds"

# What has broken parsers before: ends of lines of every kind, what is not seen, what is wide, what turns a line round.
NASTY = (
    *("\r\n", "\r", "\v", "\f", "\x1c", "\x85", "\u2028", "\u2029", "\0", "\x1b[31m", "\ufeff", "\u00a0", "\u200b"),
    *("\u202e", "\u2066", "\u2069", "\u200d", "\ufe0f", "\u0301", "\u0489" * 9, "\u3164", "\u115f", "\U000e0041"),
    *("ß", "ﬁ", "İ", "ı", "ǆ", "²", "٣", "१", "Ⅻ", "日本語", "שלום", "مرحبا", "𝐛𝐨𝐥𝐝", "🌅", "\U0010ffff"),
    *("\U0001f3f3\ufe0f\u200d\U0001f308", "\U0001f469\u200d\U0001f469\u200d\U0001f467"),
)
SIGNS = tuple("\\*_~`|<>@[]()#-+.:/!?,;'\"“”’…—%&=$^{} \t\n")
MARKUP = (
    *("**", "__", "~~", "||", "```", "`", "***", "# ", "## ", "### ", "-# ", "> ", ">>> ", "- ", "* ", "1. ", "  - "),
    *("@everyone", "@here", "<@1>", "<@!1>", "<@&1>", "<#1>", "<id:home>", "<:a:1>", "<a:b:2>", ":smile:", "</poll:1>"),
    *("<t:0>", "<t:0:R>", "[a](https://e.org)", "[a](<https://e.org> 'b')", "https://e.org/x_(y)", "<https://e.org>"),
    *("http://", "discord.gg/abc", "```ansi\n\x1b[31m", "\\", "\\\\", "¯\\_(ツ)_/¯", "<b>", "&amp;", "](", "\n\n"),
)


@cache
def prose() -> tuple[str, ...]:
    """Return the sentences of the shipped essays, roughly divided."""
    texts = (path.read_text(encoding="utf-8") for path in sorted(SEEDS.glob("*.txt")))
    return tuple(chain.from_iterable(re.split(r"(?<=[.!?])\s+|\n+", text) for text in texts))


@cache
def vocabulary() -> tuple[str, ...]:
    """Return the words of the shipped essays."""
    return tuple(sorted({word for sentence in prose() for word in sentence.split()}))


def typo(dice: random.Random, word: str) -> str:
    """Return a word with a letter doubled, dropped, swapped or replaced."""
    if not word:
        return word
    at = dice.randrange(len(word))
    return dice.choice(
        (
            word[:at] + word[at:][:1] * dice.randrange(1, 4) + word[at + 1 :],
            word[:at] + word[at + 1 :],
            word[:at] + word[at + 1 : at + 2] + word[at : at + 1] + word[at + 2 :],
            word[:at] + dice.choice("aeioutsrk'-") + word[at + 1 :],
            word.upper(),
        )
    )


def one(dice: random.Random) -> str:
    """Return a small piece: a word, a sign, markup, a number or something nasty."""
    match dice.randrange(12):
        case 0 | 1 | 2 | 3:
            return dice.choice(vocabulary())
        case 4:
            return typo(dice, dice.choice(vocabulary()))
        case 5 | 6:
            return dice.choice(SIGNS)
        case 7 | 8:
            return dice.choice(MARKUP)
        case 9:
            return str(dice.choice((0, 1, -1, 7, 2016, 2**31, 2**53, 2**63, 2**64, 10**30, 0.5, 1e308)))
        case 10:
            return chr(dice.choice((dice.randrange(0x20, 0x250), dice.randrange(0x250, 0xD800), 0x1F600)))
        case _:
            return dice.choice(NASTY)


def text(dice: random.Random, longest: int = 40) -> str:
    """Return up to that many pieces, with or without spaces between."""
    joint = dice.choice(("", " ", " ", "\n"))
    return joint.join(one(dice) for _ in range(dice.randrange(longest + 1)))


def line(dice: random.Random, longest: int = 20) -> str:
    """Return a text of one line."""
    return " ".join(text(dice, longest).split())


def choose(dice: random.Random, *among: Sequence[str]) -> str:
    """Return one of one of the lists."""
    return dice.choice(dice.choice(among))


def mutated(dice: random.Random, whole: str, most: int = 4) -> str:
    """Return a text with some of it cut out, doubled, moved, repeated or replaced."""
    for _ in range(dice.randrange(most + 1)):
        a, b = sorted((dice.randrange(len(whole) + 1), dice.randrange(len(whole) + 1)))
        b = min(b, a + dice.choice((1, 1, 5, 30, 400)))
        part = whole[a:b]
        match dice.randrange(6):
            case 0:
                whole = whole[:a] + whole[b:]
            case 1:
                whole = whole[:b] + part + whole[b:]
            case 2:
                whole = whole[:a] + one(dice) + whole[a:]
            case 3:
                whole = whole[:a] + one(dice) + whole[b:]
            case 4:
                to = dice.randrange(len(whole) + 1)
                whole = whole[:to] + part + whole[to:]
            case _:
                whole = whole[:b] + (part or one(dice)) * dice.choice((2, 3, 40)) + whole[b:]
    return whole


def long_winded(dice: random.Random, size: int = 60_000) -> str:
    """Return a few pieces repeated to a great length: what takes quadratic time shows here."""
    unit = "".join(one(dice) for _ in range(dice.randrange(1, 4))) or "a"
    return one(dice) + unit * (size // len(unit)) + one(dice)
