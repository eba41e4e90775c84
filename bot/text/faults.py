"""What an administrator reads when the configuration, the token or the start is wrong: what, where, how to mend."""

from collections.abc import Iterable
from pathlib import Path
from tomllib import TOMLDecodeError

from rapidfuzz import process

from bot.store_url import without_password

Where = tuple[str | int, ...]
SECRET = "token"  # noqa: S105 - the part of a key's name that forbids showing its value


def config_missing(file: Path) -> str:
    """There is no such configuration."""
    return f"{file}: there is no such file. Copy config.example.toml there, or leave --config out for the defaults."


def config_unreadable(file: Path, error: OSError) -> str:
    """The configuration cannot be read."""
    return f"{file}: the configuration cannot be read ({error.strerror}). Give the bot's user the right to read it."


def config_encoding(file: Path, error: UnicodeDecodeError) -> str:
    """The configuration is no UTF-8."""
    return f"{file}: byte {error.start + 1} is not UTF-8. Save the file as UTF-8."


def config_syntax(file: Path, error: TOMLDecodeError) -> str:
    """The configuration is no TOML."""
    return f"{file}: this is not TOML: {error}. Mend that line; strings stand in quotes."


def config_extreme(file: Path) -> str:
    """The configuration has lists in lists in lists, or a number as long as a page."""
    return (
        f"{file}: there is a number of thousands of digits, or hundreds of brackets within brackets. No key has such a "
        "value: look for a very long line."
    )


def key_unknown(file: str, where: Where, known: Iterable[str]) -> str:
    """A key that the configuration does not have, with the nearest one it has."""
    key, keys = str(where[-1]), list(known)
    if where == ("discord", SECRET):
        return (
            f"{file}: {_path(where)}: a token must not stand in this file. Remove it, reset the token in Discord's "
            "developer portal, and give the new one in DISCORD_TOKEN or in the file that token_file names."
        )
    near = process.extractOne(key, keys, score_cutoff=60)
    hint = f"did you mean {near[0]}?" if near else f"expected one of: {', '.join(keys) or 'none'}."
    return f"{file}: {_path(where)}: there is no such key; {hint}"


def key_wrong(file: str, where: Where, found: object, expected: str) -> str:
    """A key with a value that it cannot have."""
    shown = "something" if SECRET in _path(where) else without_password(_shown(found))
    expected = (
        expected.removeprefix("Value error, ")
        .replace("Input should be", "expected")
        .replace("Field required", "a value is required")
    )
    return f"{file}: {_path(where)}: found {shown}; {expected[0].lower()}{expected[1:]}."


def name_taken(topic: str, name: str, by: str) -> str:
    """Two commands of one name."""
    other = f"the topic {by}" if by else "a command of the bot itself"
    return f"topics.{topic}: the name {name} is taken by {other}; choose another name or alias."


def not_a_server(file: str, key: str) -> str:
    """A server's table without a server's id."""
    return f"{file}: servers.{key}: expected a server's id, as in [servers.1234567890], or [servers.default]."


def no_shard(written: str) -> str:
    """A part of a list of shards that is neither a number nor a range."""
    return f"“{written[:20]}” is no shard and no range; write numbers and ranges, such as 0-3, 8"


def shards_backwards(first: int, last: int) -> str:
    """A range that ends before it begins."""
    return f"the range {first}-{last} ends before it begins; write {last}-{first}"


def too_many_shards(most: int) -> str:
    """A shard beyond those that can be counted."""
    return f"shards are numbered from 0 to at most {most - 1}"


def shard_twice(shard: int) -> str:
    """A shard that is named twice."""
    return f"shard {shard} is named twice; name each shard of this process once"


def shard_unknown(shard: int, count: int) -> str:
    """A shard that is not among those there are."""
    if not count:
        return "shard_ids need a shard_count, the same in every process"
    return f"there is no shard {shard} with shard_count = {count}; name shards from 0 to {count - 1}"


def store_url_wrong() -> str:
    """The store's url is of no known kind."""
    return "expected sqlite:///FILE, or postgresql://USER@HOST/DATABASE for a PostgreSQL server"


def token_missing() -> str:
    """There is no token."""
    return (
        "There is no token: set DISCORD_TOKEN, or name a file in [discord] token_file. "
        "To try the bot without one: epilogue playground"
    )


def token_unreadable(file: str, error: Exception) -> str:
    """The token's file cannot be read."""
    return f"{file}: the token cannot be read ({type(error).__name__}). Mend [discord] token_file or the file's rights."


def token_malformed(where: str) -> str:
    """What was given is no token."""
    return (
        f"{where}: this does not have the form of a bot's token (three parts with dots between). "
        "Copy it again from Discord's developer portal, Bot, Reset Token."
    )


def _path(where: Where) -> str:
    return ".".join(str(part) for part in where)


def _shown(found: object) -> str:
    if found is None:
        return "nothing"
    shown = repr(found)
    return shown if len(shown) <= 60 else f"{shown[:59]}…"
