"""Backups by the day: made when the last one is old enough, and only so many kept."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.errors import StartRefusal
from bot.store.backup import back_up
from bot.text import backups as text

FORM = "%Y%m%d-%H%M%S"


class DatedBackups:
    """The backups of one database in a folder of their own; files of other names in it are let be."""

    def __init__(self, database: Path, folder: Path, every: timedelta, keep: int) -> None:
        self._database = database
        self._folder = folder
        self._every = every
        self._keep = keep
        self._name = re.compile(rf"{re.escape(database.stem)}-(\d{{8}}-\d{{6}})\.db")

    def made(self) -> list[tuple[datetime, Path]]:
        """Return the backups that are there, oldest first, with the time in their names."""
        paths = self._folder.iterdir() if self._folder.is_dir() else ()
        named = ((self._name.fullmatch(path.name), path) for path in paths)
        return sorted((datetime.strptime(match[1], FORM).replace(tzinfo=UTC), path) for match, path in named if match)

    def due(self, now: datetime) -> datetime:
        """Return when the next one is to be made; one with a time yet to come, by a clock set back, does not count."""
        before = [moment for moment, _ in self.made() if moment <= now]
        return before[-1] + self._every if before else now

    def make(self, now: datetime) -> Path:
        """Make one, then remove the oldest beyond the number kept. Raises StartRefusal; then none is removed."""
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise StartRefusal(text.folder_unusable(self._folder, error.strerror or str(error))) from None
        target = self._folder / f"{self._database.stem}-{now.astimezone(UTC):{FORM}}.db"
        back_up(self._database, target)
        for _, oldest in self.made()[: -self._keep]:
            if oldest != target:
                oldest.unlink(missing_ok=True)
        return target
