"""How far long work has come, for whoever looks at a terminal."""

from collections.abc import Callable
from dataclasses import dataclass

Progress = Callable[[int, int], None]
"""Hears of what is done and what there is in all, time and again; both in the same unit, whatever it is."""


@dataclass(frozen=True, slots=True)
class Starting:
    """The long work of a start; None where nobody looks."""

    essays: Progress | None = None
    """Bytes of the essays that are read."""
    database: Progress | None = None
    """Pages of the database that are copied before its schema changes, and then steps of the change."""
