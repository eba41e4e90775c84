"""The database's file, its folder, the disk below and the backups beside: fit to be written to, and private.

Where a server keeps the database, that is looked at instead.
"""

import os
import shutil
import stat
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from bot.check import server
from bot.check.finding import Finding, fault, note, warning
from bot.errors import Refusal
from bot.settings import Settings
from bot.store.backup import inspect
from bot.store.dated import DatedBackups
from bot.store.schema import migrations
from bot.text import check as words

# Below this, a backup and a migration may fail for want of space.
LITTLE_SPACE = 200_000_000


def findings(settings: Settings, now: datetime) -> Iterator[Finding]:
    """Look at the database, also where a bot has it open."""
    path = settings.store.file
    if path is None:
        yield from server.findings(settings.store.url)
        return
    if not path.parent.is_dir():
        yield fault("database", path.parent, words.folder_missing(path.parent))
        return
    if not os.access(path.parent, os.W_OK | os.X_OK):
        yield fault("database", path.parent, words.folder_closed(path.parent))
    free = shutil.disk_usage(path.parent).free
    needed = max(LITTLE_SPACE, 3 * path.stat().st_size if path.is_file() else 0)
    if free < needed:
        yield warning("database", path.parent, words.little_space(path.parent, free, needed))
    if path.exists():
        yield from _file(path)
    else:
        yield note("database", path, words.not_made_yet(path))
    yield from _backups(settings, path, now)


def _file(path: Path) -> Iterator[Finding]:
    if not os.access(path, os.R_OK | os.W_OK):
        yield fault("database", path, words.file_closed(path))
        return
    if os.name != "nt" and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        yield warning("database", path, words.file_open_to_others(path))
    try:
        state = inspect(path)
    except Refusal as refusal:
        yield fault("database", path, refusal.sentence)
        return
    if state.schema < (known := len(migrations())):
        yield note("database", path, words.to_be_migrated(path, state.schema, known))
    else:
        yield note("database", path, words.sound(path, state.schema, state.bytes))


def _backups(settings: Settings, database: Path, now: datetime) -> Iterator[Finding]:
    table = settings.backups
    if not table.every_hours:
        yield warning("backups", "backups.every_hours", words.no_backups())
        return
    every, folder = timedelta(hours=table.every_hours), Path(table.folder)
    made = DatedBackups(database, folder, every, table.keep).made()
    if not made:
        yield note("backups", folder, words.no_backup_yet(folder))
        return
    moment, newest = made[-1]
    if now - moment > 2 * every:
        yield warning("backups", newest, words.backup_old(newest, now - moment))
    else:
        yield note("backups", newest, words.backup_newest(newest, len(made)))
