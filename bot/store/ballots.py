"""Votes in SQL; what is allowed, and which of two presses is the later, stands in the statements themselves."""

from collections.abc import Collection, Sequence

from bot.polls.poll import Ballot, Poll, Style
from bot.polls.store import Cast, Denied, Press
from bot.store import moments, poll_reading, poll_rows
from bot.store.database import Database
from bot.store.transaction import Row, Transaction, first

BALLOT = """SELECT b.* FROM ballots b JOIN polls p ON p.id = b.poll_id
             WHERE p.id = :poll AND p.server_id = :server AND b.member_id = :member"""
BALLOTS = """SELECT b.* FROM ballots b JOIN polls p ON p.id = b.poll_id
              WHERE p.id = :poll AND p.server_id = :server ORDER BY b.cast_at, b.member_id"""
# All that a vote needs to know beforehand, in one look: a poll with its options, the member's vote and reason.
STANDING = """SELECT p.*, o.position, o.label, o.emoji, o.words, o.stances, b.latest_choice, r.side
                FROM polls p JOIN options o ON o.poll_id = p.id
                LEFT JOIN ballots b ON b.poll_id = p.id AND b.member_id = :member
                LEFT JOIN reasons r ON r.poll_id = p.id AND r.member_id = :member
               WHERE p.id = :poll AND p.server_id = :server ORDER BY o.position"""
VOTERS = """SELECT b.member_id FROM ballots b JOIN polls p ON p.id = b.poll_id
             WHERE p.id = :poll AND p.server_id = :server AND b.latest_choice = :option
             ORDER BY b.cast_at, b.member_id LIMIT :most"""
# A second press on the same option changes nothing, not even the time; an older press than the latest, nothing at all.
CAST = """INSERT INTO ballots (poll_id, member_id, first_choice, latest_choice, cast_at, moved_at, press)
          SELECT p.id, CAST(:member AS BIGINT), o.position, o.position, CAST(:now AS BIGINT), CAST(:now AS BIGINT),
                 CAST(:press AS BIGINT)
            FROM polls p JOIN options o ON o.poll_id = p.id AND o.position = :option
           WHERE p.id = :poll AND p.server_id = :server AND p.closed_at IS NULL AND p.closes_at > :now
             AND p.edition = :edition
             AND NOT EXISTS (SELECT 1 FROM withdrawals w
                              WHERE w.poll_id = p.id AND w.member_id = :member AND w.press > :press)
          ON CONFLICT (poll_id, member_id) DO UPDATE
             SET moved_at = CASE WHEN ballots.latest_choice = excluded.latest_choice
                                 THEN ballots.moved_at ELSE excluded.moved_at END,
                 latest_choice = excluded.latest_choice,
                 press = excluded.press
           WHERE ballots.press <= excluded.press
          RETURNING latest_choice"""
# From here on the ballot's own press keeps older ones out.
VOTED_AGAIN = """DELETE FROM withdrawals WHERE poll_id = :poll AND member_id = :member
                    AND EXISTS (SELECT 1 FROM polls p WHERE p.id = :poll AND p.server_id = :server)"""
# Kept also where there is no vote: it may be on its way.
WITHDRAWN = """INSERT INTO withdrawals (poll_id, member_id, press, withdrawn_at)
               SELECT p.id, CAST(:member AS BIGINT), CAST(:press AS BIGINT), CAST(:now AS BIGINT) FROM polls p
                WHERE p.id = :poll AND p.server_id = :server AND p.closed_at IS NULL AND p.closes_at > :now
                  AND NOT EXISTS (SELECT 1 FROM ballots b
                                   WHERE b.poll_id = p.id AND b.member_id = :member AND b.press > :press)
               ON CONFLICT (poll_id, member_id) DO UPDATE
                  SET press = CASE WHEN withdrawals.press > excluded.press
                                   THEN withdrawals.press ELSE excluded.press END,
                      withdrawn_at = CASE WHEN withdrawals.press > excluded.press
                                          THEN withdrawals.withdrawn_at ELSE excluded.withdrawn_at END
               RETURNING press"""
WITHDRAW = """DELETE FROM ballots WHERE poll_id = :poll AND member_id = :member AND press <= :press
                 AND EXISTS (SELECT 1 FROM polls p WHERE p.id = :poll AND p.server_id = :server
                                AND p.closed_at IS NULL AND p.closes_at > :now)
              RETURNING latest_choice"""
