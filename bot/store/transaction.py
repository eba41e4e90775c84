"""What a function of the store is given: statements that succeed or fail together.

A function of the store is a coroutine function of one `Transaction` that awaits nothing else. It may be run
again from its start where its transaction is lost, so it changes nothing but the database.
"""

from collections.abc import Callable, Coroutine, Mapping, Sequence
from typing import Any, Protocol, TypeVar

T = TypeVar("T")


class Row(Protocol):
    """One row of an answer; its columns by name."""

    def __getitem__(self, column: str, /) -> Any:
        """Return the value of a column."""

    def keys(self) -> Sequence[str]:
        """Return the columns' names in their order."""


class Transaction(Protocol):
    """Statements that become true together or not at all."""

    async def fetch(self, sql: str, parameters: Mapping[str, object]) -> Sequence[Row]:
        """Execute one statement with its `:name` parameters and return its rows, none where it has none."""


Work = Callable[[Transaction], Coroutine[Any, Any, T]]
"""A function of the store, waiting for its transaction."""


async def first(transaction: Transaction, sql: str, parameters: Mapping[str, object]) -> Row | None:
    """Execute one statement and return its first row, or None."""
    rows = await transaction.fetch(sql, parameters)
    return rows[0] if rows else None
