"""`:name` parameters, as the store's SQL has them, into PostgreSQL's `$n`."""

import re
from functools import lru_cache

# What may hold a colon that begins no parameter, longest first; then the parameter itself.
PARTS = re.compile(
    r"""
      [eE]'(?:[^'\\]|''|\\.)*'            # a string with escapes
    | '(?:[^']|'')*'                      # a string
    | "(?:[^"]|"")*"                      # a name in quotes
    | \$(?P<tag>\w*)\$.*?\$(?P=tag)\$     # a string between dollars
    | --[^\n]*                            # a comment
    | /\*.*?\*/
    | ::                                  # a cast
    | (?<![\w$]):(?P<name>[A-Za-z_]\w*)
    """,
    re.VERBOSE | re.DOTALL,
)


@lru_cache(maxsize=1024)
def numbered(sql: str) -> tuple[str, tuple[str, ...]]:
    """Return a statement with `$1`, `$2`, ... and the names of its parameters in that order, each once."""
    names: dict[str, int] = {}

    def place(part: re.Match[str]) -> str:
        name = part["name"]
        return part[0] if name is None else f"${names.setdefault(name, len(names) + 1)}"

    return PARTS.sub(place, sql), tuple(names)
