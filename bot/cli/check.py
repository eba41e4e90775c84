"""`epilogue check`: what ails the installation, with place and mending; with --online, what Discord says of it too."""

import asyncio
import json
import os
from argparse import ArgumentParser, Namespace
from dataclasses import asdict

from bot.check import installation, online
from bot.check.finding import Severity
from bot.check.installation import Installation
from bot.cli import Subparsers
from bot.cli.progress import progress
from bot.clock import Clock
from bot.text import check as words
from bot.text import essays


def add_parser(subparsers: Subparsers) -> ArgumentParser:
    """Describe the subcommand."""
    parser = subparsers.add_parser("check", help="read configuration, essays, database and token; name every fault")
    parser.add_argument("--online", action="store_true", help="ask Discord too: token, intent, invite, servers' rights")
    parser.add_argument("--json", action="store_true", help="write one JSON object")
    return parser


def execute(options: Namespace) -> int:
    """Look, tell, and return 0 where all works, 1 where something does not."""
    found = installation.look(options.config, os.environ, Clock().now(), progress(essays.reading))
    if options.online and found.settings is not None and found.token is not None:
        found.findings += asyncio.run(online.findings(found.settings, found.token))
    print(_as_json(found) if options.json else _for_people(found))
    return 0 if found.sound else 1


def _as_json(found: Installation) -> str:
    fields = {
        "sound": found.sound,
        "findings": [asdict(finding) for finding in found.findings],
        "essays": [asdict(essay) for essay in found.essays],
    }
    return json.dumps(fields, ensure_ascii=False, indent=2)


def _for_people(found: Installation) -> str:
    lines = []
    for essay in found.essays:
        lines.append(
            words.essay(essay.file, essay.title, essay.film, essay.sections, essay.passages, len(essay.dropped))
        )
        lines += (words.dropped(one.line, one.kind, one.text) for one in essay.dropped)
    lines += (words.finding(finding.severity, finding.sentence) for finding in found.findings)
    count = [finding.severity for finding in found.findings].count
    return "\n".join([*lines, words.verdict(count(Severity.FAULT), count(Severity.WARNING))])
