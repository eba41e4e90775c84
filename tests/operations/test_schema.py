"""The schema of the configuration says what the configuration's reader says."""

import copy
import tomllib
from typing import Any

import jsonschema_rs
import pytest

from bot import schema
from bot.shipped import shipped

EXAMPLE: dict[str, Any] = tomllib.loads(shipped("config.example.toml").read_text(encoding="utf-8"))
SCHEMA = schema.schema()
VALIDATOR = jsonschema_rs.validator_for(SCHEMA)


def faults(**changes: object) -> list[str]:
    config = copy.deepcopy(EXAMPLE)
    for path, value in changes.items():
        *tables, key = path.split("__")
        table = config
        for name in tables:
            table = table[name]
        table[key] = value
    return [error.message for error in VALIDATOR.iter_errors(config)]


def test_the_example_and_an_empty_file_are_without_fault() -> None:
    assert faults() == []
    assert VALIDATOR.is_valid({})
    assert VALIDATOR.is_valid({"polls": {"quorum": 3}, "servers": {"1234": {"voters": [5]}}})


@pytest.mark.parametrize(
    "change",
    [
        {"dicsord": {}},
        {"polls__qourum": 3},
        {"polls__quorum": "three"},
        {"logging__level": "loud"},
        {"topics__songs__words": []},
        {"topics__songs__description": "x" * 101},
        {"topics__Bad Name!": EXAMPLE["topics"]["songs"]},
        {"polls__presets__ending__options": []},
        {"servers__default__voters": ["everyone"]},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_fault_is_a_fault_in_the_editor_too(change: dict[str, object]) -> None:
    assert faults(**change)


def test_every_plain_key_has_its_default_and_its_meaning() -> None:
    definitions = SCHEMA["$defs"]

    def plain(table: dict[str, Any], defaults: dict[str, Any], at: str) -> None:
        for key, value in table["properties"].items():
            inner = definitions.get(value.get("$ref", "").rpartition("/")[2])
            if inner is not None:
                plain(inner, defaults[key], f"{at}{key}.")
            elif not isinstance(defaults[key], dict):
                assert value["default"] == defaults[key], f"{at}{key}"
            assert inner is not None or value.get("description") or key in UNDESCRIBED, f"{at}{key}"

    plain(SCHEMA, EXAMPLE, "")


# Keys that share the comment above the key before them, and tables that need none.
UNDESCRIBED = {"keep", "servers", "topics", "presets"}


def test_the_example_names_the_schema_for_editors() -> None:
    text = shipped("config.example.toml").read_text(encoding="utf-8")
    assert text.startswith("#:schema ./")
