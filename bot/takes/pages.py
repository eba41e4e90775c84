"""A take in pages: whole sentences in their paragraphs, each section under its name."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bot.takes.essays import as_essay
from bot.takes.take import Take


@dataclass(frozen=True, slots=True)
class Part:
    """Consecutive sentences of one paragraph."""

    section: str | None
    text: str


def pages(take: Take, room: int, width: Callable[[str], int]) -> list[list[Part]]:
    """Part a take into pages of at most `room`, by the `width` of texts and sections' names where they are shown.

    A paragraph stands on one page where one holds it, else it goes on after a sentence; a sentence that is wider than
    a page goes on after a word.
    """
    essay = as_essay(take)
    parted: list[list[Part]] = [[]]
    left = room
    for paragraph in range(len(essay.firsts)):
        sentences = essay.paragraph(paragraph)
        section = essay.heading_of(paragraph)
        above = width(section) if section else 0
        whole = essay.sentence(sentences.start, len(sentences))
        pieces = (
            [whole] if width(whole) + above <= room else list(_pieces(essay.sentence, sentences, room - above, width))
        )
        for piece in pieces:
            if parted[-1] and width(piece) + above > left:
                parted.append([])
                left = room
            parted[-1].append(Part(section, piece))
            left -= width(piece) + above
    return parted


def _pieces(
    sentence: Callable[[int, int], str], sentences: range, room: int, width: Callable[[str], int]
) -> Iterator[str]:
    """Part a paragraph that is wider than a page: as many sentences as fit, or words where a sentence does not."""
    at = sentences.start
    while at < sentences.stop:
        stop = sentences.stop
        while stop > at + 1 and width(sentence(at, stop - at)) > room:
            stop -= 1
        yield from _words(sentence(at, stop - at), room, width)
        at = stop


def _words(text: str, room: int, width: Callable[[str], int]) -> Iterator[str]:
    while width(text) > room:
        # Half of what fits is words enough, whatever signs are among them.
        end = text.rfind(" ", 1, room // 2)
        end = end if end > 0 else room // 2
        yield text[:end]
        text = text[end:].lstrip()
    yield text
