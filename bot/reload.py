"""Essays and configuration read anew for a bot that runs: what changed, what is broken, what goes on serving."""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot import knowledge
from bot.errors import Refusal
from bot.knowledge import Library
from bot.settings import Settings
from bot.text import reload as words

# What is read once, at the start: the connection, the database, the log.
AT_THE_START = frozenset({"discord", "store", "logging", "backups", "metrics", "commands"})


class Source:
    """Where a running bot reads its configuration again, and how it is asked to."""

    def __init__(self, read: Callable[[], Settings]) -> None:
        self.read = read
        """Return the settings as the file has them now; raises ConfigRefusal."""
        self.asked = asyncio.Event()
        """Set by whoever wants a reload: SIGHUP."""


@dataclass(frozen=True, slots=True)
class Reloaded:
    """What a reload found. What is broken is as it was before."""

    settings: Settings
    library: Library
    changes: tuple[str, ...]
    """What is different from before, a sentence each."""
    faults: tuple[str, ...]
    """What could not be used, a sentence each with place and reason."""


def read_again(source: Source, settings: Settings, library: Library) -> Reloaded:
    """Read the configuration and the essays again, beside those that serve now. Blocks: call it in a thread."""
    faults: list[str] = []
    try:
        fresh = source.read()
    except Refusal as refusal:
        faults.append(words.configuration_kept(refusal.sentence))
        fresh = settings
    try:
        read = knowledge.load(fresh.essays.folder, fresh.topics.values(), before=library)
        faults += (words.essay_kept(fault, kept=_kept(fault, read)) for fault in read.faults)
    except Refusal as refusal:
        faults.append(words.essays_kept(refusal.sentence))
        read = library
    return Reloaded(fresh, read, (*_settings_changes(settings, fresh), *_essay_changes(library, read)), tuple(faults))


def _kept(fault: str, library: Library) -> bool:
    """Whether the file that a fault names is one whose former version serves; a fault begins with its file."""
    return any(fault.startswith((f"{essay.file}:", f"{essay.file},")) for essay in library.essays)


def _settings_changes(before: Settings, after: Settings) -> Iterator[str]:
    old, new = dict(_flat(before.model_dump(), ())), dict(_flat(after.model_dump(), ()))
    for path in dict.fromkeys((*old, *new)):
        if old.get(path) != new.get(path):
            yield words.key_changed(".".join(path), old.get(path), new.get(path), later=path[0] in AT_THE_START)


def _flat(table: Mapping[str, Any], at: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Return each value by its path; a topic and a preset are values as a whole."""
    for key, value in table.items():
        here = (*at, str(key))
        if isinstance(value, dict) and at not in {("topics",), ("polls", "presets")}:
            yield from _flat(value, here)
        else:
            yield here, value


def _essay_changes(before: Library, after: Library) -> Iterator[str]:
    old, new = ({essay.file: essay for essay in library.essays} for library in (before, after))
    yield from (words.essay_added(file, len(new[file])) for file in new if file not in old)
    yield from (words.essay_removed(file) for file in old if file not in new)
    for file in new:
        if file in old and (old[file].text, old[file].film) != (new[file].text, new[file].film):
            yield words.essay_changed(file, len(new[file]))
