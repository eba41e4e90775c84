"""`epilogue ask`: the bot's answers in the terminal, for people and for programs."""

import io
import json
from pathlib import Path
from typing import Any

import pytest

from bot.__main__ import main
from bot.shipped import shipped

TEXTS = [essay.read_text(encoding="utf-8") for essay in shipped("seeds").glob("*.txt")]
FIELDS = {"text", "essay", "author", "film", "section", "paragraph", "stance", "score"}


@pytest.fixture(autouse=True)
def _somewhere_without_a_configuration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def asked(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], lines: str, *options: str) -> list[Any]:
    stdin = io.TextIOWrapper(io.BytesIO(lines.encode()))
    monkeypatch.setattr("sys.stdin", stdin)
    main(["ask", "--json", "-", *options])
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_person_reads_a_quote_from_each_essay(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "ending"]) == 0
    out = capsys.readouterr().out
    assert "BITTERSWEET  “What makes La La Land the perfect love story”" in out
    assert "HAPPY  “A very happy ending”" in out


def test_a_miss_names_the_topics(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "a recipe for carrot cake"]) == 0
    assert capsys.readouterr().out.startswith("The essays do not speak of that. They do speak of: the ending, songs")


def test_a_program_gets_an_object_a_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    lines = 'luvly night\n{"query": "", "topic": "songs"}\nzzxkvb\n\n'
    found, best, nothing, empty = asked(monkeypatch, capsys, lines)
    assert found["query"] == "luvly night"
    assert found["verdict"] == "answer"
    assert "A Lovely Night" in found["quotes"][0]["text"]
    assert best["verdict"] == "answer"
    assert len(best["quotes"]) == 3
    assert nothing == {"query": "zzxkvb", "verdict": "nothing", "quotes": []}
    assert empty["verdict"] == "nothing"
    for quote in (*found["quotes"], *best["quotes"]):
        assert set(quote) == FIELDS
        assert any(quote["text"] in text for text in TEXTS)


def test_the_command_line_says_what_a_line_leaves_open(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (answer,) = asked(monkeypatch, capsys, "night\n", "--topic", "songs", "--film", "lalaland", "--limit", "1")
    assert len(answer["quotes"]) == 1
    assert "Lovely Night" in answer["quotes"][0]["text"]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('{"query": 3}', "This query cannot be read"),
        ('{"query": "x", "tpic": "y"}', "This query cannot be read"),
        ('{"query": ', "This query cannot be read"),
        ('{"query": "x", "topic": "opera"}', "There is no topic “opera”. There are: ending, songs"),
        ('{"query": "x", "film": "Jaws"}', "No essay here is on “Jaws”"),
    ],
)
def test_a_faulty_line_is_told_in_its_place_and_the_next_is_answered(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], line: str, told: str
) -> None:
    fault, answer = asked(monkeypatch, capsys, f"{line}\nluvly night\n")
    assert told in fault["error"]
    assert fault["verdict"] == "nothing"
    assert answer["verdict"] == "answer"


@pytest.mark.parametrize(
    ("config", "arguments", "code", "told"),
    [
        ("[discord", ["ask", "x"], 2, "this is not TOML"),
        ("[essays]\nfolder = 'none'", ["ask", "x"], 1, "none"),
        ("", ["ask", "x", "--topic", "opera"], 1, "There is no topic “opera”"),
        ("", ["run"], 2, "There is no token"),
    ],
)
def test_what_is_wrong_is_one_sentence_and_an_exit_code(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    config: str,
    arguments: list[str],
    code: int,
    told: str,
) -> None:
    monkeypatch.delenv("DISCORD_TOKEN", raising=False)
    (tmp_path / "config.toml").write_text(config, encoding="utf-8")
    assert main(arguments) == code
    captured = capsys.readouterr()
    assert told in captured.err
    assert "Traceback" not in captured.err
