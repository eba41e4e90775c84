"""Where tests keep things: a file of SQLite's, or a schema of their own on a PostgreSQL server."""

import asyncio
import itertools
import os
import threading
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, TypeVar

import asyncpg

from bot.store.database import Database
from bot.store.sqlite import Sqlite
from bot.store_url import of_file

T = TypeVar("T")

SERVER = os.environ.get("EPILOGUE_POSTGRES", "").rstrip("/")
"""The url of a server without a database's name; the tests may make databases there."""
STORES = ("sqlite", "postgres") if SERVER else ("sqlite",)
LEFT_OUT = "PostgreSQL: left out. Set EPILOGUE_POSTGRES to the url of a server where the tests may make databases."
NOTE = "store.url"


def url_in(folder: Path) -> str:
    """Return the url of the store of a test's folder."""
    note = folder / NOTE
    return note.read_text(encoding="utf-8") if note.exists() else of_file(folder / "epilogue.db")


class Schemas:
    """A database of this process of tests, in which each test has a schema; all of it goes with the process."""

    def __init__(self) -> None:
        self._name = f"epilogue_tests_{os.getpid()}"
        self._numbers = itertools.count()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="schemas", daemon=True)
        self._thread.start()
        self._connection: Any = None

    def fresh(self) -> str:
        """Return the url of a new, empty schema."""
        schema = f"test_{next(self._numbers)}"
        self._run(self._make(schema))
        return f"{SERVER}/{self._name}?options=-csearch_path%3D{schema}"

    def close(self) -> None:
        """Remove the database, whoever may still be connected."""
        self._run(self._remove())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _run(self, coroutine: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result()

    async def _make(self, schema: str) -> None:
        if self._connection is None:
            server = await asyncpg.connect(f"{SERVER}/postgres")
            # A locale that sorts by bytes, whatever the server's own is: as SQLite does.
            await server.execute(f"CREATE DATABASE {self._name} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'")
            await server.close()
            self._connection = await asyncpg.connect(f"{SERVER}/{self._name}")
        await self._connection.execute(f"CREATE SCHEMA {schema}")

    async def _remove(self) -> None:
        if self._connection is not None:
            await self._connection.close()
            server = await asyncpg.connect(f"{SERVER}/postgres")
            await server.execute(f"DROP DATABASE {self._name} WITH (FORCE)")
            await server.close()


COLUMNS = {
    "sqlite": """SELECT m.name AS name, i.name AS column_name FROM sqlite_schema m, pragma_table_info(m.name) i
                  WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' ORDER BY m.name""",
    "postgres": """SELECT table_name AS name, column_name FROM information_schema.columns
                    WHERE table_schema = current_schema() AND table_name <> 'epilogue_schema' ORDER BY table_name""",
}


async def columns_of(database: Database) -> list[tuple[str, str]]:
    """Return every column that the bot keeps anything in, with its table."""
    kind = "sqlite" if isinstance(database, Sqlite) else "postgres"
    rows = await database.read(lambda t: t.fetch(COLUMNS[kind], {}))
    return [(row["name"], row["column_name"]) for row in rows]


async def tables_of(database: Database) -> dict[str, list[dict[str, Any]]]:
    """Return all that is kept, table by table, the rows of each in an order of their own."""
    found = {}
    for name in dict.fromkeys(name for name, _ in await columns_of(database)):
        rows = await database.read(lambda t, name=name: t.fetch(f"SELECT * FROM {name}", {}))  # type: ignore[misc] # noqa: S608
        found[name] = sorted(map(dict, rows), key=lambda row: [str(value).zfill(20) for value in row.values()])
    return found
