"""What holds for every test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.stores import LEFT_OUT, NOTE, SERVER, STORES, Schemas

# A deadline would fail a test for the machine's other work: nothing here asserts on time.
settings.register_profile("suite", deadline=None)
settings.load_profile("suite")


@pytest.fixture(scope="session")
def schemas() -> Iterator[Schemas]:
    """Schemas on the PostgreSQL server, where there is one."""
    opened = Schemas()
    yield opened
    opened.close()


@pytest.fixture
def store(request: pytest.FixtureRequest) -> str:
    """Give a test's folder its store; the rooms whose tests run on both drivers ask for it in each."""
    kind: str = getattr(request, "param", STORES[0])
    if kind == "postgres":
        folder: Path = request.getfixturevalue("tmp_path")
        schemas: Schemas = request.getfixturevalue("schemas")
        (folder / NOTE).write_text(schemas.fresh(), encoding="utf-8")
    return kind


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run what keeps anything in a store on each driver, but what is marked as one's own."""
    if metafunc.definition.get_closest_marker("postgres"):
        marks = () if SERVER else pytest.mark.skip(reason=LEFT_OUT)
        metafunc.parametrize("store", [pytest.param("postgres", marks=marks)], indirect=True)
    elif {"store", "tmp_path"}.issubset(metafunc.fixturenames) and not metafunc.definition.get_closest_marker("sqlite"):
        metafunc.parametrize("store", STORES, indirect=True)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say once that half of the store's tests did not run."""
    if not SERVER:
        terminalreporter.write_line(LEFT_OUT)
