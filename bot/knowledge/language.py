"""What is known of English and of talk about films: words that ask, words that say little, words that mean the same.

The tables are data, `english.toml` and `meanings.toml` beside this file. A `meanings.toml` in the essays' folder, of
the same form, adds to them.
"""

from dataclasses import dataclass

from bot.knowledge.spelling import Spellings
from bot.knowledge.tables import table
from bot.knowledge.thesaurus import Meanings, Thesaurus
from bot.knowledge.words import stem, words

MEANINGS_FILE = "meanings.toml"


@dataclass(frozen=True, slots=True)
class Language:
    """The tables, ready to be asked. Words are folded, meanings are stems."""

    function: frozenset[str]
    """Words of grammar: they carry no subject."""
    talk: frozenset[str]
    """Words with which one asks about films and essays: they hardly carry one."""
    neutral: frozenset[str]
    """Words that ask for a subject and say nothing of it."""
    light: frozenset[str]
    """Words of any subject."""
    plain: frozenset[str]
    """Other common English words: they are spelled right, whatever they resemble."""
    passed: frozenset[str]
    """Words that a phrase passes over: "kept her word" is the phrase "keep word"."""
    meanings: Thesaurus
    """What may stand for a word or phrase."""
    spellings: Spellings
    """The words of `meanings`, by shape."""

    def knows(self, word: str) -> bool:
        """Whether a folded word is a correct one."""
        return (
            word in self.function
            or word in self.talk
            or word in self.light
            or stem(word) in self.plain
            or (stem(word),) in self.meanings
        )


def language(extra: Meanings | None = None) -> Language:
    """Return the shipped tables, with those of the essays' folder where there are any."""
    shipped = Meanings.model_validate(table(MEANINGS_FILE))
    tables = (shipped, extra) if extra else (shipped,)
    passed = _set("passed")
    return Language(
        passed=passed,
        function=_set("function"),
        talk=_set("talk"),
        neutral=_set("neutral"),
        light=_set("light"),
        plain=frozenset(map(stem, _set("plain"))),
        meanings=Thesaurus(tables, passed),
        spellings=Spellings(sorted(set().union(*(one.words() for one in tables)))),
    )


def _set(name: str) -> frozenset[str]:
    return frozenset(words(" ".join(table("english.toml")[name])))
