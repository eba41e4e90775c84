"""A `[store] url`, taken apart: a file of SQLite's or a PostgreSQL server."""

import re
from pathlib import Path

SQLITE = "sqlite:///"
FORM = re.compile(r"sqlite:///.+|postgres(?:ql)?://.+")
# Between a user's name and the host, or as libpq's argument.
PASSWORD = re.compile(r"(?<=:)(?!//)[^:/@\s]+(?=@)|(?<=[?&]password=)[^&\s'\"]+")


def file_of(url: str) -> Path | None:
    """Return the file of an SQLite database; None where the url names a server."""
    return Path(url.removeprefix(SQLITE)) if url.startswith(SQLITE) else None


def of_file(file: Path) -> str:
    """Return the url of an SQLite database."""
    return f"{SQLITE}{file}"


def without_password(text: str) -> str:
    """Return a text that may hold a url, as people may see it."""
    return PASSWORD.sub("***", text)
