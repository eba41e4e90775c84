"""What is said when the database cannot be used: to the administrator at the start, to anyone while it runs."""

from pathlib import Path


def old_sqlite(found: str, needed: tuple[int, int]) -> str:
    """Python's own SQLite is too old."""
    return (
        f"This Python comes with SQLite {found}; {'.'.join(map(str, needed))} or newer is needed. Use a newer Python."
    )


def second_copy(lock: Path) -> str:
    """Another process works with this database."""
    database = lock.name.removesuffix(".lock")
    return (
        f"{lock.parent / database}: another copy of the bot has this database open. Stop that one, or "
        "give this one its own [store] url."
    )


def cannot_be_written(path: Path, why: str) -> str:
    """The database's folder is missing or closed to us."""
    return (
        f"{path.parent}: the database cannot be kept here ({why}). Make the folder, and give the bot's "
        "user the right to write there."
    )


def cannot_be_opened(path: Path, why: str) -> str:
    """The database is there but cannot be opened."""
    return (
        f"{path}: the database cannot be opened ({why}). Look at the file's owner, its rights and the "
        "free space on its disk."
    )


def damaged(path: Path, why: str) -> str:
    """The file is no sound database."""
    return (
        f"{path}: the database is damaged ({why}). Nothing was changed: move the file away and put a "
        "backup in its place."
    )


def of_another_program(path: Path) -> str:
    """The file is a sound database, but not ours."""
    return f"{path}: this is a database of another program. Nothing was changed: name another file as [store] url."


def newer(path: Path, found: int, known: int) -> str:
    """A newer version of the bot has used the database."""
    return (
        f"{path}: the database has schema {found}, this version of the bot knows up to {known}. Nothing "
        "was changed: use the newer version of the bot, or a backup from before."
    )


def disk_full() -> str:
    """Something could not be stored for want of space."""
    return (
        "This could not be stored, because the bot's disk is full. Nothing was counted or changed; "
        "please tell whoever runs the bot."
    )


def disk_failed() -> str:
    """Something could not be read or stored, because the disk or its folder fails."""
    return (
        "The bot's disk does not answer as it should. Nothing was counted or changed; please tell whoever runs the bot."
    )


def read_only() -> str:
    """Something could not be stored, because the file may not be written."""
    return (
        "This could not be stored, because the bot may not write its database. Nothing was counted or "
        "changed; please tell whoever runs the bot."
    )


def damaged_while_running() -> str:
    """The file became unsound while the bot runs."""
    return "The bot's database is damaged. Nothing was counted or changed; please tell whoever runs the bot."


def busy() -> str:
    """Another program holds the file."""
    return (
        "The bot's database is in use by another program. Nothing was counted or changed; please try again in a moment."
    )


def trouble_for_the_log(why: str) -> str:
    """What the operator's log says when a statement fails for a reason outside the bot."""
    return f"The database could not do what it was asked: {why}. Whoever asked was told that nothing was changed."
