"""A whole store copied into another, whatever keeps either, and compared row by row before it is trusted."""

import hashlib
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any

from bot.errors import StartRefusal
from bot.progress import Progress
from bot.store.database import Database, opened
from bot.store.transaction import Row, Transaction, first
from bot.store_url import file_of, without_password
from bot.text import moving as text

# In an order in which what a row refers to is there before it; each with what its rows are read by, a page at a time.
# The two without a key hold a day's rows at most: their rows are read at once.
TABLES: Mapping[str, tuple[str, ...]] = {
    "polls": ("id",),
    "options": ("poll_id", "position"),
    "ballots": ("poll_id", "member_id"),
    "withdrawals": ("poll_id", "member_id"),
    "reasons": ("id",),
    "reason_pages": ("poll_id", "side"),
    "takes": ("id",),
    "take_posts": ("message_id",),
    "left_servers": ("server_id",),
    "shown": ("server_id", "channel_id", "topic", "passage"),
    "synced_commands": ("application_id",),
    "submissions": (),
    "identifies": (),
}
COUNTING_UP = ("polls", "reasons", "takes")  # whose ids are never given twice
A_PAGE = 500  # rows; far below the parameters that a statement may have
COUNT = "SELECT COUNT(*) AS rows FROM {table}"
ALL = "SELECT * FROM {table}"
CLEAR = "DELETE FROM {table}"
MODULUS = 2**128


@dataclass(frozen=True, slots=True)
class Content:
    """What a table holds: how many rows, and a checksum that does not depend on their order."""

    rows: int
    checksum: str


async def move(source: str, target: str, progress: Progress | None = None) -> Mapping[str, Content]:
    """Copy the store of one url into the empty store of another; return what each table holds, the same in both.

    `progress` hears of rows. The source stays as it is. Raises StartRefusal where either cannot be used or is in use,
    where the target is not empty, or where what arrived is not what was sent: then the target is empty again.
    """
    file = file_of(source)
    if file is not None and not file.is_file():
        raise StartRefusal(text.nothing_to_move(source))
    if source == target:
        raise StartRefusal(text.same(without_password(source)))
    async with AsyncExitStack() as stack:
        here = await stack.enter_async_context(opened(source, sole=True))
        there = await stack.enter_async_context(opened(target, sole=True))
        if any((await _counts(there)).values()):
            raise StartRefusal(text.not_empty(without_password(target)))
        try:
            return await _moved(here, there, progress)
        except BaseException:
            await there.write(_clear)
            raise


async def _moved(here: Database, there: Database, progress: Progress | None) -> Mapping[str, Content]:
    whole = sum((await _counts(here)).values())
    done = 0
    sent: dict[str, Content] = {}
    for table in TABLES:
        checksum = _Checksum()
        async for page in _pages(here, table):
            checksum.add(page)
            await _insert(there, table, page)
            done += len(page)
            if progress is not None:
                progress(done, whole)
        sent[table] = checksum.content
    for table in COUNTING_UP:
        await _continue_ids(here, there, table)
    for table, content in sent.items():
        checksum = _Checksum()
        async for page in _pages(there, table):
            checksum.add(page)
        if checksum.content != content:
            raise StartRefusal(text.not_the_same(table, content.rows, checksum.content.rows))
    return sent


class _Checksum:
    """Adds up what rows hash to."""

    def __init__(self) -> None:
        self._rows = 0
        self._sum = 0

    def add(self, rows: Sequence[Row]) -> None:
        for row in rows:
            fields = sorted((column, row[column]) for column in row.keys())  # noqa: SIM118 - a row is no mapping
            digest = hashlib.sha256(repr(fields).encode()).digest()
            self._sum = (self._sum + int.from_bytes(digest[:16], "big")) % MODULUS
        self._rows += len(rows)

    @property
    def content(self) -> Content:
        return Content(self._rows, f"{self._sum:032x}")


async def _counts(database: Database) -> Mapping[str, int]:
    async def work(t: Transaction) -> dict[str, int]:
        rows = {table: await first(t, COUNT.format(table=table), {}) for table in TABLES}
        return {table: int(row["rows"]) for table, row in rows.items() if row is not None}

    return await database.read(work)


async def _pages(database: Database, table: str) -> AsyncIterator[Sequence[Row]]:
    """Yield all rows of a table, `A_PAGE` at a time."""
    key, after = TABLES[table], ""
    values: Mapping[str, object] = {}
    columns = ", ".join(key)
    while True:
        order = f" ORDER BY {columns} LIMIT {A_PAGE}" if key else ""
        sql, parameters = f"{ALL.format(table=table)}{after}{order}", values
        rows = await database.read(lambda t, sql=sql, parameters=parameters: t.fetch(sql, parameters))  # type: ignore[misc]
        for start in range(0, len(rows), A_PAGE):
            yield rows[start : start + A_PAGE]
        if not key or len(rows) < A_PAGE:
            return
        after = f" WHERE ({columns}) > ({', '.join(f':{column}' for column in key)})"
        values = {column: rows[-1][column] for column in key}


async def _insert(database: Database, table: str, rows: Sequence[Row]) -> None:
    columns = list(rows[0].keys())
    places = ", ".join(f"({', '.join(f':{column}_{at}' for column in columns)})" for at in range(len(rows)))
    sql = f"INSERT INTO {table} ({', '.join(columns)}) VALUES {places}"  # noqa: S608 - names of our own tables
    values: dict[str, Any] = {f"{column}_{at}": row[column] for at, row in enumerate(rows) for column in columns}
    await database.write(lambda t: t.fetch(sql, values))


async def _continue_ids(here: Database, there: Database, table: str) -> None:
    """Let a table's ids go on where they had come to, also past rows that are gone."""
    found = await here.read(lambda t: first(t, here.dialect.last_id, {"table": table}))
    if found is None or found["last"] is None:
        return
    values = {"table": table, "last": found["last"]}

    async def work(t: Transaction) -> None:
        for statement in there.dialect.continue_after:
            await t.fetch(statement, {name: value for name, value in values.items() if f":{name}" in statement})

    await there.write(work)


async def _clear(t: Transaction) -> None:
    for table in reversed(tuple(TABLES)):
        await t.fetch(CLEAR.format(table=table), {})
