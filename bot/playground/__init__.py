"""A strict stand-in for Discord on loopback, for a bot with no account and for every test over the wire.

It speaks Discord's gateway and REST API (version 10) to an unmodified client, and refuses what Discord refuses with
Discord's own codes. What it does *not* cover:

| subject | what is missing |
|---|---|
| voice, stages, stickers, a server's emojis, invites, audit log, automod, a channel's webhooks | no routes |
| forums, announcement channels, scheduled events, entitlements | no routes, no events |
| changing channels, roles, members, the bot's profile | the world is changed from `setting`, not by the bot |
| user and message commands (context menus) | registered, never used by a member |
| selects of users, roles, channels; file uploads in forms | accepted in messages and forms, not operated by a member |
| compression | `zlib-stream`; a client that asks for `zstd-stream` gets plain text frames, which discord.py reads |
| private answers | the gateway tells the bot nothing of them; their REST routes are complete |
| rates | off until `stage.limits.enforced`; posting and editing messages, the global rate, edits of old messages |
| history | a channel keeps its last 2,000 messages, a session its last 5,000 events, the stage 50,000 tokens |
| links | no embeds are made from links in a message |
"""

from bot.playground.client_side import RefusedByClient
from bot.playground.faults import Fault
from bot.playground.feed import NoAnswer
from bot.playground.members import Member
from bot.playground.replies import Reply
from bot.playground.rest import Exchange, Referee
from bot.playground.stage import Playground, StageFault
from bot.playground.webpage import WebPage

__all__ = [
    "Exchange",
    "Fault",
    "Member",
    "NoAnswer",
    "Playground",
    "Referee",
    "RefusedByClient",
    "Reply",
    "StageFault",
    "WebPage",
]
