"""Permissions: the bits, and how roles and a channel's overwrites make what a member may do.

Discord's documentation, "Permissions", with its algorithm for a member in a channel.
"""

from typing import Protocol

ADMINISTRATOR = 1 << 3
MANAGE_CHANNELS = 1 << 4
ADD_REACTIONS = 1 << 6
VIEW_CHANNEL = 1 << 10
SEND_MESSAGES = 1 << 11
MANAGE_MESSAGES = 1 << 13
EMBED_LINKS = 1 << 14
ATTACH_FILES = 1 << 15
READ_MESSAGE_HISTORY = 1 << 16
MENTION_EVERYONE = 1 << 17
USE_EXTERNAL_EMOJIS = 1 << 18
USE_APPLICATION_COMMANDS = 1 << 31
MANAGE_THREADS = 1 << 34
CREATE_PUBLIC_THREADS = 1 << 35
CREATE_PRIVATE_THREADS = 1 << 36
SEND_MESSAGES_IN_THREADS = 1 << 38
SEND_POLLS = 1 << 49
PIN_MESSAGES = 1 << 51

ALL = (1 << 53) - 1

# What @everyone may do in a fresh server.
EVERYONE = (
    ADD_REACTIONS
    | VIEW_CHANNEL
    | SEND_MESSAGES
    | EMBED_LINKS
    | ATTACH_FILES
    | READ_MESSAGE_HISTORY
    | USE_APPLICATION_COMMANDS
    | CREATE_PUBLIC_THREADS
    | SEND_MESSAGES_IN_THREADS
    | SEND_POLLS
)


class HasPermissions(Protocol):
    """A role, as far as permissions go."""

    permissions: int


class HasOverwrite(Protocol):
    """A channel's overwrite for one role or member."""

    allow: int
    deny: int


def in_server(everyone: HasPermissions, roles: list[HasPermissions], *, owner: bool) -> int:
    """Return what a member may do by roles alone."""
    if owner:
        return ALL
    granted = everyone.permissions
    for role in roles:
        granted |= role.permissions
    return ALL if granted & ADMINISTRATOR else granted


def in_channel(base: int, everyone: HasOverwrite | None, roles: list[HasOverwrite], member: HasOverwrite | None) -> int:
    """Return what is left of `base` once a channel's overwrites are applied, in Discord's order."""
    if base & ADMINISTRATOR:
        return ALL
    if everyone is not None:
        base = base & ~everyone.deny | everyone.allow
    allow = deny = 0
    for overwrite in roles:
        allow |= overwrite.allow
        deny |= overwrite.deny
    base = base & ~deny | allow
    if member is not None:
        base = base & ~member.deny | member.allow
    # Who does not see a channel can do nothing in it.
    return base if base & VIEW_CHANNEL else 0
