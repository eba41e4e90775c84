"""Copies of the database: made while the bot runs, looked at before they are trusted, put in its place.

Everything here is plain `sqlite3` and blocks: within a running bot it is called in a thread.
"""

import contextlib
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from bot.errors import StartRefusal
from bot.progress import Progress
from bot.store.lock import Lock
from bot.store.schema import State, migrations
from bot.store.sqlite import APPLICATION, BUSY, PAGES_A_STEP
from bot.text import backups as text

# A copy is made under this name first: what bears the final name is whole.
UNFINISHED = ".unfinished"
SIDE_FILES = ("-wal", "-shm")


def back_up(database: Path, target: Path, progress: Progress | None = None) -> State:
    """Copy the state of this moment into a new file for its owner alone, and look at the copy.

    Raises StartRefusal where there is no database, where the target exists, or where either cannot be used; an
    unfinished copy does not stay.
    """
    if target.exists():
        raise StartRefusal(text.target_exists(target))
    if not database.is_file():
        raise StartRefusal(text.nothing_to_copy(database))
    unfinished = target.with_name(target.name + UNFINISHED)
    try:
        with _telling(text.copy_failed, database, target):
            _copy(database, unfinished, progress)
        state = inspect(unfinished)
        with _telling(text.copy_failed, database, target):
            unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)
    return state


def inspect(file: Path) -> State:
    """Look at every page of a database of the bot that nobody writes to.

    Raises StartRefusal where it is absent, damaged, another program's or of a newer version of the bot.
    """
    if not file.is_file():
        raise StartRefusal(text.absent(file))
    with _telling(text.unsound, file), contextlib.closing(_open(file)) as connection:
        owner = connection.execute("PRAGMA application_id").fetchone()[0]
        schema = connection.execute("PRAGMA user_version").fetchone()[0]
        pages, size = (connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size"))
        faults = [row[0] for row in connection.execute("PRAGMA integrity_check(1)") if row[0] != "ok"]
    if faults:
        raise StartRefusal(text.unsound(file, faults[0]))
    if owner != APPLICATION:
        raise StartRefusal(text.foreign(file))
    if schema > (known := len(migrations())):
        raise StartRefusal(text.too_new(file, schema, known))
    return State(schema, pages * size)


def restore(file: Path, database: Path, now: datetime, progress: Progress | None = None) -> Path | None:
    """Put a copy of `file` in the database's place; return where the former database is, None where there was none.

    Raises StartRefusal, with nothing changed, where a bot runs on the database or the file cannot be used.
    """
    lock = Lock(database.with_name(database.name + ".lock"))
    lock.take()
    try:
        inspect(file)
        unfinished = database.with_name(database.name + UNFINISHED)
        try:
            with _telling(text.copy_failed, file, database):
                _copy(file, unfinished, progress)
                return _put_in_place(unfinished, database, now)
        finally:
            unfinished.unlink(missing_ok=True)
    finally:
        lock.release()


def _put_in_place(copied: Path, database: Path, now: datetime) -> Path | None:
    """Keep the former database under another name and give its name to the copy; at no moment is there none."""
    if not database.exists():
        copied.replace(database)
        return None
    former = database.with_name(f"{database.name}.before-restore-{now:%Y%m%d-%H%M%S}")
    _settle(database)
    try:
        os.link(database, former)
    except OSError:  # a file system without links
        shutil.copy2(database, former)
    for suffix in SIDE_FILES:  # a log of the former database beside the new one would be read into it
        side = database.with_name(database.name + suffix)
        if side.exists():
            side.replace(former.with_name(former.name + suffix))
    copied.replace(database)
    return former


def _settle(database: Path) -> None:
    """Bring what stands in the side files into the database, where it is sound enough for that."""
    with contextlib.suppress(sqlite3.Error), contextlib.closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _copy(source: Path, target: Path, progress: Progress | None) -> None:
    target.unlink(missing_ok=True)
    os.close(os.open(target, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))

    def told(_status: int, remaining: int, total: int) -> None:
        if progress is not None:
            progress(total - remaining, total)

    with contextlib.closing(_open(source)) as reading, contextlib.closing(sqlite3.connect(target)) as writing:
        # One transaction around all steps: without it, SQLite begins anew whenever the bot writes meanwhile.
        reading.execute("BEGIN")
        reading.execute("SELECT COUNT(*) FROM sqlite_schema").fetchone()
        reading.backup(writing, pages=PAGES_A_STEP, progress=told)
        writing.execute("PRAGMA journal_mode = DELETE")  # a single file, with no side files to forget
    with target.open("rb+") as file:
        os.fsync(file.fileno())


def _open(file: Path) -> sqlite3.Connection:
    """Open a database that is there, for reading."""
    connection = sqlite3.connect(f"{file.resolve().as_uri()}?mode=rw", uri=True, isolation_level=None)
    connection.execute(BUSY)
    connection.execute("PRAGMA query_only = ON")
    return connection


@contextlib.contextmanager
def _telling(sentence: Callable[..., str], *paths: Path) -> Iterator[None]:
    """Say in a sentence what SQLite or the disk refuse."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise StartRefusal(sentence(*paths, why)) from None
