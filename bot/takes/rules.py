"""`[takes]` of the configuration: how many takes may be handed in."""

from datetime import timedelta
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from bot.pace import DAY, Pace

CHANGES = 4
"""Changes a day for each take that may be handed in."""


class Rules(BaseModel):
    """The table's keys; numbers are of one member, but for those `_of_server`."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    per_day: Annotated[int, Field(ge=1, le=100)]
    per_day_of_server: Annotated[int, Field(ge=1, le=10_000)]
    waiting: Annotated[int, Field(ge=1, le=100)]
    pause_seconds: Annotated[int, Field(ge=0, le=86_400)]

    @property
    def pace(self) -> Pace:
        """How often a take may be handed in."""
        return Pace("take", DAY, self.per_day, self.per_day_of_server, timedelta(seconds=self.pause_seconds))

    @property
    def pace_of_changes(self) -> Pace:
        """How often a take may be changed: a slip of the pen is to be mended at once."""
        return Pace("change", DAY, CHANGES * self.per_day, CHANGES * self.per_day_of_server)
