"""What the lines of a file are: prose, headings, or what is no prose and is never quoted.

Blocks stand between blank lines. Dropped are image slugs and file names, the credit beneath an image, "Sourced via",
"Related:" and the like, bare links, rules, and markers such as "--contains spoilers--". A short block of one line
without a sentence's end is a heading. Every dropped line is kept with its number, so that `check` can show it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

NoiseKind = Literal["image", "credit", "related link", "link", "rule", "spoiler marker", "heading without text"]

LONGEST_HEADING = 100
LONGEST_CREDIT = 100
# A file whose lines are longer than this is not wrapped by hand: each of its lines is a paragraph.
WIDEST_WRAP = 120

_SPOILERS = re.compile(
    r"^[\W_]*(?:(?:contains|warning|beware|major|minor|full|mild|some|with|of|and)\W+)*spoilers?"
    r"(?:\W+(?:ahead|below|follow|inside|warning|alert|for|within|the|film|movie))*[\W_]*$",
    re.IGNORECASE,
)
_RELATED = re.compile(
    r"^\W*(?:related|read (?:more|next|also)|see also|more|up next|next|recommended|watch)\s*:", re.IGNORECASE
)
_CREDIT = re.compile(
    r"^\W*(?:(?:sourced|images?|photos?|picture|still)\s+(?:via|by|from|courtesy|credit)\b|"
    r"(?:photo|image|picture)?\s*(?:credits?|source|courtesy(?: of)?|copyright)\s*:|via\s+[A-Z]|©|courtesy of\b)",
    re.IGNORECASE,
)
_IMAGE_FILE = re.compile(r"^\S+\.(?:jpe?g|png|gif|webp|avif|svg)$", re.IGNORECASE)
_IMAGE_MARKUP = re.compile(r"^!\[[^\]]*\]\([^)]*\)$")
_SLUG = re.compile(r"^[A-Za-z0-9]+(?:[-_][A-Za-z0-9]+)+$")
_LINK = re.compile(r"^<?(?:https?://|www\.)\S+>?$", re.IGNORECASE)
_RULE = re.compile(r"^[\W_]+$")
_MARKDOWN_HEADING = re.compile(r"^#{1,6}\s+")
_ENDS_A_SENTENCE = re.compile(r"[.!?…,;:][\"'”’»)\]}*_]*$")


@dataclass(frozen=True, slots=True)
class Noise:
    """A line that is no prose; `line` counts from 1."""

    line: int
    kind: NoiseKind
    text: str


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph: where it stands in the text, and the number of its section (0 before the first heading)."""

    start: int
    end: int
    section: int


@dataclass(frozen=True, slots=True)
class Layout:
    """A file's paragraphs, section names and dropped lines."""

    paragraphs: tuple[Block, ...]
    headings: tuple[str, ...]
    noise: tuple[Noise, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    start: int
    text: str  # without outer space

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def read_layout(text: str, body: int = 0) -> Layout:
    """Sort the lines of `text` from index `body` on."""
    paragraphs: list[Block] = []
    headings: list[str] = []
    noise: list[Noise] = []
    waiting: _Line | None = None  # a heading that has no text yet
    for block in _blocks(text, body):
        prose = _without_noise(block, noise)
        heading = _heading(block) if len(prose) == len(block) == 1 else None
        if heading is not None:
            if waiting is not None:
                noise.append(Noise(waiting.number, "heading without text", waiting.text))
            waiting = block[0]
            continue
        for lines in _paragraphs(prose):
            if waiting is not None:
                headings.append(_heading([waiting]) or waiting.text)
                waiting = None
            paragraphs.append(Block(lines[0].start, lines[-1].end, len(headings)))
    if waiting is not None:
        noise.append(Noise(waiting.number, "heading without text", waiting.text))
    return Layout(tuple(paragraphs), tuple(headings), tuple(sorted(noise, key=lambda n: n.line)))


def _blocks(text: str, body: int) -> Iterator[list[_Line]]:
    """Yield the runs of lines that are not blank."""
    number, at = text.count("\n", 0, body) + 1, body
    block: list[_Line] = []
    # Only \n ends a line here: other characters that Python counts as line ends stay part of the author's text.
    for line in text[body:].split("\n"):
        bare = line.strip()
        if bare:
            block.append(_Line(number, at + line.index(bare[0]), bare))
        elif block:
            yield block
            block = []
        number, at = number + 1, at + len(line) + 1
    if block:
        yield block


def _without_noise(block: list[_Line], noise: list[Noise]) -> list[_Line]:
    """Return the lines of a block that are prose; the others are added to `noise`."""
    prose = []
    below_image = False
    for line in block:
        kind = _noise(line.text)
        # A name beneath an image is its credit, whatever it says: "Lionsgate".
        if kind is None and below_image and len(line.text) <= LONGEST_CREDIT and not _ENDS_A_SENTENCE.search(line.text):
            kind = "credit"
        if kind is None:
            prose.append(line)
        else:
            noise.append(Noise(line.number, kind, line.text))
        below_image = kind == "image" or (below_image and kind == "credit")
    return prose


def _noise(line: str) -> NoiseKind | None:
    kinds: tuple[tuple[re.Pattern[str], NoiseKind], ...] = (
        (_RULE, "rule"),
        (_IMAGE_FILE, "image"),
        (_IMAGE_MARKUP, "image"),
        (_LINK, "link"),
        (_RELATED, "related link"),
        (_CREDIT, "credit"),
        (_SPOILERS, "spoiler marker"),
    )
    if len(line) <= 2 * LONGEST_CREDIT:
        for pattern, kind in kinds:
            if pattern.match(line):
                return kind
    # One hyphen may be a word of prose ("jaw-dropping"); a slug has more of them, or a long number.
    if _SLUG.match(line) and (line.count("-") + line.count("_") >= 2 or re.search(r"\d", line)):
        return "image"
    return None


def _heading(block: list[_Line]) -> str | None:
    """Return the name in a block that is a heading, or None."""
    line = block[0].text
    if _MARKDOWN_HEADING.match(line):
        return _MARKDOWN_HEADING.sub("", line).strip(" #*_") or None
    bold = len(line) > 4 and line.startswith("**") and line.endswith("**")
    if len(line) > LONGEST_HEADING or (_ENDS_A_SENTENCE.search(line) and not bold):
        return None
    return line.strip("*_ ")


def _paragraphs(lines: list[_Line]) -> Iterator[list[_Line]]:
    """Yield the paragraphs of a block: one, unless its lines are too wide for hand-wrapped ones or noise divides it."""
    wrapped = all(len(line.text) <= WIDEST_WRAP for line in lines)
    paragraph: list[_Line] = []
    for line in lines:
        if paragraph and (not wrapped or line.number != paragraph[-1].number + 1):
            yield paragraph
            paragraph = []
        paragraph.append(line)
    if paragraph:
        yield paragraph
