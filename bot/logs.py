"""What is written down while the bot runs: one line an event, for people or as JSON, and never a secret."""

import json
import linecache
import logging
import os
import re
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

from bot.errors import StartRefusal
from bot.settings import Logging
from bot.text import logs as words

MEGABYTE = 1_000_000
REDACTED = "[redacted]"
# Whatever has the form of a secret of Discord's: a bot's token (three parts, the first of them an id in base64), and
# the tokens in the addresses of interactions and webhooks, which are good for 15 minutes or for ever. Every repetition
# has a bound and a fixed beginning: a huge line must not cost more than its length.
SECRETS = re.compile(
    r"(?P<before>(?:/interactions/|/webhooks/)\d+/)[\w.~-]+"
    r"|(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{18,100}\.[A-Za-z0-9_-]{5,100}\.[A-Za-z0-9_-]{20,200}"
)


def start(settings: Logging, *, secrets: Iterable[str] = ()) -> None:
    """Write events to standard error, and to the file where one is set; `secrets` are never written.

    Raises StartRefusal where the file cannot be written.
    """
    root = logging.getLogger()
    form = (_Json if settings.format == "json" else _Line)(secrets)
    handlers: list[logging.Handler] = [logging.StreamHandler(sys.stderr)]
    if settings.file:
        handlers.append(_file(Path(settings.file), settings.max_megabytes * MEGABYTE, settings.keep))
    for handler in handlers:
        handler.setFormatter(form)
        root.addHandler(handler)
    root.setLevel(settings.level.upper())
    # discord.py and aiosqlite tell each event, each request and each statement below this level, with what people
    # wrote in them; nothing of that is ours to keep, whatever the level.
    for loud in ("discord", "aiosqlite", "aiohttp", "asyncio"):
        logging.getLogger(loud).setLevel(max(logging.WARNING, root.level))


def _file(path: Path, size: int, keep: int) -> logging.Handler:
    try:
        return _PrivateFile(path, maxBytes=size, backupCount=keep, encoding="utf-8")
    except OSError as error:
        raise StartRefusal(words.file_unwritable(path, error.strerror or str(error))) from None


class _PrivateFile(RotatingFileHandler):
    """A file for its owner alone that is set aside at a size; the oldest beyond a number go."""

    def _open(self) -> TextIOWrapper:
        def private(name: str, flags: int) -> int:
            return os.open(name, flags, 0o600)

        return open(self.baseFilename, "a", encoding=self.encoding, opener=private)


class _Redacting(logging.Formatter):
    """Takes out what must not be read in any line, traceback included."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        super().__init__("%(asctime)s %(levelname)-7s %(name)s: %(message)s")
        self._secrets = tuple(secret for secret in secrets if secret)

    def formatException(self, ei: Any) -> str:  # noqa: N802 - the standard library's name
        """Return a traceback; Python would keep every source file that one has named, megabytes in time."""
        try:
            return super().formatException(ei)
        finally:
            linecache.clearcache()

    def _redacted(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, REDACTED)
        return SECRETS.sub(lambda found: (found["before"] or "") + REDACTED, text)


class _Line(_Redacting):
    """A line for people: when, how grave, where, what; a traceback below it."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, secrets taken out."""
        return self._redacted(super().format(record))

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the standard library's name
        """Keep an event on one line: a line break within it could pass for an event of its own."""
        record.message = record.message.replace("\r", "\\r").replace("\n", "\\n")
        return super().formatMessage(record)


class _Json(_Redacting):
    """An object a line for programs: `time` (ISO 8601, UTC), `level`, `logger`, `event`, and `traceback` if any."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the object, secrets taken out."""
        fields = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": self._redacted(record.getMessage()),
        }
        if record.exc_info:
            fields["traceback"] = self._redacted(self.formatException(record.exc_info))
        return json.dumps(fields, ensure_ascii=False)
