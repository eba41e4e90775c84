"""Asking a library: what is quoted is verbatim, names its source, and is found again by its name."""

import gc
import weakref
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import config
from bot.errors import StartRefusal
from bot.knowledge import Library, Quote, Topic, Verdict, load
from bot.knowledge.essay import LONGEST_QUOTE, parse

SEEDS = Path(__file__).parents[3] / "seeds"
SHIPPED = config.load(Path(__file__).parents[3] / "config.example.toml")
LIBRARY = load(SEEDS, SHIPPED.topics.values())
FILES = {essay.title: (SEEDS / essay.file).read_text(encoding="utf-8") for essay in LIBRARY.essays}
WORDS = sorted({word for text in FILES.values() for word in text.split()})


def is_sound(quote: Quote) -> bool:
    """Whether a quote is verbatim and within its length."""
    return quote.text in FILES[quote.essay] and 0 < len(quote.text) <= LONGEST_QUOTE and 0 <= quote.score <= 1


def fill(folder: Path, **files: str | bytes) -> Path:
    for name, content in files.items():
        (folder / f"{name}.txt").write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def topic(name: str, *words: str, spoilers: bool = False) -> Topic:
    return Topic(name=name, title=name, description=name, words=words or (name,), spoilers=spoilers)


@given(
    st.text(max_size=60)
    | st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join)
    | st.lists(st.sampled_from(WORDS), max_size=5).map("".join),
    st.sampled_from([None, *SHIPPED.topics.values()]),
)
def test_every_quote_is_verbatim_whatever_is_asked(query: str, about: Topic | None) -> None:
    answer = LIBRARY.search(query, topic=about)
    assert all(is_sound(quote) for quote in answer.quotes)
    assert all(is_sound(quote) for quote in LIBRARY.suggest(query))
    assert (answer.verdict is Verdict.NOTHING) == (not answer.quotes)
    assert len({quote.passage for quote in answer.quotes}) == len(answer.quotes)


@pytest.mark.parametrize("about", SHIPPED.topics.values(), ids=lambda t: t.name)
def test_every_shipped_topic_has_passages(about: Topic) -> None:
    quotes = LIBRARY.passages_of(about)
    assert quotes
    assert all(is_sound(quote) for quote in quotes)
    assert LIBRARY.search("", topic=about).quotes == LIBRARY.search(about.name).quotes == tuple(quotes[:3])


def test_a_topic_shows_both_sides_first() -> None:
    sides = [quote.stance for quote in LIBRARY.search("ending").quotes]
    assert set(sides[:2]) == {"happy", "bittersweet"}


def test_words_narrow_a_topic() -> None:
    answer = LIBRARY.search("luvly night", topic=SHIPPED.topics["songs"])
    assert answer.verdict is Verdict.ANSWER
    assert "A Lovely Night" in answer.quotes[0].text


@pytest.mark.parametrize(
    "query", ["a recipe for carrot cake", "reset my router", "zzxkvb", "", "   ", "🎬🎬", "The Godfather"]
)
def test_what_the_essays_do_not_speak_of_is_nothing(query: str) -> None:
    assert LIBRARY.search(query).verdict is Verdict.NOTHING


def test_a_passage_is_found_again_by_its_name_also_after_edits_elsewhere(tmp_path: Path) -> None:
    fill(tmp_path, a="One sentence here. Another about a lighthouse.\n\nThe last is about a harbour.")
    quote = load(tmp_path).search("lighthouse").quotes[0]
    fill(
        tmp_path, a="A new beginning.\n\nOne sentence here. Another about a lighthouse.", b="Another essay altogether."
    )
    again = load(tmp_path)
    found = again.quote(quote.passage)
    assert found is not None
    assert (found.text, found.paragraph) == (quote.text, 2)
    assert len(quote.passage) <= 100
    fill(tmp_path, a="One sentence here. Another about a lighthouse and a storm.")
    assert load(tmp_path).quote(quote.passage) is None


@given(st.text(max_size=30))
def test_no_name_of_a_passage_is_an_error(name: str) -> None:
    assert LIBRARY.quote(name) is None
    assert LIBRARY.place_of(name) is None


def test_a_place_is_the_section_around_the_quote() -> None:
    quote = LIBRARY.search("unimaginable joy and unbearable pain").quotes[0]
    place = LIBRARY.place_of(quote.passage)
    assert place is not None
    assert quote.section == "A Bittersweet End"
    assert (len(place.paragraphs), place.number + 1) == (1, quote.paragraph)
    assert place.paragraphs[place.number][place.start :].startswith(quote.text)
    assert all(paragraph in FILES[quote.essay] for paragraph in place.paragraphs)


def test_more_essays_join_without_touching_the_first_library() -> None:
    take = parse(
        b"+++\ntitle = 'A take'\nfilm = 'La La Land'\nstance = 'sad'\n+++\nThe xylophone solo broke me.", "take-1"
    )
    joined = LIBRARY.with_essays([take])
    assert joined.search("xylophone solo").quotes[0].text == "The xylophone solo broke me."
    assert LIBRARY.search("xylophone solo").verdict is Verdict.NOTHING
    assert joined.search("she never broke her promise").quotes[0].text.startswith("She never broke her promise.")
    assert len(joined.essays) == 3


def test_a_film_narrows(tmp_path: Path) -> None:
    fill(tmp_path, a="+++\nfilm='Alpha'\n+++\nThe harbour is blue.", b="+++\nfilm='Beta'\n+++\nThe harbour is grey.")
    library = load(tmp_path)
    assert library.films == ("Alpha", "Beta")
    for film, colour in (("Alpha", "blue"), ("Beta", "grey")):
        assert [q.text for q in library.search("harbour", film=film).quotes] == [f"The harbour is {colour}."]
        assert [q.film for q in library.passages_of(topic("harbour"), film)] == [film]
        assert [q.film for q in library.suggest("harb", film)] == [film]


