"""What an administrator reads of an installation: what ails it, where, and how to mend it."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from pathlib import Path

from bot.text.words import plural


def configuration_read(file: Path | None) -> str:
    """Which configuration holds."""
    return f"{file} is read." if file else "There is no config.toml: the defaults hold."


def api_unencrypted(address: str) -> str:
    """The token would travel for everyone on the way to read."""
    return f"discord.api_base: {address} is not https: whoever is on the way can read the token. Write https:// there."


def token_open_to_others(file: str) -> str:
    """Others may read the token."""
    return f"{file}: other users of this machine may read the token. Say chmod 600 {file}"


def topic_without_passage(topic: str) -> str:
    """A command that could only say that there is nothing."""
    return f"topics.{topic}: no passage of the essays is found by its words. Change the words, or remove the topic."


def film_without_essay(preset: str, film: str) -> str:
    """A poll on a film that nobody wrote about."""
    return f"polls.presets.{preset}: there is no essay on “{film}”, so its receipts quote nothing. Mend the name."


def default_film_unknown(film: str) -> str:
    """The default film has no essay."""
    return f"essays.default_film: there is no essay on “{film}”. Write the name as the essays' headers do."


def single_view(film: str, file: str) -> str:
    """One essay alone speaks of a film."""
    return f"On “{film}” there is one essay alone, {file}: answers show one view. A second one would show the other."


def one_side(film: str, stance: str | None) -> str:
    """Several essays, and no two sides."""
    if stance is None:
        return f"No essay on “{film}” declares a stance, so answers show no sides. Write stance = in their headers."
    return f"All essays on “{film}” declare the stance “{stance}”: polls on it have no passage against that choice."


def films_alike(one: str, other: str) -> str:
    """Two films that are likely one."""
    return f"“{one}” and “{other}” are two films here. If they are one, write its name the same in every header."


def bound_film_unknown(channel: str, film: str) -> str:
    """A channel is bound to a film that nobody wrote about."""
    return f"channels.films.{channel}: there is no essay on “{film}”. Write the name as the essays' headers do."


def folder_missing(folder: Path) -> str:
    """The database's folder is not there."""
    return f"{folder}: there is no such folder for the database. Make it, or mend [store] url."


def folder_closed(folder: Path) -> str:
    """The database's folder cannot be written to."""
    return f"{folder}: this user may not write there, as the database needs. Give the bot's user the folder."


def little_space(folder: Path, free: int, needed: int) -> str:
    """The disk is nearly full."""
    return (
        f"{folder}: {free / 1e6:.0f} MB are free on its disk; with less than {needed / 1e6:.0f} MB a backup or an "
        "upgrade may fail. Make room."
    )


def not_made_yet(path: Path) -> str:
    """There is no database yet."""
    return f"{path}: the database is made at the first start."


def file_closed(path: Path) -> str:
    """The database cannot be written to."""
    return f"{path}: this user may not read and write the database. Give the bot's user the file."


def file_open_to_others(path: Path) -> str:
    """Others may read the database."""
    return f"{path}: other users of this machine may read who voted for what. Say chmod 600 {path}"


def to_be_migrated(path: Path, schema: int, known: int) -> str:
    """The next start will change the schema."""
    return f"{path}: the next start brings schema {schema} to {known}, after a copy of the file."


def sound(path: Path, schema: int, size: int) -> str:
    """Nothing ails the database."""
    return f"{path}: every page is sound; schema {schema}, {size / 1e6:.1f} MB."


def no_backups() -> str:
    """No backups are made."""
    return "backups.every_hours: no backups are made. Set it to 24, or call `epilogue backup` by a timer of your own."


def no_backup_yet(folder: Path) -> str:
    """The first backup is still to come."""
    return f"{folder}: there is no backup yet; the running bot makes the first at once."


def backup_old(newest: Path, age: timedelta) -> str:
    """No backup was made for long."""
    return f"{newest}: the newest backup is {plural(age.days, 'day')} old. Is the bot running? Its log says why."


def backup_newest(newest: Path, count: int) -> str:
    """Backups are made."""
    return f"{newest}: the newest of {plural(count, 'backup')}."


def identifies_left(left: int, total: int, shards: int) -> str:
    """How often the bot may still connect today."""
    return (
        f"{left} of {total} connections of the day are left (at none, Discord resets the token); "
        f"Discord recommends {plural(shards, 'shard')}."
    )


def rights_missing(server: str, permissions: Iterable[str]) -> str:
    """A server does not grant what the bot needs."""
    listed = ", ".join(name.replace("_", " ").title() for name in permissions)
    return f"{server}: the bot lacks {listed}. Grant it to the bot's role, or invite the bot again by its link."


def running(
    version: str, servers: int, shards: Sequence[tuple[int, int]], count: int, latency: float, since: timedelta
) -> str:
    """How a running bot is; `shards` are the runs of this process's shards among `count`."""
    hours, minutes = divmod(int(since.total_seconds()) // 60, 60)
    beat = f"{latency * 1000:.0f} ms" if latency == latency and latency != float("inf") else "unknown"
    served = sum(last - first + 1 for first, last in shards)
    return (
        f"Epilogue {version}, up for {hours} h {minutes} min; {plural(servers, 'server')}, "
        f"{plural(served, 'shard')}{_which(shards, count)}, gateway latency {beat}."
    )


def _which(runs: Sequence[tuple[int, int]], count: int) -> str:
    """Name the shards of a process, where there are several in all."""
    if count < 2:
        return ""
    listed = ", ".join(f"{first}-{last}" if first < last else str(first) for first, last in runs)
    return f" ({listed} of {count})"


def essay(file: str, title: str, film: str, sections: int, passages: int, dropped: int) -> str:
    """What was read from a file."""
    return (
        f"{file}: “{title}”, on {film}; {plural(sections, 'section')}, {plural(passages, 'passage')}, "
        f"{plural(dropped, 'line')} left out"
    )


def dropped(line: int, kind: str, text: str) -> str:
    """A line that is never quoted."""
    return f"    line {line}, {kind}: {text if len(text) <= 80 else text[:79] + '…'}"


def finding(severity: str, sentence: str) -> str:
    """One finding, in a list."""
    return f"{severity}: {sentence}"


def verdict(faults: int, warnings: int) -> str:
    """The end of a check."""
    if not faults and not warnings:
        return "All is well."
    return f"{plural(faults, 'fault')}, {plural(warnings, 'warning')}."
