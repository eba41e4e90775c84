"""The tables of the configuration: typed, frozen, and each with the rule of its own values.

What a file says is read into them by `bot.config`; their defaults stand in `config.example.toml` alone.
"""

import itertools
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_serializer, field_validator, model_validator

from bot import shards
from bot.errors import Refusal
from bot.knowledge.topic import CommandName, Topic
from bot.polls import duration
from bot.polls.preset import Preset
from bot.privacy.rules import Rules as Privacy
from bot.reasons.rules import Rules as Reasons
from bot.store_url import FORM, file_of, without_password
from bot.takes.rules import Rules as Takes
from bot.text import faults

# Commands of the bot itself: a topic cannot take their names.
TAKEN = frozenset({"quote", "topics", "essays", "about", "help", "poll", "take", "reason", "privacy", "admin", "topic"})

Id = Annotated[int, Field(gt=0, lt=2**63)]


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Discord(_Table):
    """`[discord]`: how the bot reaches Discord."""

    token_file: str
    api_base: Annotated[str, Field(pattern=r"^https?://[^\s?#]+/v\d+$")]
    shard_count: Annotated[int, Field(ge=0, le=shards.MOST)]
    shard_ids: tuple[Annotated[int, Field(ge=0, lt=shards.MOST)], ...]

    @field_validator("shard_ids", mode="before", json_schema_input_type=str | list[int | str])
    @classmethod
    def _with_ranges(cls, value: object) -> object:
        """Take numbers and ranges, as one text or as a list."""
        parts: list[object] = value if isinstance(value, list) else [value]
        return [one for part in parts for one in (shards.parse(part) if isinstance(part, str) else (part,))]

    @field_validator("shard_ids")
    @classmethod
    def _of_the_shards_there_are(cls, value: tuple[int, ...], info: ValidationInfo) -> tuple[int, ...]:
        count = info.data.get("shard_count", 0)
        for before, shard in itertools.pairwise(sorted(value)):
            if before == shard:
                raise ValueError(faults.shard_twice(shard))
        if value and max(value) >= count:
            raise ValueError(faults.shard_unknown(max(value), count))
        return tuple(sorted(value))

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

    url: Annotated[str, Field(json_schema_extra={"pattern": f"^({FORM.pattern})$"})]

    @field_validator("url")
    @classmethod
    def _of_a_known_kind(cls, value: str) -> str:
        if not FORM.fullmatch(value):
            raise ValueError(faults.store_url_wrong())
        return value

    @field_serializer("url")
    def _for_people(self, value: str) -> str:
        return without_password(value)

    @property
    def file(self) -> Path | None:
        """The file of an SQLite database; None where a server keeps it."""
        return file_of(self.url)


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

    def pointed(self, api_base: str, url: str) -> "Settings":
        """Return the same configuration for a bot elsewhere: another API, another store, no backups, no numbers."""
        return self.model_copy(
            update={
                "metrics": Metrics(port=0),
                "backups": self.backups.model_copy(update={"every_hours": 0}),
                "discord": self.discord.model_copy(update={"api_base": api_base}),
                "store": Store(url=url),
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
