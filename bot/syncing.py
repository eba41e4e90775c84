"""Telling Discord the slash commands, only where they differ from what it was told last: creates are counted by day."""

import hashlib
import json
from typing import Any

from discord import app_commands

from bot.claims import Claims, turn
from bot.store.commands import SyncedCommands


async def sync_where_changed(
    tree: app_commands.CommandTree[Any], told: SyncedCommands, claims: Claims, application: int
) -> None:
    """Compare the commands with what is kept, and tell them; of several processes that share the bot, one does."""
    payload = sorted(json.dumps(one.to_dict(tree), sort_keys=True) for one in tree.get_commands())
    digest = hashlib.sha256("\n".join(payload).encode()).hexdigest()
    async with turn(claims, f"commands {application}"):
        if await told.known(application) != digest:
            await tree.sync()
            await told.keep(application, digest)
