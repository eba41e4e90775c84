"""A question of the configuration that can be asked again and again."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from bot.reasons.rules import Asks


class Choice(BaseModel):
    """One answer that a preset offers."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    label: Annotated[str, Field(min_length=1, max_length=34)]
    """What the button says; Discord shows 34 characters of it."""
    emoji: str = ""
    words: tuple[str, ...] = ()
    """Words that find the evidence for this answer in the essays."""
    stances: tuple[str, ...] = ()
    """Stances of essays that speak for this answer."""


class Preset(BaseModel):
    """One `[polls.presets.NAME]` table."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Annotated[str, Field(pattern=r"^[a-z0-9_-]{1,32}$")]
    question: Annotated[str, Field(min_length=1, max_length=300)]
    options: Annotated[tuple[Choice, ...], Field(min_length=2, max_length=10)]
    film: str = ""
    """The film it is about; empty for the default film."""
    reasons: Asks | None = None
    """Whether voters are asked why; None for what `[reasons] ask` says."""
