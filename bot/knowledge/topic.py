"""A topic of the configuration: a command that quotes what the essays say of it."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

# Discord: a slash command's name is 1-32 lower-case letters, digits, dashes or underscores.
CommandName = Annotated[str, Field(pattern=r"^[a-z0-9_-]{1,32}$")]


class Topic(BaseModel):
    """One `[topics.NAME]` table; NAME is the command's name."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: CommandName
    title: Annotated[str, Field(min_length=1, max_length=60)]
    """How a sentence names it: "the ending"."""
    description: Annotated[str, Field(min_length=1, max_length=100)]
    """What Discord shows beside the command; 1-100 characters."""
    words: Annotated[tuple[str, ...], Field(min_length=1)]
    """Words and phrases that find the topic's passages."""
    aliases: tuple[CommandName, ...] = ()
    """Other names of the prefix command."""
    spoilers: bool = False
    """Whether its quotes are blurred whatever their essay says."""
