"""What is known of English and of talk about films: words that ask, words that say little, words that mean the same.

The tables are data, `english.toml` and `meanings.toml` beside this file. A `meanings.toml` in the essays' folder, of
the same form, adds to them.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from bot.knowledge.spelling import Spellings
from bot.knowledge.words import stem, words

MEANINGS_FILE = "meanings.toml"

Stems = tuple[str, ...]
"""A word, or a phrase of several, as stems."""


class Meanings(BaseModel):
    """Groups of words and phrases: in `same` each may stand for each other, in `near` it hints at the others."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    same: dict[str, Annotated[list[str], Field(min_length=1)]] = {}
    near: dict[str, Annotated[list[str], Field(min_length=1)]] = {}


@dataclass(frozen=True, slots=True)
class Language:
    """The tables, ready to be asked. Words are folded, meanings are stems."""

    function: frozenset[str]
    """Words of grammar: they carry no subject."""
    talk: frozenset[str]
    """Words with which one asks about films and essays: they hardly carry one."""
    plain: frozenset[str]
    """Other common English words: they are spelled right, whatever they resemble."""
    meanings: Mapping[Stems, tuple[tuple[Stems, float], ...]]
    """What may stand for a word or phrase, with how well it does (0 to 1)."""
    spellings: Spellings
    """The words of `meanings`, by shape."""
    longest: int
    """How many stems the longest phrase of `meanings` has."""

    def knows(self, word: str) -> bool:
        """Whether a folded word is a correct one."""
        return (
            word in self.function
            or word in self.talk
            or word in self.plain
            or (word.endswith("s") and word[:-1] in self.plain)
            or (stem(word),) in self.meanings
        )


SAME, NEAR = 0.8, 0.45


def language(extra: Meanings | None = None) -> Language:
    """Return the shipped tables, with those of the essays' folder where there are any."""
    english, shipped = _shipped()
    meanings: dict[Stems, dict[Stems, float]] = {}
    for table in (shipped, extra) if extra else (shipped,):
        for groups, weight in ((table.same, SAME), (table.near, NEAR)):
            for phrase, other in _pairs(groups):
                known = meanings.setdefault(phrase, {})
                known[other] = max(weight, known.get(other, 0.0))
    return Language(
        function=english["function"],
        talk=english["talk"],
        plain=english["plain"],
        meanings={phrase: tuple(others.items()) for phrase, others in meanings.items()},
        spellings=Spellings(sorted(_words_of(shipped, extra))),
        longest=max(map(len, meanings), default=1),
    )


def _pairs(groups: Mapping[str, Iterable[str]]) -> Iterator[tuple[Stems, Stems]]:
    for name, members in groups.items():
        phrases = list(dict.fromkeys(tuple(map(stem, words(m))) for m in (name, *members)))
        yield from ((a, b) for a in phrases for b in phrases if a != b and a and b)


def _words_of(*tables: Meanings | None) -> set[str]:
    groups = (groups for table in tables if table for groups in (table.same, table.near))
    return {word for each in groups for name, members in each.items() for word in words(" ".join((name, *members)))}


@cache
def _shipped() -> tuple[dict[str, frozenset[str]], Meanings]:
    """Read the tables of this package, once."""
    room = resources.files(__package__)
    english = tomllib.loads((room / "english.toml").read_text(encoding="utf-8"))
    meanings = tomllib.loads((room / MEANINGS_FILE).read_text(encoding="utf-8"))
    sets = {name: frozenset(words(" ".join(lines))) for name, lines in english.items()}
    return sets, Meanings.model_validate(meanings)
