import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.errors import Refusal
from bot.wording import Field, checked, cleaned, forbidden_in, isolated, name_of

REASON = Field("Your reason", 2, 500, lines=12)
NASTY = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from(
            "\u200b\u200c\u200d\u200e\u202e\u2066\u2069\u00ad\ufeff\u115f\u3164\u2800\u0301\ufe0f\r\n\t 👩🚀🏴❤1\u20e3"
            "\U000e0067\U000e0062\U000e007f\u0627\u0915\u094d"
        ),
    ),
    max_size=60,
)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("in the end\u202eyppah", "in the endyppah"),
        ("\u2066sad\u2069 and\u200e hap\u200bpy\ufeff", "sad and happy"),
        ("pass\u00adword", "password"),
        ("\u3164\u115f", ""),
        ("a" + "\u0301" * 30, "á" + "\u0301" * 4),
        ("one\r\ntwo\u2028three\x85four", "one\ntwo\nthree\nfour"),
        ("one\n\n\n \n\ntwo", "one\n\ntwo"),
        ("a\tb\u00a0c\u2003d", "a b c d"),
        ("tags\U000e0068\U000e0069 hidden", "tags hidden"),
        ("e\u0301", "é"),
        # What is written with invisible characters and means something stays whole.
        ("👩\u200d🚀 ❤\ufe0f 1\ufe0f\u20e3", "👩\u200d🚀 ❤\ufe0f 1\ufe0f\u20e3"),
        (
            "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
            "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        ),
        (
            "\u0646\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
            "\u0646\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
        ),
        ("\u0915\u094d\u200d\u0937", "\u0915\u094d\u200d\u0937"),
        ("x\ufe0fy\u200dz", "xyz"),
        ("“She’s happy,” he said.", "“She’s happy,” he said."),
        ("日本語の終わり", "日本語の終わり"),
    ],
)
def test_what_nobody_sees_is_taken_out_and_the_rest_stays(written: str, kept: str) -> None:
    assert cleaned(written) == kept


@given(NASTY)
@example("\u0915\u200b\u094d\u200d\u0937")
@example("\u0627\u200c\u17b4")
@example("1\ufe0f\u200b\u20e3")
def test_cleaning_is_done_once_and_leaves_nothing_invisible(written: str) -> None:
    kept = cleaned(written)
    assert cleaned(kept) == kept
    assert unicodedata.is_normalized("NFC", kept)
    assert not re.search("[\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\u00ad\u3164\u115f\u2800\r\x00]", kept)
    assert "\n\n\n" not in kept
    assert all(line == line.strip() for line in kept.split("\n"))


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("", "at least 2 characters"),
        ("\u200b\u3164 \u202e", "at least 2 characters"),
        ("!!! ...", "letters or digits"),
        ("x" * 501, "501 characters; it can have 500"),
        ("\n".join("x" * 13), "13 lines; it can have 12"),
        ("so sad " + "😭" * 7, "6 emoji in a row"),
        ("so sad " + "😭 " * 7, "6 emoji in a row"),
        ("so sad " + "<:tear:123456789012345678>" * 7, "6 emoji in a row"),
        ("so sad " + "👨\u200d👩\u200d👧 " * 7, "6 emoji in a row"),
        ("join discord.gg/abc", "invite"),
        ("join HTTPS://Discord.com/invite/abc", "invite"),
        ("join discordapp.com/invite/abc", "invite"),
        ("join ｄｉｓｃｏｒｄ.gg/abc", "invite"),
        ("join discord . gg / abc", "invite"),
        ("what a Rotten film", "“rotten”"),
        ("what a ró\u200btten film", "“rotten”"),
        ("TOMATOES everywhere", "“tomato”"),
    ],
)
def test_what_can_be_seen_is_declined_with_the_place_and_the_reason(written: str, sentence: str) -> None:
    with pytest.raises(Refusal, match=re.escape(sentence)) as declined:
        checked(written, REASON, ["rotten", "tomato*", "two words"])
    assert declined.value.sentence.startswith("Your reason ")


@pytest.mark.parametrize(
    "written",
    [
        "She never broke her promise.",
        "😭😭😭😭😭😭 all night",
        "the discord between them, gg / well played",
        "rottenness is another word",
        "two, three words",
        "@everyone # heading ```fence``` [a](https://b.example) <@1>",  # inert where it is shown
    ],
)
def test_what_is_nothing_but_words_is_kept_to_the_character(written: str) -> None:
    assert checked(written, REASON, ["rotten", "two words"]) == written


def test_a_field_that_may_be_empty_and_one_of_a_single_line() -> None:
    assert checked(" \u200b ", Field("The stance", 0, 60)) == ""
    assert checked("two\nlines", Field("The title", 1, 100)) == "two lines"


@given(st.text(max_size=40), st.lists(st.text(max_size=6), max_size=4))
def test_a_word_list_names_an_entry_of_its_own(written: str, words: list[str]) -> None:
    found = forbidden_in(written, words)
    assert found is None or found in words


def test_names_lose_what_could_reorder_or_break_the_line() -> None:
    assert name_of("Epi\u202elogue\n\n# Moderator") == "Epilogue # Moderator"
    assert name_of("\u3164") == ""
    assert len(name_of("x" * 200)) == 80


def test_what_is_written_from_right_to_left_is_kept_apart() -> None:
    assert isolated("ann") == "ann"
    assert isolated("\u05d0\u05e0") == "\u2068\u05d0\u05e0\u2069"
