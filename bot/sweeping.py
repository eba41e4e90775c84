"""Doing the same for many, where one that fails keeps no other waiting and is done by the next sweep."""

import logging
from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar

log = logging.getLogger(__name__)

T = TypeVar("T")


async def sweep(many: Iterable[T], do: Callable[[T], Awaitable[object]], failed: Callable[[T], str]) -> bool:
    """Call `do` for each, one after the other; return whether all could be done.

    What is raised is logged below the sentence that `failed` returns, which names nobody.
    """
    all_done = True
    for one in many:
        try:
            await do(one)
        except Exception:
            log.exception("%s", failed(one))
            all_done = False
    return all_done
