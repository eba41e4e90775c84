"""From a query to ranked sentences: the index proposes, rapidfuzz and the words around dispose.

Proposing adds up the weights of shared words, the rarest first, until a budget of postings is spent, so that the
cost of a query does not grow with the library. Disposing looks at the proposed paragraphs only.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from rapidfuzz import fuzz

from bot.knowledge.essay import LONGEST_QUOTE, Essay
from bot.knowledge.index import Index
from bot.knowledge.language import Stems
from bot.knowledge.query import Query
from bot.knowledge.words import folded, stem, words

POSTINGS = 24_000
"""Postings that one query reads in all: some 2 ms."""
PARAGRAPHS = 48
"""Paragraphs that are looked at closely."""
BENEATH = 24
"""Sentences that a heading proposes."""

GAP = 2
"""Words that may stand between two of a phrase: "kept all her words"."""

# How much a word counts that stands not in the sentence but around it.
HEADING, BESIDE, PARAGRAPH = 0.5, 0.45, 0.3
# What a rank is made of.
COVERAGE, OWN, PHRASE, TIGHT = 0.5, 0.3, 0.5, 0.1
LITERAL = 0.79
"""What an option is worth at least that is the word itself, perhaps misspelled, or means the same."""
GUESS = 0.45
"""The certainty of a sentence that meets a query in one word of like meaning."""
# partial_ratio gives two unrelated texts of some length about this much.
UNRELATED = 60.0

Wanted = Callable[[Essay], bool]


@dataclass(frozen=True, slots=True)
class Hit:
    """A sentence with how well it answers: `score` ranks, `sure` (0 to 1) decides whether it is an answer."""

    index: int
    sentence: int
    score: float
    sure: float


class _Terms:
    """A query's options as the term numbers of one index."""

    def __init__(self, query: Query, index: Index) -> None:
        self.single: dict[int, list[tuple[int, float]]] = defaultdict(list)
        self.several: list[tuple[Stems, frozenset[int], int, float]] = []
        for number, need in enumerate(query.needs):
            for stems, worth in need.options.items():
                terms = [index.terms.get(stem) for stem in stems]
                known = [term for term in terms if term is not None]
                if len(known) < len(terms):
                    continue
                if len(known) == 1:
                    self.single[known[0]].append((number, worth))
                else:
                    self.several.append((stems, frozenset(known), number, worth))

    def met(self, terms: Sequence[int], text: Callable[[], str]) -> dict[int, float]:
        """Return which needs a unit with these terms and this text meets, and how well."""
        met: dict[int, float] = {}
        for term in terms:
            for number, worth in self.single.get(term, ()):
                if worth > met.get(number, 0.0):
                    met[number] = worth
        for phrase, known, number, worth in self.several:
            if worth > met.get(number, 0.0) and known.issubset(terms) and _in_a_row(phrase, text()):
                met[number] = worth
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


def rank(query: Query, indexes: Sequence[Index], weight: Callable[[int], float], wanted: Wanted) -> list[Hit]:
    """Return the sentences that answer a query, best first; `weight` tells a stem's worth from its frequency."""
    hits: list[Hit] = []
    for number, index in enumerate(indexes):
        terms = _Terms(query, index)
        for sentence in _propose(query, index, terms, wanted):
            hits.extend(_dispose(query, number, index, terms, sentence, weight))
    hits.sort(key=lambda hit: (-hit.score, hit.index, hit.sentence))
    return hits


def _propose(query: Query, index: Index, terms: _Terms, wanted: Wanted) -> list[range]:
    """Return the paragraphs that hold the most of the query."""
    worth = _worth(query, terms)
    found: dict[int, float] = defaultdict(float)
    left = POSTINGS
    for term in sorted(worth, key=index.frequency):
        units = index.postings(term)
        if len(units) > left and found:
            break
        left -= len(units)
        value = worth[term]
        for unit in units:
            found[unit] += value
    for unit in [unit for unit in found if unit >= index.sentences]:
        value = found.pop(unit) * HEADING
        for sentence in index.beneath(unit)[:BENEATH]:
            found[sentence] += value
    paragraphs: dict[int, range] = {}
    for sentence in sorted(found, key=lambda s: (-found[s], s)):
        if wanted(index.essay_of(sentence)[0]):
            paragraph, _ = index.paragraph_of(sentence)
            paragraphs.setdefault(paragraph.start, paragraph)
            if len(paragraphs) >= PARAGRAPHS:
                break
    return list(paragraphs.values())


