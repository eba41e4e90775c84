"""What the commands for an administrator do where a PostgreSQL server keeps the store."""

import asyncio
import json
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.store.database import opened

pytestmark = pytest.mark.postgres


@pytest.fixture
def file(tmp_path: Path, url: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("DISCORD_TOKEN", raising=False)
    written = tmp_path / "config.toml"
    written.write_text(f"[store]\nurl = '{url}'\n", encoding="utf-8")
    return written


async def begin(url: str) -> None:
    async with opened(url):
        pass


def checked(file: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, str]]:
    code = main(["check", "--json", "--config", str(file)])
    findings = json.loads(capsys.readouterr().out)["findings"]
    about = [one for one in findings if one["subject"] in ("database", "backups", "configuration")]
    return code, {one["subject"]: f"{one['severity']}: {one['sentence']}" for one in about}


def test_a_check_says_whether_the_server_answers_and_what_it_keeps(
    file: Path, url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, found = checked(file, capsys)
    assert code == 0
    assert "note: postgresql://" in found["database"]
    assert "is empty; the first start makes the tables" in found["database"]
    assert "let pg_dump run" in found["backups"]
    asyncio.run(begin(url))
    code, found = checked(file, capsys)
    assert (code, "answers; schema" in found["database"]) == (0, True)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("postgresql://u:hunter2@127.0.0.1:9/x", "fault: postgresql://u:***@127.0.0.1:9/x: the PostgreSQL server does"),
        ("mysql://u:hunter2@h/x", "found 'mysql://u:***@h/x'; expected sqlite:///FILE, or postgresql://"),
    ],
)
def test_a_server_that_cannot_be_used_is_a_fault_without_the_password(
    file: Path, capsys: pytest.CaptureFixture[str], written: str, told: str
) -> None:
    file.write_text(f"[store]\nurl = '{written}'\n", encoding="utf-8")
    code, found = checked(file, capsys)
    assert code == 1
    assert told in found.get("database", found["configuration"])
    assert "hunter2" not in str(found)


@pytest.mark.parametrize("command", ["backup", "restore"])
def test_copies_are_the_servers_own_business(file: Path, capsys: pytest.CaptureFixture[str], command: str) -> None:
    assert main([command, "copy.db", "--config", str(file)]) == 1
    assert "pg_dump makes a copy" in capsys.readouterr().err
