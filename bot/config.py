"""The TOML file as typed, frozen settings; every fault at once, in words.

`config.example.toml` is the one place of the defaults: a configuration is laid over it, key by key. Only the
tables of topics and of poll presets replace the shipped ones as a whole, so that a deleted topic stays deleted.
"""

import os
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_core import ErrorDetails

from bot.errors import ConfigRefusal, Refusal
from bot.knowledge.topic import CommandName, Topic
from bot.polls import duration
from bot.polls.preset import Preset
from bot.privacy.rules import Rules as Privacy
from bot.reasons.rules import Rules as Reasons
from bot.shipped import shipped
from bot.takes.rules import Rules as Takes
from bot.text import faults

DEFAULT_FILE = Path("config.toml")
# Commands of the bot itself: a topic cannot take their names.
TAKEN = frozenset({"quote", "topics", "essays", "about", "help", "poll", "take", "reason", "privacy", "admin", "topic"})
REPLACED_WHOLE = (("topics",), ("polls", "presets"))

Id = Annotated[int, Field(gt=0, lt=2**63)]


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Discord(_Table):
    """`[discord]`: how the bot reaches Discord."""

    token_file: str
    api_base: Annotated[str, Field(pattern=r"^https?://[^\s?#]+/v\d+$")]
    shard_count: Annotated[int, Field(ge=0, le=10_000)]
    shard_ids: tuple[Annotated[int, Field(ge=0, lt=10_000)], ...]

    @field_validator("shard_ids")
    @classmethod
    def _of_the_shards_there_are(cls, value: tuple[int, ...], info: ValidationInfo) -> tuple[int, ...]:
        count = info.data.get("shard_count", 0)
        if value and (len(set(value)) < len(value) or max(value) >= count):
            raise ValueError(faults.shards_wrong(count))
        return value

    @field_validator("api_base", mode="before")
    @classmethod
    def _without_last_slash(cls, value: object) -> object:
        return value.rstrip("/") if isinstance(value, str) else value


class Commands(_Table):
    """`[commands]`: how text commands are heard."""

    prefix: Annotated[str, Field(min_length=1, max_length=5, pattern=r"^\S+$")]
    message_content: bool
    topics: Annotated[int, Field(ge=0, le=75)]
    """How many topics are slash commands of their own; Discord takes 100 commands in all."""


class Essays(_Table):
    """`[essays]`: where the prose is."""

    folder: Path
    default_film: str


class Store(_Table):
    """`[store]`: where polls and votes are kept."""

    url: Annotated[str, Field(pattern=r"^sqlite:///.+$")]


class Backups(_Table):
    """`[backups]`: copies of the database that the running bot makes by itself."""

    folder: str
    every_hours: Annotated[int, Field(ge=0, le=24 * 366)]
    keep: Annotated[int, Field(ge=1, le=10_000)]


class Metrics(_Table):
    """`[metrics]`: numbers for Prometheus, and whether the bot is well, on loopback."""

    port: Annotated[int, Field(ge=0, le=65_535)]


class Logging(_Table):
    """`[logging]`: what is written down while the bot runs."""

    level: Literal["debug", "info", "warning", "error"]
    format: Literal["text", "json"]
    file: str
    max_megabytes: Annotated[int, Field(ge=1, le=1_000)]
    keep: Annotated[int, Field(ge=1, le=1_000)]


class Channels(_Table):
    """`[channels]`: what single channels are marked for."""

    unblurred: frozenset[Id]
    films: dict[Id, str]


class Rights(_Table):
    """`[servers.*]`: who may do what in a server, by role id; which words are not kept, and where reports go."""

    poll_starters: frozenset[Id]
    voters: frozenset[Id]
    moderators: frozenset[Id]
    reports_channel: Annotated[int, Field(ge=0, lt=2**63)]
    forbidden_words: tuple[Annotated[str, Field(min_length=1, max_length=100)], ...]


class Polls(_Table):
    """`[polls]`: what a poll is like where the command does not say."""

    closes: str
    results: Literal["live", "after vote", "at close"]
    anonymous: bool
    quorum: Annotated[int, Field(ge=0, le=1_000_000)]
    split_from: Annotated[int, Field(ge=0, le=1_000)]
    minds_changed_from: Annotated[int, Field(ge=0, le=1_000)]
    evidence: bool
    presets: Annotated[dict[str, Preset], Field(min_length=1, max_length=25)]

    @field_validator("closes")
    @classmethod
    def _is_a_duration(cls, value: str) -> str:
        try:
            duration.parse(value)
        except Refusal as refusal:
            raise ValueError(refusal.sentence) from None
        return value


class Settings(_Table):
    """The whole configuration. Paths in it are absolute."""

    discord: Discord
    commands: Commands
    essays: Essays
    store: Store
    backups: Backups
    logging: Logging
    metrics: Metrics
    channels: Channels
    servers: dict[str, Rights]
    polls: Polls
    reasons: Reasons
    takes: Takes
    privacy: Privacy
    topics: dict[CommandName, Topic]

    def slash(self, topic: Topic) -> str:
        """Return how a topic is asked for by slash: a command of its own, or beyond `[commands] topics` by name."""
        return topic.name if topic.name in list(self.topics)[: self.commands.topics] else f"topic name:{topic.name}"

    def rights(self, server_id: int) -> Rights:
        """Return who may do what in a server."""
        return self.servers.get(str(server_id), self.servers["default"])

    @property
    def database(self) -> Path:
        """The file of the SQLite database."""
        return Path(self.store.url.removeprefix("sqlite:///"))

    def pointed(self, api_base: str, database: Path) -> "Settings":
        """Return the same configuration for a bot elsewhere: another API, another database, no backups, no numbers."""
        return self.model_copy(
            update={
                "metrics": Metrics(port=0),
                "backups": self.backups.model_copy(update={"every_hours": 0}),
                "discord": self.discord.model_copy(update={"api_base": api_base}),
                "store": Store(url=f"sqlite:///{database}"),
            }
        )

    @model_validator(mode="after")
    def _commands_are_named_once(self) -> Self:
        seen: dict[str, str] = dict.fromkeys(TAKEN, "")
        clashes = []
        for topic in self.topics.values():
            for name in (topic.name, *topic.aliases):
                if name in seen:
                    clashes.append(faults.name_taken(topic.name, name, seen[name]))
                seen[name] = topic.name
        if clashes:
            raise ValueError("\n".join(clashes))
        return self


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
    return settings.model_copy(
        update={
            "essays": settings.essays.model_copy(update={"folder": essays / settings.essays.folder}),
            "store": Store(url=f"sqlite:///{data / settings.database}"),
            "discord": settings.discord.model_copy(update={"token_file": str(data / token_file) if token_file else ""}),
            "backups": settings.backups.model_copy(update={"folder": str(data / settings.backups.folder)}),
            "logging": settings.logging.model_copy(update={"file": str(data / log) if log else ""}),
        }
    )
