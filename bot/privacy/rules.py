"""`[privacy]` of the configuration: who is asked about data, and how long it is kept."""

from datetime import timedelta
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Days = Annotated[int, Field(ge=0, le=36_500)]


class Rules(BaseModel):
    """The table's keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    operator: Annotated[str, Field(max_length=300)]
    ballots_days: Days
    declined_takes_days: Days
    left_servers_days: Days

    @property
    def ballots(self) -> timedelta | None:
        """How long closed polls keep who voted for what; None for as long as the bot is in the server."""
        return timedelta(days=self.ballots_days) if self.ballots_days else None

    @property
    def declined_takes(self) -> timedelta:
        """How long a declined take is kept."""
        return timedelta(days=self.declined_takes_days)

    @property
    def left_servers(self) -> timedelta:
        """How long the data of a server is kept after the bot was removed from it."""
        return timedelta(days=self.left_servers_days)
