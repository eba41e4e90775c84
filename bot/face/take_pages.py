"""Takes as Discord shows them: as an essay's pages, one's own with what one can do, a moderator's queue, a list."""

from collections.abc import Sequence
from typing import Any

import discord
from discord import ui

from bot.face.pages import button_rows, clamped, plain, sealed
from bot.face.take_buttons import Act, TakeButton
from bot.takes.pages import Part, pages
from bot.takes.take import State, Take
from bot.text import takes as words
from bot.wording import isolated

Item = ui.Item[Any]
# Of a message's 4,000 characters; the rest is for the heading, a moderator's note and what stands between.
ROOM = 2_200
HEADING = 900
LISTED = 3_400
RED, GREEN = discord.ButtonStyle.danger, discord.ButtonStyle.success


def read_page(take: Take, page: int, *, blur: bool) -> ui.LayoutView:
    """Return one page, from 0, of a take as an essay."""
    items, turns = _reading(take, page, Act.READ, blur=blur)
    return sealed(*items, *button_rows(turns))


def own_page(takes: Sequence[Take], at: int) -> ui.LayoutView:
    """Return one of a member's own takes with what they can do, and the way to the others."""
    if not takes:
        return sealed(ui.TextDisplay(words.none_of_yours()))
    at = min(at, len(takes) - 1)
    take = takes[at]
    items, _ = _reading(take, 0, Act.READ, blur=False)
    turns = []
    if at > 0:
        turns.append(TakeButton(Act.MINE, at - 1, 0, words.page_back()))
    if at + 1 < len(takes):
        turns.append(TakeButton(Act.MINE, at + 1, 0, words.page_on()))
    standing = f"{words.state(take.state, plain(take.note))}\n{words.change_waits()}"
    return sealed(*items, ui.TextDisplay(standing), ui.ActionRow(*own_buttons(take)), *button_rows(turns))


def own_buttons(take: Take) -> list[TakeButton]:
    """Return what a writer can do with a take."""
    return [
        TakeButton(Act.READ, take.id, 0, words.text_label()),
        TakeButton(Act.CHANGE, take.id, 0, words.change()),
        TakeButton(Act.WITHDRAW, take.id, 0, words.withdraw(), RED),
    ]


def review_page(take: Take, waiting: int, page: int = 0) -> ui.LayoutView:
    """Return a take for a moderator: its text, where it stands, and the decisions that are open."""
    items, turns = _reading(take, page, Act.REVIEW, blur=False)
    above = ui.TextDisplay[Any](words.waiting_heading(waiting)) if waiting else None
    state = ui.TextDisplay[Any](words.state(take.state, plain(take.note)))
    return sealed(*([above] if above else []), *items, state, ui.ActionRow(*decisions(take)), *button_rows(turns))


def decisions(take: Take) -> list[TakeButton]:
    """Return what a moderator can decide on a take now; each decision can be undone by another."""
    accept = TakeButton(Act.ACCEPT, take.id, take.version, words.accept(), GREEN)
    match take.state:
        case State.WAITING:
            return [accept, TakeButton(Act.DECLINE, take.id, take.version, words.decline(), RED)]
        case State.ACCEPTED:
            return [TakeButton(Act.HIDE, take.id, take.version, words.hide(), RED)]
        case _:
            return [accept]


def list_page(takes: Sequence[Take]) -> ui.LayoutView:
    """Return a server's accepted takes, as many as fit."""
    lines = [words.list_heading(len(takes))]
    left = LISTED
    for number, take in enumerate(takes):
        row = words.row(take.id, plain(take.words.title), _name(take), plain(take.words.answers.title))
        left -= len(row)
        if left < 0:
            lines.append(words.and_more(len(takes) - number))
            break
        lines.append(row)
    return sealed(ui.TextDisplay("\n".join(lines)))


def said(sentence: str, *buttons: TakeButton) -> ui.LayoutView:
    """Return a sentence with buttons."""
    return sealed(ui.TextDisplay(sentence), *button_rows(buttons))


def choice_name(take: Take) -> str:
    """Return the row that autocomplete shows for a take; Discord: 100 characters."""
    return clamped(words.choice(take.id, take.words.title), 100)


def _reading(take: Take, page: int, act: Act, *, blur: bool) -> tuple[list[Item], list[TakeButton]]:
    parted = pages(take, ROOM, _width)
    page = min(page, len(parted) - 1)
    kept = take.words
    title, answers = plain(kept.title), plain(kept.answers.title)
    heading = words.heading(take.id, title, _name(take), answers, plain(kept.stance))
    items: list[Item] = [ui.TextDisplay(clamped(heading, HEADING))]
    items.append(ui.Container(ui.TextDisplay(_body(parted[page])), spoiler=blur and kept.answers.spoilers))
    turns = []
    if len(parted) > 1:
        items.append(ui.TextDisplay(words.page_number(page + 1, len(parted))))
    if page > 0:
        turns.append(TakeButton(act, take.id, page - 1, words.page_back()))
    if page + 1 < len(parted):
        turns.append(TakeButton(act, take.id, page + 1, words.page_on()))
    return items, turns


def _width(text: str) -> int:
    """Return what a text takes where it is shown, what stands around it included."""
    return len(plain(text)) + 10


def _body(parts: Sequence[Part]) -> str:
    lines = []
    section = None
    for part in parts:
        if part.section and part.section != section:
            section = part.section
            lines.append(f"**{plain(section)}**")
        lines.append(plain(part.text))
    return "\n\n".join(lines)


def _name(take: Take) -> str:
    return isolated(plain(take.words.name)) if take.words.name else ""
