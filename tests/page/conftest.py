"""One browser for all tests of the page; a stage, a bot and profiles of their own for each."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from tests.page.browser import Sitting, browser, installed, sitting

# Playwright's objects belong to one loop, so every test of this room shares the session's.
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents and isinstance(item, pytest.Function):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    path = installed()
    if path is None:
        pytest.skip("no Chromium is installed here, so the playground's page cannot be tried in a browser")
    async with browser(path) as running:
        yield running


@pytest_asyncio.fixture(loop_scope="session")
async def seat(chromium: Browser, tmp_path: Path) -> AsyncIterator[Sitting]:
    async with sitting(chromium, tmp_path) as seat:
        yield seat
        assert seat.complaints == []
