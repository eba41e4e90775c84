"""How far long work has come: one line of a terminal, written over; nothing anywhere else."""

import io
import sys

import pytest

from bot.cli import progress as module
from bot.cli.progress import progress
from bot.text import essays


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_shows_one_line_that_ends_with_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", terminal := Terminal())
    monkeypatch.setattr(module, "SHORT", 0.0)
    show = progress(essays.reading)
    assert show is not None
    for done in (1, 2, 3):
        show(done, 3)
    assert terminal.getvalue() == "".join(f"\rReading the essays: {at} %" for at in (33, 66, 100)) + "\n"


def test_short_work_and_a_file_show_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", terminal := Terminal())
    show = progress(essays.reading)
    assert show is not None
    show(1, 2)
    show(2, 2)
    assert terminal.getvalue() == ""
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    assert progress(essays.reading) is None
