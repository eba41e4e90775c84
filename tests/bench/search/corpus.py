"""Generated essays around the real ones: headings, paragraphs and sentences of the same words, and of others.

Words of the queries off the subject are not among them, or the generated essays would speak of that subject.
"""

import random
from bisect import bisect
from collections.abc import Iterable, Iterator
from itertools import accumulate

from bot.knowledge import Essay
from bot.knowledge.essay import compose
from bot.knowledge.header import Header
from bot.knowledge.tables import table
from bot.knowledge.words import stem, words

SENTENCES = 60
"""Sentences of a generated essay."""


class Generator:
    """Writes essays whose words follow Zipf's law; the words of the real essays are among them at any rank."""

    def __init__(self, real: list[Essay], sentences: int, without: Iterable[str], seed: int = 7) -> None:
        self._random = random.Random(seed)
        english = table("english.toml")
        self._function = words(" ".join(english["function"]))
        own = {word for essay in real for word in words(essay.text)} - set(self._function)
        plain = set(words(" ".join(english["plain"] + english["light"])))
        # A language has no end of words: by Heaps' law some 30 times the root of the text's length.
        made = {self._made_up() for _ in range(int(30 * (sentences * 20) ** 0.5 / 4))}
        unsaid = {stem(word) for text in without for word in words(text)}
        everything = sorted(own | {word for word in plain | made if stem(word) not in unsaid})
        self._random.shuffle(everything)
        self._content = everything
        self._weights = list(accumulate(1 / (rank + 10) for rank in range(len(everything))))

    def _made_up(self) -> str:
        syllables = self._random.choices(
            [
                "ba",
                "co",
                "di",
                "fe",
                "lu",
                "ma",
                "ni",
                "po",
                "ra",
                "se",
                "ti",
                "vo",
                "ga",
                "she",
                "mor",
                "ent",
                "lan",
                "der",
                "wick",
                "ston",
            ],
            k=3,
        )
        return "".join(syllables)

    def _word(self) -> str:
        if self._random.random() < 0.45:
            return self._random.choice(self._function)
        return self._content[bisect(self._weights, self._random.random() * self._weights[-1])]

    def _words(self, few: int, many: int) -> str:
        text = " ".join(self._word() for _ in range(self._random.randint(few, many)))
        return text[0].upper() + text[1:]

    def essay(self, number: int) -> Essay:
        """Write one essay in sections of two paragraphs."""
        blocks = []
        for section in range(SENTENCES // 12):
            if section:
                blocks.append(self._words(2, 6))
            blocks.extend(" ".join(self._words(6, 36) + "." for _ in range(6)) for _ in range(2))
        header = Header(title=f"Essay {number}", film=f"Film {number % 100}", spoilers=False)
        return compose("\n\n".join(blocks), f"generated-{number}.txt", header)


def grown(real: list[Essay], sentences: int, without: Iterable[str]) -> Iterator[Essay]:
    """Yield generated essays until they have so many sentences together with the real ones, which come midway.

    They do without the words of the texts in `without`, but for those of the real essays.
    """
    left = sentences - sum(map(len, real))
    generator = Generator(real, sentences, without)
    count = max(0, round(left / SENTENCES))
    for number in range(count):
        if number == count // 2:
            yield from real
        yield generator.essay(number)
    if not count:
        yield from real
