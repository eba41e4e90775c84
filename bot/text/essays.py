"""What an administrator reads about the essays: files that cannot be used, and what was left out of those that can."""

from collections.abc import Iterable
from pathlib import Path
from tomllib import TOMLDecodeError

from rapidfuzz import process


def reading(done: int, total: int) -> str:
    """How far the essays are read."""
    return f"Reading the essays: {100 * done // max(1, total)} %"


def folder_missing(folder: Path) -> str:
    """The essays' folder is not there."""
    return f"{folder}: there is no such folder of essays. Create it, or name another in [essays] folder."


def folder_without_essay(folder: Path, faults: Iterable[str]) -> str:
    """No file of the folder can be used."""
    reasons = [*faults]
    said = " None of the files in it can be used:\n" + "\n".join(reasons) if reasons else ""
    return f"{folder}: there is no essay in this folder. Put a .txt or .md file with prose in it.{said}"


def folder_too_large(folder: Path, first: str, files: int, size: int) -> str:
    """There is more in the folder than is read."""
    return (
        f"{folder}: {first} and all files behind it are left out, for at most {files:,} files and "
        f"{size / 1e6:.0f} MB in all are read. Keep fewer or shorter essays here."
    )


def unreadable(file: str, error: OSError) -> str:
    """The file cannot be read."""
    return f"{file}: the file cannot be read ({error.strerror}). Give the bot's user the right to read it."


def too_large(file: str, size: int, limit: int) -> str:
    """The file is larger than an essay may be."""
    return f"{file}: {size / 1e6:.1f} MB is too large for an essay (at most {limit / 1e6:.0f} MB). Split it into files."


def not_text(file: str, line: int) -> str:
    """The file is binary."""
    return f"{file}, line {line}: this is no text (a zero byte). Save the essay as plain text in UTF-8."


def not_utf8(file: str, line: int, byte: int) -> str:
    """The file is in another encoding."""
    return f"{file}, line {line}: byte 0x{byte:02X} is not UTF-8. Save the file as UTF-8."


def without_prose(file: str) -> str:
    """Nothing in the file can be quoted."""
    return f"{file}: there is no prose in it. Write at least one sentence, or remove the file."


def header_open(file: str, line: int) -> str:
    """The header has no end."""
    return f"{file}, line {line}: the header begins with +++ and never ends. Close it with a second +++ line."


def header_syntax(file: str, line: int, error: TOMLDecodeError) -> str:
    """The header is no TOML."""
    return f"{file}, line {line}: the header is not TOML: {error}. Mend that line; strings stand in quotes."


def header_extreme(file: str, line: int) -> str:
    """The header has lists in lists in lists, or a number as long as a page."""
    return (
        f"{file}, line {line}: the header has a number of thousands of digits, or hundreds of brackets within "
        "brackets. No key has such a value: look for a very long line."
    )


def header_key_unknown(file: str, line: int, key: str, known: Iterable[str]) -> str:
    """The header has a key that no essay has."""
    keys = list(known)
    near = process.extractOne(key, keys, score_cutoff=60)
    hint = f"did you mean {near[0]}?" if near else f"expected one of: {', '.join(keys)}."
    return f"{file}, line {line}: {key}: an essay's header has no such key; {hint}"


def header_value_wrong(file: str, line: int, key: str, found: object, expected: str) -> str:
    """A key of the header has a value that it cannot have."""
    expected = expected.replace("Input should be", "expected")
    return f"{file}, line {line}: {key}: found {found!r:.60}; {expected[0].lower()}{expected[1:]}."


def sentence_too_long(file: str, line: int, length: int, limit: int) -> str:
    """A sentence that cannot be quoted whole."""
    return f"{file}, line {line}: a sentence of {length} characters is never quoted (at most {limit}). Divide it."


def header_incomplete(file: str, missing: Iterable[str]) -> str:
    """What the header does not say was derived."""
    return f"{file}: the header does not say {', '.join(missing)}; it was derived. Write it between +++ lines."


def meanings_wrong(file: str, error: str) -> str:
    """The folder's table of meanings cannot be used."""
    return f'{file}: {error}. Expected lines such as end = ["finale", "epilogue"] under [same] or [near].'
