"""Words that members write: what is taken out before they are kept, and what is declined, with the reason.

What is taken out is what nobody sees: controls, zero-width and direction marks, lone variation selectors, stacks of
combining marks. What can be seen is never changed: it is kept as it was written, or declined in a sentence. That the
rest cannot act as markdown or mention anyone is the matter of whoever shows it.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.errors import Refusal
from bot.text import wording as text

MOST_MARKS = 4
"""Combining marks on one letter; Vietnamese needs two, Hebrew with cantillation four."""
MOST_EMOJI_IN_A_ROW = 6
MOST_BLANK_LINES = 1

# Letters and symbols that are drawn as nothing: Hangul fillers, an empty Braille cell, a Khmer vowel, a joiner.
BLANKS = frozenset("\u115f\u1160\u3164\uffa0\u2800\u17b4\u17b5\u034f\u180b\u180c\u180d\u180f")
LINE_ENDS = re.compile(r"\r\n|[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")
JOINERS = "\u200c\u200d"
# Scripts whose spelling needs joiners: Arabic to Mongolian in Unicode's order.
JOINED_SCRIPTS = ("\u0600", "\u18af")
# Unicode: a subdivision's flag is a black flag, letters as tags, an end tag; elsewhere tags are hidden text.
FLAG = "\U0001f3f4"
FLAG_TAGS = re.compile("[\U000e0030-\U000e0039\U000e0061-\U000e007a]{3,6}\U000e007f")
PICTOGRAPHS = ("\U0001f000", "\U0001faff")
SMALL_PICTOGRAPHS = ("\u2190", "\u2bff")
EMOJI_STYLE, TEXT_STYLE, KEYCAP = "\ufe0f", "\ufe0e", "\u20e3"

_EMOJI = re.compile(
    r"<a?:\w{2,32}:\d{1,20}>"
    r"|:\w{2,32}:"
    "|[\U0001f1e6-\U0001f1ff]{2}"
    "|[0-9#*]\ufe0f?\u20e3"
    "|(?:[\U0001f000-\U0001faff]|[\u2190-\u2bff]\ufe0f|[\u2600-\u27bf\u2b50\u2b55\u231a\u231b\u23e9-\u23f3])"
    "(?:[\ufe0f\U0001f3fb-\U0001f3ff\U000e0030-\U000e007f]|\u200d.\ufe0f?)*"
)
_EMOJI_RUN = re.compile(rf"(?:(?:{_EMOJI.pattern})\s*){{{MOST_EMOJI_IN_A_ROW + 1},}}")
_INVITE = re.compile(
    r"(?:discord(?:app)?\s*\.\s*com\s*[/\\]+\s*invite|(?:discord\s*\.\s*(?:gg|me|io|li)|dsc\s*\.\s*gg|invite\s*\.\s*gg))"
    r"\s*[/\\]+\s*[\w-]",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Field:
    """A field that a member fills in: its name in a sentence, and its limits in characters and lines."""

    name: str
    shortest: int
    longest: int
    lines: int = 1


def cleaned(written: str) -> str:
    """Return a text in Unicode's composed form (NFC) without what nobody sees, and without space around its lines.

    Runs of empty lines become one. Done twice it changes nothing more.
    """
    composed = unicodedata.normalize("NFC", LINE_ENDS.sub("\n", written))
    # Taking something out may bring together what composes.
    seen = unicodedata.normalize("NFC", "".join(_visible(composed)))
    lines = (line.strip() for line in seen.split("\n"))
    return re.sub(rf"\n{{{MOST_BLANK_LINES + 2},}}", "\n" * (MOST_BLANK_LINES + 1), "\n".join(lines)).strip()


def checked(written: str, field: Field, forbidden: Sequence[str] = ()) -> str:
    """Return what is kept of a field: the cleaned text, within the field's limits.

    Raises Refusal where it has no letters or digits, too many characters or lines, a run of emoji, an invite to a
    server, or a word of the list `forbidden`.
    """
    kept = cleaned(written)
    if field.lines == 1:
        kept = " ".join(kept.split())
    if not kept and not field.shortest:
        return ""
    if len(kept) < field.shortest or not any(map(str.isalnum, kept)):
        raise Refusal(text.without_words(field.name, field.shortest))
    if len(kept) > field.longest:
        raise Refusal(text.too_long(field.name, len(kept), field.longest))
    if kept.count("\n") >= field.lines:
        raise Refusal(text.too_many_lines(field.name, kept.count("\n") + 1, field.lines))
    if _EMOJI_RUN.search(kept):
        raise Refusal(text.too_many_emoji(field.name, MOST_EMOJI_IN_A_ROW))
    if _INVITE.search(unicodedata.normalize("NFKC", kept)):
        raise Refusal(text.invite(field.name))
    if (word := forbidden_in(kept, forbidden)) is not None:
        raise Refusal(text.forbidden_word(field.name, word))
    return kept


def forbidden_in(written: str, forbidden: Iterable[str]) -> str | None:
    """Return the first entry of a word list that stands in a text, or None.

    Entries are words or phrases; capitals, accents, full-width letters and what stands between words make no
    difference. A `*` at an entry's end matches any ending.
    """
    words = f" {' '.join(_folded_words(written))} "
    for entry in forbidden:
        if wanted := " ".join(_folded_words(entry)):
            end = "" if entry.rstrip().endswith("*") else " "
            if f" {wanted}{end}" in words:
                return entry
    return None


def name_of(written: str, longest: int = 80) -> str:
    """Return a member's name as it is kept beside what they wrote: cleaned, in one line; empty where nothing is left.

    Discord allows 32 characters for nicknames; more is cut.
    """
    return " ".join(cleaned(written).split())[:longest].strip()


def isolated(written: str) -> str:
    """Return a text between marks (FSI and PDI) that keep its writing direction from reordering what stands around it.

    Text that is written from left to right alone is returned as it is.
    """
    if any(unicodedata.bidirectional(c) in ("R", "AL", "AN") for c in written):
        return f"\u2068{written}\u2069"
    return written


def _visible(composed: str) -> Iterator[str]:
    """Yield the characters that are kept."""
    before, marks, at = "", 0, 0
    while at < len(composed):
        char = composed[at]
        if char == FLAG and (tags := FLAG_TAGS.match(composed, at + 1)):
            yield char + tags[0]
            before, marks, at = char, 0, tags.end()
            continue
        at += 1
        if char in "\t\u00a0" or (char != "\n" and unicodedata.category(char) == "Zs"):
            char = " "
        marks = marks + 1 if unicodedata.combining(char) else 0
        if _is_kept(char, before, composed[at : at + 1], marks):
            yield char
            before = char


def _is_kept(char: str, before: str, after: str, marks: int) -> bool:
    if char == "\n":
        return True
    if char in BLANKS or marks > MOST_MARKS:
        return False
    if char in (EMOJI_STYLE, TEXT_STYLE):
        return _is_pictograph(before) or (before != "" and before in "0123456789#*" and after == KEYCAP)
    if char in JOINERS:
        return _joins(char, before, after)
    if "\ufe00" <= char <= "\ufe0d" or "\U000e0100" <= char <= "\U000e01ef":
        return False  # variants of a glyph that Discord's fonts do not have, but that can carry hidden data
    category = unicodedata.category(char)
    if category == "Cn":  # an emoji younger than this Python's tables
        return PICTOGRAPHS[0] <= char <= PICTOGRAPHS[1]
    return category[0] != "C"


def _joins(joiner: str, before: str, after: str) -> bool:
    if joiner == "\u200d" and (_is_pictograph(before) or before == EMOJI_STYLE) and _is_pictograph(after):
        return True
    return _is_joined(before) and _is_joined(after)


def _is_joined(char: str) -> bool:
    """Whether it is a letter or a mark of a script that is spelled with joiners."""
    if not char or char in BLANKS or not JOINED_SCRIPTS[0] <= char <= JOINED_SCRIPTS[1]:
        return False
    return unicodedata.category(char)[0] in "LM"


def _is_pictograph(char: str) -> bool:
    return any(first <= char <= last for first, last in (PICTOGRAPHS, SMALL_PICTOGRAPHS))


def _folded_words(written: str) -> list[str]:
    split = unicodedata.normalize("NFKD", written).casefold()
    bare = "".join(c for c in split if not unicodedata.combining(c) and unicodedata.category(c) != "Cf")
    return re.findall(r"[^\W_]+", bare)
