"""The labelled queries, and what counts as a hit."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.knowledge import Library

FILES = {"H": "a-very-happy-ending.txt", "P": "the-perfect-love-story.txt"}
OFF = "off"


@dataclass(frozen=True, slots=True)
class Labelled:
    """A query with the sentences that answer it; none where it is off the subject."""

    kind: str
    text: str
    right: tuple[str, ...]

    def hit(self, quote: str) -> bool:
        """Whether a quote holds one of the right sentences whole."""
        return any(sentence in quote for sentence in self.right)

    def rank(self, quotes: Sequence[str]) -> int:
        """Return the place of the first quote that hits, from 1; 0 where none does."""
        return next((place for place, quote in enumerate(quotes, 1) if self.hit(quote)), 0)


def labelled(library: Library) -> tuple[list[Labelled], list[Labelled]]:
    """Return the queries for tuning and those for reporting."""
    table: dict[str, list[list[str]]] = tomllib.loads((Path(__file__).parent / "queries.toml").read_text("utf-8"))
    essays = {letter: next(e for e in library.essays if e.file == file) for letter, file in FILES.items()}
    halves: tuple[list[Labelled], list[Labelled]] = ([], [])
    for kind, rows in table.items():
        for number, (query, *right) in enumerate(rows):
            sentences = tuple(essays[name[0]].sentence(int(name[1:])) for name in right)
            halves[number % 2].append(Labelled(kind, query, sentences))
    return halves
