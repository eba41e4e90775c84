"""Five plain ways to search the same sentences, to be measured beside ours."""

import math
import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence

from rapidfuzz import fuzz, process, utils

Found = list[tuple[int, float]]
"""Passages by number with their scores, best first; a higher score is better."""
Search = Callable[[str], Found]

TOP = 3


def ratio(scorer: Callable[..., float]) -> Callable[[Sequence[str]], Search]:
    """Scan all passages with one of rapidfuzz's scorers."""

    def build(passages: Sequence[str]) -> Search:
        prepared = [utils.default_process(passage) for passage in passages]

        def search(query: str) -> Found:
            found = process.extract(utils.default_process(query), prepared, scorer=scorer, limit=TOP)
            return [(number, score) for _, score, number in found]

        return search

    return build


def full_text(tokenizer: str, grams: int = 0) -> Callable[[Sequence[str]], Search]:
    """Ask SQLite's FTS5 for any of the words, or for any of the character n-grams, ranked by its bm25()."""

    def build(passages: Sequence[str]) -> Search:
        database = sqlite3.connect(":memory:")
        database.execute(f"CREATE VIRTUAL TABLE passages USING fts5(text, tokenize='{tokenizer}')")
        rows = ((number, passage) for number, passage in enumerate(passages))
        database.executemany("INSERT INTO passages(rowid, text) VALUES (?, ?)", rows)

        def search(query: str) -> Found:
            parts = re.findall(r"\w+", query.lower())
            if grams:
                text = " ".join(parts)
                parts = [text[at : at + grams] for at in range(len(text) - grams + 1)]
            if not parts:
                return []
            match = " OR ".join(f'"{part}"' for part in dict.fromkeys(parts))
            statement = "SELECT rowid, -bm25(passages) FROM passages WHERE passages MATCH ? ORDER BY 2 DESC LIMIT ?"
            return list(database.execute(statement, (match, TOP)))

        return search

    return build


def bm25(passages: Sequence[str], k1: float = 1.5, b: float = 0.75) -> Search:
    """Okapi BM25 over bare words, in Python."""
    bags = [Counter(re.findall(r"\w+", passage.lower())) for passage in passages]
    lengths = [bag.total() for bag in bags]
    mean = sum(lengths) / len(lengths)
    postings: dict[str, list[int]] = defaultdict(list)
    for number, bag in enumerate(bags):
        for word in bag:
            postings[word].append(number)

    def search(query: str) -> Found:
        scores: dict[int, float] = defaultdict(float)
        for word in set(re.findall(r"\w+", query.lower())):
            holding = postings.get(word, [])
            weight = math.log(1 + (len(bags) - len(holding) + 0.5) / (len(holding) + 0.5))
            for number in holding:
                count = bags[number][word]
                scores[number] += weight * count * (k1 + 1) / (count + k1 * (1 - b + b * lengths[number] / mean))
        return sorted(scores.items(), key=lambda item: (-item[1], item[0]))[:TOP]

    return search


BASELINES: dict[str, Callable[[Sequence[str]], Search]] = {
    "WRatio": ratio(fuzz.WRatio),
    "partial_ratio": ratio(fuzz.partial_ratio),
    "FTS5 porter": full_text("porter unicode61"),
    "FTS5 trigram": full_text("trigram", grams=3),
    "BM25": bm25,
}
