"""A folder of essays on disk, read once into a library."""

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from bot.errors import Refusal, StartRefusal
from bot.knowledge.essay import LARGEST, Essay, parse
from bot.knowledge.language import MEANINGS_FILE, language
from bot.knowledge.library import Library
from bot.knowledge.thesaurus import Meanings
from bot.knowledge.topic import Topic
from bot.knowledge.words import folded
from bot.text import essays as text

SUFFIXES = (".txt", ".md")


def load(folder: Path, topics: Iterable[Topic] = (), *, before: Library | None = None) -> Library:
    """Read every .txt and .md file of a folder, in the order of their names; `topics` are those of the configuration.

    A file that cannot be used is named in the library's `faults`, and the others serve; what the library `before` this
    one has read from a file of that name goes on to serve, too. Plain Python without long
    steps: called in a thread (`asyncio.to_thread`), it lets the event loop run every few milliseconds.
    Raises StartRefusal where there is no such folder, or no essay in it.
    """
    if not folder.is_dir():
        raise StartRefusal(text.folder_missing(folder))
    faults: list[str] = []
    essays = list(_essays(folder, faults, {} if before is None else {essay.file: essay for essay in before.essays}))
    if not essays:
        raise StartRefusal(text.folder_without_essay(folder, faults))
    meanings = _meanings(folder / MEANINGS_FILE, faults)
    return Library(_with_films(essays), language(meanings), topics=topics, faults=faults)


def _essays(folder: Path, faults: list[str], before: Mapping[str, Essay]) -> Iterator[Essay]:
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() not in SUFFIXES or path.name.startswith(".") or not path.is_file():
            continue
        try:
            yield parse(_read(path), path.name)
            continue
        except OSError as error:
            faults.append(text.unreadable(path.name, error))
        except Refusal as refusal:
            faults.append(refusal.sentence)
        if path.name in before:
            yield before[path.name]


def _read(path: Path) -> bytes:
    """Return a file's bytes, but of a huge one no more than shows that it is huge."""
    size = path.stat().st_size
    if size > LARGEST:
        raise Refusal(text.too_large(path.name, size, LARGEST))
    return path.read_bytes()


def _with_films(essays: list[Essay]) -> list[Essay]:
    """Give an essay without a film the one that its text names most, among those of the others; else its title."""
    films = list(dict.fromkeys(essay.film for essay in essays if essay.film))
    return [essay if essay.film else essay.with_film(_film_of(essay, films)) for essay in essays]


def _film_of(essay: Essay, films: list[str]) -> str:
    prose = folded(essay.text)
    named = Counter({film: prose.count(folded(film)) for film in films})
    return next((film for film, times in named.most_common(1) if times), essay.title[:90])


def _meanings(path: Path, faults: list[str]) -> Meanings | None:
    """Read the folder's own table of meanings, where there is one that can be used."""
    try:
        return Meanings.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None
    except OSError as error:
        faults.append(text.unreadable(path.name, error))
    except (ValueError, RecursionError) as error:  # not UTF-8, not TOML, not of the table's form, or beyond reason
        faults.append(text.meanings_wrong(path.name, str(error).splitlines()[0]))
    return None
