"""All essays of a bot, ready to be asked: one immutable snapshot, replaced as a whole on a reload."""

from collections.abc import Iterable, Sequence
from functools import cached_property, partial
from itertools import chain

from rapidfuzz import fuzz

from bot.knowledge.essay import Essay
from bot.knowledge.index import Index, Statistics
from bot.knowledge.language import Language
from bot.knowledge.proposing import anything
from bot.knowledge.query import Query, Reader
from bot.knowledge.quote import Answer, PassageId, Place, Quote, Verdict
from bot.knowledge.quoting import Passage, distinct, find, place_of, quote_of, widened
from bot.knowledge.ranking import Hit, rank
from bot.knowledge.themes import combined, in_turn, meant_by, narrowed, subject
from bot.knowledge.topic import Topic
from bot.knowledge.verdict import verdict_on
from bot.knowledge.words import words as words_of

FILM_LIKENESS = 80.0
"""What a channel's name must reach to mean a film: "la-la-land-talk" does, "land-of-chat" does not."""
NAMES = 1_024
"""Names whose film is remembered: every answer asks what its channel's name resembles."""


class Library:
    """Essays, with what it takes to find a passage in them. Safe to use from several threads."""

    def __init__(
        self,
        essays: Iterable[Essay],
        language: Language,
        *,
        topics: Iterable[Topic] = (),
        faults: Iterable[str] = (),
        beside: Sequence[Index] = (),
    ) -> None:
        """Index `essays`; `beside` are indexes that another library has built already."""
        self._language = language
        self._indexes = (*beside, Index(essays))
        self._statistics = Statistics(self._indexes)
        self._reader = Reader(self._indexes, language)
        self._themes: dict[tuple[str, tuple[str, ...], str | None], list[Hit]] = {}
        self._spoken: dict[tuple[str, tuple[str, ...], bool, str | None], tuple[Quote, ...]] = {}
        self._likenesses: dict[str, str] = {}  # empty: it resembles none
        self.topics = tuple(topics)
        self.faults = tuple(faults)
        """What is wrong with files that were left out, a sentence each."""
        self.essays: tuple[Essay, ...] = tuple(chain.from_iterable(index.essays for index in self._indexes))

    def with_essays(self, essays: Iterable[Essay]) -> "Library":
        """Return a library that quotes these too: the takes of a server. What is indexed is shared, not rebuilt."""
        return Library(essays, self._language, topics=self.topics, faults=self.faults, beside=self._indexes)

    @cached_property
    def films(self) -> tuple[str, ...]:
        """The films, those with the most essays first."""
        count: dict[str, int] = {}
        for essay in self.essays:
            count[essay.film] = count.get(essay.film, 0) + 1
        return tuple(sorted(count, key=lambda film: (-count[film], film)))

    def search(self, query: str, *, topic: Topic | None = None, film: str | None = None, limit: int = 3) -> Answer:
        """Return what the essays say to a query: any text, also none.

        A topic without a query, and a query that only names a topic, give the topic's best passages, the sides in
        turn. A topic with a query narrows: passages of the topic answer, others are only suggested.
        """
        understood = self._reader.read(query)
        named = topic if topic and not understood.needs else self._named(query) if not topic else None
        if named is not None:
            best = self.passages_of(named, film)[:limit]
            return Answer(query, Verdict.ANSWER if best else Verdict.NOTHING, best)
        hits = self._hits(understood, film)
        if topic is not None and hits:
            hits = narrowed(hits, self._themed(topic.name, topic.words, film))
        verdict = verdict_on(hits)
        if verdict is Verdict.NOTHING:
            return Answer(query, verdict, ())
        chosen = widened(self._indexes, hits, understood, limit)
        return Answer(query, verdict, tuple(self._quote(passage, topic) for passage in chosen))

    def passages_of(self, topic: Topic, film: str | None = None) -> tuple[Quote, ...]:
        """Return a topic's passages, best first; where essays take different stances, the sides take turns."""
        key = (topic.name, topic.words, topic.spoilers, film)
        if key not in self._spoken:
            hits = in_turn(self._themed(topic.name, topic.words, film), self._indexes)
            self._spoken[key] = tuple(self._quote(passage, topic) for passage in distinct(self._indexes, hits))
        return self._spoken[key]

    def passages_for(
        self, words: Sequence[str], *, stances: Sequence[str] = (), film: str | None = None
    ) -> list[Quote]:
        """Return the passages that these words find, best first; in essays of these stances, where any are given."""
        hits = self._themed("", tuple(words), film)
        quotes = (self._quote(passage) for passage in distinct(self._indexes, hits))
        return [quote for quote in quotes if not stances or quote.stance in stances]

    def suggest(self, text: str, film: str | None = None, limit: int = 25) -> list[Quote]:
        """Return passages for the words typed so far, best first; the last word may be unfinished."""
        hits = self._hits(self._reader.read(text, unfinished=True), film)
        return [self._quote(Passage(hit.index, hit.sentence, 1, hit.score)) for hit in hits[:limit]]

    def quote(self, passage: PassageId) -> Quote | None:
        """Return the passage of that name, or None where its essay or its words are gone."""
        found = find(self._indexes, passage)
        return self._quote(found) if found else None

    def place_of(self, passage: PassageId) -> Place | None:
        """Return the paragraphs around a passage, or None where it is gone."""
        found = find(self._indexes, passage)
        return place_of(self._indexes, found) if found else None

    def film_like(self, name: str) -> str | None:
        """Return the film that a channel's or thread's name resembles, if it resembles one enough."""
        film = self._likenesses.get(name)
        if film is None:
            likeness, found = max(((_likeness(name, one), one) for one in self.films), default=(0.0, ""))
            film = found if likeness >= FILM_LIKENESS else ""
            if len(self._likenesses) >= NAMES:
                self._likenesses.clear()
            self._likenesses[name] = film
        return film or None

    def _named(self, query: str) -> Topic | None:
        """Return the topic of the configuration that a query names and says no more than that."""
        asked = subject(query, self._language)
        return next((topic for topic in self.topics if asked in meant_by(topic, self._language)), None)

    def _themed(self, name: str, words: tuple[str, ...], film: str | None) -> list[Hit]:
        """Return what a topic's words find; worked out once, for a topic is asked for again and again."""
        key = (name, words, film)
        if key not in self._themes:
            each = [self._hits(self._reader.read(phrase, meanings=False), film) for phrase in words]
            self._themes[key] = combined(each, self._indexes, name)
        return self._themes[key]

    def _hits(self, query: Query, film: str | None) -> list[Hit]:
        wanted = anything if film is None else partial(_is_on, film)
        return rank(query, self._indexes, self._statistics.weight, wanted)

    def _quote(self, passage: Passage, topic: Topic | None = None) -> Quote:
        return quote_of(self._indexes, passage, spoilers=topic is not None and topic.spoilers)


def _likeness(name: str, film: str) -> float:
    """Return how much of a film's name stands in another name (0 to 100), with or without spaces."""
    asked, title = words_of(name), words_of(film)
    whole = "".join(title)
    best = 0.0
    for count in range(1, len(title) + 2):
        for at in range(len(asked) - count + 1):
            part = "".join(asked[at : at + count])
            # In short names one letter is another film: "up", "her", "it".
            best = max(best, fuzz.ratio(part, whole) if len(whole) > 4 else 100.0 * (part == whole))
    return best


def _is_on(film: str, essay: Essay) -> bool:
    return essay.film == film
