from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.store.database import Database, opened
from tests.stores import url_in


@pytest.fixture(autouse=True)
def on_each_store(store: str) -> None:
    """Run every test of this room on both drivers."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "epilogue.db"


@pytest.fixture
def url(tmp_path: Path, store: str) -> str:
    return url_in(tmp_path)


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    async with opened(url) as database:
        yield database
