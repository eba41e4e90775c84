"""All that is kept of one member in one server: what an export shows is what an erasure erases."""

from collections.abc import Mapping

from bot.privacy.store import Erased, Held
from bot.store import moments
from bot.store.database import Database
from bot.store.transaction import Row, Transaction

# By subject; columns that end in _at are moments, those that end in _id are Discord's ids.
HELD = {
    "votes": """SELECT p.id AS poll, p.question, f.label AS first_choice, l.label AS latest_choice, b.cast_at,
                       b.moved_at
                  FROM ballots b JOIN polls p ON p.id = b.poll_id
                  JOIN options f ON f.poll_id = b.poll_id AND f.position = b.first_choice
                  JOIN options l ON l.poll_id = b.poll_id AND l.position = b.latest_choice
                 WHERE p.server_id = :server AND b.member_id = :member ORDER BY b.cast_at, p.id""",
    "votes_withdrawn_within_a_day": """SELECT p.id AS poll, p.question, w.withdrawn_at
                                         FROM withdrawals w JOIN polls p ON p.id = w.poll_id
                                        WHERE p.server_id = :server AND w.member_id = :member
                                        ORDER BY w.withdrawn_at, p.id""",
    "polls_started": """SELECT id AS poll, question, channel_id, opened_at, closed_at FROM polls
                         WHERE server_id = :server AND author_id = :member ORDER BY id""",
    "reasons": """SELECT r.id AS reason, r.poll_id AS poll, o.label AS for_option, r.text, r.name,
                         r.agreed AS may_be_shown, r.changed_at, r.voted_at, r.hidden_at, r.hidden_note, r.reported_at
                    FROM reasons r JOIN options o ON o.poll_id = r.poll_id AND o.position = r.side
                   WHERE r.server_id = :server AND r.member_id = :member ORDER BY r.id""",
    "takes": """SELECT id AS take, title, text, essay_title AS answers, film, stance, name, state, note, written_at,
                       changed_at
                  FROM takes WHERE server_id = :server AND member_id = :member ORDER BY id""",
    "handed_in_within_a_day": """SELECT kind, at AS handed_in_at FROM submissions
                                  WHERE server_id = :server AND member_id = :member ORDER BY at""",
}
OPEN_POLLS = """SELECT p.id FROM polls p JOIN ballots b ON b.poll_id = p.id
                 WHERE p.server_id = :server AND p.closed_at IS NULL AND b.member_id = :member ORDER BY p.id"""
# In the order of the erasure: while the member's ballots and reasons still tell what showed them.
STALE_POLLS = """UPDATE polls SET stale = 1
                  WHERE server_id = :server AND closed_at IS NULL AND style = 'buttons' AND EXISTS (
                        SELECT 1 FROM ballots b WHERE b.poll_id = polls.id AND b.member_id = :member)"""
STALE = """UPDATE reason_pages SET stale = stale + 1
            WHERE server_id = :server AND EXISTS (
                  SELECT 1 FROM reasons r WHERE r.poll_id = reason_pages.poll_id AND r.side = reason_pages.side
                     AND r.member_id = :member)"""
REASONS = "DELETE FROM reasons WHERE server_id = :server AND member_id = :member RETURNING id"
BALLOTS = """DELETE FROM ballots WHERE member_id = :member
                AND poll_id IN (SELECT id FROM polls WHERE server_id = :server) RETURNING poll_id"""
WITHDRAWALS = """DELETE FROM withdrawals WHERE member_id = :member
                    AND poll_id IN (SELECT id FROM polls WHERE server_id = :server)"""
TAKES = "DELETE FROM takes WHERE server_id = :server AND member_id = :member RETURNING id"
SUBMISSIONS = "DELETE FROM submissions WHERE server_id = :server AND member_id = :member"
# A poll without a starter is its server's: the moderators keep it.
STARTED = "UPDATE polls SET author_id = 0 WHERE server_id = :server AND author_id = :member"


class Members:
    """`bot.privacy.store.Members` on a database."""

    def __init__(self, database: Database) -> None:
        self._db = database

    async def held(self, server: int, member: int) -> Held:
        """See `Members.held` there."""
        who = {"server": server, "member": member}

        async def work(t: Transaction) -> Held:
            return {subject: [_record(row) for row in await t.fetch(sql, who)] for subject, sql in HELD.items()}

        return await self._db.read(work)

    async def erase(self, server: int, member: int) -> Erased:
        """See `Members.erase` there."""
        who = {"server": server, "member": member}

        async def work(t: Transaction) -> Erased:
            open_polls = tuple(row["id"] for row in await t.fetch(OPEN_POLLS, who))
            await t.fetch(STALE_POLLS, who)
            await t.fetch(STALE, who)
            reasons = len(await t.fetch(REASONS, who))
            ballots = len(await t.fetch(BALLOTS, who))
            await t.fetch(WITHDRAWALS, who)
            takes = len(await t.fetch(TAKES, who))
            await t.fetch(SUBMISSIONS, who)
            await t.fetch(STARTED, who)
            return Erased(open_polls, ballots, reasons, takes)

        return await self._db.write(work)


def _record(row: Row) -> Mapping[str, object]:
    return {column: _value(column, row[column]) for column in row.keys()}  # noqa: SIM118 - a row is no mapping


def _value(column: str, value: object) -> object:
    if isinstance(value, int):
        if column.endswith("_at"):
            return moments.read(value).isoformat()
        if column.endswith("_id"):
            return str(value)  # past 2**53, where readers of JSON lose digits
    return bool(value) if column == "may_be_shown" else value
