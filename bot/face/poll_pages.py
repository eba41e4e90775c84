"""Polls as Discord shows them: the poll, the result, lists."""

import io
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

import discord
from discord import app_commands, ui

from bot.face.pages import button_rows, clamped, plain, sealed
from bot.face.poll_buttons import VoteButton, WithdrawButton
from bot.face.quotes import passage_items, source_line
from bot.knowledge import Quote
from bot.polls.export import Files
from bot.polls.poll import Poll
from bot.polls.preset import Preset
from bot.polls.result import Shown
from bot.text import poll_pages as words

# Discord: 25 choices of an autocomplete.
MOST_CHOICES = 25
# Characters of a message for those who voted, and for each of them: <@, 20 digits, >, a comma.
VOTERS_ROOM, MENTION = 800, 25

ChoiceValue = TypeVar("ChoiceValue", int, str)

Item = ui.Item[Any]


def poll_page(shown: Shown) -> ui.LayoutView:
    """Return a poll's message as it is now: open with its buttons, closed without."""
    poll = shown.poll
    items: list[Item] = [ui.TextDisplay(f"### {plain(poll.question.text)}\n{option_lines(shown)}")]
    items.append(ui.TextDisplay(f"-# {words.footer(shown)}"))
    if poll.closed_at is None:
        votes = [
            VoteButton(poll.id, place, option.label, option.emoji, edition=poll.edition)
            for place, option in enumerate(poll.question.options)
        ]
        buttons = [*votes, WithdrawButton(poll.id)]
        items += button_rows(buttons)
    return sealed(*items)


def option_lines(shown: Shown) -> str:
    """Return the options, with their bars where these are to be seen."""
    names = [_name(option.emoji, option.label) for option in shown.poll.question.options]
    if shown.split is None:
        return "\n".join(f"**{name}**" for name in names)
    most = max(share.votes for share in shown.split.shares)
    return "\n".join(
        f"{words.share(name, share)}\n`{words.bar(share.votes, most)}`"
        for name, share in zip(names, shown.split.shares, strict=True)
    )


def _name(emoji: str, label: str) -> str:
    return f"{emoji} {plain(label)}" if emoji else plain(label)


def result_page(
    shown: Shown, evidence: Sequence[Quote | None], chart: discord.File | None, *, blur: bool, reasons: str = ""
) -> ui.LayoutView:
    """Return the announcement of a closed poll: what came of it, its chart, one passage for each side.

    `reasons` says where the reasons are, if there are any.
    """
    labels = [plain(label) for label in shown.poll.labels]
    assert shown.split is not None  # noqa: S101 - a closed poll hides nothing
    heading = f"### {plain(shown.poll.question.text)}"
    items: list[Item] = [ui.TextDisplay(f"{heading}\n{words.verdict(labels, shown.poll, shown.voters, shown.split)}")]
    if chart is None:
        items.append(ui.TextDisplay(option_lines(shown)))
    else:
        gallery: ui.MediaGallery[Any] = ui.MediaGallery()
        gallery.add_item(media=chart, description=chart.description)
        items.append(gallery)
    for label, quote in zip(labels, evidence, strict=True):
        if quote is not None:
            items += passage_items(words.for_side(label, source_line(quote)), quote, blur)
    if reasons:
        items.append(ui.TextDisplay(reasons))
    items.append(ui.TextDisplay(f"-# {words.footer(shown)}"))
    return sealed(*items)


def results_page(shown: Shown, voters: Sequence[Sequence[int]] = ()) -> ui.LayoutView:
    """Return the state of a poll for whoever asked for it, without buttons; `voters` are the members by option."""
    poll = shown.poll
    labels = [plain(label) for label in poll.labels]
    text = f"### {plain(poll.question.text)}\n{option_lines(shown)}"
    if poll.closed_at is not None and shown.split is not None:
        text += f"\n{words.verdict(labels, poll, shown.voters, shown.split)}"
        if poll.ending and (why := words.ended_quietly(poll.ending)):
            text += f"\n{why}"
    items: list[Item] = [ui.TextDisplay(clamped(text, 3000))]
    if shown.split and any(voters):
        room = VOTERS_ROOM // len(voters)
        each = zip(labels, voters, shown.split.shares, strict=True)
        items.append(ui.TextDisplay("\n".join(_voters(label, who, of.votes, room) for label, who, of in each if who)))
    return sealed(*items, ui.TextDisplay(f"-# {words.footer(shown)}"))


