"""The log: one line an event, set aside at a size, private, and without secrets."""

import json
import linecache
import logging
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import config, logs
from bot.errors import StartRefusal
from bot.settings import Logging

TOKEN = "MTE5ODYyMjQ4MzQ3MTkyNTI0OA.Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWs"
ID_PART = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-", min_size=18, max_size=40)
log = logging.getLogger("bot.somewhere")


@pytest.fixture(autouse=True)
def _root_as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    for handler in root.handlers[:]:
        if handler not in handlers:
            root.removeHandler(handler)
            handler.close()
    root.setLevel(level)


def settings(**changes: object) -> Logging:
    return config.load().logging.model_copy(update=changes)


def test_an_event_is_a_line_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    logs.start(settings())
    log.info("It began.")
    assert capsys.readouterr().err.endswith("INFO    bot.somewhere: It began.\n")


def test_text_from_outside_cannot_pass_for_an_event(capsys: pytest.CaptureFixture[str]) -> None:
    logs.start(settings())
    log.info("A file named %s", "x\n2026-01-01 00:00:00 ERROR bot: false alarm")
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_traceback_leaves_no_sources_in_memory(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    logs.start(settings(format=form))
    ours = logging.getLogger().handlers[-1]  # alone: pytest's own would format the same record
    try:
        json.loads("{")
    except ValueError:
        ours.handle(log.makeRecord(log.name, logging.ERROR, __file__, 1, "It failed.", (), sys.exc_info()))
    assert "decoder.py" in capsys.readouterr().err
    assert not [file for file in linecache.cache if "json" in file]


def test_an_event_is_an_object_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    logs.start(settings(format="json"))
    log.warning("Two\nlines, “curly”.")
    log.error("It broke.", exc_info=ValueError("inner"))
    first, second = map(json.loads, capsys.readouterr().err.splitlines())
    assert first["level"] == "warning"
    assert first["logger"] == "bot.somewhere"
    assert first["event"] == "Two\nlines, “curly”."
    assert first["time"].endswith("+00:00")
    assert "ValueError: inner" in second["traceback"]


def test_below_the_level_nothing_is_written(capsys: pytest.CaptureFixture[str]) -> None:
    logs.start(settings(level="debug"))
    logging.getLogger("discord.gateway").info("For shard ID 0: WebSocket Event: {'content': 'what a member wrote'}")
    logging.getLogger("discord.http").debug("what a member wrote")
    log.debug("Seen.")
    assert "what a member wrote" not in (told := capsys.readouterr().err)
    assert "Seen." in told


@pytest.mark.parametrize("form", ["text", "json"])
def test_no_secret_is_written_not_even_in_a_traceback(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    logs.start(settings(format=form), secrets=["the-very-secret"])
    error = RuntimeError(f"POST /interactions/123/aW50ZXJhY3Rpb24.x-y/callback with the-very-secret and {TOKEN}")
    log.error("Failed at https://discord.com/api/v10/webhooks/42/Zm9vYmFy-baz?wait=true, %s", TOKEN, exc_info=error)
    told = capsys.readouterr().err
    for secret in (TOKEN, "the-very-secret", "aW50ZXJhY3Rpb24", "Zm9vYmFy-baz"):
        assert secret not in told
    assert "/webhooks/42/[redacted]" in told
    assert "/interactions/123/[redacted]/callback" in told


@given(ID_PART, ID_PART, ID_PART, st.text(max_size=20), st.text(max_size=20))
def test_whatever_has_the_form_of_a_token_is_taken_out(a: str, b: str, c: str, before: str, after: str) -> None:
    token = f"{a}.{b}.{c}xx"
    record = logging.LogRecord("bot", logging.INFO, "", 0, "%s", (f"{before} {token} {after}",), None)
    assert token not in logs._Line().format(record)


def test_prose_is_left_alone() -> None:
    said = "epilogue.db.before-0002: www.example.org/a.b.c, 192.168.100.200, seeds/a-very-happy-ending.txt"
    record = logging.LogRecord("bot", logging.INFO, "", 0, "%s", (said,), None)
    assert said in logs._Line().format(record)


def test_a_file_is_private_set_aside_at_its_size_and_the_oldest_go(tmp_path: Path) -> None:
    file = tmp_path / "epilogue.log"
    logs.start(settings(file=str(file), max_megabytes=1, keep=2))
    for _ in range(36):
        log.info("x" * 100_000)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["epilogue.log", "epilogue.log.1", "epilogue.log.2"]
    for path in tmp_path.iterdir():
        assert path.stat().st_size <= logs.MEGABYTE
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(StartRefusal, match=r"the log cannot be written .*\[logging\] file"):
        logs.start(settings(file=str(tmp_path / "absent" / "epilogue.log")))


def test_the_file_stands_beside_its_configuration(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('[logging]\nfile = "epilogue.log"\n', encoding="utf-8")
    assert config.load(tmp_path / "config.toml").logging.file == str(tmp_path / "epilogue.log")
