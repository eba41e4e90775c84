"""What is odd about a film: one view where two belong, sides that nobody declared, a name written in two ways."""

from collections.abc import Iterator
from itertools import combinations

from rapidfuzz import fuzz

from bot.check.finding import Finding, note, warning
from bot.knowledge import Essay, Library
from bot.knowledge.words import folded
from bot.settings import Settings
from bot.text import check as words

# Names that are the same but for a letter or two in ten: "La La Land" and "Lala Land".
ALIKE = 85.0


def findings(settings: Settings, library: Library) -> Iterator[Finding]:
    """Look at the films that there are essays on, and at those that the configuration names."""
    for film in library.films:
        yield from _views(film, [essay for essay in library.essays if essay.film == film])
    for one, other in combinations(library.films, 2):
        if fuzz.ratio(folded(one), folded(other)) >= ALIKE and not _numbered_apart(one, other):
            yield warning("essays", one, words.films_alike(one, other))
    known = {film.casefold() for film in library.films}
    for channel, film in settings.channels.films.items():
        if film.casefold() not in known:
            yield warning("channels", f"channels.films.{channel}", words.bound_film_unknown(str(channel), film))


def _views(film: str, essays: list[Essay]) -> Iterator[Finding]:
    stances = {(essay.stance or "").casefold() for essay in essays}
    if len(essays) == 1:
        yield note("essays", film, words.single_view(film, essays[0].file))
    elif len(stances) == 1:
        yield warning("essays", film, words.one_side(film, essays[0].stance))


def _numbered_apart(one: str, other: str) -> bool:
    """Whether the names differ in a number: a second part is another film."""
    return [c for c in one if c.isdigit()] != [c for c in other if c.isdigit()]
