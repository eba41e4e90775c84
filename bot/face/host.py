"""What a button finds behind it: the client that heard the press, as far as the faces need it."""

from typing import Protocol

from bot.config import Settings
from bot.knowledge import Library


class Host(Protocol):
    """The bot, seen from a button."""

    settings: Settings
    library: Library
