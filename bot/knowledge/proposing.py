"""The index proposes: which paragraphs hold the most of a query, at a cost that does not grow with the library."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Sequence
from heapq import nlargest

from bot.knowledge.essay import Essay
from bot.knowledge.index import Index
from bot.knowledge.query import Query
from bot.knowledge.thesaurus import Stems
from bot.knowledge.words import stem, words

POSTINGS = 24_000
"""Postings that one query reads in all, the rarest words first: some 2 ms."""
PARAGRAPHS = 32
"""Paragraphs that are proposed."""
SENTENCES = 96
"""Sentences from which their paragraphs are taken."""
BENEATH = 24
"""Sentences that a heading proposes."""
HEADING = 0.5
"""How much a word counts that stands not in the sentence but in the heading above it."""
GAP = 2
"""Words that may stand between two of a phrase: "kept all her words"."""

Wanted = Callable[[Essay], bool]


class Terms:
    """A query's options as the term numbers of one index."""

    def __init__(self, query: Query, index: Index) -> None:
        self.single: dict[int, list[tuple[int, float]]] = defaultdict(list)
        """For each term the needs that it meets, by number, and how well."""
        self._several: dict[int, list[tuple[Stems, frozenset[int], int, float]]] = defaultdict(list)
        self.worth: dict[int, float] = {}
        """How much a unit gains by holding a term."""
        for number, need in enumerate(query.needs):
            for stems, value in need.options.items():
                terms = [term for part in stems if (term := index.terms.get(part)) is not None]
                if len(terms) < len(stems):
                    continue
                if len(terms) == 1:
                    self.single[terms[0]].append((number, value))
                else:
                    rarest = min(terms, key=index.frequency)
                    self._several[rarest].append((stems, frozenset(terms), number, value))
                for term in terms:
                    share = need.weight * value / len(terms)
                    self.worth[term] = max(self.worth.get(term, 0.0), share)

    def met(self, terms: Sequence[int], text: Callable[[], str]) -> dict[int, float]:
        """Return which needs a unit with these terms and this text meets, and how well."""
        met: dict[int, float] = {}
        single, several = self.single, self._several
        for term in terms:
            if term in single:
                for number, value in single[term]:
                    if value > met.get(number, 0.0):
                        met[number] = value
            if term in several:
                for phrase, known, number, value in several[term]:
                    if value > met.get(number, 0.0) and known.issubset(terms) and _in_a_row(phrase, text()):
                        met[number] = value
        return met


def _in_a_row(phrase: Stems, text: str) -> bool:
    """Whether the words of a phrase follow one another in a text, with at most GAP others between two of them."""
    last = [-1]
    stems = [stem(word) for word in words(text)]
    for number, part in enumerate(phrase):
        last = [
            at
            for at, other in enumerate(stems)
            if other == part and (not number or any(0 < at - before <= GAP + 1 for before in last))
        ]
    return bool(last)


def propose(index: Index, terms: Terms, wanted: Wanted) -> list[range]:
    """Return the paragraphs that hold the most of a query, each as the numbers of its sentences."""
    found: dict[int, float] = defaultdict(float)
    left = POSTINGS
    for term in sorted(terms.worth, key=index.frequency):
        left -= index.frequency(term)
        if left < 0 and found:
            break
        value = terms.worth[term]
        units = index.postings(term)
        headings = bisect_left(units, index.sentences)
        for sentence in units[:headings]:
            found[sentence] += value
        for heading in units[headings:]:
            for sentence in index.beneath(heading)[:BENEATH]:
                found[sentence] += value * HEADING
    return _paragraphs(index, found, wanted)


def _paragraphs(index: Index, found: dict[int, float], wanted: Wanted) -> list[range]:
    """Return the paragraphs of the sentences that found most, the best first."""
    allowed = found if wanted is anything else {s: v for s, v in found.items() if wanted(index.essay_of(s)[0])}
    if not allowed:
        return []
    # Only what may be among the best is sorted.
    least = nlargest(SENTENCES, allowed.values())[-1]
    best = sorted((s for s, value in allowed.items() if value >= least), key=lambda s: (-allowed[s], s))
    paragraphs: dict[int, range] = {}
    for sentence in best:
        paragraph, _ = index.paragraph_of(sentence)
        paragraphs.setdefault(paragraph.start, paragraph)
        if len(paragraphs) >= PARAGRAPHS:
            break
    return list(paragraphs.values())


def anything(essay: Essay) -> bool:  # noqa: ARG001 - the shape of Wanted
    """Want every essay."""
    return True
