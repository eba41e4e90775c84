"""Words by their shape, so that a misspelled one is compared with few: its first or its last letter
is right, or the first sounds alike."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

SLACK = 2
"""By how many letters a misspelling may be longer or shorter."""


# First letters that sound alike, so that "shazel" and "nite club" find "Chazelle" and "knight".
ALIKE = {
    "c": "ks",
    "k": "cn",
    "s": "cz",
    "z": "s",
    "f": "p",
    "j": "g",
    "g": "j",
    "n": "k",
    "r": "w",
    "e": "i",
    "i": "ey",
}


class Spellings:
    """Words by length, with their first letter and with their last."""

    def __init__(self, words: Iterable[str] = ()) -> None:
        self._by_shape: dict[tuple[int, str], list[str]] = defaultdict(list)
        for word in words:
            self.add(word)

    def add(self, word: str) -> None:
        """Add a word that is not empty and was not added before."""
        self._by_shape[len(word), word[0]].append(word)
        self._by_shape[len(word), "-" + word[-1]].append(word)

    def near(self, word: str) -> Iterator[list[str]]:
        """Yield lists of words of which some may be meant; a word may be in two of them."""
        for length in range(max(2, len(word) - SLACK), len(word) + SLACK + 1):
            for letter in (word[0], "-" + word[-1], *ALIKE.get(word[0], "")):
                if found := self._by_shape.get((length, letter)):
                    yield found

    def beginning(self, start: str) -> Iterator[str]:
        """Yield words that begin with `start`, the shortest first."""
        for length in range(len(start) + 1, len(start) + 13):
            yield from (word for word in self._by_shape.get((length, start[0]), ()) if word.startswith(start))
