"""What the bot asks of a server, and what of it is missing there."""

import discord

# What the bot needs where it speaks; the invite asks for no more.
PERMISSIONS = discord.Permissions(
    view_channel=True,
    send_messages=True,
    send_messages_in_threads=True,
    send_polls=True,
    create_public_threads=True,
    attach_files=True,
    embed_links=True,
    read_message_history=True,
)


def invite(application: int) -> str:
    """Return the link by which a server invites the bot."""
    return discord.utils.oauth_url(application, permissions=PERMISSIONS)


def missing(granted: discord.Permissions) -> list[str]:
    """Return the names of what is not granted, in Discord's order."""
    if granted.administrator:
        return []
    return [name for name, wanted in PERMISSIONS if wanted and not getattr(granted, name)]
