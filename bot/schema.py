"""A JSON schema of the configuration, for editors: completion, the meaning of each key, faults as one types.

The types come from `bot.settings`, the defaults and the descriptions from `config.example.toml` and its comments.
"""

import tomllib
from typing import Any

from bot.settings import Settings
from bot.shipped import shipped

Table = dict[str, Any]


def schema() -> Table:
    """Return the schema of a configuration file, where every key may be left out."""
    example = shipped("config.example.toml").read_text(encoding="utf-8")
    made = Settings.model_json_schema()
    definitions = made["$defs"]
    for name in ("Topic", "Preset"):  # their table's name is their name
        del definitions[name]["properties"]["name"]
        definitions[name]["required"].remove("name")
    made["properties"]["topics"]["additionalProperties"] = False  # pydantic leaves names open that fit no pattern
    comments = _comments(example)
    _describe(made, definitions, tomllib.loads(example), comments, ())
    made["title"] = "Epilogue's configuration"
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made}


def _describe(table: Table, definitions: Table, defaults: Table, comments: dict[str, str], at: tuple[str, ...]) -> None:
    """Give a table's keys their defaults and comments, and require none; then those of the tables in it."""
    table.pop("required", None)
    for key, value in table["properties"].items():
        here = (*at, key)
        inner = definitions.get(value.get("$ref", "").rpartition("/")[2])
        default = defaults.get(key)
        if inner is not None and isinstance(default, dict):
            _describe(inner, definitions, default, comments, here)
        elif key in defaults and not isinstance(default, dict):
            value["default"] = default
        if described := comments.get(".".join(here)):
            value["description"] = described
    if at == ():
        rights = table["properties"]["servers"]["additionalProperties"]["$ref"].rpartition("/")[2]
        _describe(definitions[rights], definitions, defaults["servers"]["default"], comments, ("servers", "default"))


def _comments(example: str) -> dict[str, str]:
    """Return the comment above each table and key, by the key's path."""
    found: dict[str, str] = {}
    said: list[str] = []
    table = ""
    for line in example.splitlines():
        if line.startswith("#"):
            said.append(line.lstrip("#: "))
            continue
        if line.startswith("["):
            table = line.strip("[]")
            path = table
        elif "=" in line:
            key = line.partition("=")[0].strip()
            path = f"{table}.{key}"
        else:
            said = []
            continue
        if said:
            found[path] = " ".join(said)
        said = []
    return found
