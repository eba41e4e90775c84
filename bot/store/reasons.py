"""Reasons in SQL; what is allowed stands in the statements themselves."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.pace import Pace
from bot.reasons.reason import Page, Reason, Said
from bot.reasons.store import Change, Denied
from bot.shards import EVERYWHERE, Shards
from bot.store import moments
from bot.store.database import Database
from bot.store.pace import spend, unless_too_soon
from bot.store.share import MARK, Share
from bot.store.transaction import Row, Transaction, first

REASON = "SELECT * FROM reasons WHERE id = :reason AND server_id = :server"
OWN = "SELECT * FROM reasons WHERE id = :reason AND server_id = :server AND member_id = :member"
OF_BALLOT = "SELECT * FROM reasons WHERE poll_id = :poll AND server_id = :server AND member_id = :member"
OF_MEMBER = "SELECT * FROM reasons WHERE server_id = :server AND member_id = :member ORDER BY changed_at DESC, id DESC"
POLL_OPEN = """SELECT closed_at IS NULL AND closes_at > :now AS is_open FROM polls
                WHERE id = :poll AND server_id = :server"""
# A hidden reason stays hidden when its words change; a report was about the words that stood there.
SAY = """INSERT INTO reasons (server_id, poll_id, member_id, side, text, name, agreed, changed_at)
         SELECT p.server_id, p.id, b.member_id, b.latest_choice, :text,
                CASE WHEN p.anonymous = 1 THEN '' ELSE :name END, CAST(:agreed AS INTEGER), CAST(:now AS BIGINT)
           FROM polls p JOIN ballots b ON b.poll_id = p.id
          WHERE p.id = :poll AND p.server_id = :server AND p.closed_at IS NULL AND p.closes_at > :now
            AND b.member_id = :member AND b.latest_choice = :side
         ON CONFLICT (poll_id, member_id) DO UPDATE
            SET side = excluded.side, text = excluded.text, name = excluded.name, agreed = excluded.agreed,
                changed_at = excluded.changed_at, reported_at = NULL, told_at = NULL
         RETURNING *"""
CHANGE = """UPDATE reasons SET text = :text, agreed = :agreed, changed_at = :now, reported_at = NULL, told_at = NULL
             WHERE id = :reason AND server_id = :server AND member_id = :member RETURNING *"""
FOLLOW = """UPDATE reasons SET side = (SELECT b.latest_choice FROM ballots b
                                        WHERE b.poll_id = :poll AND b.member_id = :member)
             WHERE poll_id = :poll AND server_id = :server AND member_id = :member
               AND EXISTS (SELECT 1 FROM ballots b JOIN polls p ON p.id = b.poll_id
                            WHERE b.poll_id = :poll AND b.member_id = :member AND p.closed_at IS NULL)
             RETURNING *"""
WITHDRAW = "DELETE FROM reasons WHERE id = :reason AND server_id = :server AND member_id = :member RETURNING *"
SEAL = """UPDATE reasons SET voted_at = (SELECT b.cast_at FROM ballots b
                                          WHERE b.poll_id = reasons.poll_id AND b.member_id = reasons.member_id)
           WHERE poll_id = :poll AND server_id = :server AND voted_at IS NULL
             AND EXISTS (SELECT 1 FROM ballots b JOIN polls p ON p.id = b.poll_id
                          WHERE b.poll_id = reasons.poll_id AND b.member_id = reasons.member_id
                            AND b.latest_choice = reasons.side AND p.closed_at IS NOT NULL)"""
SHOWN = "voted_at IS NOT NULL AND agreed = 1 AND hidden_at IS NULL"
RECORD = f"""SELECT * FROM reasons WHERE poll_id = :poll AND server_id = :server AND {SHOWN}
              ORDER BY side, voted_at, id"""  # noqa: S608 - a constant
REPORT = f"""UPDATE reasons SET reported_at = COALESCE(reported_at, :now)
              WHERE id = :reason AND server_id = :server AND {SHOWN} RETURNING *"""  # noqa: S608 - a constant
REPORTED = f"""SELECT * FROM reasons WHERE server_id = :server AND reported_at IS NOT NULL AND {SHOWN}
                ORDER BY reported_at, id"""  # noqa: S608 - a constant
# The reports of all servers of this process are one sweep; each row names its own server to what follows.
UNTOLD = f"""SELECT * FROM reasons WHERE reported_at IS NOT NULL AND told_at IS NULL AND {SHOWN} AND {MARK}
              ORDER BY reported_at, id"""  # noqa: S608 - a constant
TOLD = """UPDATE reasons SET told_at = :now WHERE id = :reason AND server_id = :server
             AND reported_at IS NOT NULL AND told_at IS NULL RETURNING id"""
UNTELL = "UPDATE reasons SET told_at = NULL WHERE id = :reason AND server_id = :server"
HIDE = """UPDATE reasons SET hidden_at = :now, hidden_note = :note
           WHERE id = :reason AND server_id = :server AND voted_at IS NOT NULL AND hidden_at IS NULL RETURNING *"""
UNHIDE = """UPDATE reasons SET hidden_at = NULL, hidden_note = ''
             WHERE id = :reason AND server_id = :server AND hidden_at IS NOT NULL RETURNING *"""
STALE = "UPDATE reason_pages SET stale = stale + 1 WHERE poll_id = :poll AND server_id = :server AND side = :side"
KEEP_PAGE = """INSERT INTO reason_pages (server_id, poll_id, side, thread_id, message_id)
               VALUES (:server, :poll, :side, :thread, :message)
               ON CONFLICT (poll_id, side) DO UPDATE
                  SET thread_id = excluded.thread_id, message_id = excluded.message_id"""
PAGES = "SELECT * FROM reason_pages WHERE poll_id = :poll AND server_id = :server ORDER BY side"
STALE_PAGES = "SELECT * FROM reason_pages WHERE stale > 0 AND {share} ORDER BY poll_id, side"
DRAWN = """UPDATE reason_pages SET stale = 0
            WHERE poll_id = :poll AND server_id = :server AND side = :side AND stale = :stale"""


class Reasons:
    """`bot.reasons.store.Store` on a database; its sweeps are over the servers of `shards`."""

    def __init__(self, database: Database, shards: Shards = EVERYWHERE) -> None:
        self._db = database
        self._share = Share(shards)

    async def say(self, said: Said, pace: Pace, now: datetime) -> Reason | Denied | None:
        """See `Store.say`."""
        columns = {
            "server": said.server,
            "poll": said.poll,
            "member": said.member,
            "side": said.side,
            "text": said.text,
            "name": said.name,
            "agreed": int(said.agreed),
            "now": moments.kept(now),
        }

        async def work(t: Transaction) -> Reason | Denied | None:
            poll = await first(t, POLL_OPEN, columns)
            if poll is None:
                return None
            if not poll["is_open"]:
                return Denied.CLOSED
            row = await first(t, SAY, columns)
            if row is None:
                return Denied.MOVED
            await spend(t, said.server, said.member, pace, now)
            return _reason(row)

        return await unless_too_soon(self._db, work, Denied.TOO_SOON)

    async def change(self, change: Change, pace: Pace, now: datetime) -> Reason | Denied | None:
        """See `Store.change`."""
        columns = {
            "server": change.server,
            "member": change.member,
            "reason": change.reason,
            "text": change.text,
            "agreed": int(change.agreed),
            "now": moments.kept(now),
        }

        async def work(t: Transaction) -> Reason | Denied | None:
            row = await first(t, CHANGE, columns)
            if row is None:
                return None
            await spend(t, change.server, change.member, pace, now)
            await _mark_stale(t, row)
            return _reason(row)

        return await unless_too_soon(self._db, work, Denied.TOO_SOON)

    async def follow(self, server: int, poll: int, member: int) -> Reason | None:
        """See `Store.follow`."""
        return await self._changed(FOLLOW, {"server": server, "poll": poll, "member": member})

    async def withdraw(self, server: int, reason: int, member: int) -> Reason | None:
        """See `Store.withdraw`."""
        return await self._changed(WITHDRAW, {"server": server, "reason": reason, "member": member})

    async def get(self, server: int, reason: int) -> Reason | None:
        """See `Store.get`."""
        return await self._one(REASON, {"server": server, "reason": reason})

    async def of_ballot(self, server: int, poll: int, member: int) -> Reason | None:
        """See `Store.of_ballot`."""
        return await self._one(OF_BALLOT, {"server": server, "poll": poll, "member": member})

    async def of_member(self, server: int, member: int) -> Sequence[Reason]:
        """See `Store.of_member`."""
        return await self._all(OF_MEMBER, {"server": server, "member": member})

    async def record(self, server: int, poll: int) -> Sequence[Reason]:
        """See `Store.record`."""
        which = {"server": server, "poll": poll}

        async def work(t: Transaction) -> list[Reason]:
            await t.fetch(SEAL, which)
            return [_reason(row) for row in await t.fetch(RECORD, which)]

        return await self._db.write(work)

    async def report(self, server: int, reason: int, member: int, pace: Pace, now: datetime) -> Reason | Denied | None:
        """See `Store.report`."""
        which = {"server": server, "reason": reason, "now": moments.kept(now)}

        async def work(t: Transaction) -> Reason | Denied | None:
            row = await first(t, REPORT, which)
            if row is None:
                return None
            await spend(t, server, member, pace, now)
            return _reason(row)

        return await unless_too_soon(self._db, work, Denied.TOO_SOON)

    async def reported(self, server: int) -> Sequence[Reason]:
        """See `Store.reported`."""
        return await self._all(REPORTED, {"server": server})

    async def untold(self) -> Sequence[Reason]:
        """See `Store.untold`."""
        return await self._all(self._share.within(UNTOLD), self._share.parameters)

    async def told(self, server: int, reason: int, now: datetime) -> bool:
        """See `Store.told`."""
        which = {"server": server, "reason": reason, "now": moments.kept(now)}
        return await self._db.write(lambda t: first(t, TOLD, which)) is not None

    async def untell(self, server: int, reason: int) -> None:
        """See `Store.untell`."""
        await self._db.write(lambda t: t.fetch(UNTELL, {"server": server, "reason": reason}))

    async def hide(self, server: int, reason: int, note: str, now: datetime) -> Reason | None:
        """See `Store.hide`."""
        return await self._changed(HIDE, {"server": server, "reason": reason, "note": note, "now": moments.kept(now)})

    async def unhide(self, server: int, reason: int) -> Reason | None:
        """See `Store.unhide`."""
        return await self._changed(UNHIDE, {"server": server, "reason": reason})

    async def keep_page(self, page: Page) -> None:
        """See `Store.keep_page`."""
        await self._db.write(lambda t: t.fetch(KEEP_PAGE, _page_columns(page)))

    async def pages(self, server: int, poll: int) -> Sequence[Page]:
        """See `Store.pages`."""
        rows = await self._db.read(lambda t: t.fetch(PAGES, {"server": server, "poll": poll}))
        return [_page(row) for row in rows]

    async def stale_pages(self) -> Sequence[Page]:
        """See `Store.stale_pages`."""
        sql, parameters = self._share.within(STALE_PAGES), self._share.parameters
        return [_page(row) for row in await self._db.read(lambda t: t.fetch(sql, parameters))]

    async def drawn(self, page: Page) -> None:
        """See `Store.drawn`."""
        await self._db.write(lambda t: t.fetch(DRAWN, _page_columns(page)))

    async def _changed(self, sql: str, parameters: Mapping[str, object]) -> Reason | None:
        async def work(t: Transaction) -> Reason | None:
            row = await first(t, sql, parameters)
            if row is None:
                return None
            await _mark_stale(t, row)
            return _reason(row)

        return await self._db.write(work)

    async def _one(self, sql: str, parameters: Mapping[str, object]) -> Reason | None:
        row = await self._db.read(lambda t: first(t, sql, parameters))
        return _reason(row) if row else None

    async def _all(self, sql: str, parameters: Mapping[str, object]) -> Sequence[Reason]:
        return [_reason(row) for row in await self._db.read(lambda t: t.fetch(sql, parameters))]


async def _mark_stale(t: Transaction, reason: Row) -> None:
    await t.fetch(STALE, {"server": reason["server_id"], "poll": reason["poll_id"], "side": reason["side"]})


def _reason(row: Row) -> Reason:
    return Reason(
        id=row["id"],
        server=row["server_id"],
        poll=row["poll_id"],
        member=row["member_id"],
        side=row["side"],
        text=row["text"],
        name=row["name"],
        agreed=bool(row["agreed"]),
        changed_at=moments.read(row["changed_at"]),
        recorded=row["voted_at"] is not None,
        hidden_at=None if row["hidden_at"] is None else moments.read(row["hidden_at"]),
        hidden_note=row["hidden_note"],
    )


def _page(row: Row) -> Page:
    return Page(row["server_id"], row["poll_id"], row["side"], row["thread_id"], row["message_id"], row["stale"])


def _page_columns(page: Page) -> dict[str, object]:
    return {
        "server": page.server,
        "poll": page.poll,
        "side": page.side,
        "thread": page.thread,
        "message": page.message,
        "stale": page.stale,
    }
