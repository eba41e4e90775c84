"""Polls in SQL; what is allowed stands in the statements themselves."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.polls.poll import Draft, Ending, Option, Poll, Question, Terms
from bot.polls.store import Counted
from bot.shards import EVERYWHERE, Shards
from bot.store import moments, poll_reading, poll_rows
from bot.store.database import Database
from bot.store.share import Share
from bot.store.transaction import Transaction, first

ADD = """INSERT INTO polls (server_id, channel_id, author_id, preset, film, question, subject, style, results,
                            anonymous, evidence, voters_role, quorum, opened_at, closes_at)
         SELECT CAST(:server AS BIGINT), CAST(:channel AS BIGINT), CAST(:author AS BIGINT), :preset, :film, :question,
                :subject, :style, :results, CAST(:anonymous AS INTEGER), CAST(:evidence AS INTEGER),
                CAST(:voters_role AS BIGINT), CAST(:quorum AS INTEGER), CAST(:opened_at AS BIGINT),
                CAST(:closes_at AS BIGINT)
          WHERE (SELECT COUNT(*) FROM polls WHERE server_id = :server AND closed_at IS NULL) < :most_open
         RETURNING *"""
ADD_OPTION = """INSERT INTO options (poll_id, position, label, emoji, words, stances)
                VALUES (:poll, :position, :label, :emoji, :words, :stances)"""
POSTED = """UPDATE polls SET message_id = :message WHERE id = :poll AND server_id = :server
            RETURNING CASE WHEN stale > 0 THEN 1 ELSE 0 END AS stale"""
DISCARD = """DELETE FROM polls WHERE id = :poll AND server_id = :server AND message_id IS NULL
                AND NOT EXISTS (SELECT 1 FROM ballots WHERE poll_id = :poll) RETURNING id"""
EDIT = """UPDATE polls SET preset = :preset, film = :film, question = :question, subject = :subject, style = :style,
                           results = :results, anonymous = :anonymous, evidence = :evidence,
                           voters_role = :voters_role, quorum = :quorum, closes_at = :closes_at,
                           stale = 1, edition = edition + CASE WHEN subject = :subject THEN 0 ELSE 1 END
           WHERE id = :poll AND server_id = :server AND closed_at IS NULL
             AND NOT EXISTS (SELECT 1 FROM ballots WHERE poll_id = :poll) RETURNING *"""
CLEAR_OPTIONS = """DELETE FROM options WHERE poll_id = :poll
                      AND EXISTS (SELECT 1 FROM polls p WHERE p.id = :poll AND p.server_id = :server)"""
# Discord draws the end of its own polls, and where a message is gone there is nothing to draw.
CLOSE = """UPDATE polls SET closed_at = :now, ending = :ending,
                            stale = CASE WHEN style = 'buttons' AND CAST(:ending AS TEXT) <> 'gone' THEN 1 ELSE 0 END
            WHERE id = :poll AND server_id = :server AND closed_at IS NULL RETURNING *"""
# A closed poll takes no press, however late: nothing has to be kept against one any more.
FORGET_WITHDRAWALS = """DELETE FROM withdrawals WHERE poll_id = :poll
                           AND EXISTS (SELECT 1 FROM polls p WHERE p.id = :poll AND p.server_id = :server)"""
SEAL = """UPDATE options SET votes = :votes, moved = :moved WHERE poll_id = :poll AND position = :position
             AND EXISTS (SELECT 1 FROM polls p WHERE p.id = :poll AND p.server_id = :server)"""
HASTEN = """UPDATE polls SET closes_at = :now WHERE id = :poll AND server_id = :server AND closed_at IS NULL
               AND closes_at > :now AND opened_at < :now AND message_id IS NOT NULL RETURNING id"""
ANNOUNCED = """UPDATE polls SET announced_at = :now WHERE id = :poll AND server_id = :server
                  AND closed_at IS NOT NULL AND announced_at IS NULL"""
OPEN = "SELECT * FROM polls WHERE server_id = :server AND closed_at IS NULL ORDER BY closes_at, id"
CLOSED = """SELECT * FROM polls WHERE server_id = :server AND closed_at IS NOT NULL
             ORDER BY closed_at DESC, id DESC LIMIT :most"""
WITH_SUBJECT = """SELECT * FROM polls WHERE server_id = :server AND subject = :subject AND closed_at IS NOT NULL
                   ORDER BY closed_at DESC, id DESC LIMIT :most"""
# The deadlines of all servers of this process are one sweep; each row names its own server to what follows.
DUE = "SELECT * FROM polls WHERE closed_at IS NULL AND closes_at <= :now AND {share} ORDER BY closes_at, id"
UNANNOUNCED = """SELECT * FROM polls WHERE closed_at IS NOT NULL AND announced_at IS NULL AND {share}
                  ORDER BY closed_at, id"""
UNPOSTED = "SELECT * FROM polls WHERE closed_at IS NULL AND message_id IS NULL AND {share} ORDER BY id"
LATEST = """SELECT * FROM polls WHERE server_id = :server AND channel_id = :channel ORDER BY id DESC LIMIT 1"""
OPEN_IN = """SELECT * FROM polls WHERE server_id = :server AND closed_at IS NULL
                AND (CAST(:channel AS BIGINT) IS NULL OR channel_id = :channel)
                AND (CAST(:message AS BIGINT) IS NULL OR message_id = :message)"""
NEXT = "SELECT closes_at FROM polls WHERE closed_at IS NULL AND {share} ORDER BY closes_at LIMIT 1"

# Whatever changes from here on marks the message anew, so that only what was read before may be called drawn.
DRAWING = "UPDATE polls SET stale = 2 WHERE id = :poll AND server_id = :server AND stale > 0"
DRAWN = "UPDATE polls SET stale = 0 WHERE id = :poll AND server_id = :server AND stale = 2"
STALE = "SELECT * FROM polls WHERE stale > 0 AND {share} ORDER BY id"


class Polls:
    """`bot.polls.store.Store` on a database; its sweeps are over the servers of `shards`."""

    def __init__(self, database: Database, shards: Shards = EVERYWHERE) -> None:
        self._db = database
        self._share = Share(shards)

    async def add(self, draft: Draft, most_open: int) -> Poll | None:
        """See `Store.add`."""

        async def work(t: Transaction) -> Poll | None:
            row = await first(
                t,
                ADD,
                {
                    **poll_rows.columns(draft.question, draft.terms),
                    "server": draft.server,
                    "channel": draft.channel,
                    "author": draft.author,
                    "opened_at": moments.kept(draft.opened_at),
                    "closes_at": moments.kept(draft.closes_at),
                    "most_open": most_open,
                },
            )
            if row is None:
                return None
            await _add_options(t, row["id"], draft.question.options)
            return await poll_reading.of_row(t, row)

        return await self._db.write(work)

    async def posted(self, server: int, poll: int, message: int) -> bool:
        """See `Store.posted`."""
        which = {"server": server, "poll": poll, "message": message}
        row = await self._db.write(lambda t: first(t, POSTED, which))
        return bool(row and row["stale"])

    async def discard(self, server: int, poll: int) -> bool:
        """See `Store.discard`."""
        return bool(await self._db.write(lambda t: t.fetch(DISCARD, {"server": server, "poll": poll})))

    async def get(self, server: int, poll: int) -> Poll | None:
        """See `Store.get`."""
        return await self._db.read(lambda t: poll_reading.find(t, server, poll))

    async def latest(self, server: int, channel: int) -> Poll | None:
        """See `Store.latest`."""
        found = await self._polls(LATEST, {"server": server, "channel": channel})
        return found[0] if found else None

    async def open_in(self, server: int, channel: int | None, message: int | None) -> Sequence[Poll]:
        """See `Store.open_in`."""
        return await self._polls(OPEN_IN, {"server": server, "channel": channel, "message": message})

    async def counted(self, server: int, poll: int) -> Counted | None:
        """See `Store.counted`."""

        async def work(t: Transaction) -> Counted | None:
            found = await poll_reading.find(t, server, poll)
            return await _count(t, found) if found else None

        return await self._db.read(work)

    async def edit(self, server: int, poll: int, question: Question, terms: Terms, closes_at: datetime) -> Poll | None:
        """See `Store.edit`."""
        which = {"server": server, "poll": poll}

        async def work(t: Transaction) -> Poll | None:
            columns = poll_rows.columns(question, terms)
            row = await first(t, EDIT, {**columns, **which, "closes_at": moments.kept(closes_at)})
            if row is None:
                return None
            await t.fetch(CLEAR_OPTIONS, which)
            await _add_options(t, poll, question.options)
            return await poll_reading.of_row(t, row)

        return await self._db.write(work)

    async def close(
        self, server: int, poll: int, now: datetime, ending: Ending, votes: Sequence[int] | None = None
    ) -> Poll | None:
        """See `Store.close`."""
        which = {"server": server, "poll": poll}

        async def work(t: Transaction) -> Poll | None:
            tally = await poll_reading.tally(t, server, poll)
            row = await first(t, CLOSE, {**which, "now": moments.kept(now), "ending": ending})
            if row is None:
                return None
            await t.fetch(FORGET_WITHDRAWALS, which)
            for position, (counted, moved) in enumerate(zip(tally.votes, tally.moved, strict=True)):
                sealed = counted if votes is None else votes[position]
                await t.fetch(SEAL, {**which, "position": position, "votes": sealed, "moved": moved})
            return await poll_reading.of_row(t, row)

        return await self._db.write(work)

    async def hasten(self, server: int, poll: int, now: datetime) -> bool:
        """See `Store.hasten`."""
        which = {"server": server, "poll": poll, "now": moments.kept(now)}
        return bool(await self._db.write(lambda t: t.fetch(HASTEN, which)))

    async def announced(self, server: int, poll: int, now: datetime) -> None:
        """See `Store.announced`."""
        await self._db.write(lambda t: t.fetch(ANNOUNCED, {"server": server, "poll": poll, "now": moments.kept(now)}))

    async def open_polls(self, server: int) -> Sequence[Counted]:
        """See `Store.open_polls`."""
        return await self._counted(OPEN, {"server": server})

    async def closed_polls(self, server: int, most: int) -> Sequence[Counted]:
        """See `Store.closed_polls`."""
        return await self._counted(CLOSED, {"server": server, "most": most})

    async def with_subject(self, server: int, subject: str, most: int) -> Sequence[Counted]:
        """See `Store.with_subject`."""
        which = {"server": server, "subject": subject, "most": most}
        return list(reversed(await self._counted(WITH_SUBJECT, which)))

    async def due(self, now: datetime) -> Sequence[Poll]:
        """See `Store.due`."""
        return await self._swept(DUE, {"now": moments.kept(now)})

    async def unannounced(self) -> Sequence[Poll]:
        """See `Store.unannounced`."""
        return await self._swept(UNANNOUNCED, {})

    async def unposted(self) -> Sequence[Poll]:
        """See `Store.unposted`."""
        return await self._swept(UNPOSTED, {})

    async def next_deadline(self) -> datetime | None:
        """See `Store.next_deadline`."""
        row = await self._db.read(lambda t: first(t, self._share.within(NEXT), self._share.parameters))
        return moments.read(row["closes_at"]) if row else None

    async def _swept(self, sql: str, parameters: Mapping[str, object]) -> Sequence[Poll]:
        return await self._polls(self._share.within(sql), {**parameters, **self._share.parameters})

    async def drawing(self, server: int, poll: int) -> None:
        """See `Store.drawing`."""
        await self._db.write(lambda t: t.fetch(DRAWING, {"server": server, "poll": poll}))

    async def drawn(self, server: int, poll: int) -> None:
        """See `Store.drawn`."""
        await self._db.write(lambda t: t.fetch(DRAWN, {"server": server, "poll": poll}))

    async def stale(self) -> Sequence[Poll]:
        """See `Store.stale`."""
        return await self._swept(STALE, {})

    async def _polls(self, sql: str, parameters: Mapping[str, object]) -> Sequence[Poll]:
        async def work(t: Transaction) -> list[Poll]:
            return [await poll_reading.of_row(t, row) for row in await t.fetch(sql, parameters)]

        return await self._db.read(work)

    async def _counted(self, sql: str, parameters: Mapping[str, object]) -> Sequence[Counted]:
        async def work(t: Transaction) -> list[Counted]:
            return [await _count(t, await poll_reading.of_row(t, row)) for row in await t.fetch(sql, parameters)]

        return await self._db.read(work)


async def _count(t: Transaction, poll: Poll) -> Counted:
    return Counted(poll, await poll_reading.tally(t, poll.server, poll.id))


async def _add_options(t: Transaction, poll: int, options: Sequence[Option]) -> None:
    for position, option in enumerate(options):
        await t.fetch(ADD_OPTION, {**poll_rows.option_columns(option), "poll": poll, "position": position})
