"""Discord's members as the core knows people."""

import discord

from bot.polls.rights import Person


def person(user: discord.User | discord.Member) -> Person:
    """Return who acts, with their roles and with what they may do in the channel where they act."""
    if isinstance(user, discord.User):
        return Person(user.id, ())
    # An interaction tells the permissions in its channel; a text command leaves them to be worked out.
    may = user.resolved_permissions or user.guild_permissions
    return Person(user.id, [role.id for role in user.roles], may.manage_messages, may.manage_guild)
