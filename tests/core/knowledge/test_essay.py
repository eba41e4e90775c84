"""One file into sections, paragraphs and sentences: what is prose, what is not, and what cannot be read."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import Refusal
from bot.knowledge.essay import LARGEST, parse
from bot.knowledge.sentences import split_sentences

SEEDS = Path(__file__).parents[3] / "seeds"
HAPPY = parse((SEEDS / "a-very-happy-ending.txt").read_bytes(), "a-very-happy-ending.txt")
PERFECT = parse((SEEDS / "the-perfect-love-story.txt").read_bytes(), "the-perfect-love-story.txt")


def divided(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text, 0, len(text))]


@pytest.mark.parametrize(
    "text",
    [
        "They say it’s sad because they broke their promises (”I’m always going to love you.”)",
        "So don't be sad that they didn't work out (because they aren't!) be happy for what they were.",
        "We are captivated by this dream… but the music starts to fade.",
        "The question is “Is your dream worth your relationship?” and I have no answer.",
        "That ending—that jaw dropping release—has become legend.",
        "Mr. Chazelle met Dr. Stone, Samuel L. Jackson and J. K. Simmons.",
        "It made 3.5 million, e.g. Ryan alone.",
        "Sebastian's own love for his craft.",
        "No full stop at the end",
        "“Thank you... and goodbye.”",
    ],
)
def test_one_sentence_stays_one(text: str) -> None:
    assert divided(text) == [text]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They say “thank you.” She never broke it.", ["They say “thank you.”", "She never broke it."]),
        ("(”I’m always going to love you.”) People said so.", ["(”I’m always going to love you.”)", "People said so."]),
        ("Disagree with me? Let me know why not!", ["Disagree with me?", "Let me know why not!"]),
        ("So am I. And you?", ["So am I.", "And you?"]),
        ("It fades… Then silence.", ["It fades…", "Then silence."]),
        ("Over in 2016. 2017 came.", ["Over in 2016.", "2017 came."]),
        ("He left. “Why?” she asked. «Oui.» Élan!", ["He left.", "“Why?” she asked.", "«Oui.»", "Élan!"]),
    ],
)  # fmt: skip
def test_sentences_end_where_they_end(text: str, expected: list[str]) -> None:
    assert divided(text) == expected


@given(st.text(alphabet=st.sampled_from("aB.!?… “”’)(\n-é1"), max_size=80))
def test_sentences_keep_every_letter_in_order(text: str) -> None:
    assert "".join("".join(divided(text)).split()) == "".join(text.split())


def test_the_shipped_essays_are_read_whole() -> None:
    assert len(HAPPY) + len(PERFECT) == 67
    assert PERFECT.headings == (
        "Two Deeply Confused Leads",
        "A Natural Romance for Life",
        "The Heightened Emotion of a Musical Number",
        "A Bittersweet End",
    )
    assert HAPPY.headings == ()
    assert (HAPPY.stance, PERFECT.stance, HAPPY.missing, PERFECT.missing) == ("happy", "bittersweet", (), ())


def test_noise_is_dropped_with_its_line() -> None:
    lines = PERFECT.text.split("\n")
    assert [(noise.kind, noise.text) for noise in PERFECT.noise] == [
        ("related link", "Related: Best Ryan Gosling Movies, Ranked"),
        ("image", "gosling-stone-la-la-land-2016-summit"),
        ("credit", "Summit Entertainment"),
        ("image", "Brody-La-La-Land"),
        ("image", "FreewayShotLionsgate-58b8a7d33df78c353ce22d5c"),
        ("credit", "Sourced via Summit Entertainment"),
        ("related link", "Related: Musicals That Need to Be Adapted Into Movies"),
        ("image", "la-la-land-bittersweet-ending"),
        ("credit", "Lionsgate"),
    ]
    assert all(lines[noise.line - 1] == noise.text for noise in PERFECT.noise)
    assert [noise.kind for noise in HAPPY.noise] == ["spoiler marker"]


@pytest.mark.parametrize(
    "line",
    [
        "--contains spoilers--",
        "SPOILERS AHEAD!",
        "Warning: contains major spoilers for the film",
        "*** Spoiler alert ***",
    ],
)
def test_a_marker_marks_the_essay_and_is_never_quoted(line: str) -> None:
    essay = parse(f"{line}\nThe ship sinks.".encode(), "a.txt")
    assert essay.spoilers
    assert [essay.sentence(0)] == ["The ship sinks."]


@pytest.mark.parametrize(
    "text", ["Spoilers are dull.", "Read more: it is worth it, said the man, and so on, at length, " * 6]
)
def test_prose_that_resembles_noise_stays(text: str) -> None:
    essay = parse(f"First. \n\n{text}".encode(), "a.txt")
    assert len(essay.firsts) == 2


def test_line_ends_and_wrapped_lines_stay_verbatim() -> None:
    data = "\ufeffA heading\r\n\r\nOne line that\r\nwraps here. Two.\r\n\r\nThree.\r\n".encode()
    essay = parse(data, "a-name_of it.txt")
    assert [essay.sentence(n) for n in range(len(essay))] == ["One line that\r\nwraps here.", "Two.", "Three."]
    assert essay.headings == ("A heading",)
    assert [essay.line_of(n) for n in range(3)] == [3, 4, 6]
    assert essay.title == "A name of it"
    assert essay.missing == ("title", "film", "spoilers")
    assert all(essay.sentence(n) in data.decode("utf-8-sig") for n in range(3))


def test_lines_too_wide_to_be_wrapped_are_paragraphs() -> None:
    essay = parse(("Word " * 30 + "end.\n" + "Word " * 30 + "end.").encode(), "a.txt")
    assert len(essay.firsts) == 2


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "no prose"),
        (b"\n\n--contains spoilers--\n", "no prose"),
        (b"Fine.\nCaf\xe9.", "a.txt, line 2: byte 0xE9 is not UTF-8"),
        (b"Fine.\n\0\xff\0", "a.txt, line 2: this is no text"),
        ("Fine.".encode("utf-16"), "a.txt, line 1: this is no text"),
        (b"x" * (LARGEST + 1), "1.0 MB is too large"),
        (b"+++\ntitle = 'x'\nProse.", "line 1: the header begins with +++ and never ends"),
        (b"+++\ntitle = \n+++\nProse.", "line 2: the header is not TOML"),
        (b"+++\ntopics = " + b"[" * 5_000 + b"\n+++\nProse.", "line 2: the header has a number of thousands of digits"),
        (b"+++\nyear = " + b"9" * 5_000 + b"\n+++\nProse.", "line 2: the header has a number of thousands of digits"),
        (b"+++\ntitle = 'x'\nstence = 'sad'\n+++\nProse.", "line 3: stence: an essay's header has no such key"),
        (b"+++\nspoilers = 'yes'\n+++\nProse.", "line 2: spoilers: found 'yes'; expected a valid boolean"),
        (b"+++\nyear = 1492\n+++\nProse.", "line 2: year: found 1492; expected greater than or equal to 1888"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_used_says_what_where_and_how_to_mend(data: bytes, said: str) -> None:
    with pytest.raises(Refusal) as refusal:
        parse(data, "a.txt")
    assert said in refusal.value.sentence
    assert "\n" not in refusal.value.sentence


@pytest.mark.parametrize("unit", [".", "A. ", ". (", "a.)", "!? ", "*_", "x", "\n", "# ", "- - "])
def test_a_file_of_any_one_thing_is_read_in_a_time_that_grows_with_its_length(unit: str) -> None:
    # What takes the square of its length would run into the time that a test has.
    parse(("A beginning. " + unit * (LARGEST // 4 // len(unit))).encode(), "a.txt")


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_an_essay_or_a_refusal(data: bytes) -> None:
    try:
        essay = parse(data, "a.txt")
    except Refusal:
        return
    assert all(essay.sentence(n).strip() and essay.sentence(n) in essay.text for n in range(len(essay)))
    assert all(essay.line_of(n) >= 1 for n in range(len(essay)))
