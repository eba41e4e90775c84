"""The servers of this process, as a condition in the sweeps over all servers."""

from collections.abc import Mapping

from bot.shards import Shards

MARK = "{share}"
"""Stands in a statement where the condition is to be."""


class Share:
    """A process's shards in SQL. The condition's text depends on their number alone, its values are parameters."""

    def __init__(self, shards: Shards) -> None:
        spans = list(enumerate(shards.spans))
        self.parameters: Mapping[str, object] = {
            name: value
            for at, (first, last) in spans
            for name, value in ((f"first_shard_{at}", first), (f"last_shard_{at}", last))
        }
        if spans:
            self.parameters = {**self.parameters, "shards": shards.count}
        # Discord: which shard a server is of; in parentheses, for % and >> do not bind alike in every database
        shard = "((server_id >> 22) % :shards)"
        runs = [f"{shard} BETWEEN :first_shard_{at} AND :last_shard_{at}" for at, _ in spans]
        self._condition = f"({' OR '.join(runs)})" if runs else "1 = 1"

    def within(self, sql: str) -> str:
        """Return a statement with the condition in place of the mark."""
        return sql.replace(MARK, self._condition)
