"""`epilogue check`: every fault with place and mending, exit code 1 for what does not work, and nothing changed."""

import contextlib
import json
import os
import shutil
import sqlite3
import tomllib
from pathlib import Path
from typing import Any

import pytest

import bot
from bot.__main__ import main
from bot.shipped import shipped
from bot.store.sqlite import Sqlite

TOKEN = "MTA.abc.def"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation with a configuration and essays of its own, and a token."""
    shutil.copytree(shipped("seeds"), tmp_path / "seeds")
    (tmp_path / "config.toml").touch()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DISCORD_TOKEN", TOKEN)
    return tmp_path


def checked(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    code = main(["check", *arguments])
    told = capsys.readouterr()
    assert told.err == ""
    assert TOKEN not in told.out
    return code, told.out


def test_a_fresh_installation_is_sound(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, told = checked(capsys)
    assert code == 0
    assert "the-perfect-love-story.txt: “" in told
    assert "fault" not in told.replace("0 faults", "")
    assert sorted(path.name for path in home.iterdir()) == ["config.toml", "seeds"]  # looking makes nothing


def test_each_essay_is_reported_with_what_was_left_out(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, told = checked(capsys, "--json")
    report = json.loads(told)
    assert report["sound"] is True
    assert {essay["file"] for essay in report["essays"]} == {path.name for path in (home / "seeds").glob("*.txt")}
    for essay in report["essays"]:
        lines = (home / "seeds" / essay["file"]).read_text(encoding="utf-8").splitlines()
        assert essay["passages"] > 10
        assert essay["dropped"]
        for dropped in essay["dropped"]:
            assert dropped["text"].strip() in lines[dropped["line"] - 1]


def write(path: Path, content: str | bytes) -> None:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())


@pytest.mark.parametrize(
    ("file", "content", "severity", "sentence"),
    [
        ("config.toml", "[polls]\nqourum = 3\nquorum = -1\n", "fault", "polls.qourum: there is no such key"),
        ("config.toml", "[polls\n", "fault", "this is not TOML"),
        ("seeds/broken.txt", b"A caf\xe9.\n", "fault", "broken.txt, line 1: byte 0xE9 is not UTF-8"),
        ("seeds/bare.txt", "A train leaves at dawn.\n", "warning", "bare.txt: the header does not say"),
        (
            "config.toml",
            "[topics.x]\ntitle='x'\ndescription='x'\nwords=['zzx']\n",
            "warning",
            "topics.x: no passage",
        ),
        ("config.toml", "[essays]\ndefault_film = 'Jaws'\n", "warning", "there is no essay on “Jaws”"),
        (
            "seeds/x.txt",
            "+++\nfilm='Whiplash'\n+++\nThey drum.",
            "note",
            "On “Whiplash” there is one essay alone, x.txt",
        ),
        (
            "seeds/x.txt",
            "+++\nfilm='Lala Land'\n+++\nThey sing.",
            "warning",
            "“La La Land” and “Lala Land” are two films",
        ),
        (
            "config.toml",
            "[channels]\nfilms = { 7 = 'Jaws' }\n",
            "warning",
            "channels.films.7: there is no essay on “Jaws”",
        ),
        (
            "config.toml",
            "[discord]\napi_base = 'http://proxy.lan/api/v10'\n",
            "warning",
            "read the token. Write https://",
        ),
        ("config.toml", "[backups]\nevery_hours = 0\n", "warning", "no backups are made"),
        ("config.toml", "[store]\nurl = 'sqlite:///absent/x.db'\n", "fault", "no such folder for the database"),
        ("config.toml", "[essays]\nfolder = 'absent'\n", "fault", "there is no such folder of essays"),
        ("epilogue.db", b"no database at all" * 300, "fault", "this is no sound database"),
    ],
)
def test_a_finding_names_its_place_and_the_code_says_how_grave_it_is(
    home: Path, capsys: pytest.CaptureFixture[str], file: str, content: str | bytes, severity: str, sentence: str
) -> None:
    write(home / file, content)
    code, told = checked(capsys, "--json")
    assert code == (1 if severity == "fault" else 0)
    found = [one for one in json.loads(told)["findings"] if sentence in one["sentence"]]
    assert [one["severity"] for one in found] == [severity]
    assert severity in checked(capsys)[1]


def test_a_film_whose_essays_take_no_sides_is_told(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in "ab":
        write(home / "seeds" / f"{name}.txt", "+++\nfilm='Whiplash'\n+++\nThey drum. It ends.")
    assert "No essay on “Whiplash” declares a stance" in checked(capsys)[1]
    for name in "ab":
        write(home / "seeds" / f"{name}.txt", "+++\nfilm='Whiplash'\nstance='proud'\n+++\nThey drum. It ends.")
    assert "All essays on “Whiplash” declare the stance “proud”" in checked(capsys)[1]
    write(home / "seeds" / "b.txt", "+++\nfilm='Whiplash'\nstance='cruel'\n+++\nThey drum. It ends.")
    assert "Whiplash” declare" not in checked(capsys)[1]


def test_the_token_is_missing_malformed_or_open_to_others(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "hunter2")
    code, told = checked(capsys)
    assert (code, "hunter2" in told) == (1, False)
    assert "does not have the form of a bot's token" in told
    monkeypatch.delenv("DISCORD_TOKEN")
    code, told = checked(capsys)
    assert code == 0  # the playground needs none
    assert "warning: There is no token" in told
    write(home / "token", TOKEN)
    (home / "token").chmod(0o644)
    write(home / "config.toml", "[discord]\ntoken_file = 'token'\n")
    assert os.name == "nt" or "chmod 600" in checked(capsys)[1]


async def test_the_database_of_a_running_bot_is_looked_at(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    async with Sqlite.open(home / "epilogue.db"):
        code, told = checked(capsys)
    assert code == 0
    assert "every page is sound" in told


async def test_a_database_to_be_upgraded_or_of_a_newer_bot(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    async with Sqlite.open(home / "epilogue.db"):
        pass
    set_schema(home / "epilogue.db", 9999)
    assert checked(capsys)[0] == 1
    set_schema(home / "epilogue.db", 1)
    code, told = checked(capsys)
    assert code == 0
    assert "the next start brings schema 1 to" in told


@pytest.mark.skipif(os.name == "nt", reason="Windows has other modes")
async def test_a_database_that_others_may_read_is_told(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    async with Sqlite.open(home / "epilogue.db"):
        pass
    (home / "epilogue.db").chmod(0o644)
    assert "may read who voted for what" in checked(capsys)[1]


def set_schema(path: Path, number: int) -> None:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {number}")


def test_the_version_is_one() -> None:
    project: dict[str, Any] = tomllib.loads((shipped("config.example.toml").parent / "pyproject.toml").read_text())
    assert project["project"]["version"] == bot.VERSION
