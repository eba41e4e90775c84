"""The whole of an installation, looked at without Discord."""

import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import SecretStr

from bot import config, knowledge
from bot.check import database, essays, films
from bot.check.essays import EssayReport
from bot.check.finding import Finding, Severity, fault, note, warning
from bot.errors import Refusal
from bot.knowledge import Library
from bot.progress import Progress
from bot.settings import Settings
from bot.text import check as words

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


@dataclass
class Installation:
    """What was found, and what it was found by."""

    findings: list[Finding] = field(default_factory=list)
    essays: list[EssayReport] = field(default_factory=list)
    settings: Settings | None = None
    token: SecretStr | None = None

    @property
    def sound(self) -> bool:
        """Whether nothing was found that does not work."""
        return all(finding.severity is not Severity.FAULT for finding in self.findings)


def look(
    file: Path | None, environment: Mapping[str, str], now: datetime, reading: Progress | None = None
) -> Installation:
    """Look at the configuration, the token, the essays and the database; every fault is a finding.

    `reading` hears how many bytes of the essays are read.
    """
    found = Installation()
    try:
        found.settings = settings = config.load(file)
    except Refusal as refusal:
        where = file or config.DEFAULT_FILE
        found.findings += (fault("configuration", where, line) for line in refusal.sentence.splitlines())
        return found
    read = file or (config.DEFAULT_FILE if config.DEFAULT_FILE.exists() else None)
    found.findings.append(note("configuration", read or "config.example.toml", words.configuration_read(read)))
    api = urlsplit(settings.discord.api_base)
    if api.scheme != "https" and api.hostname not in LOOPBACK:
        found.findings.append(warning("discord", "discord.api_base", words.api_unencrypted(settings.discord.api_base)))
    try:
        found.token = config.token(settings, environment)
        found.findings += _token_file(settings, environment)
    except Refusal as refusal:
        given = environment.get("DISCORD_TOKEN", "").strip() or settings.discord.token_file
        found.findings.append((fault if given else warning)("token", "DISCORD_TOKEN", refusal.sentence))
    try:
        library = knowledge.load(settings.essays.folder, settings.topics.values(), progress=reading)
    except Refusal as refusal:
        found.findings += (fault("essays", settings.essays.folder, line) for line in refusal.sentence.splitlines())
    else:
        found.essays = [essays.report(essay) for essay in library.essays]
        found.findings += [*essays.findings(settings, library), *films.findings(settings, library)]
    found.findings += database.findings(settings, now)
    return found


def within(settings: Settings, library: Library, now: datetime) -> list[Finding]:
    """Look at what a running bot serves and keeps."""
    read = essays.findings(settings, library), films.findings(settings, library)
    return [*chain.from_iterable(read), *database.findings(settings, now)]


def _token_file(settings: Settings, environment: Mapping[str, str]) -> Iterator[Finding]:
    file = settings.discord.token_file
    if environment.get("DISCORD_TOKEN", "").strip() or os.name == "nt":
        return
    if Path(file).stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        yield warning("token", file, words.token_open_to_others(file))
