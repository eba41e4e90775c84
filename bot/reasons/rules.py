"""`[reasons]` of the configuration: who is asked why, and how often a reason may be handed in."""

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from bot.pace import Pace

HOUR = timedelta(hours=1)


Asks = Literal["off", "optional", "against"]
"""Whether a vote's receipt offers "say why"; "against": only where it shows a passage against the choice."""


class Rules(BaseModel):
    """The table's keys; numbers are per hour."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    ask: Asks
    per_hour: Annotated[int, Field(ge=1, le=1_000)]
    per_hour_of_server: Annotated[int, Field(ge=1, le=1_000_000)]
    reports_per_hour: Annotated[int, Field(ge=1, le=1_000)]

    @property
    def pace(self) -> Pace:
        """How often a reason may be said or changed."""
        return Pace("reason", HOUR, self.per_hour, self.per_hour_of_server)

    @property
    def pace_of_reports(self) -> Pace:
        """How often a reason may be reported."""
        return Pace("report", HOUR, self.reports_per_hour, self.per_hour_of_server)
