"""The target of the gateway: events as Discord sends them, with something missing, doubled or of another kind."""

import json
import random
from typing import Any

import orjson

from bot.playground import Reply
from bot.playground.shapes import Json
from tests.stage.evening import Evening

ODD: tuple[Any, ...] = (None, 0, -1, 2**63, 1e308, True, "", "x", "7", "9" * 30, [], {}, [None], {"id": "7"}, [[]])
LATEST = 200  # events of the evening, among which one is chosen


def drawn(dice: random.Random) -> str:
    """Return a seed: which event is tampered with is known when the evening has had some."""
    return str(dice.randrange(2**32))


async def send(evening: Evening, given: str) -> Reply:
    """Send a tampered event, and ask something that has to be answered."""
    dice = random.Random(int(given))
    (session,) = evening.stage.gateway.live
    events = [orjson.loads(payload) for _, payload in list(session.sent)[-LATEST:]]
    event = dice.choice([one for one in events if one["t"] not in ("READY", "RESUMED")])
    for _ in range(dice.randrange(1, 4)):
        event["d"] = tampered(dice, event["d"])
    if isinstance(event["d"], dict) and dice.random() < 0.5:
        event["d"]["id"] = str(evening.stage.backstage.ids.next())  # what was heard already is left out
    assert session.connection is not None
    session.connection.queue(json.dumps(event).encode())
    return await evening.bob.slash("about")


def tampered(dice: random.Random, value: Any) -> Any:
    """Return a value with something in it left out, doubled or replaced."""
    if isinstance(value, dict) and value and dice.random() < 0.9:
        return _tampered_object(dice, value)
    if isinstance(value, list) and value and dice.random() < 0.7:
        at = dice.randrange(len(value))
        return [*value[:at], tampered(dice, value[at]), *value[at:][dice.randrange(2) :]]
    return dice.choice(ODD)


def _tampered_object(dice: random.Random, value: Json) -> Json:
    key = dice.choice(list(value))
    if dice.random() < 0.3:
        return {name: one for name, one in value.items() if name != key}
    return {**value, key: tampered(dice, value[key])}
