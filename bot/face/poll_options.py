"""The options of the poll commands: by slash each has its field, by text they are `name: value` in any order."""

from typing import Any, Literal, Self

import discord
from discord.ext import commands

from bot.errors import Refusal
from bot.polls import duration
from bot.polls.asked import Asked
from bot.polls.poll import Results, Style
from bot.text import polls as words


class Options(commands.FlagConverter, case_insensitive=True):
    """What every poll command takes. Words that belong to no option are refused, not dropped."""

    example = "closes: 2d 6h anonymous: no"

    closes: str | None = commands.flag(default=None, description="How long it runs: 90m, 2d 6h, 1 week")
    results: Literal["live", "after vote", "at close"] | None = commands.flag(
        default=None, description="When the split is shown"
    )
    anonymous: bool | None = commands.flag(default=None, description="Whether nobody here sees who voted for what")
    voters: discord.Role | None = commands.flag(default=None, description="The role that may vote")
    quorum: int | None = commands.flag(default=None, description="The fewest voters for a result")

    @classmethod
    async def convert(cls, ctx: commands.Context[Any], argument: str) -> Self:
        """Read the options of a text command; raises Refusal with a line that would have worked."""
        named = cls.__commands_flag_regex__.search(argument)
        leftover = (argument[: named.start()] if named else argument).strip()
        command = f"{ctx.prefix}{ctx.command.qualified_name if ctx.command else ''}"
        given = " ".join(str(value) for value in ctx.args[2:])
        if leftover:
            rest = argument[named.start() :].strip() if named else ""
            raise Refusal(words.not_understood(leftover, _line(command, given, _mended(leftover), rest)))
        try:
            return await super().convert(ctx, argument)
        except commands.TooManyFlags as error:
            raise Refusal(
                words.option_twice(error.flag.name, error.values, _line(command, given, cls.example))
            ) from error
        except commands.MissingFlagArgument as error:
            raise Refusal(words.option_empty(error.flag.name, _line(command, given, cls.example))) from error
        except commands.UserInputError as error:
            wrong = str(getattr(error, "argument", ""))
            given_by_name = cls.parse_flags(argument)
            name = next((name for name, values in given_by_name.items() if wrong in values), "")
            raise Refusal(words.option_misread(name, wrong, _line(command, given, cls.example))) from error

    def asked(self) -> Asked:
        """Return what was said, in the terms of the polls."""
        return Asked(
            closes=self.closes,
            results=Results(self.results) if self.results else None,
            anonymous=self.anonymous,
            voters_role=self.voters.id if self.voters else None,
            quorum=self.quorum,
            style=Style(style) if (style := getattr(self, "style", None)) else None,
        )


class StartOptions(Options, case_insensitive=True):
    """The options of `poll start`."""

    style: Literal["buttons", "native"] | None = commands.flag(
        default=None, description="Buttons, or Discord's own poll"
    )


class CreateOptions(StartOptions, case_insensitive=True):
    """The options of `poll create`; by slash, without a question, a form opens."""

    example = "question: How was it? options: Sad | Happy closes: 2d"

    question: str | None = commands.flag(default=None, description="What is asked, without a spoiler")
    options: str | None = commands.flag(default=None, description="2 to 10 answers, parted by |")


class EditOptions(Options, case_insensitive=True):
    """The options of `poll edit`: what is named is changed."""

    question: str | None = commands.flag(default=None, description="What is asked, without a spoiler")
    options: str | None = commands.flag(default=None, description="2 to 10 answers, parted by |")


def _mended(leftover: str) -> str:
    """Return what the leftover words may have meant, as an option."""
    try:
        duration.parse(leftover)
    except Refusal:
        return ""
    return f"closes: {leftover}"


def _line(*parts: str) -> str:
    return " ".join(filter(None, parts))
