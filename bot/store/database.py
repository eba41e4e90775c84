"""The database, whatever keeps it: a file of SQLite's or a PostgreSQL server, behind the same few functions."""

import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Protocol, TypeVar

from bot.claims import Claims
from bot.errors import StartRefusal
from bot.peers import Peers
from bot.progress import Progress
from bot.store.schema import Dialect, State
from bot.store.sqlite import Sqlite
from bot.store.transaction import Work
from bot.store_url import file_of
from bot.text import postgres as text

T = TypeVar("T")


class Database(Protocol):
    """An open database of the present schema."""

    @property
    def dialect(self) -> Dialect:
        """What its SQL says in words of its own."""

    @property
    def claims(self) -> Claims:
        """Names that one holder at a time has, among all processes of this database."""

    @property
    def peers(self) -> Peers:
        """The other processes of this database."""

    async def write(self, work: Work[T]) -> T:
        """Run a function of the store that changes something; what it returns is on disk.

        Raises what the function raised, or Refusal where the database cannot do it: then nothing was changed, or
        the sentence says that this is not known.
        """

    async def read(self, work: Work[T]) -> T:
        """Run a function of the store on one consistent state, beside the writer. Raises as `write` does."""


@asynccontextmanager
async def opened(url: str, progress: Progress | None = None, *, sole: bool = False) -> AsyncIterator[Database]:
    """Open the database that a `[store] url` names, made where it is absent and brought to the present schema.

    With `sole`, no other process may have it open, as none ever may have a file. Raises StartRefusal where it cannot be
    used.
    """
    file = file_of(url)
    if file is not None:
        async with Sqlite.open(file, progress) as sqlite:
            yield sqlite
        return
    with _needing_the_extra():
        from bot.store.postgres import Postgres  # noqa: PLC0415
    async with Postgres.open(url, sole=sole) as postgres:
        yield postgres


async def inspected(url: str) -> State:
    """Look at a server's database and change nothing. Raises StartRefusal where this bot cannot use it."""
    with _needing_the_extra():
        from bot.store.postgres import inspected  # noqa: PLC0415
    return await inspected(url)


@contextmanager
def _needing_the_extra() -> Iterator[None]:
    """Import the driver of a server within: its library is an extra that most do without."""
    try:
        yield
    except ModuleNotFoundError:
        raise StartRefusal(text.client_missing(sys.prefix)) from None
