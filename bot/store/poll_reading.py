"""What several functions of the store read of a poll within their transaction."""

from bot.polls.poll import Poll, Tally
from bot.store import poll_rows
from bot.store.transaction import Row, Transaction, first

POLL = "SELECT * FROM polls WHERE id = :poll AND server_id = :server"
OPTIONS = """SELECT o.* FROM options o JOIN polls p ON p.id = o.poll_id
              WHERE p.id = :poll AND p.server_id = :server ORDER BY o.position"""
TALLY = """SELECT COALESCE(o.votes, (SELECT COUNT(*) FROM ballots b
                                      WHERE b.poll_id = o.poll_id AND b.latest_choice = o.position)) AS votes,
                  COALESCE(o.moved, (SELECT COUNT(*) FROM ballots b
                                      WHERE b.poll_id = o.poll_id AND b.latest_choice = o.position
                                        AND b.first_choice <> b.latest_choice)) AS moved
             FROM options o JOIN polls p ON p.id = o.poll_id
            WHERE p.id = :poll AND p.server_id = :server ORDER BY o.position"""


async def find(t: Transaction, server: int, poll: int) -> Poll | None:
    """Return a poll of a server."""
    row = await first(t, POLL, {"server": server, "poll": poll})
    return await of_row(t, row) if row else None


async def of_row(t: Transaction, row: Row) -> Poll:
    """Return the poll of a row of `polls`."""
    options = await t.fetch(OPTIONS, {"server": row["server_id"], "poll": row["id"]})
    return poll_rows.poll(row, options)


async def tally(t: Transaction, server: int, poll: int) -> Tally:
    """Return what a poll's ballots add up to: derived while it is open, sealed afterwards."""
    rows = await t.fetch(TALLY, {"server": server, "poll": poll})
    return Tally(tuple(row["votes"] for row in rows), tuple(row["moved"] for row in rows))
