"""From ranked sentences to quotes: which sentences go together, and how a passage is named and found again."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from bot.knowledge.essay import LONGEST_QUOTE, Essay
from bot.knowledge.index import Index
from bot.knowledge.query import Query
from bot.knowledge.quote import PassageId, Place, Quote, fingerprint, passage_id
from bot.knowledge.ranking import Hit
from bot.knowledge.words import folded

MOST_SENTENCES = 3
SHORT = 60
"""A sentence of fewer characters says little alone: it takes a neighbour with it."""
ROOMY = 220
"""What such a pair may measure."""
WIDE = 320
"""What sentences may measure together that answer the query better than one of them."""
FAR_BEHIND = 0.4
"""A hit that scores less than this share of the best is no answer beside it."""
AS_GOOD = 0.8
"""A neighbour that scores this share of the hit belongs to the answer."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Consecutive sentences of one paragraph, by their numbers in one index."""

    index: int
    sentence: int
    count: int
    score: float

    @property
    def sentences(self) -> range:
        """The numbers of the sentences."""
        return range(self.sentence, self.sentence + self.count)


def widened(indexes: Sequence[Index], hits: Sequence[Hit], query: Query, limit: int) -> list[Passage]:
    """Return up to `limit` passages around the best hits, none sharing a sentence with another."""
    scores = {(hit.index, hit.sentence): hit.score for hit in hits}
    taken: set[tuple[int, int]] = set()
    chosen: list[Passage] = []
    for hit in hits:
        if len(chosen) >= limit or hit.score < FAR_BEHIND * hits[0].score:
            break
        if (hit.index, hit.sentence) in taken:
            continue
        passage = _widen(indexes[hit.index], hit, scores, query, taken)
        taken.update((hit.index, sentence) for sentence in passage.sentences)
        chosen.append(passage)
    return chosen


def distinct(indexes: Sequence[Index], hits: Sequence[Hit]) -> list[Passage]:
    """Return each hit as a passage of its own, without words that an earlier one has said."""
    said: set[PassageId] = set()
    passages = []
    for hit in hits:
        passage = Passage(hit.index, hit.sentence, 1, hit.score)
        essay, sentence = indexes[hit.index].essay_of(hit.sentence)
        name = passage_id(essay.file, essay.sentence(sentence), 1)
        if name not in said:
            said.add(name)
            passages.append(passage)
    return passages


def _widen(
    index: Index, hit: Hit, scores: dict[tuple[int, int], float], query: Query, taken: set[tuple[int, int]]
) -> Passage:
    passage = Passage(hit.index, hit.sentence, 1, hit.score)
    paragraph, _ = index.paragraph_of(hit.sentence)
    while passage.count < MOST_SENTENCES:
        wider = [
            candidate
            for candidate, added in (
                (Passage(hit.index, passage.sentence, passage.count + 1, hit.score), passage.sentences.stop),
                (Passage(hit.index, passage.sentence - 1, passage.count + 1, hit.score), passage.sentence - 1),
            )
            if added in paragraph and (hit.index, added) not in taken
            if _is_better(index, passage, candidate, scores.get((hit.index, added), 0.0), query)
        ]
        if not wider:
            break
        passage = max(wider, key=lambda p: sum(scores.get((p.index, s), 0.0) for s in p.sentences))
    return passage


def _is_better(index: Index, narrow: Passage, wide: Passage, added: float, query: Query) -> bool:
    """Whether the wider passage answers better: the query goes on in it, or it says as much, or one is too short."""
    text = _text(index, wide)
    if len(text) > LONGEST_QUOTE:
        return False
    before = folded(_text(index, narrow))
    if len(query.raw) > 1.2 * len(before) and fuzz.ratio(query.raw, folded(text)) > fuzz.ratio(query.raw, before) + 3:
        return True
    if added >= AS_GOOD * narrow.score:
        return len(text) <= WIDE and narrow.count == 1
    return len(before) < SHORT and len(text) <= ROOMY and added > 0


def _text(index: Index, passage: Passage) -> str:
    essay, sentence = index.essay_of(passage.sentence)
    return essay.sentence(sentence, passage.count)


def quote_of(indexes: Sequence[Index], passage: Passage, *, spoilers: bool) -> Quote:
    """Return a passage as a quote with its source; `spoilers` where its topic is marked, whatever its essay is."""
    essay, sentence = indexes[passage.index].essay_of(passage.sentence)
    paragraph = essay.paragraph_of(sentence)
    return Quote(
        text=essay.sentence(sentence, passage.count),
        essay=essay.title,
        author=essay.author,
        film=essay.film,
        section=essay.heading_of(paragraph),
        paragraph=paragraph - essay.section(essay.sections[paragraph]).start + 1,
        stance=essay.stance,
        spoilers=spoilers or essay.spoilers,
        score=round(min(1.0, max(0.0, passage.score)), 4),
        passage=passage_id(essay.file, essay.sentence(sentence, passage.count), passage.count),
        by_member=essay.by_member,
    )


def find(indexes: Sequence[Index], passage: PassageId) -> Passage | None:
    """Return where a passage stands now, or None where its essay or its words are gone."""
    name, _, count = passage.partition("-")
    if count not in {"1", "2", "3"}:
        return None
    for number, essay, first in _essays(indexes):
        if name.startswith(fingerprint(essay.file)):
            for sentence in range(len(essay) - int(count) + 1):
                if passage_id(essay.file, essay.sentence(sentence, int(count)), int(count)) == passage:
                    return Passage(number, first + sentence, int(count), 1.0)
    return None


def place_of(indexes: Sequence[Index], passage: Passage) -> Place:
    """Return a passage with the paragraphs of its section."""
    essay, sentence = indexes[passage.index].essay_of(passage.sentence)
    holds = essay.paragraph_of(sentence)
    around = essay.section(essay.sections[holds])
    return Place(
        quote=quote_of(indexes, passage, spoilers=False),
        paragraphs=tuple(essay.sentence(essay.firsts[n], len(essay.paragraph(n))) for n in around),
        number=holds - around.start,
        start=essay.starts[sentence] - essay.starts[essay.firsts[holds]],
    )


def _essays(indexes: Sequence[Index]) -> Iterator[tuple[int, Essay, int]]:
    for number, index in enumerate(indexes):
        for at, essay in enumerate(index.essays):
            yield number, essay, index.first_of(at)
