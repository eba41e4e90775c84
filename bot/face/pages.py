"""What messages are made of, held inside Discord's limits."""

import re
from collections.abc import Sequence
from typing import Any

from discord import ui

# Discord's markdown, wherever it stands: emphasis, code, spoilers, <mentions> and <t:moments>, @everyone, [links],
# and the colon that makes an address one, or begins the :name: of an emoji.
_ANYWHERE = re.compile(r"[\\*_~`|<@\[]|:(?=\S)")
# At a line's start: headings and small print, quotes, lists. (\d+ keeps its digits and loses its full stop's meaning.)
# A line begins behind whatever ends one: Discord's client and we may divide the text there.
_LINE_ENDS = r"\n\r\v\f\x1c-\x1e\x85\u2028\u2029"
_AT_LINE_START = re.compile(
    rf"((?:^|(?<=[{_LINE_ENDS}]))[^\S{_LINE_ENDS}]*+\d*+)((?<=\d)\.|(?<!\d)[#>+-])", re.MULTILINE
)

# Discord: the text displays of a message hold 4,000 characters in all.
TEXT_LIMIT = 4000
# Discord: buttons in a row.
ROW = 5


def clamped(text: str, limit: int = TEXT_LIMIT) -> str:
    """Return the text, cut with an ellipsis where it is longer than `limit` characters."""
    return text if len(text) <= limit else f"{text[: limit - 1].rstrip()}…"


def page(text: str) -> ui.LayoutView:
    """Return a message of nothing but text in Discord's markdown."""
    return sealed(ui.TextDisplay(clamped(text)))


def sealed(*items: ui.Item[Any]) -> ui.LayoutView:
    """Return a message of these items that the client need not remember.

    Its buttons are found by their ids (`bot.face.presses`), also after a restart. A view that is not stopped would be
    kept with a timer, 4 KiB each, for every private answer.
    """
    view = ui.LayoutView(timeout=None)
    for item in items:
        view.add_item(item)
    view.stop()
    return view


def button_rows(buttons: Sequence[ui.Button[Any]]) -> list[ui.ActionRow[Any]]:
    """Return buttons in as few rows as hold them, none for none."""
    return [ui.ActionRow(*buttons[at : at + ROW]) for at in range(0, len(buttons), ROW)]


def private_way(text: str, *buttons: ui.Item[Any]) -> ui.LayoutView:
    """Return what a text command is answered where the answer is for its author alone: buttons that give it."""
    return sealed(ui.TextDisplay(text), ui.ActionRow(*buttons))


def plain(text: str) -> str:
    """Return words of an essay or a person so that Discord shows them to the character and makes nothing of them.

    A backslash stands before all that Discord reads as formatting, a mention, a moment, a command, a link or a list.
    """
    return _AT_LINE_START.sub(r"\1\\\2", _ANYWHERE.sub(r"\\\g<0>", text))
