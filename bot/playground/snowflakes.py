"""Discord's ids: a moment in milliseconds since 2015, and a counter that keeps two of them apart."""

from datetime import UTC, datetime

from bot.playground.times import Clock

# Discord's documentation, "Snowflakes": the first second of 2015, in Unix milliseconds.
EPOCH = 1_420_070_400_000


class Snowflakes:
    """Gives ids that only ever grow, each carrying the moment at which it was given."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last = 0

    def next(self) -> int:
        """Return a fresh id of this moment, greater than every one before it."""
        self._last = max(self._last + 1, of_moment(self._clock.now()))
        return self._last


def of_moment(moment: datetime) -> int:
    """Return the smallest id of that millisecond."""
    return (int(moment.timestamp() * 1000) - EPOCH) << 22


def moment_of(snowflake: int) -> datetime:
    """Return the moment that an id carries, in UTC, to the millisecond."""
    return datetime.fromtimestamp(((snowflake >> 22) + EPOCH) / 1000, UTC)