@pytest.mark.parametrize(
    ("name", "film"),
    [
        ("la-la-land", "La La Land"), ("lalaland-spoilers", "La La Land"),
        ("talk-la-la-land", "La La Land"), ("🎬│lala-land", "La La Land"),
        ("general", None), ("land-of-chat", None), ("", None), ("la", None),
        ("up", "Up"), ("support", None), ("setup-up-talk", "Up"),
    ],
)  # fmt: skip
def test_a_channel_resembles_a_film_or_does_not(name: str, film: str | None, tmp_path: Path) -> None:
    fill(tmp_path, a="+++\nfilm='La La Land'\n+++\nProse.", b="+++\nfilm='Up'\n+++\nProse.")
    assert load(tmp_path).film_like(name) == film


def test_one_bad_file_is_a_fault_and_the_others_serve(tmp_path: Path) -> None:
    fill(tmp_path, good="Some prose.", bad=b"\xff\xfe", empty="")
    library = load(tmp_path)
    assert [essay.file for essay in library.essays] == ["good.txt"]
    assert [fault.split(",")[0].split(":")[0] for fault in library.faults] == ["bad.txt", "empty.txt"]


def test_a_huge_folder_is_told_and_what_fits_serves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.knowledge.folder.LARGEST_FOLDER", 40)
    fill(tmp_path, a="The harbour is blue.", b="The lighthouse burns.", c="The ferry never came.")
    library = load(tmp_path)
    assert [essay.file for essay in library.essays] == ["a.txt"]
    assert f"{tmp_path}: b.txt and all files behind it are left out" in library.faults[0]
    monkeypatch.setattr("bot.knowledge.folder.MOST_FILES", 1)
    assert "at most 1 files and" in load(tmp_path).faults[0]


def test_a_file_past_its_size_is_told_without_being_read(tmp_path: Path) -> None:
    fill(tmp_path, a="The harbour is blue.")
    with (tmp_path / "huge.txt").open("wb") as huge:
        huge.truncate(10**12)  # a sparse file: what read it whole would run out of memory
    (tmp_path / "meanings.toml").symlink_to(tmp_path / "huge.txt")
    faults = load(tmp_path).faults
    assert [fault.split(": ")[0] for fault in faults] == ["huge.txt", "meanings.toml"]
    assert "1000000.0 MB is too large" in faults[0]


def test_reading_tells_how_far_it_is(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    load(fill(tmp_path, a="The harbour is blue.", b="The lighthouse burns."), progress=lambda *at: told.append(at))
    assert told == [(20, 41), (41, 41)]


@pytest.mark.parametrize("folder", ["nowhere", "."])
def test_no_essay_is_a_refusal(folder: str, tmp_path: Path) -> None:
    with pytest.raises(StartRefusal, match=r"no such folder|no essay"):
        load(tmp_path / folder)


def test_an_essay_without_a_film_is_on_the_one_that_it_names(tmp_path: Path) -> None:
    fill(tmp_path, a="+++\nfilm='La La Land'\n+++\nProse.", b="I loved la la land. So did she.", c="Nothing named.")
    assert [(essay.file, essay.film) for essay in load(tmp_path).essays] == [
        ("a.txt", "La La Land"), ("b.txt", "La La Land"), ("c.txt", "C")
    ]  # fmt: skip


def test_spoilers_come_from_the_essay_or_the_topic(tmp_path: Path) -> None:
    library: Library = load(fill(tmp_path, a="The harbour is blue.", b="SPOILERS AHEAD\n\nThe lighthouse burns."))
    assert not library.search("harbour").quotes[0].spoilers
    assert library.search("lighthouse").quotes[0].spoilers
    assert library.search("", topic=topic("harbour", spoilers=True)).quotes[0].spoilers


def test_the_folder_may_add_meanings_and_a_broken_table_is_a_fault(tmp_path: Path) -> None:
    fill(tmp_path, a="The harbour is blue.")
    assert load(tmp_path).search("quay").verdict is Verdict.NOTHING
    (tmp_path / "meanings.toml").write_text("[same]\nharbour = ['quay']\n")
    assert load(tmp_path).search("quay").verdict is Verdict.ANSWER
    (tmp_path / "meanings.toml").write_text("[same]\nharbour = 'quay'\n")
    assert "meanings.toml" in load(tmp_path).faults[0]
    (tmp_path / "meanings.toml").write_text("[same]\nharbour = " + "[" * 5_000)
    assert "meanings.toml" in load(tmp_path).faults[0]


def test_an_unfinished_word_suggests() -> None:
    assert any("heartbroken" in quote.text for quote in LIBRARY.suggest("heartbr"))
    assert LIBRARY.suggest("") == []


def test_a_library_that_was_asked_and_replaced_goes_at_once() -> None:
    takes = LIBRARY.with_essays([parse(b"A zeppelin hangs over the last scene, and nobody lands it.", "take.txt")])
    assert takes.film_like("la-la-land")
    assert takes.search("a zeppelin").quotes
    assert takes.suggest("zepp")
    assert takes.passages_of(SHIPPED.topics["ending"])
    gone = weakref.ref(takes)
    gc.disable()  # it looks for what refers to itself in a circle, seldom: a server's takes change on every evening
    try:
        del takes
        assert gone() is None
    finally:
        gc.enable()
