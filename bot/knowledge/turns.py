"""Whose turn it is: a topic shows its passages one after another, each side at its turn in front."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from bot.knowledge.quote import Quote

T = TypeVar("T")


def sides(ranked: Iterable[T], stance: Callable[[T], str | None]) -> list[list[T]]:
    """Part what is ranked by its essay's stance; the side of the best first, each side in rank order."""
    parted: dict[str | None, list[T]] = {}
    for one in ranked:
        parted.setdefault(stance(one), []).append(one)
    return list(parted.values())


def turn(ranked: Sequence[Quote], shown: Mapping[str, int], most: int) -> list[Quote]:
    """Choose one quote of each side, `most` at the most, none again before all of its side were shown.

    `shown` says how often each passage was shown before. The side that comes first changes from turn to turn,
    and where there are more sides than room, so do the sides.
    """
    parted = sides(ranked, lambda quote: quote.stance)
    if not parted:
        return []
    chosen = [min(side, key=lambda quote: shown.get(quote.passage, 0)) for side in parted]
    turns = max(sum(shown.get(quote.passage, 0) for quote in side) for side in parted)
    first = turns % len(chosen)
    return (chosen[first:] + chosen[:first])[:most]


def next_of_side(ranked: Sequence[Quote], now: Quote) -> Quote | None:
    """Return the quote that follows `now` on its side, the first after the last; None where there is no other."""
    side = [quote for quote in ranked if quote.stance == now.stance]
    places = [number for number, quote in enumerate(side) if quote.passage == now.passage]
    following = side[((places[0] if places else -1) + 1) % len(side)] if side else None
    return following if following is not None and following.passage != now.passage else None
