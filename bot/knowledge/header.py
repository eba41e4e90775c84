"""The header of an essay: TOML between two +++ lines, all of it optional."""

import tomllib
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from pydantic_core import ErrorDetails

from bot.errors import Refusal
from bot.text import essays

FENCE = "+++"

_Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


class Header(BaseModel):
    """What a person declares of an essay. What is absent is derived, or unknown."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    title: _Name | None = None
    author: _Name | None = None
    film: Annotated[_Name, Field(max_length=90)] | None = None
    """At most 90 characters: it has to fit a row of Discord's autocomplete."""
    year: Annotated[int, Field(ge=1888, le=2200)] | None = None
    source: Annotated[str, Field(max_length=500)] | None = None
    rights: Annotated[str, Field(max_length=500)] | None = None
    stance: Annotated[_Name, Field(max_length=60)] | None = None
    """The essay's answer to the question it argues: "happy". Declared by a person, never guessed."""
    spoilers: bool | None = None
    topics: Annotated[tuple[str, ...], Field(strict=False)] = ()
    """Names of topics that the essay is about: its passages come first there."""


def split_header(text: str, file: str) -> tuple[Header, int]:
    """Read the header that the text may begin with; return it and where the body begins (a character's index).

    Raises Refusal, one line a fault, where the header has no end, is no TOML or says what no header may say.
    """
    lines = text.splitlines(keepends=True)
    first = next((i for i, line in enumerate(lines) if line.strip()), None)
    if first is None or lines[first].strip() != FENCE:
        return Header(), 0
    last = next((i for i in range(first + 1, len(lines)) if lines[i].strip() == FENCE), None)
    if last is None:
        raise Refusal(essays.header_open(file, first + 1))
    source = [line.rstrip("\r\n") for line in lines[first + 1 : last]]
    return _read(source, file, first + 2), sum(map(len, lines[: last + 1]))


def _read(source: list[str], file: str, line: int) -> Header:
    """Parse the header's own lines; the first of them is line `line` of the file."""
    try:
        table = tomllib.loads("\n".join(source))
    except tomllib.TOMLDecodeError as error:
        raise Refusal(essays.header_syntax(file, line, error)) from error
    except (ValueError, RecursionError):  # tomllib takes whole numbers of any length to Python, which does not
        raise Refusal(essays.header_extreme(file, line)) from None
    try:
        return Header.model_validate(table)
    except ValidationError as error:
        raise Refusal("\n".join(_fault(fault, source, file, line) for fault in error.errors())) from error


def _fault(fault: ErrorDetails, source: list[str], file: str, line: int) -> str:
    key = str(fault["loc"][0])
    at = line + next((i for i, words in enumerate(source) if words.split("=")[0].strip(" \"'") == key), 0)
    if fault["type"] == "extra_forbidden":
        return essays.header_key_unknown(file, at, key, Header.model_fields)
    return essays.header_value_wrong(file, at, key, fault["input"], fault["msg"])
