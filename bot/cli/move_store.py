"""`epilogue move-store FROM TO`: copy all that is kept from one database to another, and compare."""

import asyncio
from argparse import ArgumentParser, ArgumentTypeError, Namespace

from bot.cli import Subparsers
from bot.cli.progress import progress
from bot.store import moving
from bot.store_url import FORM, without_password
from bot.text import faults
from bot.text import moving as words


def add_parser(subparsers: Subparsers) -> ArgumentParser:
    """Describe the subcommand."""
    parser = subparsers.add_parser("move-store", help="copy a SQLite store to PostgreSQL or back; no bot may run")
    parser.add_argument("source", type=_url, metavar="FROM", help="the [store] url of now")
    parser.add_argument("target", type=_url, metavar="TO", help="the [store] url to come, an empty store")
    return parser


def execute(options: Namespace) -> int:
    """Copy and compare. Raises StartRefusal."""
    found = asyncio.run(moving.move(options.source, options.target, progress(words.moving)))
    for table, content in found.items():
        print(words.table(table, content.rows, content.checksum))
    print(words.moved(without_password(options.target), found["ballots"].rows))
    return 0


def _url(text: str) -> str:
    if not FORM.fullmatch(text):
        raise ArgumentTypeError(f"{without_password(text)}: {faults.store_url_wrong()}")
    return text
