"""The other processes that share a database, and what they are told beside what stands in it."""

import asyncio
from typing import Protocol


class Peers(Protocol):
    """The other processes of this database, which may run elsewhere."""

    async def ask_to_reload(self) -> None:
        """Ask each of them to read essays and configuration again. Raises Refusal where they cannot be asked."""

    async def asked_to_reload(self) -> bool:
        """Return when this process is to do so: True when one of them has asked, False when one may have.

        That is where it could not be heard for a time.
        """


class NoPeers:
    """`Peers` of a process that has its database for itself."""

    async def ask_to_reload(self) -> None:
        """See `Peers.ask_to_reload`: there is nobody to ask."""

    async def asked_to_reload(self) -> bool:
        """See `Peers.asked_to_reload`: nobody will."""
        await asyncio.Event().wait()
        return False
