"""What an administrator reads of backups: made, kept, put in place, refused."""

from datetime import datetime
from pathlib import Path

from bot.text.words import plural


def target_exists(target: Path) -> str:
    """A file of that name is there."""
    return f"{target}: there is such a file already, and a backup replaces none. Choose another name."


def nothing_to_copy(database: Path) -> str:
    """There is no database yet."""
    return f"{database}: there is no database yet. Start the bot once, or look at [store] url."


def absent(file: Path) -> str:
    """The backup to restore is not there."""
    return f"{file}: there is no such file. Name a backup that `epilogue backup` or the bot made."


def unsound(file: Path, why: str) -> str:
    """The file is no sound database."""
    return f"{file}: this is no sound database ({why}). Nothing was changed: use another backup."


def foreign(file: Path) -> str:
    """The file is a sound database, but not the bot's."""
    return f"{file}: this is no database of this bot. Nothing was changed: name a backup that the bot made."


def too_new(file: Path, found: int, known: int) -> str:
    """The backup is of a newer version of the bot."""
    return (
        f"{file}: this backup has schema {found}, this version of the bot knows up to {known}. Nothing was changed: "
        "use the newer version of the bot."
    )


def copy_failed(source: Path, target: Path, why: str) -> str:
    """The copy could not be made."""
    return (
        f"{target}: {source} could not be copied there ({why}). Nothing was changed: look at the folder's rights and "
        "the free space on its disk."
    )


def made(target: Path, size: int, schema: int) -> str:
    """A backup is made and was looked at."""
    return f"{target}: backed up {size / 1e6:.1f} MB, schema {schema}, every page sound."


def restored(database: Path, file: Path, former: Path | None) -> str:
    """A backup is in the database's place."""
    kept = f" The former database is kept as {former}." if former else ""
    return f"{database}: restored from {file}.{kept} Start the bot again."


def copying(done: int, total: int) -> str:
    """How far a copy is."""
    return f"Copying: {100 * done // max(1, total)} %"


def migrating(done: int, total: int) -> str:
    """How far the database is on its way to a newer schema: copied, then changed."""
    return f"Bringing the database up to date: {100 * done // max(1, total)} %"


def folder_unusable(folder: Path, why: str) -> str:
    """The folder of the backups cannot be made."""
    return f"{folder}: backups cannot be kept there ({why}). Mend the folder's rights, or [backups] folder."


def dated(target: Path, kept: int) -> str:
    """An automatic backup was made."""
    return f"Backed up to {target}; {plural(kept, 'backup')} kept."


def automatic_failed(why: str, again: datetime) -> str:
    """An automatic backup could not be made; `why` is a sentence."""
    return f"The automatic backup failed and is tried again at {again:%H:%M} UTC. {why}"
