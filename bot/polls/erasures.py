"""Who has had their data erased a moment ago: what they did before that and arrives late brings nothing back."""

from datetime import timedelta

from bot.clock import moment_of

# Discord: nothing can be answered after 15 minutes, so nothing older is worth repeating.
LATE = timedelta(minutes=15)


class Erasures:
    """Kept in memory, and no longer than it matters: nothing of a member who wants nothing kept is on the disk.

    Discord repeats what it has sent when a connection is resumed, and no connection outlives the process.
    """

    def __init__(self) -> None:
        self._latest: dict[tuple[int, int], int] = {}

    def note(self, server: int, member: int, press: int) -> bool:
        """Keep by which press a member's data in a server was erased; return False where that is known already."""
        if self.covers(server, member, press):
            return False
        self._latest = {who: at for who, at in self._latest.items() if moment_of(press) - moment_of(at) < LATE}
        self._latest[server, member] = press
        return True

    def covers(self, server: int, member: int, press: int) -> bool:
        """Return whether a press is from before the erasure, or is the erasure."""
        return press <= self._latest.get((server, member), 0)
