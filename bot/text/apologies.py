"""What a person reads when a command or a click cannot be done as asked."""

from collections.abc import Iterable


def broken() -> str:
    """A fault of ours."""
    return "Something went wrong on my side. It is in the log; please try again."


def rights_missing(permissions: Iterable[str]) -> str:
    """The person may not do that."""
    return f"You need the permission {_listed(permissions)} for that."


def bot_rights_missing(permissions: Iterable[str]) -> str:
    """The bot may not do that here."""
    return f"I need the permission {_listed(permissions)} in this channel for that."


def too_soon(seconds: float) -> str:
    """A cooldown."""
    return f"That was quick. Try again in {max(1, round(seconds))} s."


def unusable(reason: str) -> str:
    """A value that the command cannot take."""
    return f"{reason.rstrip('.')}. Look at what you filled in."


def misread(reason: str, usage: str) -> str:
    """Words that the command cannot take."""
    return f"{reason.rstrip('.')}. It goes like this: `{usage}`"


def number_names_nothing() -> str:
    """A number below nought, or beyond all that is ever counted."""
    return "Nothing here has such a number"


def only_in_servers() -> str:
    """A command that needs a server."""
    return "That works in a server only."


def outdated() -> str:
    """A command that Discord still shows in an older shape."""
    return "This command has changed. Reload Discord (Ctrl+R) and try again."


def outdated_button() -> str:
    """A button that no version of the bot knows any more."""
    return "This button is of an older version of me, and does nothing any more."


def _listed(permissions: Iterable[str]) -> str:
    return ", ".join(name.replace("_", " ").replace("guild", "server").title() for name in permissions)
