"""How often something may be handed in: a rule for one member and for a whole server."""

from dataclasses import dataclass
from datetime import timedelta

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Pace:
    """At most so many within a window that slides along, of at most a day."""

    kind: str
    """What is counted: "take", "reason", "report"."""
    window: timedelta
    of_member: int
    of_server: int
    """Of all members of one server together."""
    pause: timedelta = timedelta(0)
    """The least time between two of one member."""