def _voters(label: str, members: Sequence[int], votes: int, room: int) -> str:
    """Return who voted for one option, as many as there is room for; Discord shows each reader their names."""
    most = max(1, (room - len(words.voters(label, [], votes))) // MENTION)
    return words.voters(label, [f"<@{member}>" for member in members[:most]], max(0, votes - len(members[:most])))


def attached(number: int, files: Files) -> list[discord.File]:
    """Return an export as files to send."""
    kinds = ("csv", files.csv), ("json", files.json)
    return [discord.File(io.BytesIO(text.encode()), f"poll-{number}.{kind}") for kind, text in kinds]


def list_page(open_: Sequence[Shown], closed: Sequence[Shown]) -> ui.LayoutView:
    """Return a server's polls: the open ones, then those that closed last."""
    rows = [words.list_row(_short(shown.poll), shown, _link(shown.poll)) for shown in open_]
    lines = [words.list_heading(), *(rows or [words.nothing_open()])]
    if closed:
        lines += [words.recently_closed(), *(words.closed_row(_short(shown.poll), shown) for shown in closed)]
    return sealed(ui.TextDisplay(_fitting(lines)))


def history_page(runs: Sequence[Shown], chart: discord.File | None) -> ui.LayoutView:
    """Return the runs of one question side by side, with their trend."""
    if not runs:
        return sealed(ui.TextDisplay(words.no_history()))
    question = runs[-1].poll.question
    labels = [plain(option.label) for option in question.options]
    lines = [words.history_heading(plain(question.text), len(runs))]
    lines += [words.history_row(labels, run, run.split) for run in runs if run.split]
    items: list[Item] = [ui.TextDisplay(_fitting(lines))]
    if chart is not None:
        gallery: ui.MediaGallery[Any] = ui.MediaGallery()
        gallery.add_item(media=chart, description=chart.description)
        items.append(gallery)
    return sealed(*items)


def _fitting(lines: Sequence[str], limit: int = 4000) -> str:
    """Join whole lines, as many as Discord takes in one message."""
    text = ""
    for line in lines:
        if len(text) + len(line) + 1 > limit:
            break
        text += f"{line}\n"
    return text.rstrip()


def _short(poll: Poll) -> str:
    return plain(clamped(" ".join(poll.question.text.split()), 80))


def _link(poll: Poll) -> str | None:
    if poll.message is None:
        return None
    return f"https://discord.com/channels/{poll.server}/{poll.channel}/{poll.message}"


def poll_choices(polls: Sequence[Shown], typed: str) -> list[app_commands.Choice[int]]:
    """Return the rows that autocomplete shows for polls; no counts, for everyone sees them."""
    named = [
        (words.choice_row(" ".join(shown.poll.question.text.split()), shown.poll), shown.poll.id) for shown in polls
    ]
    return [_choice(name, number) for name, number in named if typed.casefold() in name.casefold()][:MOST_CHOICES]


def preset_choices(presets: Iterable[Preset], typed: str) -> list[app_commands.Choice[str]]:
    """Return the rows that autocomplete shows for the questions of the configuration."""
    named = [(words.preset_row(preset.name, preset.question), preset.name) for preset in presets]
    return [_choice(name, value) for name, value in named if typed.casefold() in name.casefold()][:MOST_CHOICES]


def _choice(name: str, value: ChoiceValue) -> app_commands.Choice[ChoiceValue]:
    # Discord: 100 characters.
    return app_commands.Choice(name=clamped(name, 100), value=value)
