"""Whatever a button's id may be by its form: it fits Discord's 100 characters, and one button alone hears it."""

import importlib
import inspect
import pkgutil
from itertools import combinations
from typing import Any

import pytest
from discord import ui

import bot.face
from bot.face import forms, poll_buttons, privacy_desk, quotes, reason_buttons, take_buttons
from bot.face.presses import PressedButton

LONGEST_ID = 100  # Discord: a custom_id has 1-100 characters
LARGEST = 10**18 - 1  # what a template takes for a number of ours
PASSAGE = f"{'f' * 16}-9"


def kinds() -> set[type[PressedButton]]:
    found = set[type[PressedButton]]()
    for module in pkgutil.iter_modules(bot.face.__path__, "bot.face."):
        for _, one in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
            if issubclass(one, PressedButton) and "template" in vars(one):
                found.add(one)
    return found


# Every kind, with the longest that it can be made of.
BUTTONS: list[PressedButton] = [
    poll_buttons.VoteButton(LARGEST, 24, "Sad"),
    poll_buttons.VoteButton(LARGEST, 24, "Sad", edition=999_999_999),
    poll_buttons.WithdrawButton(LARGEST),
    forms.AgainButton("f" * 16),
    quotes.Another("a" * 32, PASSAGE, blur=True),
    quotes.WhereItStands(PASSAGE, blur=False),
    quotes.WhereItStands(PASSAGE, blur=False, page=9999),
    *(reason_buttons.ReasonButton(act, LARGEST, 24_999, "Why") for act in reason_buttons.Act),
    *(take_buttons.TakeButton(act, LARGEST, 999_999_999, "Read") for act in take_buttons.Act),
    *(privacy_desk.PrivacyButton(act, "Mine") for act in privacy_desk.Act),
]


def test_every_kind_of_button_is_looked_at() -> None:
    assert {type(one) for one in BUTTONS} == kinds()


@pytest.mark.parametrize("button", BUTTONS, ids=lambda one: one.custom_id[:24])
def test_a_button_hears_its_own_id_and_no_other_does(button: PressedButton) -> None:
    assert button.custom_id is not None
    assert 1 <= len(button.custom_id) <= LONGEST_ID
    assert [kind for kind in kinds() if kind.template.fullmatch(button.custom_id)] == [type(button)]


@pytest.mark.parametrize(("one", "other"), [*combinations(sorted(kinds(), key=lambda kind: kind.__name__), 2)])
def test_no_id_can_be_heard_by_two(one: type[PressedButton], other: type[PressedButton]) -> None:
    firsts = [kind.template.pattern.split("(")[0] for kind in (one, other)]
    assert all(firsts)
    if firsts[0] == firsts[1]:
        assert firsts[0] == "poll:"
        assert other.template.pattern.endswith("withdraw")


def test_a_button_is_a_plain_one_to_discord() -> None:
    row: ui.ActionRow[Any] = ui.ActionRow(*BUTTONS[:2])
    assert [one["type"] for one in row.to_component_dict()["components"]] == [2, 2]
