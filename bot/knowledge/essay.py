"""One essay: a file of prose, read into sections, paragraphs and sentences without touching a character.

The text is kept as it stands in the file, so that a quote is a slice of it. Sentences are pairs of indices in
arrays and no objects: a large library is mostly its text.
"""

from array import array
from bisect import bisect_right
from dataclasses import dataclass, field, replace
from typing import Self

from bot.errors import Refusal
from bot.knowledge.header import Header, split_header
from bot.knowledge.layout import Noise, read_layout
from bot.knowledge.sentences import split_sentences
from bot.text import essays

LARGEST = 1_000_000
"""Bytes of a file: some 8,000 sentences, a short book."""
LONGEST_QUOTE = 600
"""Characters of a quote: three fit a message of Discord's (2,000) with their sources."""


@dataclass(frozen=True, slots=True)
class Essay:
    """A parsed file. Numbers of sentences, paragraphs and sections count from 0 within the essay."""

    file: str
    """The file's name, which names the essay among all of a library."""
    text: str
    """The file's whole text, header included, line ends as they stand."""
    title: str
    film: str
    author: str | None = None
    year: int | None = None
    source: str | None = None
    rights: str | None = None
    stance: str | None = None
    spoilers: bool = False
    topics: tuple[str, ...] = ()
    by_member: bool = False
    """Whether a member of a server wrote it, as an answer to an essay."""
    missing: tuple[str, ...] = ()
    """Keys that the header does not have and that were derived."""
    noise: tuple[Noise, ...] = ()
    """The lines that are no prose, in order."""
    headings: tuple[str, ...] = ()
    """The names of the sections, in order; what stands before the first belongs to none."""
    starts: "array[int]" = field(default_factory=lambda: array("I"))
    ends: "array[int]" = field(default_factory=lambda: array("I"))
    """Where each sentence begins and ends in `text`."""
    firsts: "array[int]" = field(default_factory=lambda: array("I"))
    """The first sentence of each paragraph."""
    sections: "array[int]" = field(default_factory=lambda: array("H"))
    """For each paragraph the number of its section: 0 before the first heading, then 1, 2 ..."""

    def __len__(self) -> int:
        return len(self.starts)

    def sentence(self, number: int, count: int = 1) -> str:
        """Return `count` consecutive sentences, verbatim, with what stands between them."""
        return self.text[self.starts[number] : self.ends[number + count - 1]]

    def paragraph_of(self, sentence: int) -> int:
        """Return the paragraph in which the sentence stands."""
        return bisect_right(self.firsts, sentence) - 1

    def paragraph(self, number: int) -> range:
        """Return the sentences of a paragraph."""
        last = self.firsts[number + 1] if number + 1 < len(self.firsts) else len(self)
        return range(self.firsts[number], last)

    def section(self, number: int) -> range:
        """Return the paragraphs of a section (0: those before the first heading)."""
        return range(bisect_right(self.sections, number - 1), bisect_right(self.sections, number))

    def heading_of(self, paragraph: int) -> str | None:
        """Return the name of the section in which the paragraph stands."""
        number = self.sections[paragraph]
        return self.headings[number - 1] if number else None

    def line_of(self, sentence: int) -> int:
        """Return the file's line, from 1, in which the sentence begins."""
        return self.text.count("\n", 0, self.starts[sentence]) + 1

    def with_film(self, film: str) -> Self:
        """Return the same essay, on this film."""
        return replace(self, film=film)

    @property
    def too_long(self) -> list[int]:
        """The sentences that are longer than a quote may be, which are never shown."""
        return [i for i in range(len(self)) if self.ends[i] - self.starts[i] > LONGEST_QUOTE]


def parse(data: bytes, file: str) -> Essay:
    """Read a file's bytes; `file` is its name, for the essay's identity and for faults.

    Where the header has no film, `film` is empty: the library derives it from the other essays.
    Raises Refusal, one line a fault, where the bytes are too many, no UTF-8 text or
    without prose, or the header is wrong.
    """
    text = _decode(data, file)
    head, body = split_header(text, file)
    return compose(text, file, head, body)


def compose(text: str, file: str, head: Header, body: int = 0) -> Essay:
    """Build an essay from a text whose prose begins at index `body` and from what is declared of it.

    Raises Refusal where there is no prose.
    """
    plan = read_layout(text, body)
    starts, ends, firsts, sections = array("I"), array("I"), array("I"), array("H")
    for block in plan.paragraphs:
        found = list(split_sentences(text, block.start, block.end))
        if found:
            firsts.append(len(starts))
            sections.append(block.section)
            starts.extend(start for start, _ in found)
            ends.extend(end for _, end in found)
    if not starts:
        raise Refusal(essays.without_prose(file))
    marked = any(noise.kind == "spoiler marker" for noise in plan.noise)
    missing = [key for key in ("title", "film") if getattr(head, key) is None]
    if head.spoilers is None and not marked:
        missing.append("spoilers")
    return Essay(
        file=file,
        text=text,
        title=head.title or _title(file),
        film=head.film or "",
        author=head.author,
        year=head.year,
        source=head.source,
        rights=head.rights,
        stance=head.stance,
        # A marker in the text holds also where the header forgets it; a header's `false` was meant.
        spoilers=marked if head.spoilers is None else head.spoilers,
        topics=head.topics,
        missing=tuple(missing),
        noise=plan.noise,
        headings=plan.headings,
        starts=starts,
        ends=ends,
        firsts=firsts,
        sections=sections,
    )


def _decode(data: bytes, file: str) -> str:
    if len(data) > LARGEST:
        raise Refusal(essays.too_large(file, len(data), LARGEST))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # The index counts within the bytes behind a byte order mark, which is on the first line in any case.
        line = data.count(b"\n", 0, error.start) + 1
        if b"\0" in data:
            raise Refusal(essays.not_text(file, line)) from error
        raise Refusal(essays.not_utf8(file, line, error.object[error.start])) from error
    if "\0" in text:
        raise Refusal(essays.not_text(file, text.count("\n", 0, text.index("\0")) + 1))
    return text


def _title(file: str) -> str:
    """Return a title from a file's name: "a-very-happy-ending.txt" -> "A very happy ending"."""
    words = " ".join(file.rsplit("/", maxsplit=1)[-1].rsplit(".", 1)[0].replace("_", " ").replace("-", " ").split())
    return words[:1].upper() + words[1:] or file
