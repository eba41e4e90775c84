"""What a query asks for: its words, corrected and weighed, each with what may stand for it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.knowledge.index import Index, Statistics
from bot.knowledge.language import Language
from bot.knowledge.thesaurus import Stems
from bot.knowledge.words import sound, stem, words

MOST_WORDS = 60
"""Words of a query that are read; Discord's text options are longer, lines of essays are not."""
MOST_CORRECTED = 8
MOST_FINISHED = 50
LEAST_ALIKE = 0.45
"""How alike two words of one sound must be in their letters."""

TALK_WEIGHT = 0.25
LIGHT_WEIGHT = 0.5
FUNCTION_WEIGHT = 0.05
FUNCTION_RANK = 0.15


@dataclass(slots=True)
class Need:
    """A word or phrase of the query."""

    stems: Stems
    weight: float
    """How much of the query it is, in BM25's inverse document frequency: for the ranking."""
    subject: float
    """The same for the verdict, in which words of grammar hardly count."""
    telling: bool
    """Whether it is of some subject: no word of grammar or of asking."""
    options: dict[Stems, float] = field(default_factory=dict)
    """What satisfies it, with how well (0 to 1)."""


@dataclass(frozen=True)
class Query:
    """A query as it was understood."""

    text: str
    """Its words, folded and corrected, for the comparison letter by letter."""
    raw: str
    """Its words, folded only."""
    needs: tuple[Need, ...]

    @cached_property
    def weight(self) -> float:
        """The weight of all needs."""
        return sum(need.weight for need in self.needs)

    @cached_property
    def subject(self) -> float:
        """The weight of all needs for the verdict."""
        return sum(need.subject for need in self.needs)


