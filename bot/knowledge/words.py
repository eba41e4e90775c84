"""Words as the index sees them: folded, lightly stemmed, and by their sound."""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache

from bot.knowledge.tables import table

_APOSTROPHES = dict.fromkeys(map(ord, "'’‘`´ʼ"), None)
_WORD = re.compile(r"[^\W_]+")
_VOWELS = frozenset("aeiouy")


def words(text: str) -> list[str]:
    """Return the words of a text in lower case, without accents; "Sebastian’s" is one word, "movie-goer" two."""
    text = text.translate(_APOSTROPHES)
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return _WORD.findall(text.lower())


def folded(text: str) -> str:
    """Return a text as its words with single spaces: the form in which two wordings are compared letter by letter."""
    return " ".join(words(text))


# What stands instead of each ending; of two that fit, the longer is taken off. What is left must keep a vowel and three
# letters. Light on purpose: "ending" and "ends" meet in "end", "passions" and "passionate" do not need to: the table of
# meanings joins what grammar alone does not.
_ENDINGS = {
    "iness": "y", "ically": "ic", "ations": "at", "ation": "at", "ities": "y", "fully": "", "ments": "ment",
    "ness": "", "less": "less", "ably": "abl", "able": "abl", "edly": "", "ingly": "", "ions": "",
    "ings": "", "ies": "y", "ied": "y", "ily": "y", "ing": "", "ion": "", "est": "", "ful": "",
    "ity": "", "ers": "", "ors": "", "ed": "", "es": "", "er": "", "or": "", "ly": "", "s": "",
    "e": "",
}  # fmt: skip
_LONGEST_ENDING = max(map(len, _ENDINGS))
# Before these a mute e may have been dropped, which a word of three letters needs: "loving" is no "lov".
_MUTE_E = frozenset(("ing", "ed", "es", "er", "ers", "e"))
_UNTOUCHED = frozenset(
    _WORD.findall(
        "career lovely "
        "this his its was has does yes us bus plus thus always perhaps across news lens jazz less unless "
        "class pass miss kiss dress stress loss cross boss glass grass press guess mess process success "
        "business happiness never ever over other another mother father brother sister under after "
        "together whether either neither number however character master matter center theater water "
        "paper river summer winter dinner corner later order offer power wonder remember september "
        "october november december forever rather color favor actor error mirror interest rest best test "
        "guest quest honest forest request contest thing king ring sing song bring spring string nothing "
        "something anything everything morning evening during wing red bed need feed seed speed indeed "
        "one june only early family lonely ugly holy reply apply supply july la are were there here "
        "where these those city unity entity pity question station nation mention passion fashion "
        "million lion union "
    )
)


@cache
def _irregular() -> Mapping[str, str]:
    """Return each irregular form with the word that it is a form of: "broke" -> "break"."""
    groups = (group.split() for group in table("english.toml")["irregular"])
    return {form: first for first, *forms in groups for form in forms}


@lru_cache(maxsize=16384)
def stem(word: str) -> str:
    """Return what a folded word has in common with its inflections: endings, ends, ended -> "end"."""
    word = _irregular().get(word, word)
    if len(word) <= 3 or word in _UNTOUCHED or not word.isascii() or word[-1].isdigit():
        return word
    if word.endswith("s") and word[:-1] in _UNTOUCHED:
        return word[:-1]
    for length in range(_LONGEST_ENDING, 0, -1):
        base, ending = word[:-length], word[-length:]
        instead = _ENDINGS.get(ending)
        if instead is not None:
            if ending == "s" and base.endswith(("s", "u", "i")):
                return word
            if len(base) >= 3 and not _VOWELS.isdisjoint(base):
                return _tidy(base + instead, mute_e=ending in _MUTE_E)
    return word


def _tidy(base: str, *, mute_e: bool) -> str:
    """Let "planned" and "plan", "dance" and "dancing", "love" and "loving" end alike."""
    if len(base) > 3 and base[-1] == base[-2] and base[-1] not in "lsz":
        return base[:-1]
    if mute_e and len(base) == 3 and base[1] in _VOWELS and base[0] not in _VOWELS and base[2] not in "aeiouywx":
        return base + "e"
    if len(base) > 4 and base[-1] == "e":
        return base[:-1]
    return base


_SOUNDS = (
    (re.compile(r"^(?:kn|gn|pn)"), "n"), (re.compile(r"^wr"), "r"), (re.compile(r"^ps"), "s"), (re.compile(r"^x"), "s"),
    (re.compile(r"ight"), "ait"), (re.compile(r"ite$"), "ait"), (re.compile(r"tion|sion|cian"), "shn"),
    (re.compile(r"sch"), "sk"), (re.compile(r"tch|ch"), "sh"), (re.compile(r"ph|gh(?=t)"), "f"),
    (re.compile(r"gh"), ""),
    (re.compile(r"ck|q"), "k"),
    (re.compile(r"sc(?=[eiy])|c(?=[eiy])"), "s"), (re.compile(r"c"), "k"), (re.compile(r"dg|g(?=[eiy])"), "j"),
    (re.compile(r"z"), "s"), (re.compile(r"x"), "ks"), (re.compile(r"w(?=[^aeiouy]|$)|h(?=[^aeiouy]|$)"), ""),
    (re.compile(r"mb$"), "m"), (re.compile(r"y|ee|ea|ie"), "i"), (re.compile(r"(.)\1+"), r"\1"),
)  # fmt: skip


@lru_cache(maxsize=16384)
def sound(word: str) -> str:
    """Return a rough key of an English word's sound: its consonants, and a mark where it begins or ends in a vowel.

    Words of one key sound alike enough for a misspelling ("nite", "night"); the key alone proves nothing.
    """
    for pattern, instead in _SOUNDS:
        word = pattern.sub(instead, word)
    if not word:
        return ""
    middle = "".join(c for c in word if c not in "aeiou")
    return ("*" if word[0] in "aeiou" else "") + middle + ("*" if word[-1] in "aiou" else "")
