"""Which words and phrases mean the same as others, or hint at them."""

from collections.abc import Iterable, Mapping
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from bot.knowledge.words import stem, words

Stems = tuple[str, ...]
"""A word, or a phrase of several, as stems."""

SAME, NEAR = 0.8, 0.55


class Meanings(BaseModel):
    """Groups of words and phrases: in `same` each may stand for each other, in `near` it hints at the others."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    same: dict[str, Annotated[list[str], Field(min_length=1)]] = {}
    near: dict[str, Annotated[list[str], Field(min_length=1)]] = {}

    def words(self) -> set[str]:
        """Return all words of the groups, folded."""
        named = (" ".join((name, *members)) for groups in (self.same, self.near) for name, members in groups.items())
        return {word for text in named for word in words(text)}


class Thesaurus:
    """Tables of meanings, ready to be asked. It keeps the groups; what they say of a phrase is told when asked for."""

    def __init__(self, tables: Iterable[Meanings], passed: frozenset[str]) -> None:
        """`passed` are words that a phrase passes over: "kept her word" is the phrase "keep word"."""
        self._groups: list[tuple[float, list[Stems]]] = []
        self._holding: dict[Stems, list[int]] = {}
        for table in tables:
            self._add(table.same, SAME, passed)
            self._add(table.near, NEAR, passed)
        self.longest = max(map(len, self._holding), default=1)
        """How many stems the longest phrase has."""

    def __contains__(self, phrase: Stems) -> bool:
        return phrase in self._holding

    def instead_of(self, phrase: Stems) -> dict[Stems, float]:
        """Return what may stand for a phrase, with how well it does (0 to 1)."""
        others: dict[Stems, float] = {}
        for number in self._holding.get(phrase, ()):
            weight, phrases = self._groups[number]
            for other in phrases:
                if other != phrase:
                    others[other] = max(weight, others.get(other, 0.0))
        return others

    def _add(self, groups: Mapping[str, Iterable[str]], weight: float, passed: frozenset[str]) -> None:
        for name, members in groups.items():
            phrases = {_phrase(member, passed) for member in (name, *members)} - {()}
            if len(phrases) > 1:
                for phrase in phrases:
                    self._holding.setdefault(phrase, []).append(len(self._groups))
                self._groups.append((weight, sorted(phrases)))


def _phrase(member: str, passed: frozenset[str]) -> Stems:
    """Return a member as stems; none where a phrase would shrink to a single word, which says something else."""
    whole = words(member)
    left = tuple(stem(word) for word in whole if word not in passed)
    return left if len(left) > 1 or len(whole) == 1 else ()
