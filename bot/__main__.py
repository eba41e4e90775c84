"""The command line, one subcommand a file of `bot.cli`. Exit codes: 0 done, 1 refused, 2 configuration."""

import argparse
import gc
import sys
from importlib import import_module
from pathlib import Path

from bot.errors import ConfigRefusal, Refusal

# Objects that come before the garbage collector looks: Python's 700 are one vote or two, and every hundredth look goes
# through all that was read at the start; that was a tenth of the CPU of a busy bot.
BETWEEN_LOOKS = 10_000

SUBCOMMANDS = ("run", "playground", "ask", "check", "backup", "restore", "move-store", "schema")


def main(arguments: list[str] | None = None) -> int:
    """Run one subcommand and return its exit code."""
    gc.set_threshold(BETWEEN_LOOKS)
    arguments = sys.argv[1:] if arguments is None else arguments
    # Only what is asked for is loaded: the stage of the playground, say, is no part of a bot that runs for years.
    named = [name for name in arguments[:1] if name in SUBCOMMANDS]
    parser = argparse.ArgumentParser(prog="epilogue", description="A Discord bot for film-discussion communities.")
    subparsers = parser.add_subparsers(required=True, metavar="COMMAND")
    gc.disable()  # nothing that is loaded is garbage: no look while it is loaded, and none goes through it later
    subcommands = [import_module(f"bot.cli.{name.replace('-', '_')}") for name in named or SUBCOMMANDS]
    gc.freeze()
    gc.enable()
    for subcommand in subcommands:
        subparser = subcommand.add_parser(subparsers)
        subparser.add_argument("--config", type=Path, metavar="FILE", help="the configuration (default: config.toml)")
        subparser.set_defaults(execute=subcommand.execute)
    options = parser.parse_args(arguments)
    try:
        code: int = options.execute(options)
    except Refusal as refusal:
        print(refusal.sentence, file=sys.stderr)
        return 2 if isinstance(refusal, ConfigRefusal) else 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # the reader of our output left, as `head` does
        sys.stderr.close()
        return 0
    return code


if __name__ == "__main__":
    sys.exit(main())
