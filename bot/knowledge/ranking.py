"""From a query to ranked sentences: what the index proposes is looked at closely, in two steps.

All sentences of the proposed paragraphs are scored by the words that they and their surroundings share with the
query; the best of them are then compared with it letter by letter.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from rapidfuzz import fuzz

from bot.knowledge.essay import LONGEST_QUOTE
from bot.knowledge.index import Index
from bot.knowledge.proposing import HEADING, Terms, Wanted, propose
from bot.knowledge.query import Query
from bot.knowledge.words import folded

COMPARED = 24
"""Sentences that are compared letter by letter."""

# How much a word counts that stands not in the sentence but in the next one, or elsewhere in its paragraph.
BESIDE, PARAGRAPH = 0.45, 0.3
# What a rank is made of. Each may be halved or doubled without much change: see tests/bench/search.
COVERAGE, OWN, PHRASE, TIGHT = 0.5, 0.3, 0.5, 0.1
LITERAL = 0.79
"""What an option is worth at least that is the word itself, perhaps misspelled, or means the same."""
GUESS = 0.45
"""The certainty of a sentence that only hints at a query in one word."""
UNRELATED = 60.0
"""About what partial_ratio gives two texts of some length that have nothing to do with each other."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A sentence with how well it answers: `score` ranks, `sure` (0 to 1) decides whether it is an answer."""

    index: int
    sentence: int
    score: float
    sure: float


Nothing: Mapping[int, float] = {}


def rank(query: Query, indexes: Sequence[Index], weight: Callable[[int], float], wanted: Wanted) -> list[Hit]:
    """Return the sentences that answer a query, best first; `weight` tells a stem's worth from its frequency."""
    terms = [Terms(query, index) for index in indexes]
    hits = [
        hit
        for number, index in enumerate(indexes)
        for paragraph in propose(index, terms[number], wanted)
        for hit in _by_words(query, number, index, terms[number], paragraph)
    ]
    hits.sort(key=_order)
    near = [_by_letters(query, hit, indexes[hit.index], terms[hit.index], weight) for hit in hits[:COMPARED]]
    near.sort(key=_order)
    return near + hits[COMPARED:]


def _order(hit: Hit) -> tuple[float, int, int]:
    return -hit.score, hit.index, hit.sentence


def _by_words(query: Query, number: int, index: Index, terms: Terms, paragraph: range) -> Iterator[Hit]:
    """Score the sentences of a paragraph by the words that they share with the query."""
    _, heading = index.paragraph_of(paragraph.start)
    above = terms.met(index.terms_of(heading), partial(index.text_of, heading)) if heading is not None else Nothing
    own = [terms.met(index.terms_of(sentence), partial(index.text_of, sentence)) for sentence in paragraph]
    around: dict[int, float] = {need: HEADING * value / PARAGRAPH for need, value in above.items()}
    for met in own:
        for need, value in met.items():
            if value > around.get(need, 0.0):
                around[need] = value
    for at, sentence in enumerate(paragraph):
        if not own[at] or index.length_of(sentence) > LONGEST_QUOTE:
            continue
        before = own[at - 1] if at else Nothing
        behind = own[at + 1] if at + 1 < len(own) else Nothing
        mine, whole, sure = _coverage(query, own[at], before, behind, around)
        yield Hit(number, sentence, COVERAGE * whole + OWN * mine, sure)


def _by_letters(query: Query, hit: Hit, index: Index, terms: Terms, weight: Callable[[int], float]) -> Hit:
    """Add to a hit's score what its letters, and their tightness, say."""
    phrase = _phrase(query, folded(index.text_of(hit.sentence)))
    tight = _tightness(index, hit.sentence, terms, weight)
    return replace(hit, score=hit.score + PHRASE * phrase + TIGHT * tight, sure=max(hit.sure, phrase))


def _coverage(
    query: Query,
    own: Mapping[int, float],
    before: Mapping[int, float],
    behind: Mapping[int, float],
    around: Mapping[int, float],
) -> tuple[float, float, float]:
    """Return how much of the query the sentence meets alone, with what stands around it, and of its subject."""
    mine = whole = sure = 0.0
    told = literal = 0
    for number, somewhere in around.items():
        need = query.needs[number]
        here = own.get(number, 0.0)
        there = max(here, BESIDE * before.get(number, 0.0), BESIDE * behind.get(number, 0.0), PARAGRAPH * somewhere)
        mine += need.weight * here
        whole += need.weight * there
        sure += need.subject * (here + there) / 2
        told += need.telling and here > 0
        literal += need.telling and here >= LITERAL
    weight = query.weight or 1.0
    sure /= query.subject or 1.0
    # A single word that only hints at another is a guess.
    return mine / weight, whole / weight, sure if literal or told > 1 else min(sure, GUESS)


def _phrase(query: Query, text: str) -> float:
    """Return how much of the query stands in the text letter by letter: 0 for unrelated, 1 for verbatim."""
    best = 0.0
    for asked in {query.raw, query.text}:
        likeness = fuzz.partial_ratio(asked, text, score_cutoff=UNRELATED)
        if len(asked) > len(text) and text:
            # Only a part of the query can stand in a shorter sentence; the rest of it is not met here.
            likeness *= (len(text) / len(asked)) ** 0.5
        best = max(best, (likeness - UNRELATED) / (100 - UNRELATED) * min(1.0, (len(asked) - 3) / 12))
    return best


def _tightness(index: Index, sentence: int, terms: Terms, weight: Callable[[int], float]) -> float:
    """Return how much of the sentence the query speaks of: of two that meet it, the tighter one is meant."""
    asked = total = 0.0
    for term in index.terms_of(sentence):
        worth = weight(index.frequency(term))
        total += worth
        if term in terms.single:
            asked += worth * max(value for _, value in terms.single[term])
    return asked / total if total else 0.0
