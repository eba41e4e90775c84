"""How often members may hand something in, counted where a restart does not forget it."""

from datetime import datetime
from typing import TypeVar

from bot.pace import DAY, Pace
from bot.store import moments
from bot.store.database import Database
from bot.store.transaction import Transaction, Work, first

T = TypeVar("T")
D = TypeVar("D")

FORGET = "DELETE FROM submissions WHERE at <= :day_ago"
SPEND = """INSERT INTO submissions (server_id, member_id, kind, at)
           SELECT CAST(:server AS BIGINT), CAST(:member AS BIGINT), :kind, CAST(:now AS BIGINT)
            WHERE (SELECT COUNT(*) FROM submissions WHERE server_id = :server AND kind = :kind
                      AND member_id = :member AND at > :window) < :most
              AND (SELECT COUNT(*) FROM submissions WHERE server_id = :server AND kind = :kind
                      AND member_id = :member AND at > :pause) = 0
              AND (SELECT COUNT(*) FROM submissions WHERE server_id = :server AND kind = :kind
                      AND at > :window) < :most_of_server
           RETURNING at"""


class _TooSoon(Exception):  # noqa: N818 - undoes a transaction, never leaves the module
    """A pace does not allow a submission now."""


async def spend(t: Transaction, server: int, member: int, pace: Pace, now: datetime) -> None:
    """Count a submission; where its pace does not allow it now, end what runs within `unless_too_soon`."""
    await t.fetch(FORGET, {"day_ago": moments.kept(now - DAY)})
    counted = await first(
        t,
        SPEND,
        {
            "server": server,
            "member": member,
            "kind": pace.kind,
            "now": moments.kept(now),
            "window": moments.kept(now - pace.window),
            "pause": moments.kept(now - pace.pause),
            "most": pace.of_member,
            "most_of_server": pace.of_server,
        },
    )
    if counted is None:
        raise _TooSoon


async def unless_too_soon(database: Database, work: Work[T], otherwise: D) -> T | D:
    """Run a function of the store that calls `spend`; where that was too soon, undo it and return `otherwise`."""
    try:
        return await database.write(work)
    except _TooSoon:
        return otherwise
