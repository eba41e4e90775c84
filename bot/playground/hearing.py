"""What the gateway grants, and how it reads what a client says."""

from dataclasses import dataclass
from typing import Any

import orjson

from bot.playground import intents, limits
from bot.playground.closing import DECODE_ERROR, INVALID_SHARD, Closing
from bot.playground.shapes import Json


@dataclass
class Terms:
    """What the gateway grants and how it may misbehave; a test changes these at any time."""

    privileged: int = intents.MESSAGE_CONTENT
    shards: int = 1
    max_concurrency: int = 1
    identifies_left: int = limits.IDENTIFIES
    identify_seconds: float = limits.IDENTIFY_SECONDS
    heartbeat_seconds: float = limits.HEARTBEAT_SECONDS
    acknowledge: bool = True
    refuse_resumes: int = 0


def parse(data: str | bytes) -> Json:
    """Read a payload; raises `Closing` for what is too long, no JSON or no object."""
    if len(data) > limits.GATEWAY_PAYLOAD:
        raise Closing(DECODE_ERROR, "Error while decoding payload.")
    try:
        said: Any = orjson.loads(data)
    except orjson.JSONDecodeError:
        raise Closing(DECODE_ERROR, "Error while decoding payload.") from None
    if not isinstance(said, dict):
        raise Closing(DECODE_ERROR, "Error while decoding payload.")
    return said


def shard_of(given: Any) -> tuple[int, int]:
    """Read [shard, shards]; raises `Closing` for what is no such pair."""
    match given:
        case [int(shard), int(shards)] if 0 <= shard < shards:
            return shard, shards
    raise Closing(INVALID_SHARD, "Invalid shard.")
