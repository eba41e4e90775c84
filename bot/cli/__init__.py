"""The subcommands: one file each with `add_parser` and `execute`."""

from argparse import ArgumentParser, _SubParsersAction
from typing import TypeAlias

# argparse names the type of `add_subparsers()` only so; it can be subscripted in an annotation alone.
Subparsers: TypeAlias = "_SubParsersAction[ArgumentParser]"
