"""`epilogue backup FILE`: a consistent copy, also out of a running bot."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from bot import config
from bot.cli import Subparsers
from bot.cli.progress import progress
from bot.errors import StartRefusal
from bot.store import backup
from bot.text import backups as words
from bot.text import postgres as server_words


def add_parser(subparsers: Subparsers) -> ArgumentParser:
    """Describe the subcommand."""
    parser = subparsers.add_parser("backup", help="copy the database, also while the bot runs")
    parser.add_argument("file", type=Path, metavar="FILE", help="the copy; it must not exist")
    return parser


def execute(options: Namespace) -> int:
    """Make the copy. Raises ConfigRefusal and StartRefusal."""
    state = backup.back_up(database(options.config), options.file.absolute(), progress(words.copying))
    print(words.made(options.file, state.bytes, state.schema))
    return 0


def database(configuration: Path | None) -> Path:
    """Return the file that the configuration keeps the database in. Raises StartRefusal where a server keeps it."""
    file = config.load(configuration).store.file
    if file is None:
        raise StartRefusal(server_words.kept_by_the_server())
    return file
