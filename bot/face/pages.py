"""Plain text as a message, held inside Discord's limit."""

import discord
from discord import ui

# Discord: the text displays of a message hold 4,000 characters in all.
TEXT_LIMIT = 4000


def clamped(text: str, limit: int = TEXT_LIMIT) -> str:
    """Return the text, cut with an ellipsis where it is longer than `limit` characters."""
    return text if len(text) <= limit else f"{text[: limit - 1].rstrip()}…"


def page(text: str) -> ui.LayoutView:
    """Return a message of nothing but text in Discord's markdown."""
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.TextDisplay(clamped(text)))
    return view


def plain(text: str) -> str:
    """Return words of an essay or a person so that Discord shows them to the character."""
    return discord.utils.escape_markdown(text)
