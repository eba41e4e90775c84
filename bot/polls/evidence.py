"""What the essays say for and against an answer."""

from collections.abc import Callable

from bot.knowledge import Library, Quote
from bot.polls.poll import Option, Question

# Questions whose passages are kept at hand; each is a few kilobytes.
KEPT = 256


class Evidence:
    """The best passage for each option of a question, found once for each state of the library."""

    def __init__(self, library: Callable[[], Library]) -> None:
        self._current = library
        self._library: Library | None = None
        self._found: dict[tuple[str, tuple[Option, ...]], tuple[Quote | None, ...]] = {}

    def each(self, question: Question) -> tuple[Quote | None, ...]:
        """Return the best passage for each option, in their order; None where the essays have none."""
        library = self._current()
        if library is not self._library or len(self._found) >= KEPT:
            self._library, self._found = library, {}
        key = (question.film, question.options)
        if key not in self._found:
            self._found[key] = tuple(_best(library, question.film, option) for option in question.options)
        return self._found[key]

    def against(self, question: Question, choice: int) -> Quote | None:
        """Return the best passage for any other option than the chosen one: the same rule for every side."""
        chosen = self.each(question)[choice]
        others = [
            quote
            for place, quote in enumerate(self.each(question))
            if place != choice and quote is not None and (chosen is None or quote.passage != chosen.passage)
        ]
        return max(others, key=lambda quote: quote.score, default=None)


def _best(library: Library, film: str, option: Option) -> Quote | None:
    if not option.words:
        return None
    return next(iter(library.passages_for(option.words, stances=option.stances, film=film or None)), None)
