"""Quotes as Discord shows them: each side under its stance and its source, blurred where it would spoil."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

import discord
from discord import ui

from bot.errors import Refusal
from bot.face.host import Host
from bot.face.pages import button_rows, clamped, plain, sealed
from bot.face.presses import PressedButton
from bot.knowledge import Place, Quote, turns
from bot.text import answers as words

Item = ui.Item[Any]
Interaction = discord.Interaction[Any]

# Room for a title in headings and sources; a quote itself is never cut, it has 600 characters at most.
TITLE_LIMIT = 200
# A paragraph around a quote, held well inside the 4,000 characters of a message.
PARAGRAPH_LIMIT = 3000
PASSAGE = r"[0-9a-f]{16}-[1-9]"
# Buttons remember whether their message blurs spoilers: a private answer has no channel flag to go by.
BLUR = {True: "b", False: "u"}


def quotes_page(heading: str, quotes: Sequence[Quote], *, blur: bool, topic: str = "", note: str = "") -> ui.LayoutView:
    """Return a message with a heading and up to three quotes, each with its source and what leads on from it.

    Spoilers are blurred if `blur`; `topic` is the topic's name where there is another quote to turn to.
    """
    items: list[Item] = []
    if heading:
        items.append(ui.TextDisplay(f"**{clamped(plain(heading), TITLE_LIMIT)}**"))
    for number, quote in enumerate(quotes):
        if number:
            items.append(ui.Separator())
        items += _quote(quote, blur=blur and quote.spoilers)
        items.append(_ways_on(quote, blur=blur, topic=topic))
    if note:
        items.append(ui.TextDisplay(f"-# {plain(note)}"))
    return sealed(*items)


def quote_lines(text: str) -> str:
    """Return words of an essay or a person as a quotation in Discord's markdown."""
    return "\n".join(f"> {line}" for line in plain(text).splitlines())


def source_line(quote: Quote) -> str:
    """Return the line above a quote: the side that its essay takes, and where it stands."""
    source = plain(clamped(words.source(quote), TITLE_LIMIT))
    return f"**{plain(words.stance(quote))}** {source}" if quote.stance else source


def passage_items(heading: str, quote: Quote, blur: bool) -> list[Item]:
    """Return a quote under a heading, blurred if `blur` and it spoils."""
    return [
        ui.TextDisplay(heading),
        ui.Container(ui.TextDisplay(quote_lines(quote.text)), spoiler=blur and quote.spoilers),
    ]


def choice_name(quote: Quote) -> str:
    """Return the row that autocomplete shows for a passage: its words, or only its place where they would spoil."""
    # Discord: 100 characters.
    return clamped(words.source(quote) if quote.spoilers else " ".join(quote.text.split()), 100)


def _quote(quote: Quote, *, blur: bool) -> Iterable[Item]:
    yield ui.TextDisplay(source_line(quote))
    yield ui.Container(ui.TextDisplay(quote_lines(quote.text)), spoiler=blur)


def _ways_on(quote: Quote, *, blur: bool, topic: str) -> ui.ActionRow[Any]:
    row: ui.ActionRow[Any] = ui.ActionRow()
    if topic:
        row.add_item(Another(topic, quote.passage, blur=blur))
    row.add_item(WhereItStands(quote.passage, blur=blur))
    return row


class Another(PressedButton, template=rf"another:(?P<blur>[bu]):(?P<passage>{PASSAGE}):(?P<topic>.+)"):
    """Shows, to one member, the next quote of the topic from the same side."""

    def __init__(self, topic: str, passage: str, *, blur: bool) -> None:
        super().__init__(label=words.another(), custom_id=f"another:{BLUR[blur]}:{passage}:{topic}")

    @classmethod
    async def pressed(cls, interaction: Interaction, ids: re.Match[str]) -> None:
        """Answer with the next quote of this side."""
        host: Host = interaction.client
        library = await host.library_in(interaction.guild_id)
        topic, now = host.settings.topics.get(ids["topic"]), library.quote(ids["passage"])
        if topic is None or now is None:
            raise Refusal(words.outdated_passage())
        following = turns.next_of_side(library.passages_of(topic, now.film), now)
        if following is None:
            raise Refusal(words.no_other())
        page = quotes_page("", [following], blur=ids["blur"] == BLUR[True], topic=topic.name)
        await show_privately(interaction, page)


class WhereItStands(PressedButton, template=rf"where:(?P<blur>[bu]):(?P<passage>{PASSAGE})(?::(?P<page>\d{{1,4}}))?"):
    """Opens, to one member, the paragraphs around a quote, page by page."""

    def __init__(self, passage: str, *, blur: bool, page: int | None = None, label: str = "") -> None:
        id_ = f"where:{BLUR[blur]}:{passage}{'' if page is None else f':{page}'}"
        super().__init__(label=label or words.where_it_stands(), custom_id=id_)

    @classmethod
    async def pressed(cls, interaction: Interaction, ids: re.Match[str]) -> None:
        """Answer with the quote's paragraph, or turn to the page that the button names."""
        host: Host = interaction.client
        place = (await host.library_in(interaction.guild_id)).place_of(ids["passage"])
        if place is None:
            raise Refusal(words.outdated_passage())
        number = place.number if ids["page"] is None else min(int(ids["page"]), len(place.paragraphs) - 1)
        await show_privately(interaction, place_page(place, number, blur=ids["blur"] == BLUR[True]))


def place_page(place: Place, number: int, *, blur: bool) -> ui.LayoutView:
    """Return one paragraph of the section in which a quote stands, with buttons to the paragraphs beside it."""
    section = plain(clamped(place.quote.section or place.quote.essay, TITLE_LIMIT))
    heading = f"**{section}** · {words.page_of(number + 1, len(place.paragraphs))}"
    paragraph = clamped(plain(place.paragraphs[number]), PARAGRAPH_LIMIT)
    if number == place.number:
        marked = plain(place.quote.text)
        paragraph = paragraph.replace(marked, f"**{marked}**", 1)
    container: Item = ui.Container(ui.TextDisplay(paragraph), spoiler=blur and place.quote.spoilers)
    turns_to = [(number - 1, words.page_back()), (number + 1, words.page_on())]
    buttons = [
        WhereItStands(place.quote.passage, blur=blur, page=page, label=label)
        for page, label in turns_to
        if 0 <= page < len(place.paragraphs)
    ]
    return sealed(ui.TextDisplay(heading), container, *button_rows(buttons))


async def show_privately(interaction: Interaction, view: ui.LayoutView) -> None:
    """Answer a press so that only the member sees it; a press on such an answer turns it over in place."""
    if interaction.message is not None and interaction.message.flags.ephemeral:
        await interaction.response.edit_message(view=view)
    else:
        await interaction.response.send_message(view=view, ephemeral=True)