class Reader:
    """Reads queries against the words of a library."""

    def __init__(self, indexes: Sequence[Index], language: Language) -> None:
        self._indexes = indexes
        self._language = language
        self._statistics = Statistics(indexes)

    def read(self, text: str, *, meanings: bool = True, unfinished: bool = False) -> Query:
        """Understand a query. Any text may be one; what has no word has no need.

        Without `meanings` only its own words count. `unfinished`: the last word is still being typed.
        """
        raw = words(text)[:MOST_WORDS]
        understood: list[tuple[str, dict[str, float]]] = []
        corrected = 0
        for word in raw:
            if self._is_known(word):
                understood.append((word, {}))
            elif parts := self._divided(word):
                understood.extend((part, {}) for part in parts)
            elif corrected < MOST_CORRECTED:
                corrected += 1
                meant = self._corrected(word)
                understood.append((next(iter(meant), word), meant))
            else:
                understood.append((word, {}))
        understood = self._joined(understood)
        if unfinished and understood and not text[-1:].isspace():
            understood[-1] = (understood[-1][0], understood[-1][1] | self._finished(raw[-1]))
        needs = tuple(self._needs(understood, meanings=meanings))
        return Query(" ".join(word for word, _ in understood), " ".join(raw), needs)

    def _frequency(self, word: str) -> int:
        return self._statistics.frequency(stem(word))

    def _is_known(self, word: str) -> bool:
        return self._frequency(word) > 0 or self._language.knows(word)

    def _is_word(self, word: str) -> bool:
        """Whether a part of a run-together word is a word: short ones only if they are common."""
        return self._frequency(word) > 0 or (len(word) > 2 and word in self._language.function) or word in "ai"

    def _divided(self, word: str) -> list[str]:
        """Divide "lalaland", "jazzclub" or a whole line without spaces into words; as few as possible."""
        if not 5 <= len(word) <= 200 or not word.isalpha():
            return []
        best: list[tuple[float, int] | None] = [(0.0, 0)] + [None] * len(word)
        for end in range(1, len(word) + 1):
            for begin in range(max(0, end - 18), end):
                before = best[begin]
                if before is None or not self._is_word(word[begin:end]):
                    continue
                # Short parts cost more, or any word would fall into "a", "in" and "at".
                cost = before[0] + 1 + 2 / (end - begin) ** 2
                known = best[end]
                if known is None or cost < known[0]:
                    best[end] = (cost, begin)
        return self._parts(word, best)

    def _parts(self, word: str, best: list[tuple[float, int] | None]) -> list[str]:
        last = best[len(word)]
        if last is None:
            return []
        parts: list[str] = []
        end = len(word)
        while end:
            step = best[end]
            begin = step[1] if step else 0
            parts.append(word[begin:end])
            end = begin
        # Many crumbs are no reading of a word: it is misspelled rather than run together.
        return parts[::-1] if len(word) / len(parts) >= 2.5 or len(word) > 24 else []

    def _corrected(self, word: str) -> dict[str, float]:
        """Return what a misspelled word may mean, best first, with how sure that is."""
        if len(word) < 3:
            return {}
        found: dict[str, float] = {}
        key = sound(word)
        for choices, slips in self._near(word):
            for other, likeness, _ in process.extract(
                word, choices, scorer=OSA.normalized_similarity, score_cutoff=LEAST_ALIKE, limit=8
            ):
                alike = bool(key) and sound(other) == key
                if alike or likeness >= _needed(word, other, slips):
                    found[other] = max(found.get(other, 0.0), min(1.0, likeness + (0.2 if alike else 0.0)))
        ranked = sorted(found.items(), key=lambda item: (-item[1], -self._frequency(item[0]), item[0]))
        return {other: 0.55 + 0.45 * sure for other, sure in ranked[:3] if sure >= ranked[0][1] - 0.12}

    def _finished(self, beginning: str) -> dict[str, float]:
        """Return the words that begin so, some of them."""
        found = (word for index in self._indexes for word in index.spellings.beginning(beginning))
        return {beginning: 1.0} | dict.fromkeys(islice(found, MOST_FINISHED), 0.9)

    def _near(self, word: str) -> Iterator[tuple[list[str], int]]:
        """Yield words that may be meant, with the slips allowed: fewer where the essays do not have the word itself."""
        slips = 1 if len(word) <= 5 else 2 if len(word) <= 8 else 3
        for index in self._indexes:
            yield from ((words, slips) for words in index.spellings.near(word))
        yield from ((words, max(1, slips - 1)) for words in self._language.spellings.near(word))

    def _joined(self, understood: list[tuple[str, dict[str, float]]]) -> list[tuple[str, dict[str, float]]]:
        """Join "heart strings" where the essays write one word and do not know the two."""
        joined: list[tuple[str, dict[str, float]]] = []
        for word, meant in understood:
            if joined:
                before = joined[-1][0]
                whole = before + word
                if (
                    len(whole) >= 6
                    and self._frequency(whole)
                    and not (self._frequency(before) and self._frequency(word))
                ):
                    joined[-1] = (whole, {})
                    continue
            joined.append((word, meant))
        return joined

    def _needs(self, understood: list[tuple[str, dict[str, float]]], *, meanings: bool) -> list[Need]:
        needs: list[Need] = []
        at = 0
        while at < len(understood):
            end, phrases = at + 1, []
            start = at
            while meanings and start < end and start < len(understood):
                phrase, length = self._phrase_at(understood, start)
                if phrase:
                    phrases.append(phrase)
                    end = max(end, start + length)
                start += 1
            needs.append(self._phrases(phrases) if phrases else self._word(*understood[at], meanings=meanings))
            at = end
        return needs

    def _phrase_at(self, understood: list[tuple[str, dict[str, float]]], at: int) -> tuple[Stems, int]:
        """Return the longest phrase of the table of meanings that begins here, and how many words it takes."""
        longest: tuple[Stems, int] = ((), 1)
        if understood[at][0] in self._language.passed:
            return longest
        stems: Stems = ()
        for end in range(at, len(understood)):
            if understood[end][0] not in self._language.passed:
                stems = (*stems, stem(understood[end][0]))
                if len(stems) > self._language.meanings.longest:
                    break
                if len(stems) > 1 and stems in self._language.meanings:
                    longest = (stems, end - at + 1)
        return longest

    def _phrases(self, phrases: list[Stems]) -> Need:
        """Return what one phrase asks for, or several that overlap: any of them will do."""
        options: dict[Stems, float] = {}
        for phrase in phrases:
            for instead, worth in (*self._language.meanings.instead_of(phrase).items(), (phrase, 1.0)):
                options[instead] = max(options.get(instead, 0.0), worth)
        parts = {part for phrase in phrases for part in phrase}
        weight = max(self._statistics.weight(self._statistics.frequency(part)) for part in parts)
        return Need(phrases[0], weight, weight, True, options)

    def _word(self, word: str, meant: dict[str, float], *, meanings: bool) -> Need:
        options: dict[Stems, float] = {}
        for other, sure in (meant or {word: 1.0}).items():
            own = (stem(other),)
            options[own] = max(options.get(own, 0.0), sure)
            for instead, weight in self._language.meanings.instead_of(own).items() if meanings else ():
                options[instead] = max(options.get(instead, 0.0), weight * sure)
        weight = self._statistics.weight(self._frequency(word))
        rank, subject = self._shares(word)
        return Need((stem(word),), weight * rank, weight * subject, subject >= LIGHT_WEIGHT, options)

    def _shares(self, word: str) -> tuple[float, float]:
        """Return how much of its weight a word keeps in the ranking and in the verdict."""
        if word in self._language.function:
            return FUNCTION_RANK, FUNCTION_WEIGHT
        if word in self._language.talk:
            return TALK_WEIGHT, TALK_WEIGHT
        if word in self._language.light:
            return LIGHT_WEIGHT, LIGHT_WEIGHT
        return 1.0, 1.0


def _needed(word: str, other: str, slips: int) -> float:
    """Return how alike two spellings must be that differ by so many slips; of three letters, none may differ."""
    length = max(len(word), len(other))
    return 1 - slips / length if length > 3 else 1.0
