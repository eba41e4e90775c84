"""The steps that bring a database to the present schema, the same for every driver."""

import re
from dataclasses import dataclass
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class State:
    """What a sound database of the bot says of itself."""

    schema: int
    """The schema's version, 0 where there are no tables yet."""
    bytes: int
    server: str = ""
    """The version of the server that keeps it."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """What of the schema a database is asked for in words of its own."""

    last_id: str
    """Returns, as `last`, the id that `:table` gave last, or NULL or no row where it gave none."""
    continue_after: tuple[str, ...]
    """Let the ids of `:table` go on after `:last`."""


def migrations() -> list[str]:
    """Return the scripts of the schema's steps in their order; the first makes version 1 of nothing."""
    found = {
        int(match[1]): file.read_text(encoding="utf-8")
        for file in (files("bot.store") / "migrations").iterdir()
        if (match := re.fullmatch(r"(\d{4})_\w+\.sql", file.name))
    }
    return [found[number] for number in range(1, len(found) + 1)]
