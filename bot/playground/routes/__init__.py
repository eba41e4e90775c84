"""The REST routes, by subject. `TABLE` holds them all."""

from bot.playground.routes import (
    account,
    channels,
    commands,
    interactions,
    messages,
    polls,
    reactions,
    servers,
    webhooks,
)
from bot.playground.routing import Table

TABLE = Table()
for _subject in (account, channels, commands, interactions, messages, polls, reactions, servers, webhooks):
    TABLE.include(_subject.ROUTES)
