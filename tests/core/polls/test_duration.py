from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import Refusal
from bot.polls import duration


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("90m", timedelta(minutes=90)),
        ("2d 6h", timedelta(days=2, hours=6)),
        ("2d6h", timedelta(days=2, hours=6)),
        ("1 week", timedelta(weeks=1)),
        ("1 week and 2 days", timedelta(days=9)),
        ("1 hour, 30 minutes", timedelta(minutes=90)),
        (" 3 Days ", timedelta(days=3)),
        ("1.5h", timedelta(minutes=90)),
        ("45 sec", timedelta(seconds=45)),
    ],
)
def test_durations_as_people_write_them(written: str, expected: timedelta) -> None:
    assert duration.parse(written) == expected


@pytest.mark.parametrize(
    "written",
    [
        "",
        " ",
        "90",
        "m",
        "2d 3d",
        "1 fortnight",
        "tomorrow",
        "-2d",
        "2d!",
        "2d and",
        "1h,",
        "9" * 5000 + "d",
        "1e9h",
        "999999999d 90h",
        "9999999999 weeks",
        "∞d",
    ],
)
def test_what_is_no_duration_is_shown_back(written: str) -> None:
    with pytest.raises(Refusal) as refusal:
        duration.parse(written)
    assert written.strip()[:40] in refusal.value.sentence
    assert "2d 6h" in refusal.value.sentence


@given(st.integers(1, 10**8).map(lambda seconds: timedelta(seconds=seconds)))
def test_what_is_written_reads_the_same(length: timedelta) -> None:
    assert duration.parse(duration.written(length)) == length


@given(st.text(alphabet="0123456789 .,adhmsweknit-"))
def test_any_text_is_a_duration_or_refused(written: str) -> None:
    try:
        length = duration.parse(written)
    except Refusal:
        return
    assert length >= timedelta(0)
