"""`epilogue restore FILE`: put a backup in the database's place."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from bot.cli import Subparsers
from bot.cli.backup import database
from bot.cli.progress import progress
from bot.clock import Clock
from bot.store import backup
from bot.text import backups as words


def add_parser(subparsers: Subparsers) -> ArgumentParser:
    """Describe the subcommand."""
    parser = subparsers.add_parser("restore", help="put a backup in the database's place; the former one is kept")
    parser.add_argument("file", type=Path, metavar="FILE", help="a backup of the bot's")
    return parser


def execute(options: Namespace) -> int:
    """Restore. Raises ConfigRefusal, and StartRefusal where a bot runs or the file cannot be used."""
    place = database(options.config)
    former = backup.restore(options.file.absolute(), place, Clock().now(), progress(words.copying))
    print(words.restored(place, options.file, former))
    return 0
