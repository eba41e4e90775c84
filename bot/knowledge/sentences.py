"""Where one sentence ends and the next begins, in prose as people type it."""

import re
from collections.abc import Iterator

CLOSERS = "\"'”’»)]}*_"
OPENERS = "\"'“”‘«([{*_¿¡—–-"

# A run of marks that may end a sentence, what closes around it, and the space before the next. Looked at once from
# its beginning, and given up as a whole: a line of nothing but marks must not cost the square of its length.
_END = re.compile(rf"(?<![.!?…])[.!?…]++[{re.escape(CLOSERS)}]*+(?=\s)")
_BEFORE_A_WORD = frozenset('([“”"‘')
_LETTERED = re.compile(r"(?:[A-Za-z]\.)*[A-Za-z]$")  # J.R.R, e.g, U.S
# Behind these a capital letter begins no new sentence; behind others ("etc. The") it does.
_NEVER_LAST = frozenset(
    [
        *("mr", "mrs", "ms", "mx", "dr", "prof", "st", "mt", "rev", "hon", "gen", "col", "sgt", "capt", "lt"),
        *("vs", "cf", "fig", "approx", "feat", "ft", "e.g", "i.e"),
    ]
)


def split_sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the sentences of `text[start:end]`, one paragraph, as pairs of character indices without outer space.

    A sentence ends at . ! ? or … with the quotes and brackets that close there, before space and a letter that
    begins a sentence. "Mr.", "J. K.", "this dream… but" and "(because they aren't!) be happy" end none.
    """
    begin = _skip_space(text, start, end)
    for match in _END.finditer(text, begin, end):
        behind = _skip_space(text, match.end(), end)
        if behind < end and _begins(text, behind, end) and not _goes_on(text, begin, match):
            yield begin, match.end()
            begin = behind
    last = end
    while last > begin and text[last - 1].isspace():
        last -= 1
    if begin < last:
        yield begin, last


def _skip_space(text: str, at: int, end: int) -> int:
    while at < end and text[at].isspace():
        at += 1
    return at


def _begins(text: str, at: int, end: int) -> bool:
    """Whether what stands here can begin a sentence: anything but a lower-case letter or a lone mark."""
    while at < end and text[at] in OPENERS:
        at += 1
    return at < end and (text[at].isalnum() or not text[at].isascii()) and not text[at].islower()


def _goes_on(text: str, begin: int, match: re.Match[str]) -> bool:
    """Whether the full stop belongs to an abbreviation or an initial."""
    if match.group()[0] != "." or match.end() - match.start() > 1:
        return False
    at = match.start()
    while at > begin and not text[at - 1].isspace() and text[at - 1] not in _BEFORE_A_WORD:
        at -= 1
    word = text[at : match.start()]
    if word.lower() in _NEVER_LAST:
        return True
    # "J. K. Rowling", "Samuel L. Jackson" go on; "So am I." and "plan B." would be rarer than initials, but for I.
    return bool(_LETTERED.fullmatch(word)) and word not in {"I", "A", "a"} and word[-1].isupper()