RETRACT = """DELETE FROM ballots WHERE poll_id = :poll AND member_id = :member AND latest_choice = :option
                AND EXISTS (SELECT 1 FROM polls p WHERE p.id = :poll AND p.server_id = :server
                               AND p.closed_at IS NULL AND p.closes_at > :now)"""

CHANGED = 1
MARK = "UPDATE polls SET stale = 1 WHERE id = :poll AND server_id = :server"


class Ballots:
    """`bot.polls.store.BallotBox` on a database."""

    def __init__(self, database: Database) -> None:
        self._db = database

    async def cast(self, press: Press, option: int, edition: int, roles: Collection[int]) -> Cast | None:
        """See `BallotBox.cast`."""
        which = _columns(press)

        async def work(t: Transaction) -> Cast | None:
            rows = await t.fetch(STANDING, which)
            if not rows:
                return None
            found, before, reason_for = poll_rows.poll(rows[0], rows), rows[0]["latest_choice"], rows[0]["side"]
            if found.terms.voters_role not in (None, *roles):
                return Cast(found, Denied.NOT_ENTITLED, before, before)
            cast = await first(t, CAST, {**which, "option": option, "edition": edition})
            if cast is None:
                return Cast(found, _why_not(found, press, option, edition), before, before)
            if before is None:
                await t.fetch(VOTED_AGAIN, which)
            return await _marked(t, rows[0], Cast(found, None, before, cast["latest_choice"], reason_for))

        return await self._db.write(work)

    async def withdraw(self, press: Press) -> Cast | None:
        """See `BallotBox.withdraw`."""
        which = _columns(press)

        async def work(t: Transaction) -> Cast | None:
            row = await first(t, poll_reading.POLL, which)
            if row is None:
                return None
            found = await poll_reading.of_row(t, row)
            if await first(t, WITHDRAWN, which):
                gone = await first(t, WITHDRAW, which)
                return await _marked(t, row, Cast(found, None, gone["latest_choice"] if gone else None, None))
            kept = await first(t, BALLOT, which)
            before = kept["latest_choice"] if kept else None
            return Cast(found, _why_not(found, press), before, before)

        return await self._db.write(work)

    async def retract(self, press: Press, option: int) -> None:
        """See `BallotBox.retract`."""
        await self._db.write(lambda t: t.fetch(RETRACT, {**_columns(press), "option": option}))

    async def ballot(self, server: int, poll: int, member: int) -> Ballot | None:
        """See `BallotBox.ballot`."""
        who = {"server": server, "poll": poll, "member": member}
        row = await self._db.read(lambda t: first(t, BALLOT, who))
        return poll_rows.ballot(row) if row else None

    async def voters(self, server: int, poll: int, options: int, most: int) -> Sequence[Sequence[int]]:
        """See `BallotBox.voters`."""
        which = {"server": server, "poll": poll, "most": most}

        async def work(t: Transaction) -> list[list[int]]:
            return [
                [row["member_id"] for row in await t.fetch(VOTERS, {**which, "option": option})]
                for option in range(options)
            ]

        return await self._db.read(work)

    async def ballots(self, server: int, poll: int) -> Sequence[Ballot]:
        """See `BallotBox.ballots`."""

        async def work(t: Transaction) -> list[Ballot]:
            return [poll_rows.ballot(row) for row in await t.fetch(BALLOTS, {"server": server, "poll": poll})]

        return await self._db.read(work)


async def _marked(t: Transaction, row: Row, cast: Cast) -> Cast:
    """Note that the poll's message shows other votes now: the first press since it was drawn does so for the others."""
    if cast.before != cast.after and row["stale"] != CHANGED and cast.poll.terms.style is Style.BUTTONS:
        await t.fetch(MARK, {"server": cast.poll.server, "poll": cast.poll.id})
    return cast


def _columns(press: Press) -> dict[str, object]:
    return {
        "server": press.server,
        "poll": press.poll,
        "member": press.member,
        "press": press.id,
        "now": moments.kept(press.at),
    }


def _why_not(poll: Poll, press: Press, option: int = 0, edition: int | None = None) -> Denied:
    """Return why the statement let nothing through."""
    if not poll.is_open(press.at):
        return Denied.CLOSED
    if edition not in (None, poll.edition):
        return Denied.EDITED
    return Denied.OVERTAKEN if 0 <= option < len(poll.labels) else Denied.NO_SUCH_OPTION
