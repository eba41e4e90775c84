"""Members' words where they are shown: nothing in them acts, nothing is lost, every message keeps its limits."""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

import pytest
from discord import ui
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import Refusal
from bot.face import reason_pages, take_pages
from bot.face.pages import TEXT_LIMIT, plain
from bot.polls.poll import Option, Poll, Question, Terms
from bot.reasons.reason import LONGEST, LONGEST_NOTE, MOST_LINES, Reason, pages, reason_field
from bot.takes.essays import as_essay, require_prose
from bot.takes.pages import Part
from bot.takes.pages import pages as take_parts
from bot.takes.take import Answered, State, Take, Words, note_field, stance_field, text_field, title_field
from bot.wording import checked, name_of

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
# What Discord makes something of, where no backslash stands before it; a line begins behind whatever ends one.
ACTS = re.compile(
    r"(?<!\\)(?:\\\\)*(?:[*_~`|]|<[@#a:/t+i]|@(?:everyone|here)|\[[^\]]*\]\(|https?:(?=//)|:(?=[^\s:]+:))"
    r"|(?:^|[\r\v\f\x1c-\x1e\x85\u2028\u2029])[^\S\n]*(?:#{1,3}\s|-#\s|[-+*]\s|\d+\.\s|>{1,3}\s)",
    re.MULTILINE,
)
MARKED = st.text(
    st.one_of(st.characters(codec="utf-8"), st.sampled_from("\\*_~`|<>@[]()#-:/ \n1.\r\u2028")), max_size=80
)


@given(MARKED)
def test_nothing_acts_and_every_character_is_shown(text: str) -> None:
    shown = plain(text)
    assert not ACTS.search(shown)
    assert re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", shown) == text  # as Discord takes the backslashes away


@pytest.mark.parametrize(
    "text",
    [
        "@everyone @here <@1> <@&1> <#1>",
        "<t:0:R> </poll start:1> <a:dance:1> <id:guide>",
        "[click](https://evil.example) https://evil.example <https://evil.example>",
        ":smile: ::a:b: 12:30:45 a:::// :*: <+1 555> <id:home>",
        "said\u2028# big\r- item\x85> quoted",
        "# big\n## less\n-# small\n> quoted\n>>> all of it\n- item\n1. item",
        "```\ncode\n``` `code` ||spoiler|| **bold** ~~gone~~ __line__",
        "\\*already\\* \\\\",
    ],
)
def test_what_people_try_is_shown_as_they_typed_it(text: str) -> None:
    assert not ACTS.search(plain(text))


def test_a_page_of_one_sign_is_escaped_in_a_time_that_grows_with_its_length() -> None:
    for sign in (*":\\*_~`|<@[]()#>-.1 \n\r", ":a", "1.", "# ", "://"):
        plain(sign * 50_000)  # what takes the square of it would run into the time that a test has


def room_of(view: ui.LayoutView) -> int:
    return sum(len(item.content) for item in view.walk_children() if isinstance(item, ui.TextDisplay))


def held(view: ui.LayoutView) -> None:
    """Hold a message against Discord's limits."""
    assert room_of(view) <= TEXT_LIMIT
    assert len(list(view.walk_children())) <= 40


def reason(number: int, text: str, name: str = "", note: str = "") -> Reason:
    return Reason(number, 1, 2, 3, 0, text, name, True, NOW, True, NOW if note else None, note)


QUESTION = Question("How did it leave you?", (Option("*" * 34), Option("Happy")))
POLL = Poll(10**17, 10**18, 10**18, 10**18, 3, QUESTION, Terms(), NOW, NOW + timedelta(days=1))
WORST = "\n".join(["a" + "*" * (LONGEST // MOST_LINES - 2)] * MOST_LINES)


@given(st.lists(st.text(st.sampled_from("a *_>\n#1."), min_size=1, max_size=LONGEST), max_size=20))
def test_pages_of_reasons_hold_each_once_in_order_within_a_message(texts: list[str]) -> None:
    kept: list[Reason] = []
    for text in texts:
        try:
            kept.append(reason(len(kept) + 10**9, checked(text, reason_field("It")), "ann"))
        except Refusal:
            continue
    parted = list(pages(kept))
    assert [one for page in parted for one in page] == kept
    for number in range(max(1, len(parted))):
        held(reason_pages.side_page(POLL, 0, kept, number, blur=True))


def test_the_fullest_messages_of_reasons_keep_the_limits() -> None:
    full = [reason(10**17 + n, WORST, "*" * 80, "*" * LONGEST_NOTE) for n in range(9)]
    for number in range(len(list(pages(full)))):
        held(reason_pages.side_page(POLL, 0, full, number, blur=True))
    held(reason_pages.mine_page(full, [("*" * 34, True)] * 9, 1))
    held(reason_pages.reported_page(POLL, full[:2]))
    held(reason_pages.which_page(full[:8]))


def take(words: Words, state: State = State.WAITING, note: str = "") -> Take:
    return Take(10**17, 1, 2, 1, words, state, note, NOW, NOW)


def texts_of(parts: Sequence[Sequence[Part]]) -> Iterator[str]:
    return (part.text for page in parts for part in page)


SENTENCE = st.text(st.sampled_from("aab *_"), min_size=1, max_size=700).map(lambda s: f"Word {s.strip()} end.")
HEADING = st.text(st.sampled_from("ab*"), min_size=3, max_size=90).map(lambda s: f"Section {s}")
PARAGRAPHS = st.lists(
    st.one_of(SENTENCE, HEADING, st.lists(SENTENCE, max_size=5).map(" ".join)), min_size=1, max_size=14
)


@given(PARAGRAPHS)
def test_a_take_in_pages_loses_no_word_and_each_message_keeps_its_limits(paragraphs: list[str]) -> None:
    text = "\n\n".join([*paragraphs, "A last sentence that can be quoted, whatever stood before it."])[-4_000:]
    answers = Answered("essay.txt", "*" * 200, "A film", 2016, True)
    words = Words("*" * 99 + "a", checked(text, text_field("It")), "*" * 59 + "a", "*" * 80, answers)
    require_prose(words)
    one = take(words, State.DECLINED, "*" * LONGEST_NOTE)
    parted = take_parts(one, take_pages.ROOM, lambda part: len(plain(part)) + 10)
    for number in range(len(parted)):
        held(take_pages.read_page(one, number, blur=True))
        held(take_pages.review_page(one, 3, number))
    held(take_pages.own_page([one, one], 0))
    essay = as_essay(one)
    prose = [essay.sentence(essay.firsts[n], len(essay.paragraph(n))) for n in range(len(essay.firsts))]
    assert "".join("".join(texts_of(parted)).split()) == "".join("".join(prose).split())


def test_fields_are_what_the_forms_tell() -> None:
    assert (title_field("t").longest, text_field("t").longest, stance_field("t").longest) == (100, 4_000, 60)
    assert note_field("t").longest == LONGEST_NOTE
    assert name_of("*" * 100) == "*" * 80
