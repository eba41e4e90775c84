"""What is known of English and of talk about films: words that ask, words that say little, words that mean the same.

The tables are data, `english.toml` and `meanings.toml` beside this file. A `meanings.toml` in the essays' folder, of
the same form, adds to them.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import permutations
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from bot.knowledge.spelling import Spellings
from bot.knowledge.tables import table
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
    neutral: frozenset[str]
    """Words that ask for a subject and say nothing of it."""
    light: frozenset[str]
    """Words of any subject."""
    plain: frozenset[str]
    """Other common English words: they are spelled right, whatever they resemble."""
    passed: frozenset[str]
    """Words that a phrase passes over: "kept her word" is the phrase "keep word"."""
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
            or word in self.light
            or stem(word) in self.plain
            or (stem(word),) in self.meanings
        )


SAME, NEAR = 0.8, 0.55


def language(extra: Meanings | None = None) -> Language:
    """Return the shipped tables, with those of the essays' folder where there are any."""
    shipped = Meanings.model_validate(table(MEANINGS_FILE))
    passed = _set("passed")
    meanings: dict[Stems, dict[Stems, float]] = {}
    for source in (shipped, extra) if extra else (shipped,):
        for groups, weight in ((source.same, SAME), (source.near, NEAR)):
            for phrase, other in _pairs(groups, passed):
                known = meanings.setdefault(phrase, {})
                known[other] = max(weight, known.get(other, 0.0))
    return Language(
        passed=passed,
        function=_set("function"),
        talk=_set("talk"),
        neutral=_set("neutral"),
        light=_set("light"),
        plain=frozenset(map(stem, _set("plain"))),
        meanings={phrase: tuple(others.items()) for phrase, others in meanings.items()},
        spellings=Spellings(sorted(_words_of(shipped, extra))),
        longest=max(map(len, meanings), default=1),
    )


def _pairs(groups: Mapping[str, Iterable[str]], passed: frozenset[str]) -> Iterator[tuple[Stems, Stems]]:
    for name, members in groups.items():
        phrases = {_phrase(member, passed) for member in (name, *members)}
        yield from permutations(sorted(phrases - {()}), 2)


def _phrase(member: str, passed: frozenset[str]) -> Stems:
    """Return a member as stems; none where a phrase would shrink to a single word, which says something else."""
    whole = words(member)
    left = tuple(stem(word) for word in whole if word not in passed)
    return left if len(left) > 1 or len(whole) == 1 else ()


def _words_of(*tables: Meanings | None) -> set[str]:
    groups = (groups for table in tables if table for groups in (table.same, table.near))
    return {word for each in groups for name, members in each.items() for word in words(" ".join((name, *members)))}


def _set(name: str) -> frozenset[str]:
    return frozenset(words(" ".join(table("english.toml")[name])))
