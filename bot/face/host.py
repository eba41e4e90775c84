"""What a button finds behind it: the client that heard the press, as far as the faces need it."""

from typing import Protocol

from bot.knowledge import Library
from bot.settings import Settings


class Host(Protocol):
    """The bot, seen from a button."""

    settings: Settings

    async def library_in(self, server: int | None) -> Library:
        """Return what is quoted in a server: the essays, and its members' accepted takes."""
