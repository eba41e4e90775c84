"""How the stage misbehaves when a test asks for it: for the next n requests of a route."""

from dataclasses import dataclass


@dataclass
class Fault:
    """One way to misbehave.

    `route` is "POST /channels/{channel_id}/messages" or a prefix of it ("" is every route); `left` how many
    requests it still hits. `status` answers with that status: before the effect, or `after` it. `cut` breaks the
    connection instead of answering; `delay` waits that many seconds before (with `after`: after) the effect.
    """

    route: str
    left: int
    status: int | None = None
    after: bool = False
    cut: bool = False
    delay: float = 0.0
    retry_after: float = 0.0
    scope: str = "user"


class FaultPlan:
    """What is planned, in order; the first that fits a request is used."""

    def __init__(self) -> None:
        self.planned: list[Fault] = []

    def add(self, fault: Fault) -> Fault:
        """Plan a fault."""
        self.planned.append(fault)
        return fault

    def clear(self) -> None:
        """Behave again."""
        self.planned.clear()

    def take(self, route: str) -> Fault | None:
        """Return the fault that hits a request of this route now, or None."""
        for fault in self.planned:
            if route.startswith(fault.route):
                fault.left -= 1
                if fault.left <= 0:
                    self.planned.remove(fault)
                return fault
        return None
