"""Takes in SQL; what is allowed stands in the statements themselves."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from bot.pace import Pace
from bot.shards import EVERYWHERE, Shards
from bot.store import moments
from bot.store.database import Database
from bot.store.pace import spend, unless_too_soon
from bot.store.share import Share
from bot.store.transaction import Row, Transaction, first
from bot.takes.store import Denied
from bot.takes.take import Answered, Post, State, Take, Words

ADD = """INSERT INTO takes (server_id, member_id, title, text, essay, essay_title, film, year, stance, spoilers, name,
                            state, written_at, changed_at)
         SELECT CAST(:server AS BIGINT), CAST(:member AS BIGINT), :title, :text, :essay, :essay_title, :film,
                CAST(:year AS INTEGER), :stance, CAST(:spoilers AS INTEGER), :name, 'waiting',
                CAST(:now AS BIGINT), CAST(:now AS BIGINT)
          WHERE (SELECT COUNT(*) FROM takes WHERE server_id = :server AND member_id = :member
                    AND state = 'waiting') < :most_waiting
         RETURNING *"""
REWRITE = """UPDATE takes SET title = :title, text = :text, essay = :essay, essay_title = :essay_title, film = :film,
                              year = :year, stance = :stance, spoilers = :spoilers, name = :name, state = 'waiting',
                              note = '', version = version + 1, changed_at = :now
              WHERE id = :take AND server_id = :server AND member_id = :member RETURNING *"""
TAKE = "SELECT * FROM takes WHERE id = :take AND server_id = :server"
OF_MEMBER = "SELECT * FROM takes WHERE server_id = :server AND member_id = :member ORDER BY changed_at DESC, id DESC"
IN_STATE = """SELECT * FROM takes WHERE server_id = :server AND state = :state
               ORDER BY changed_at, id LIMIT :most"""
COUNT = "SELECT COUNT(*) AS takes FROM takes WHERE server_id = :server AND state = :state"
# The states that may lead there are few and known to the core: four names, repeated where there are fewer.
DECIDE = """UPDATE takes SET state = :after, note = :note, changed_at = :now
             WHERE id = :take AND server_id = :server AND version = :version
               AND state IN (:before_1, :before_2, :before_3, :before_4) RETURNING *"""
WITHDRAW = "DELETE FROM takes WHERE id = :take AND server_id = :server AND member_id = :member RETURNING id"
POSTED = """INSERT INTO take_posts (server_id, take_id, version, channel_id, message_id)
            VALUES (:server, :take, :version, :channel, :message) ON CONFLICT (message_id) DO NOTHING"""
# The posts of all servers of this process are one sweep; each row names its own server to what follows.
MISPLACED = """SELECT * FROM take_posts WHERE {share} AND NOT EXISTS
                 (SELECT 1 FROM takes t WHERE t.id = take_posts.take_id AND t.version = take_posts.version
                      AND t.state = 'accepted')"""
UNPOSTED = "DELETE FROM take_posts WHERE message_id = :message AND server_id = :server"


class Takes:
    """`bot.takes.store.Store` on a database; its sweep is over the servers of `shards`."""

    def __init__(self, database: Database, shards: Shards = EVERYWHERE) -> None:
        self._db = database
        self._share = Share(shards)

    async def write(
        self, server: int, member: int, words: Words, pace: Pace, most_waiting: int, now: datetime
    ) -> Take | Denied:
        """See `Store.write`."""
        who = {"server": server, "member": member, "most_waiting": most_waiting, "now": moments.kept(now)}

        async def work(t: Transaction) -> Take | Denied:
            row = await first(t, ADD, {**_columns(words), **who})
            if row is None:
                return Denied.TOO_MANY_WAITING
            await spend(t, server, member, pace, now)
            return _take(row)

        return await unless_too_soon(self._db, work, Denied.TOO_SOON)

    async def rewrite(
        self, server: int, take: int, member: int, words: Words, pace: Pace, now: datetime
    ) -> Take | Denied | None:
        """See `Store.rewrite`."""
        which = {"server": server, "member": member, "take": take, "now": moments.kept(now)}

        async def work(t: Transaction) -> Take | None:
            row = await first(t, REWRITE, {**_columns(words), **which})
            if row is None:
                return None
            await spend(t, server, member, pace, now)
            return _take(row)

        return await unless_too_soon(self._db, work, Denied.TOO_SOON)

    async def get(self, server: int, take: int) -> Take | None:
        """See `Store.get`."""
        row = await self._db.read(lambda t: first(t, TAKE, {"server": server, "take": take}))
        return _take(row) if row else None

    async def of_member(self, server: int, member: int) -> Sequence[Take]:
        """See `Store.of_member`."""
        return await self._all(OF_MEMBER, {"server": server, "member": member})

    async def in_state(self, server: int, state: State, most: int) -> Sequence[Take]:
        """See `Store.in_state`."""
        return await self._all(IN_STATE, {"server": server, "state": state, "most": most})

    async def count(self, server: int, state: State) -> int:
        """See `Store.count`."""
        row = await self._db.read(lambda t: first(t, COUNT, {"server": server, "state": state}))
        return int(row["takes"]) if row else 0

    async def decide(
        self, server: int, take: int, version: int, before: Collection[State], after: State, note: str, now: datetime
    ) -> Take | None:
        """See `Store.decide`."""
        states = sorted(before)
        which = {f"before_{place + 1}": states[place % len(states)] for place in range(len(State))}
        changes = {"server": server, "take": take, "version": version, "after": after, "note": note}
        row = await self._db.write(lambda t: first(t, DECIDE, {**which, **changes, "now": moments.kept(now)}))
        return _take(row) if row else None

    async def withdraw(self, server: int, take: int, member: int) -> bool:
        """See `Store.withdraw`."""
        which = {"server": server, "take": take, "member": member}
        return await self._db.write(lambda t: first(t, WITHDRAW, which)) is not None

    async def posted(self, post: Post) -> None:
        """See `Store.posted`."""
        which = {"server": post.server, "take": post.take, "version": post.version}
        where = {"channel": post.channel, "message": post.message}
        await self._db.write(lambda t: t.fetch(POSTED, {**which, **where}))

    async def misplaced(self) -> Sequence[Post]:
        """See `Store.misplaced`."""
        sql, parameters = self._share.within(MISPLACED), self._share.parameters
        rows = await self._db.read(lambda t: t.fetch(sql, parameters))
        return [
            Post(row["server_id"], row["take_id"], row["version"], row["channel_id"], row["message_id"]) for row in rows
        ]

    async def unposted(self, post: Post) -> None:
        """See `Store.unposted`."""
        await self._db.write(lambda t: t.fetch(UNPOSTED, {"server": post.server, "message": post.message}))

    async def _all(self, sql: str, parameters: Mapping[str, object]) -> Sequence[Take]:
        return [_take(row) for row in await self._db.read(lambda t: t.fetch(sql, parameters))]


def _take(row: Row) -> Take:
    answers = Answered(row["essay"], row["essay_title"], row["film"], row["year"], bool(row["spoilers"]))
    return Take(
        id=row["id"],
        server=row["server_id"],
        member=row["member_id"],
        version=row["version"],
        words=Words(row["title"], row["text"], row["stance"], row["name"], answers),
        state=State(row["state"]),
        note=row["note"],
        written_at=moments.read(row["written_at"]),
        changed_at=moments.read(row["changed_at"]),
    )


def _columns(words: Words) -> dict[str, object]:
    return {
        "title": words.title,
        "text": words.text,
        "stance": words.stance,
        "name": words.name,
        "essay": words.answers.essay,
        "essay_title": words.answers.title,
        "film": words.answers.film,
        "year": words.answers.year,
        "spoilers": int(words.answers.spoilers),
    }
