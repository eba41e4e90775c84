"""A TOML file read into the settings; every fault at once, in words.

`config.example.toml` is the one place of the defaults: a configuration is laid over it, key by key. Only the
tables of topics and of poll presets replace the shipped ones as a whole, so that a deleted topic stays deleted.
"""

import os
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, SecretStr, ValidationError
from pydantic_core import ErrorDetails

from bot.errors import ConfigRefusal
from bot.settings import Settings, Store
from bot.shipped import shipped
from bot.store_url import of_file
from bot.text import faults

DEFAULT_FILE = Path("config.toml")
REPLACED_WHOLE = (("topics",), ("polls", "presets"))


def load(path: Path | None = None) -> Settings:
    """Read a configuration, or the defaults where none is named and `config.toml` is absent.

    Raises ConfigRefusal with one line a fault: the key, what was found, what is expected.
    """
    example = tomllib.loads(shipped("config.example.toml").read_text(encoding="utf-8"))
    file = path or DEFAULT_FILE
    if path is None and not file.exists():
        settings = _read(example, "config.example.toml", own=example)
        return _rooted(settings, shipped("seeds").parent, Path.cwd())
    own = _parse(file)
    settings = _read(_laid_over(example, own), file.name, own=own)
    folder = file.resolve().parent
    essays = folder if "folder" in own.get("essays", {}) or (folder / "seeds").is_dir() else shipped("seeds").parent
    return _rooted(settings, essays, folder)


def token(settings: Settings, environment: Mapping[str, str] = os.environ) -> SecretStr:
    """Return the bot's token, from DISCORD_TOKEN or from the `token_file`.

    Raises ConfigRefusal where there is none, or where it does not have the form of one.
    """
    if found := environment.get("DISCORD_TOKEN", "").strip():
        where = "DISCORD_TOKEN"
    elif settings.discord.token_file:
        where = settings.discord.token_file
        try:
            found = Path(where).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise ConfigRefusal(faults.token_unreadable(where, error)) from None
    else:
        raise ConfigRefusal(faults.token_missing())
    if found.count(".") != 2 or any(c.isspace() or not c.isprintable() for c in found):
        raise ConfigRefusal(faults.token_malformed(where))
    return SecretStr(found)


def _parse(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        raise ConfigRefusal(faults.config_missing(file)) from None
    except OSError as error:
        raise ConfigRefusal(faults.config_unreadable(file, error)) from None
    except UnicodeDecodeError as error:
        raise ConfigRefusal(faults.config_encoding(file, error)) from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigRefusal(faults.config_syntax(file, error)) from None
    except (ValueError, RecursionError):  # tomllib takes whole numbers of any length to Python, which does not
        raise ConfigRefusal(faults.config_extreme(file)) from None


def _laid_over(below: dict[str, Any], above: dict[str, Any], at: tuple[str, ...] = ()) -> dict[str, Any]:
    merged = dict(below)
    for key, value in above.items():
        here = (*at, key)
        mergeable = isinstance(value, dict) and isinstance(below.get(key), dict)
        if mergeable and here not in REPLACED_WHOLE:
            merged[key] = _laid_over(below[key], value, here)
        else:
            merged[key] = value
    return merged


def _read(raw: dict[str, Any], name: str, *, own: dict[str, Any]) -> Settings:
    faulty = list(_misplaced(raw, name))
    for table in (raw.get("topics"), _at(raw, ("polls", "presets"))):
        if isinstance(table, dict):
            for key, value in table.items():
                if isinstance(value, dict):
                    table[key] = {**value, "name": key}
    servers = raw.get("servers")
    if isinstance(servers, dict) and isinstance(default := servers.get("default"), dict):
        raw["servers"] = {
            key: {**default, **value} if isinstance(value, dict) else value for key, value in servers.items()
        }
    try:
        settings = Settings.model_validate(raw)
    except ValidationError as error:
        faulty += [_sentence(name, detail, own) for detail in error.errors(include_url=False, include_input=False)]
    if faulty:
        raise ConfigRefusal("\n".join(faulty))
    return settings


def _misplaced(raw: dict[str, Any], name: str) -> Iterator[str]:
    """Find what the types cannot: a server's table that is named by no id."""
    for key in raw.get("servers", {}) if isinstance(raw.get("servers"), dict) else ():
        if key != "default" and not key.isdecimal():
            yield faults.not_a_server(name, key)


def _sentence(name: str, detail: ErrorDetails, own: dict[str, Any]) -> str:
    where = tuple(part for part in detail["loc"] if part != "[key]")
    if detail["type"] == "value_error" and not where:
        return "\n".join(f"{name}: {line}" for line in str(detail["ctx"]["error"]).splitlines())
    if detail["type"] == "extra_forbidden":
        return faults.key_unknown(name, where, _known_keys(where[:-1]))
    return faults.key_wrong(name, where, _at(own, where), detail["msg"])


def _known_keys(table: tuple[str | int, ...]) -> list[str]:
    model: Any = Settings
    for part in table:
        if isinstance(model, type) and issubclass(model, BaseModel) and part in model.model_fields:
            model = model.model_fields[str(part)].annotation
        else:  # a table of tables: step into what it holds
            model = getattr(model, "__args__", (None,))[-1]
    return [key for key in model.model_fields if key != "name"] if hasattr(model, "model_fields") else []


def _at(raw: Any, where: tuple[str | int, ...]) -> Any:
    for part in where:
        try:
            raw = raw[part]
        except (KeyError, IndexError, TypeError):
            return None
    return raw


def _rooted(settings: Settings, essays: Path, data: Path) -> Settings:
    """Make every path absolute: the essays' under `essays`, the bot's own files under `data`."""
    token_file, log = settings.discord.token_file, settings.logging.file
    database = settings.store.file
    return settings.model_copy(
        update={
            "essays": settings.essays.model_copy(update={"folder": essays / settings.essays.folder}),
            "store": Store(url=of_file(data / database)) if database else settings.store,
            "discord": settings.discord.model_copy(update={"token_file": str(data / token_file) if token_file else ""}),
            "backups": settings.backups.model_copy(update={"folder": str(data / settings.backups.folder)}),
            "logging": settings.logging.model_copy(update={"file": str(data / log) if log else ""}),
        }
    )
