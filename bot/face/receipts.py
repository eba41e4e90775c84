"""The private receipt of a vote: what was counted, the best passage against it, the way back, and the question why."""

from typing import Any

import discord
from discord import ui

from bot.face.pages import button_rows, plain, sealed
from bot.face.poll_buttons import VoteButton
from bot.face.poll_pages import option_lines
from bot.face.quotes import passage_items, source_line
from bot.face.reason_buttons import Act, ReasonButton
from bot.knowledge import Quote
from bot.polls.receipt import Receipt
from bot.text import poll_pages as words
from bot.text import reasons as reason_words

Item = ui.Item[Any]
Button = ui.Button[Any]
# A poll with two options has some ten different receipts, of a few kilobytes each.
MOST_KEPT = 256


class Receipts:
    """Draws each receipt once: on a busy evening the same few are given out thousands of times."""

    def __init__(self) -> None:
        self._kept: dict[tuple[object, ...], ui.LayoutView] = {}

    def page(self, receipt: Receipt, against: Quote | None, *, blur: bool, asks_why: bool) -> ui.LayoutView:
        """Return what only the voter sees; spoilers are blurred if `blur`, a reason is asked for if `asks_why`."""
        if receipt.shown is not None:  # counts, which the next vote changes
            return receipt_page(receipt, against, blur=blur, asks_why=asks_why)
        poll = receipt.poll
        said = (receipt.before, receipt.after, receipt.reason_for)
        key = (poll.id, poll.edition, poll.question, *said, against, blur, asks_why)
        page = self._kept.get(key)
        if page is None:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            page = self._kept[key] = receipt_page(receipt, against, blur=blur, asks_why=asks_why)
        return page


def receipt_page(receipt: Receipt, against: Quote | None, *, blur: bool, asks_why: bool) -> ui.LayoutView:
    """Return one receipt; `against` is the passage for another side."""
    poll = receipt.poll
    labels = [plain(label) for label in poll.labels]
    before = None if receipt.before is None else labels[receipt.before]
    if receipt.after is None:
        return sealed(ui.TextDisplay(words.withdrawn(before)))
    items: list[Item] = [ui.TextDisplay(words.counted(before, labels[receipt.after]))]
    if receipt.shown is not None:
        items.append(ui.TextDisplay(f"{option_lines(receipt.shown)}\n-# {words.footer(receipt.shown)}"))
    if against is not None:
        items += passage_items(words.other_side(source_line(against)), against, blur)
    grey = discord.ButtonStyle.secondary
    buttons: list[Button] = [
        VoteButton(poll.id, place, words.change_to(label), style=grey, edition=poll.edition)
        for place, label in enumerate(poll.labels)
        if place != receipt.after
    ]
    if asks_why:
        buttons += _why_buttons(receipt, receipt.after)
    return sealed(*items, *button_rows(buttons))


def _why_buttons(receipt: Receipt, side: int) -> list[ReasonButton]:
    poll, primary = receipt.poll, discord.ButtonStyle.primary
    if receipt.reason_for in (None, side):
        label = reason_words.say_why() if receipt.reason_for is None else reason_words.change()
        return [ReasonButton(Act.SAY, poll.id, side, label, primary)]
    return [
        ReasonButton(Act.FOLLOW, poll.id, 0, reason_words.take_along(poll.labels[side])),
        ReasonButton(Act.SAY, poll.id, side, reason_words.say_why_anew(), primary),
    ]
