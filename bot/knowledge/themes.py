"""What the essays say of a topic: its passages ranked once, and the sides in turn."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.knowledge.index import Index
from bot.knowledge.language import Language
from bot.knowledge.ranking import Hit
from bot.knowledge.topic import Topic
from bot.knowledge.turns import sides
from bot.knowledge.words import words

SPEAKS_OF_IT = 0.6
"""How sure one of the topic's words must be of a sentence."""
DECLARED = 0.15
"""What an essay gains whose header names the topic."""
LEANING = frozenset(
    [
        *("and", "but", "or", "so", "because", "however", "then", "also", "both", "this", "that", "these", "those"),
        *("they", "he", "she", "it", "his", "her", "him", "them"),
    ]
)
"""A sentence that begins so leans on the one before."""


def subject(query: str, language: Language) -> tuple[str, ...]:
    """Return a query without the words that only ask: "what about the ending?" -> ("ending",)."""
    return tuple(word for word in words(query) if word not in language.neutral)


def meant_by(topic: Topic, language: Language) -> set[tuple[str, ...]]:
    """Return what a query may consist of to mean the topic as a whole."""
    return {tuple(words(name)) for name in (topic.name, *topic.aliases)} | {subject(topic.title, language)} - {()}


def combined(each: Iterable[Sequence[Hit]], indexes: Sequence[Index], topic: str) -> list[Hit]:
    """Join what the topic's words found into one ranking of the sentences that speak of it."""
    found: dict[tuple[int, int], list[Hit]] = {}
    for hits in each:
        for hit in hits:
            if hit.sure >= SPEAKS_OF_IT:
                found.setdefault((hit.index, hit.sentence), []).append(hit)
    ranked = []
    for (number, sentence), hits in found.items():
        essay, local = indexes[number].essay_of(sentence)
        scores = sorted((hit.score for hit in hits), reverse=True)
        score = scores[0] + sum(other / 4 for other in scores[1:]) + _readiness(essay.sentence(local))
        if topic in essay.topics:
            score += DECLARED
        ranked.append(replace(hits[0], score=score, sure=1.0))
    best = max((hit.score for hit in ranked), default=1.0)
    ranked.sort(key=lambda hit: (-hit.score, hit.index, hit.sentence))
    return [replace(hit, score=hit.score / best) for hit in ranked]


def _readiness(sentence: str) -> float:
    """Return how well a sentence stands alone: neither short nor endless, and not leaning on the one before."""
    first = words(sentence)[:1]
    leans = bool(first) and first[0] in LEANING
    return (0.15 if 60 <= len(sentence) <= 320 else 0.0) - (0.2 if leans else 0.0)


def narrowed(hits: Sequence[Hit], theme: Sequence[Hit]) -> list[Hit]:
    """Put the hits that speak of the topic first; the others can no longer be sure."""
    weights = {(hit.index, hit.sentence): hit.score for hit in theme}
    within = [
        replace(hit, score=hit.score * (0.85 + 0.15 * weight), sure=hit.sure)
        for hit in hits
        if (weight := weights.get((hit.index, hit.sentence))) is not None
    ]
    outside = [
        replace(hit, score=hit.score / 2, sure=min(hit.sure / 2, 0.5))
        for hit in hits
        if (hit.index, hit.sentence) not in weights
    ]
    return sorted(within, key=lambda hit: -hit.score) + outside


def in_turn(hits: Sequence[Hit], indexes: Sequence[Index]) -> list[Hit]:
    """Let the stances take turns, beginning with the best hit's, each with its own best first."""
    parted = sides(hits, lambda hit: indexes[hit.index].essay_of(hit.sentence)[0].stance)
    longest = max(map(len, parted), default=0)
    return [side[turn] for turn in range(longest) for side in parted if turn < len(side)]
