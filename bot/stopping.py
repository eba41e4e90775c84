"""Stopping in good order: nothing new is heard, and what was heard is answered before the connection goes."""

import asyncio
import logging

import discord

from bot.text import start as words

log = logging.getLogger(__name__)

# Of the 10 s that a supervisor gives, the rest is for the database and the connection itself.
PATIENCE = 6.0
# discord.py 2.7.1 names the tasks in which it answers so; `tests/stage/test_stopping.py` says what to re-read.
HANDLERS = ("discord.py: on_", "CommandTree-invoker", "discord-ui-modal-dispatch-")


async def finish(client: discord.AutoShardedClient) -> None:
    """Leave the gateway, then wait for the answers that are under way, but no longer than `PATIENCE` seconds."""
    await asyncio.gather(*(shard.disconnect() for shard in client.shards.values()))
    begun = [task for task in asyncio.all_tasks() if task.get_name().startswith(HANDLERS)]
    if not begun:
        return
    _, late = await asyncio.wait(begun, timeout=PATIENCE)
    if late:
        log.warning("%s", words.stopped_unfinished(len(late)))
