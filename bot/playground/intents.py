"""Intents: which events a session asked for, and which the bot may ask for at all.

Discord's documentation, "Gateway", section Intents.
"""

GUILDS = 1 << 0
GUILD_MEMBERS = 1 << 1
GUILD_PRESENCES = 1 << 8
GUILD_MESSAGES = 1 << 9
GUILD_MESSAGE_REACTIONS = 1 << 10
DIRECT_MESSAGES = 1 << 12
DIRECT_MESSAGE_REACTIONS = 1 << 13
MESSAGE_CONTENT = 1 << 15
GUILD_MESSAGE_POLLS = 1 << 24
DIRECT_MESSAGE_POLLS = 1 << 25

PRIVILEGED = GUILD_MEMBERS | GUILD_PRESENCES | MESSAGE_CONTENT
KNOWN = (1 << 17) - 1 | 1 << 20 | 1 << 21 | GUILD_MESSAGE_POLLS | DIRECT_MESSAGE_POLLS

# The fields that are empty without the message content intent (docs, "Message Content Intent").
CONTENT_FIELDS = {"content": "", "embeds": [], "attachments": [], "components": []}

# The application's flags that say which privileged intents were granted, in full.
GRANT_FLAGS = {GUILD_PRESENCES: 1 << 12, GUILD_MEMBERS: 1 << 14, MESSAGE_CONTENT: 1 << 18}


def application_flags(granted: int) -> int:
    """Return the application's flags for the privileged intents that it was granted."""
    return sum(flag for intent, flag in GRANT_FLAGS.items() if granted & intent)
