"""The data files of this package, read once when first needed."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any


@cache
def table(name: str) -> Mapping[str, Any]:
    """Return a TOML file that ships beside this module."""
    return tomllib.loads((resources.files(__package__) / name).read_text(encoding="utf-8"))
