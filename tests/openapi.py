"""Holds an exchange against Discord's official OpenAPI description, where that file is present."""

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
import orjson

from bot.playground import Exchange, Referee

Json = dict[str, Any]
BESIDE = Path(__file__).parents[2] / "shared" / "discord" / "openapi.json"


def path_of_description() -> Path | None:
    """Return where the description is, or None where it is absent."""
    path = Path(os.environ.get("EPILOGUE_OPENAPI", BESIDE))
    return path if path.is_file() else None


@cache
def description() -> Json:
    """Return the description, mended where Discord itself departs from it: the codes inside `_errors` are words."""
    path = path_of_description()
    if path is None:
        raise FileNotFoundError("Discord's OpenAPI description is not here")
    read: Json = json.loads(path.read_text(encoding="utf-8"))
    read["components"]["schemas"]["InnerErrors"]["properties"]["_errors"]["items"] = {
        "type": "object",
        "properties": {"code": {"type": "string"}, "message": {"type": "string"}},
        "required": ["code", "message"],
    }
    return read


@cache
def _components(part: str) -> Json:
    """Return the schemas; in requests Discord also takes an id as a number, which the description leaves out."""
    components = description()["components"]
    if part == "request":
        either = {"type": ["string", "integer"], "pattern": "^(0|[1-9][0-9]*)$", "minimum": 0}
        components = {**components, "schemas": {**components["schemas"], "SnowflakeType": either}}
    return {"components": components}


@cache
def _validator(route: str, part: str) -> jsonschema_rs.Validator | None:
    """Return the validator for "METHOD /template" and a part: "request", or an HTTP status. None: nothing is said."""
    method, _, template = route.partition(" ")
    operation = description()["paths"][template][method.lower()]
    if part == "request":
        content = operation.get("requestBody", {}).get("content", {})
    else:
        answers = operation["responses"]
        answer = answers.get(part) or answers.get(f"{part[0]}XX")
        if answer is None:
            raise LookupError(f"{route} never answers {part}")
        if "$ref" in answer:
            answer = description()["components"]["responses"][answer["$ref"].rpartition("/")[2]]
        content = answer.get("content", {})
    schema = content.get("application/json", {}).get("schema")
    return None if schema is None else jsonschema_rs.Draft202012Validator({**_components(part), **schema})


def referee() -> Referee | None:
    """Return a referee for `Playground`, or None where the description is absent."""
    return judge if path_of_description() is not None else None


def judge(exchange: Exchange) -> str | None:
    """Object to a request that was accepted though the description forbids it, and to any answer that it forbids."""
    route = f"{exchange.method} {exchange.route}"
    if exchange.route not in description()["paths"]:
        return None if exchange.status in (404, 405) else f"{route} is not described"
    if exchange.method.lower() not in description()["paths"][exchange.route]:
        return None if exchange.status in (404, 405) else f"{route} is not described"
    if exchange.status < 400 and exchange.request is not None:
        fault = _fault(route, "request", exchange.request)
        if fault is not None:
            return f"the request of {route} is not as described: {fault}"
    if exchange.status >= 500:
        return None  # the description leaves these open
    if not exchange.answer:
        return None
    fault = _fault(route, str(exchange.status), orjson.loads(exchange.answer))
    return None if fault is None else f"the answer {exchange.status} of {route} is not as described: {fault}"


def fault_of(schema: str, value: Any) -> str | None:
    """Return what is wrong with a value by one of the description's named schemas, or None."""
    return _first_fault(_named(schema), value)


@cache
def _named(schema: str) -> jsonschema_rs.Validator:
    return jsonschema_rs.Draft202012Validator({**_components("answer"), "$ref": f"#/components/schemas/{schema}"})


def _fault(route: str, part: str, value: Any) -> str | None:
    validator = _validator(route, part)
    return None if validator is None else _first_fault(validator, value)


def _first_fault(validator: jsonschema_rs.Validator, value: Any) -> str | None:
    if validator.is_valid(value):
        return None
    error = next(iter(validator.iter_errors(value)))
    return f"{error.message[:600]} at {list(error.instance_path)}"
