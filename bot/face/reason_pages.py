"""Reasons as Discord shows them: one side's, one's own, a reported one."""

from collections.abc import Sequence
from typing import Any

import discord
from discord import ui

from bot.face.pages import button_rows, plain, sealed
from bot.face.quotes import quote_lines
from bot.face.reason_buttons import Act, ReasonButton, place
from bot.polls.poll import Poll
from bot.reasons.reason import Reason, pages
from bot.text import reasons as words
from bot.wording import isolated

Item = ui.Item[Any]
# Own reasons on one page: each takes up to 1,000 characters where it is full of signs, a moderator's note 600.
MINE_ON_PAGE = 2
RED = discord.ButtonStyle.danger


def side_page(poll: Poll, side: int, reasons: Sequence[Reason], page: int, *, blur: bool) -> ui.LayoutView:
    """Return one page, from 0, of the reasons for one side, in the order of the votes.

    Blurred if `blur`: what members write of an ending tells it.
    """
    parted = list(pages(reasons))
    page = min(page, max(len(parted) - 1, 0))
    label = plain(poll.labels[side])
    items: list[Item] = [ui.TextDisplay(words.side_heading(label, len(reasons), page + 1, len(parted)))]
    if not parted:
        return sealed(*items, ui.TextDisplay(words.no_reasons_left()))
    items.append(ui.Container(ui.TextDisplay("\n".join(map(_shown, parted[page]))), spoiler=blur))
    buttons = [ReasonButton(Act.WHICH, poll.id, place(side, page), words.report_one())]
    if page > 0:
        buttons.insert(0, ReasonButton(Act.READ, poll.id, place(side, page - 1), words.page_back()))
    if page + 1 < len(parted):
        buttons.insert(-1, ReasonButton(Act.READ, poll.id, place(side, page + 1), words.page_on()))
    return sealed(*items, ui.ActionRow(*buttons))


def record_page(poll: Poll, record: Sequence[Reason]) -> ui.LayoutView:
    """Return which sides of a closed poll have reasons, each with a button to read them."""
    counts = {side: sum(one.side == side for one in record) for side in sorted({one.side for one in record})}
    buttons = [
        ReasonButton(Act.READ, poll.id, place(side, 0), words.read_side(poll.labels[side], count))
        for side, count in counts.items()
    ]
    return sealed(ui.TextDisplay(words.record_heading(plain(poll.question.text))), *button_rows(buttons))


def which_page(reasons: Sequence[Reason]) -> ui.LayoutView:
    """Ask which of the reasons of one page is to be reported."""
    buttons = [ReasonButton(Act.REPORT, one.id, 0, words.numbered(words.report(), one.id), RED) for one in reasons]
    return sealed(ui.TextDisplay(words.which_one()), *button_rows(buttons))


def mine_page(reasons: Sequence[Reason], labels: Sequence[tuple[str, bool]], page: int) -> ui.LayoutView:
    """Return a member's own reasons; `labels` are, for each, its option and whether its poll is closed."""
    items: list[Item] = [ui.TextDisplay(words.mine_heading(len(reasons)))]
    first = page * MINE_ON_PAGE
    shown = list(zip(reasons, labels, strict=True))[first : first + MINE_ON_PAGE]
    for reason, (label, closed) in shown:
        standing = words.standing(
            agreed=reason.agreed, recorded=reason.recorded, closed=closed, note=plain(reason.hidden_note)
        )
        below = f"{words.line_below(reason.id, plain(label))} · {standing}"
        items.append(ui.TextDisplay(f"{quote_lines(reason.text)}\n{below}"))
        items.append(ui.ActionRow(*own_buttons(reason)))
    turns = []
    if page > 0:
        turns.append(ReasonButton(Act.MINE, page - 1, 0, words.page_back()))
    if first + MINE_ON_PAGE < len(reasons):
        turns.append(ReasonButton(Act.MINE, page + 1, 0, words.page_on()))
    return sealed(*items, ui.ActionRow(*turns)) if turns else sealed(*items)


def own_buttons(reason: Reason) -> list[ReasonButton]:
    """Return what a writer can do with a reason."""
    return [
        ReasonButton(Act.CHANGE, reason.id, 0, words.change()),
        ReasonButton(Act.WITHDRAW, reason.id, 0, words.withdraw(), RED),
    ]


def reported_page(poll: Poll, reasons: Sequence[Reason]) -> ui.LayoutView:
    """Return reported reasons of one poll for moderators: blurred, each with its button."""
    link = f"https://discord.com/channels/{poll.server}/{poll.channel}/{poll.message}"
    items: list[Item] = []
    for reason in reasons:
        items.append(ui.TextDisplay(words.reported_heading(plain(poll.labels[reason.side]), link)))
        items.append(ui.Container(ui.TextDisplay(_shown(reason)), spoiler=True))
        items.append(ui.ActionRow(ReasonButton(Act.HIDE, reason.id, 0, words.hide(), RED)))
    return sealed(*items)


def _shown(reason: Reason) -> str:
    name = isolated(plain(reason.name)) if reason.name else ""
    return f"{quote_lines(reason.text)}\n{words.line_below(reason.id, name)}"
