import tomllib
from pathlib import Path

import pytest

from bot.settings import Store
from bot.shipped import shipped
from bot.store_url import FORM, file_of, of_file, without_password
from bot.text import postgres as words


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("postgresql://u:hunter2@h:5432/x", "postgresql://u:***@h:5432/x"),
        ("postgresql://u@h/x", "postgresql://u@h/x"),
        ("postgresql://h:5432/x", "postgresql://h:5432/x"),
        ("postgres://u:p%40ss@[::1]:5432/x", "postgres://u:***@[::1]:5432/x"),
        ("postgresql://h/x?user=u&password=hunter2&sslmode=require", "postgresql://h/x?user=u&password=***&sslmode=require"),
        ("found 'mysql://u:hunter2@h/x', expected", "found 'mysql://u:***@h/x', expected"),
        ("sqlite:///a/b.db", "sqlite:///a/b.db"),
    ],
)  # fmt: skip
def test_a_password_is_not_shown_and_all_else_is(written: str, shown: str) -> None:
    assert without_password(written) == shown


def test_a_file_and_a_server_are_told_apart() -> None:
    assert file_of("sqlite:///a/b.db") == Path("a/b.db")
    assert of_file(Path("/a/b.db")) == "sqlite:////a/b.db"
    assert file_of(of_file(Path("/a/b.db"))) == Path("/a/b.db")
    assert file_of("postgresql://u@h/x") is None
    for wrong in ("sqlite:///", "epilogue.db", "postgresql://", "mysql://u@h/x"):
        assert not FORM.fullmatch(wrong)


def test_a_change_of_the_url_is_told_without_the_password() -> None:
    assert Store(url="postgresql://u:hunter2@h/x").model_dump() == {"url": "postgresql://u:***@h/x"}


def test_the_command_that_installs_the_extra_asks_for_what_the_project_asks_for() -> None:
    project = tomllib.loads((shipped("config.example.toml").parent / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["optional-dependencies"]["postgres"] == [words.VERSIONS]
    assert f'"{words.VERSIONS}"' in words.client_missing("/srv/x")
