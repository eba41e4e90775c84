"""What a member reads when something that they wrote cannot be kept as it stands."""

from bot.text.words import plural


def without_words(field: str, shortest: int) -> str:
    """The field is empty, or has no letter and no digit."""
    return f"{field} needs words: at least {plural(shortest, 'character')}, letters or digits among them."


def too_long(field: str, found: int, longest: int) -> str:
    """The field is longer than it may be."""
    return f"{field} has {found:,} characters; it can have {longest:,}. Shorten it and send it again."


def too_many_lines(field: str, found: int, most: int) -> str:
    """The field has more lines than it may have."""
    return f"{field} has {found} lines; it can have {plural(most, 'line')}. Join some and send it again."


def too_many_emoji(field: str, most: int) -> str:
    """A long run of emoji."""
    return f"{field} has more than {most} emoji in a row. Leave some out and send it again."


def invite(field: str) -> str:
    """An invite to a server."""
    return f"{field} has an invite to a Discord server, which cannot be posted here. Take it out and send it again."


def forbidden_word(field: str, word: str) -> str:
    """A word of the server's own list."""
    return f"{field} has “{word.rstrip('*')}” in it, which this server does not allow. Write it another way."
