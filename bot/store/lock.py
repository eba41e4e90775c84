"""One process a database: a lock that the operating system lifts when its holder ends, however it ends."""

import os
import sys
from pathlib import Path

from bot.errors import StartRefusal
from bot.text import store as text


class Lock:
    """An exclusive hold on a file, from the call of `take` to `release` or the end of the process.

    The file stays when the lock is gone: removing it would let two processes hold two files of one name.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: int | None = None

    def take(self) -> None:
        """Take the lock; raises StartRefusal where another process holds it or the file cannot be made."""
        try:
            file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise StartRefusal(text.cannot_be_written(self._path, error.strerror or str(error))) from None
        try:
            _hold(file)
        except OSError:
            os.close(file)
            raise StartRefusal(text.second_copy(self._path)) from None
        self._file = file

    def release(self) -> None:
        """Give the lock up; nothing happens where it is not held."""
        if self._file is not None:
            os.close(self._file)
            self._file = None


if sys.platform == "win32":
    import msvcrt

    def _hold(file: int) -> None:
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _hold(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
