"""The shape of a JSON body, as data: kinds, lengths and counts, so that a test can hold them against Discord's file.

A field that is absent or null is accepted unless it is required. What is found wrong is
noted with the code words that Discord uses.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.playground.refusals import Faults

Json = dict[str, Any]
Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Text:
    """A string; lengths in characters (code points), both ends included."""

    least: int = 0
    most: int | None = None
    pattern: str | None = None

    def check(self, value: Any, path: Path, faults: Faults) -> None:
        """Note what is wrong with `value`."""
        if not isinstance(value, str):
            faults.add(path, "STRING_TYPE_CONVERT", f'Could not interpret "{value}" as string.')
            return
        size = len(value)
        if (self.most is not None and size > self.most) or size < self.least:
            faults.add(path, *bad_length(size, self.least, self.most))
        elif self.pattern is not None and re.fullmatch(self.pattern, value) is None:
            faults.add(path, "STRING_TYPE_REGEX", "String value did not match validation regex.")


@dataclass(frozen=True)
class Number:
    """A number, both ends included; whole unless said otherwise."""

    least: float | None = None
    most: float | None = None
    whole: bool = True

    def check(self, value: Any, path: Path, faults: Faults) -> None:
        """Note what is wrong with `value`."""
        known = isinstance(value, int | float) and not isinstance(value, bool)
        if not known or (self.whole and value != int(value)):  # 24.0 is a whole number, in JSON and at Discord
            faults.add(path, "NUMBER_TYPE_COERCE", f'Value "{value}" is not int.')
        elif self.least is not None and value < self.least:
            faults.add(path, "NUMBER_TYPE_MIN", f"int value should be greater than or equal to {self.least}.")
        elif self.most is not None and value > self.most:
            faults.add(path, "NUMBER_TYPE_MAX", f"int value should be less than or equal to {self.most}.")


@dataclass(frozen=True)
class Choice:
    """One of a few values."""

    values: tuple[int | str, ...]

    def check(self, value: Any, path: Path, faults: Faults) -> None:
        """Note what is wrong with `value`."""
        if isinstance(value, bool) or value not in self.values:
            allowed = ", ".join(map(str, self.values))
            faults.add(path, "BASE_TYPE_CHOICES", f"Value must be one of {{{allowed}}}.")


@dataclass(frozen=True)
class Truth:
    """true or false."""

    def check(self, value: Any, path: Path, faults: Faults) -> None:
        """Note what is wrong with `value`."""
        if not isinstance(value, bool):
            faults.add(path, "BOOLEAN_TYPE_CONVERT", "Must be either true or false.")


@dataclass(frozen=True)
class Snowflake:
    """An id, written as a string of digits (Discord also takes a number)."""

    PATTERN = "^(0|[1-9][0-9]*)$"

    def check(self, value: Any, path: Path, faults: Faults) -> None:
        """Note what is wrong with `value`."""
        written = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
        if not isinstance(written, str) or re.fullmatch(self.PATTERN, written) is None:
            faults.add(path, "NUMBER_TYPE_COERCE", f'Value "{value}" is not snowflake.')


@dataclass(frozen=True)
class Anything:
    """Not looked at here; the rule, where there is one, stands with the subject."""

    def check(self, value: Any, path: Path, faults: Faults) -> None:
        """Note nothing."""


@dataclass(frozen=True)
class ListOf:
    """A list of one kind, with its counts, both ends included."""

    item: "Kind"
    least: int = 0
    most: int | None = None

    def check(self, value: Any, path: Path, faults: Faults) -> None:
        """Note what is wrong with `value` and with each of its items."""
        if not isinstance(value, list):
            faults.add(path, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType.")
            return
        if (self.most is not None and len(value) > self.most) or len(value) < self.least:
            faults.add(path, *bad_length(len(value), self.least, self.most))
        for index, item in enumerate(value):
            self.item.check(item, (*path, index), faults)


@dataclass(frozen=True)
class Shape:
    """An object: its name in Discord's OpenAPI description, its fields, and which of them must be there."""

    name: str
    fields: Mapping[str, "Kind"]
    required: frozenset[str] = frozenset()

    def check(self, value: Any, path: Path, faults: Faults) -> None:
        """Note what is wrong with `value` and with each of its known fields."""
        if not isinstance(value, dict):
            faults.add(path, "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType.")
            return
        for key in self.required:
            if value.get(key) is None:
                faults.add((*path, key), "BASE_TYPE_REQUIRED", "This field is required")
        for key, inner in value.items():
            kind = self.fields.get(key)
            if kind is not None and inner is not None:
                kind.check(inner, (*path, key), faults)


@dataclass(frozen=True)
class ByType:
    """An object whose shape its integer field `type` chooses."""

    shapes: Mapping[int, Shape]

    def check(self, value: Any, path: Path, faults: Faults) -> None:
        """Note what is wrong with `value`, by the shape of its type."""
        if not isinstance(value, dict):
            faults.add(path, "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType.")
            return
        kind = value.get("type")
        shape = self.shapes.get(kind) if isinstance(kind, int) else None
        if shape is None:
            allowed = ", ".join(map(str, sorted(self.shapes)))
            faults.add((*path, "type"), "UNION_TYPE_CHOICES", f'Value of field "type" must be one of ({allowed},).')
            return
        shape.check(value, path, faults)


Kind = Text | Number | Choice | Truth | Snowflake | Anything | ListOf | Shape | ByType


def bad_length(size: int, least: int, most: int | None) -> tuple[str, str]:
    """Return Discord's code word and sentence for a length out of bounds."""
    if size == 0 and least > 0:
        return "BASE_TYPE_REQUIRED", "This field is required"
    if most is not None and least > 0:
        return "BASE_TYPE_BAD_LENGTH", f"Must be between {least} and {most} in length."
    if most is not None and size > most:
        return "BASE_TYPE_MAX_LENGTH", f"Must be {most} or fewer in length."
    return "BASE_TYPE_MIN_LENGTH", f"Must be {least} or more in length."


def hold(kind: Kind, value: Any) -> None:
    """Refuse `value` with 50035 unless it has the shape `kind`."""
    faults = Faults()
    kind.check(value, (), faults)
    faults.check()