def _worth(query: Query, terms: _Terms) -> dict[int, float]:
    worth: dict[int, float] = {}
    for term, uses in terms.single.items():
        worth[term] = max(query.needs[number].weight * value for number, value in uses)
    for phrase, known, number, value in terms.several:
        for term in known:
            share = query.needs[number].weight * value / len(phrase)
            worth[term] = max(worth.get(term, 0.0), share)
    return worth


def _dispose(
    query: Query, number: int, index: Index, terms: _Terms, paragraph: range, weight: Callable[[int], float]
) -> list[Hit]:
    """Score the sentences of a paragraph."""
    _, heading = index.paragraph_of(paragraph.start)
    above = terms.met(index.terms_of(heading), partial(index.text_of, heading)) if heading is not None else {}
    own = [terms.met(index.terms_of(sentence), partial(index.text_of, sentence)) for sentence in paragraph]
    around: dict[int, float] = {}
    for met in own:
        for need, value in met.items():
            around[need] = max(around.get(need, 0.0), value)
    hits = []
    for at, sentence in enumerate(paragraph):
        text = index.text_of(sentence)
        if len(text) > LONGEST_QUOTE:
            continue
        beside = (own[at - 1] if at else {}, own[at + 1] if at + 1 < len(own) else {})
        mine, whole, sure = _coverage(query, own[at], beside, above, around)
        phrase = _phrase(query, folded(text))
        tight = _tightness(index, sentence, own[at], terms, weight)
        score = COVERAGE * whole + OWN * mine + PHRASE * phrase + TIGHT * tight
        hits.append(Hit(number, sentence, score, max(sure, phrase)))
    return hits


def _coverage(
    query: Query,
    own: Mapping[int, float],
    beside: Sequence[Mapping[int, float]],
    above: Mapping[int, float],
    around: Mapping[int, float],
) -> tuple[float, float, float]:
    """Return how much of the query the sentence meets alone, with what stands around it, and of its subject."""
    mine = whole = sure = 0.0
    told = literal = 0
    for number, need in enumerate(query.needs):
        here = own.get(number, 0.0)
        there = max(
            here,
            HEADING * above.get(number, 0.0),
            BESIDE * max(met.get(number, 0.0) for met in beside),
            PARAGRAPH * around.get(number, 0.0),
        )
        mine += need.weight * here
        whole += need.weight * there
        sure += need.subject * (here + there) / 2
        told += need.telling and here > 0
        literal += need.telling and here >= LITERAL
    total = query.weight or 1.0
    sure /= query.subject or 1.0
    # A single word that only hints at another is a guess.
    return mine / total, whole / total, sure if literal or told > 1 else min(sure, GUESS)


def _phrase(query: Query, text: str) -> float:
    """Return how much of the query stands in the text letter by letter: 0 for unrelated, 1 for verbatim."""
    readings = sorted({query.raw, query.text})
    asked = max(readings, key=lambda reading: fuzz.partial_ratio(reading, text))
    length = len(asked)
    if length < 4:
        return 0.0
    likeness = fuzz.partial_ratio(asked, text)
    if length > len(text):
        # Only a part of the query can stand in a shorter sentence; the rest of it is not met here.
        likeness *= (len(text) / length) ** 0.5
    return max(0.0, (likeness - UNRELATED) / (100 - UNRELATED)) * min(1.0, (length - 3) / 12)


def _tightness(
    index: Index, sentence: int, own: Mapping[int, float], terms: _Terms, weight: Callable[[int], float]
) -> float:
    """Return how much of the sentence the query speaks of: of two that meet it, the tighter one is meant."""
    if not own:
        return 0.0
    asked = total = 0.0
    for term in index.terms_of(sentence):
        worth = weight(index.frequency(term))
        total += worth
        if term in terms.single:
            asked += worth * max(value for _, value in terms.single[term])
    return asked / total if total else 0.0
