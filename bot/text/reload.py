"""What an administrator reads after a reload: what is new, what is broken, and what serves on in its place."""

from collections.abc import Sequence

from bot.text.words import plural

LONGEST_VALUE = 60


def configuration_kept(faults: str) -> str:
    """The configuration cannot be used."""
    return f"{faults}\nThe configuration stays as it was."


def others_not_asked(why: str) -> str:
    """The other processes of the database do not know of the reload."""
    return f"The bot's other processes could not be asked to reload: {why}"


def asked_by_another() -> str:
    """Another process of the database was told to reload."""
    return "Another process of the bot asks for a reload."


def essays_kept(fault: str) -> str:
    """None of the essays can be used."""
    return f"{fault}\nThe essays stay as they were."


def essay_kept(fault: str, *, kept: bool) -> str:
    """One file cannot be used."""
    return f"{fault} Its former version goes on to serve." if kept else fault


def key_changed(key: str, before: object, after: object, *, later: bool) -> str:
    """A value of the configuration is another."""
    restart = " (from the next start on)" if later else ""
    if before is None:
        return f"{key}: added{restart}"
    if after is None:
        return f"{key}: removed{restart}"
    if isinstance(before, dict):
        return f"{key}: changed{restart}"
    return f"{key}: {_shown(before)} → {_shown(after)}{restart}"


def essay_added(file: str, sentences: int) -> str:
    """An essay is new."""
    return f"{file}: added, {plural(sentences, 'sentence')}"


def essay_removed(file: str) -> str:
    """An essay is gone."""
    return f"{file}: removed"


def essay_changed(file: str, sentences: int) -> str:
    """An essay reads differently."""
    return f"{file}: changed, {plural(sentences, 'sentence')} now"


def commands_late(reason: str) -> str:
    """The new commands could not be told to Discord."""
    return f"Discord did not take the changed commands ({reason}). They are told it again at the next reload or start."


def for_the_log(change: str) -> str:
    """One change, in the log."""
    return f"Reloaded: {change}"


def report(changes: Sequence[str], faults: Sequence[str], *, dry_run: bool) -> str:
    """The whole of a reload."""
    lines = []
    if changes:
        lines.append("This would change:" if dry_run else "Reloaded. This changed:")
        lines += [f"- {change}" for change in changes]
    elif not faults:
        lines.append("Nothing has changed.")
    if faults:
        lines.append("This cannot be used:" if dry_run else "This could not be used:")
        lines += [f"- {fault}" for fault in faults]
    return "\n".join(lines)


def _shown(value: object) -> str:
    if isinstance(value, frozenset):
        value = sorted(value)
    shown = str(value) if not isinstance(value, str) else f"“{value}”"
    return shown if len(shown) <= LONGEST_VALUE else f"{shown[: LONGEST_VALUE - 1]}…"
