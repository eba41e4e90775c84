"""The inverted index: which sentences hold a word, and which words a sentence holds.

Everything is numbers in flat arrays. Units are sentences, numbered through all essays, and behind them headings.
Once built, an index never changes; more essays come as another index beside it.
"""

import math
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate

from bot.knowledge.essay import Essay
from bot.knowledge.spelling import Spellings
from bot.knowledge.words import stem, words


class Index:
    """What a library looks up; read-only after construction, which takes some 25 microseconds a sentence."""

    def __init__(self, essays: Iterable[Essay]) -> None:
        self.essays = tuple(essays)
        self._essay_firsts = array("I", [0, *accumulate(map(len, self.essays))])
        self.sentences = self._essay_firsts.pop()
        self._paragraph_firsts = array("I")
        self._paragraph_headings = array("I")  # the number of a heading, from 1; 0: none
        self._heading_firsts = array("I")  # the first sentence beneath each heading
        self._heading_lasts = array("I")
        self.terms: dict[str, int] = {}
        """Each stem's number."""
        self.spellings = Spellings()
        """The words as they stand in the essays, by shape."""
        self._units = array("I")  # the terms of each unit, one unit after the other
        self._unit_ends = array("I")
        self._read()
        self._postings, self._posting_ends = self._invert()

    def essay_of(self, sentence: int) -> tuple[Essay, int]:
        """Return the essay that holds a sentence of the index, and the sentence's number in it."""
        number = bisect_right(self._essay_firsts, sentence) - 1
        return self.essays[number], sentence - self._essay_firsts[number]

    def text_of(self, unit: int) -> str:
        """Return a sentence, or a heading."""
        if unit >= self.sentences:
            first = self._heading_firsts[unit - self.sentences]
            essay, sentence = self.essay_of(first)
            return essay.heading_of(essay.paragraph_of(sentence)) or ""
        essay, sentence = self.essay_of(unit)
        return essay.sentence(sentence)

    def length_of(self, sentence: int) -> int:
        """Return how many characters a sentence has."""
        essay, local = self.essay_of(sentence)
        return essay.ends[local] - essay.starts[local]

    def first_of(self, essay: int) -> int:
        """Return the first sentence of the essay with this number in `essays`."""
        return self._essay_firsts[essay]

    def paragraph_of(self, sentence: int) -> tuple[range, int | None]:
        """Return the sentences of the paragraph that holds a sentence, and the unit of its heading."""
        number = bisect_right(self._paragraph_firsts, sentence) - 1
        firsts = self._paragraph_firsts
        last = firsts[number + 1] if number + 1 < len(firsts) else self.sentences
        heading = self._paragraph_headings[number]
        return range(firsts[number], last), self.sentences + heading - 1 if heading else None

    def beneath(self, unit: int) -> range:
        """Return the sentences of the section that a heading's unit names."""
        heading = unit - self.sentences
        return range(self._heading_firsts[heading], self._heading_lasts[heading])

    def terms_of(self, unit: int) -> Sequence[int]:
        """Return the numbers of the different stems of a unit."""
        return self._units[self._unit_ends[unit - 1] if unit else 0 : self._unit_ends[unit]]

    def frequency(self, term: int) -> int:
        """Return in how many units a stem stands."""
        return self._posting_ends[term] - (self._posting_ends[term - 1] if term else 0)

    def postings(self, term: int) -> Sequence[int]:
        """Return the units in which a stem stands, ascending."""
        return self._postings[self._posting_ends[term - 1] if term else 0 : self._posting_ends[term]]

    def _read(self) -> None:
        """Number the stems of every sentence, then of every heading."""
        known: dict[str, int] = {}  # each word's stem, so that a word is stemmed once
        headings: list[str] = []
        for essay, first in zip(self.essays, self._essay_firsts, strict=True):
            above = len(headings)
            headings.extend(essay.headings)
            self._paragraph_firsts.extend(first + at for at in essay.firsts)
            self._paragraph_headings.extend(above + section if section else 0 for section in essay.sections)
            for number in range(1, len(essay.headings) + 1):
                paragraphs = essay.section(number)
                self._heading_firsts.append(first + essay.firsts[paragraphs.start])
                self._heading_lasts.append(first + essay.paragraph(paragraphs.stop - 1).stop)
            for start, end in zip(essay.starts, essay.ends, strict=True):
                self._add(essay.text[start:end], known)
        for heading in headings:
            self._add(heading, known)

    def _add(self, text: str, known: dict[str, int]) -> None:
        found = set()
        for word in words(text):
            term = known.get(word)
            if term is None:
                term = known[word] = self.terms.setdefault(stem(word), len(self.terms))
                self.spellings.add(word)
            found.add(term)
        self._units.extend(found)
        self._unit_ends.append(len(self._units))

    def _invert(self) -> tuple["array[int]", "array[int]"]:
        """Sort (unit, term) by term: counted first, so that the lists stand in one array without gaps."""
        counts = array("I", bytes(4 * len(self.terms)))
        for term in self._units:
            counts[term] += 1
        ends = array("I", accumulate(counts))
        at = array("I", [0, *ends[:-1]]) if ends else array("I")
        postings = array("I", bytes(4 * len(self._units)))
        begin = 0
        for unit, end in enumerate(self._unit_ends):
            for term in self._units[begin:end]:
                postings[at[term]] = unit
                at[term] += 1
            begin = end
        return postings, ends


class Statistics:
    """How telling a stem is, over several indexes at once."""

    def __init__(self, indexes: Sequence[Index]) -> None:
        self._indexes = indexes
        self.sentences = sum(index.sentences for index in indexes)
        self._weights: dict[int, float] = {}

    def frequency(self, stem_: str) -> int:
        """Return in how many units a stem stands."""
        return sum(i.frequency(t) for i in self._indexes if (t := i.terms.get(stem_)) is not None)

    def weight(self, frequency: int) -> float:
        """Return the inverse document frequency of BM25 (Robertson and Spärck Jones), never negative."""
        weight = self._weights.get(frequency)
        if weight is None:
            without = self.sentences - min(frequency, self.sentences)
            weight = self._weights[frequency] = math.log(1 + (without + 0.5) / (frequency + 0.5))
        return weight
