"""The stage for every test of this room."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.stage.evening import Evening, evening_in


@pytest.fixture(autouse=True)
def on_each_store(store: str) -> None:
    """Run every test of this room on both drivers."""


@pytest.fixture
async def evening(tmp_path: Path) -> AsyncIterator[Evening]:
    """An evening with the shipped configuration."""
    async with evening_in(tmp_path) as evening:
        yield evening
