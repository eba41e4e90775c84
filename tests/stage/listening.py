"""Waiting for a line of the log, where nothing else tells that the bot has come so far."""

import asyncio
import logging
from collections.abc import Iterator
from contextlib import contextmanager


class Heard(logging.Handler):
    """The lines of a logger, in order."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: asyncio.Queue[str] = asyncio.Queue()

    def emit(self, record: logging.LogRecord) -> None:
        self._lines.put_nowait(record.getMessage())

    def so_far(self) -> list[str]:
        """Return the lines that nobody has waited for yet."""
        return [self._lines.get_nowait() for _ in range(self._lines.qsize())]

    async def until(self, part: str) -> str:
        """Return the next line that has this part."""
        while part not in (line := await self._lines.get()):
            pass
        return line


@contextmanager
def hearing(name: str) -> Iterator[Heard]:
    """Listen to a logger, whatever its level."""
    logger, heard = logging.getLogger(name), Heard()
    level = logger.level
    logger.addHandler(heard)
    logger.setLevel(logging.INFO)
    try:
        yield heard
    finally:
        logger.removeHandler(heard)
        logger.setLevel(level)
