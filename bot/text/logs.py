"""What an administrator reads about the log itself."""

from pathlib import Path


def file_unwritable(path: Path, why: str) -> str:
    """The log's file cannot be opened."""
    return f"{path}: the log cannot be written ({why}). Make the folder, or name another file in [logging] file."
