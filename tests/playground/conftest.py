"""A stage for each test, held against Discord's own description of its API where that is present."""

from collections.abc import AsyncIterator

import pytest

from bot.clock import MovableClock
from bot.playground import Playground
from tests.openapi import referee


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture
async def stage(clock: MovableClock) -> AsyncIterator[Playground]:
    async with Playground(clock=clock, referee=referee()) as stage:
        yield stage
