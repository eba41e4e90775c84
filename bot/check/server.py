"""A PostgreSQL server: it answers, it is for this bot, and its schema is the present one."""

import asyncio
from collections.abc import Iterator

from bot.check.finding import Finding, fault, note
from bot.errors import Refusal
from bot.store.database import inspected
from bot.store.schema import migrations
from bot.store_url import without_password
from bot.text import postgres as words


def findings(url: str) -> Iterator[Finding]:
    """Look at a server's database. Blocks: within a running bot it is called in a thread."""
    shown = without_password(url)
    try:
        state = asyncio.run(inspected(url))
    except Refusal as refusal:
        yield fault("database", shown, refusal.sentence)
        return
    known = len(migrations())
    if not state.schema:
        yield note("database", shown, words.empty(shown))
    elif state.schema < known:
        yield note("database", shown, words.to_be_migrated(shown, state.schema, known))
    else:
        yield note("database", shown, words.sound(shown, state.server, state.schema, state.bytes))
    yield note("backups", shown, words.backups_elsewhere())
