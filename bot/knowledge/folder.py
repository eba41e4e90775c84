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
from bot.progress import Progress
from bot.text import essays as text

SUFFIXES = (".txt", ".md")
LARGEST_FOLDER = 32_000_000
"""Bytes of all essays, some 300,000 sentences: with their index 140 MB of memory, which a small machine has."""
MOST_FILES = 5_000


def load(
    folder: Path,
    topics: Iterable[Topic] = (),
    *,
    before: Library | None = None,
    progress: Progress | None = None,
) -> Library:
    """Read every .txt and .md file of a folder, in the order of their names; `topics` are those of the configuration.

    A file that cannot be used is named in the library's `faults`, and the others serve; what the library `before` this
    one has read from a file of that name goes on to serve, too. No more than `LARGEST_FOLDER` is read. Plain Python
    without long steps: called in a thread (`asyncio.to_thread`), it lets the event loop run every few milliseconds.
    Raises StartRefusal where there is no such folder, or no essay in it.
    """
    if not folder.is_dir():
        raise StartRefusal(text.folder_missing(folder))
    faults: list[str] = []
    known = {} if before is None else {essay.file: essay for essay in before.essays}
    essays = list(_essays(_files(folder, faults), known, faults, progress))
    if not essays:
        raise StartRefusal(text.folder_without_essay(folder, faults))
    meanings = _meanings(folder / MEANINGS_FILE, faults)
    return Library(_with_films(essays), language(meanings), topics=topics, faults=faults)


def _files(folder: Path, faults: list[str]) -> dict[Path, int]:
    """Return the files that may be essays, with their sizes in bytes; what is too much in all is left out."""
    found: dict[Path, int] = {}
    whole = 0
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() not in SUFFIXES or path.name.startswith(".") or not path.is_file():
            continue
        size = path.stat().st_size
        whole += min(size, LARGEST)  # one that is larger will not be read
        if whole > LARGEST_FOLDER or len(found) == MOST_FILES:
            faults.append(text.folder_too_large(folder, path.name, MOST_FILES, LARGEST_FOLDER))
            break
        found[path] = size
    return found


def _essays(
    files: Mapping[Path, int], before: Mapping[str, Essay], faults: list[str], progress: Progress | None
) -> Iterator[Essay]:
    done, whole = 0, sum(files.values())
    for path, size in files.items():
        try:
            yield parse(_read(path, size), path.name)
        except OSError as error:
            faults.append(text.unreadable(path.name, error))
            yield from filter(None, [before.get(path.name)])
        except Refusal as refusal:
            faults.append(refusal.sentence)
            yield from filter(None, [before.get(path.name)])
        done += size
        if progress is not None:
            progress(done, whole)


def _read(path: Path, size: int) -> bytes:
    """Return a file's bytes, but of a huge one, or one that grows, no more than shows that it is huge."""
    if size > LARGEST:
        raise Refusal(text.too_large(path.name, size, LARGEST))
    with path.open("rb") as file:
        return file.read(LARGEST + 1)


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
        return Meanings.model_validate(tomllib.loads(_read(path, path.stat().st_size).decode()))
    except FileNotFoundError:
        return None
    except OSError as error:
        faults.append(text.unreadable(path.name, error))
    except Refusal as refusal:
        faults.append(refusal.sentence)
    except (ValueError, RecursionError) as error:  # not UTF-8, not TOML, not of the table's form, or beyond reason
        faults.append(text.meanings_wrong(path.name, str(error).splitlines()[0]))
    return None
