"""Which servers are this process's: Discord divides a bot's servers into shards, and a shard has one process.

Discord's documentation, "Sharding": a server is of the shard (server_id >> 22) % shard_count.
"""

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.text import faults

MOST = 10_000
_PART = re.compile(r"\s*(\d{1,5})\s*(?:-\s*(\d{1,5})\s*)?")


@dataclass(frozen=True, slots=True)
class Shards:
    """The shards of this process among `count`; all of them where `count` is 0 or `ids` is empty."""

    count: int = 0
    ids: frozenset[int] = frozenset()

    def serves(self, server: int) -> bool:
        """Return whether a server is this process's."""
        return not self.spans or (server >> 22) % self.count in self.ids

    @property
    def spans(self) -> Sequence[tuple[int, int]]:
        """The first and the last of each run of consecutive shards; empty where every server is this process's."""
        if not self.count or len(self.ids) in (0, self.count):
            return ()
        return runs(self.ids)


EVERYWHERE = Shards()


def runs(ids: Iterable[int]) -> Sequence[tuple[int, int]]:
    """Return the first and the last of each run of consecutive shards."""
    placed = itertools.groupby(enumerate(sorted(ids)), key=lambda each: each[1] - each[0])
    found = [[shard for _, shard in run] for _, run in placed]
    return [(run[0], run[-1]) for run in found]


def parse(written: str) -> Iterator[int]:
    """Yield the shards of a list with ranges, such as "0-3, 8"; raise ValueError with a sentence where it is none."""
    for part in written.split(",") if written.strip() else ():
        read = _PART.fullmatch(part)
        if read is None:
            raise ValueError(faults.no_shard(part.strip()))
        first, last = int(read[1]), int(read[2] or read[1])
        if last < first:
            raise ValueError(faults.shards_backwards(first, last))
        if last >= MOST:
            raise ValueError(faults.too_many_shards(MOST))
        yield from range(first, last + 1)
