"""Whatever a button's id may be by its form: it is read without a failure, and fits Discord's 100 characters."""

import importlib
import inspect
import pkgutil
from typing import Any

import discord
import pytest
from discord import ui
from hypothesis import given, settings
from hypothesis import strategies as st

import bot.face

LONGEST_ID = 100  # Discord: a custom_id has 1-100 characters


def dynamic_items() -> list[type[Any]]:
    found = set[type[Any]]()
    for module in pkgutil.iter_modules(bot.face.__path__, "bot.face."):
        for _, one in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
            if issubclass(one, ui.DynamicItem) and one is not ui.DynamicItem and one.__module__ == module.name:
                found.add(one)
    return sorted(found, key=lambda one: one.__name__)


ITEMS = dynamic_items()


def test_there_are_buttons() -> None:
    assert len(ITEMS) >= 5


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.__name__)
@settings(max_examples=50)
@given(data=st.data())
async def test_an_id_of_the_right_form_is_read_and_written_back(item: type[Any], data: st.DataObject) -> None:
    template = item.__discord_ui_compiled_template__
    id_ = data.draw(st.from_regex(template, fullmatch=True).filter(lambda text: len(text) <= LONGEST_ID))
    match = template.fullmatch(id_)
    assert match is not None
    button: ui.Button[Any] = ui.Button(style=discord.ButtonStyle.secondary, custom_id=id_)
    made = await item.from_custom_id(None, button, match)
    assert 1 <= len(made.custom_id) <= LONGEST_ID
    assert template.fullmatch(made.custom_id)


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.__name__)
def test_no_two_buttons_hear_one_id(item: type[Any]) -> None:
    prefix = item.__discord_ui_compiled_template__.pattern.split("(")[0]
    others = [one.__discord_ui_compiled_template__.pattern.split("(")[0] for one in ITEMS if one is not item]
    assert prefix
    assert [other for other in others if other == prefix and prefix != "poll:"] == []
