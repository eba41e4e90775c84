"""The queue before a connection: what arrives together shares one transaction and one flush."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from bot.store.transaction import Work

T = TypeVar("T")

# Whoever comes last into a batch waits for all of it: a bound on that wait, far above what one loop turn brings.
LARGEST_BATCH = 512


@dataclass(frozen=True, slots=True)
class Failed:
    """What a function of the store raised, in the place of what it would have returned."""

    error: BaseException


RunAll = Callable[[Sequence[Work[Any]]], Awaitable[Sequence[object]]]
"""Runs functions of the store in their order and returns what each returned, or `Failed`, once that is on disk."""


@dataclass(frozen=True, slots=True)
class _Job(Generic[T]):
    work: Work[T]
    done: asyncio.Future[T]


class Lane:
    """Runs functions of the store on one connection, in the order in which they came.

    While one batch is on its way to the disk, the next gathers. Nobody is answered before the batch has returned.
    """

    def __init__(self, run_all: RunAll) -> None:
        self._run_all = run_all
        self._waiting: list[_Job[Any]] = []
        self._pump: asyncio.Task[None] | None = None
        self._closed = False

    async def run(self, work: Work[T]) -> T:
        """Run a function in a transaction; return or raise what it returned or raised, once that is on disk."""
        if self._closed:
            raise RuntimeError("The database is closed.")
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Job(work, done))
        if self._pump is None:
            self._pump = asyncio.create_task(self._empty(), name="database")
        return await done

    async def close(self) -> None:
        """Take nothing more, and return when everything that waits is done."""
        self._closed = True
        if self._pump is not None:
            await asyncio.wait([self._pump])

    async def _empty(self) -> None:
        try:
            while self._waiting:
                batch, self._waiting = self._waiting[:LARGEST_BATCH], self._waiting[LARGEST_BATCH:]
                try:
                    outcomes = await self._run_all([job.work for job in batch])
                except Exception as error:  # noqa: BLE001 - whoever waits must hear of it, whatever it is
                    outcomes = [Failed(error)] * len(batch)
                for job, outcome in zip(batch, outcomes, strict=True):
                    if job.done.done():  # whoever asked was cancelled meanwhile
                        continue
                    if isinstance(outcome, Failed):
                        job.done.set_exception(outcome.error)
                    else:
                        job.done.set_result(outcome)
        finally:
            self._pump = None
