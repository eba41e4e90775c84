"""`epilogue schema`: what editors need to know to complete a configuration."""

import json
from argparse import ArgumentParser, Namespace

from bot import schema
from bot.cli import Subparsers


def add_parser(subparsers: Subparsers) -> ArgumentParser:
    """Describe the subcommand."""
    return subparsers.add_parser("schema", help="print a JSON schema of the configuration, for editors")


def execute(_options: Namespace) -> int:
    """Print it."""
    print(json.dumps(schema.schema(), ensure_ascii=False, indent=2))
    return 0
