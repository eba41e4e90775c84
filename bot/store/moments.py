"""Moments as the database keeps them: whole microseconds since 1970, which compare and sort as they are."""

from datetime import UTC, datetime, timedelta

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
TICK = timedelta(microseconds=1)


def kept(moment: datetime) -> int:
    """Return an aware moment in microseconds since 1970."""
    return (moment - EPOCH) // TICK


def read(ticks: int) -> datetime:
    """Return the moment that `kept` made a number of, in UTC."""
    return EPOCH + ticks * TICK
