"""How many interactions the stage carries alone in its process, against a client that costs next to nothing.

    python -m tests.bench.stage [seconds]

The stage runs here, a raw client (sockets and bytes, no discord.py, no aiohttp) in a second process. It acknowledges
every press at once. The table says what the stage used of its core, for it must never be what is measured.
"""

import asyncio
import os
import statistics
import sys
import time
import zlib
from base64 import b64encode
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import orjson

from bot.playground import Member, Playground, Reply, posts
from bot.playground.bodies import Draft

WORKERS = 48  # members that press, each waiting for the answer
CONNECTIONS = 16  # over which the client answers
SECONDS = 10.0
BUTTON = {"type": 1, "components": [{"type": 2, "style": 1, "label": "Sad", "custom_id": "poll:1:vote:1"}]}
ANSWER = b'{"type":4,"data":{"content":"Counted: Sad","flags":64}}'
STREAMS = ("plain", "zlib-stream")


def masked(payload: bytes) -> bytes:
    """Frame a short text as a WebSocket client must, with a mask of zeroes."""
    size = len(payload)
    head = bytes([0x81, 0x80 | size]) if size < 126 else bytes([0x81, 0xFE]) + size.to_bytes(2, "big")
    return head + bytes(4) + payload


async def payloads(reader: asyncio.StreamReader, *, deflated: bool) -> AsyncIterator[bytes]:
    """Yield what the gateway says, frame by frame."""
    inflate = zlib.decompressobj()
    while True:
        _, short = await reader.readexactly(2)
        size = short & 0x7F
        if size > 125:
            size = int.from_bytes(await reader.readexactly(2 if size == 126 else 8), "big")
        frame = await reader.readexactly(size)
        yield inflate.decompress(frame) if deflated else frame


async def acknowledge(host: str, port: int, todo: asyncio.Queue[tuple[str, str]]) -> None:
    """Answer interactions over one kept connection."""
    reader, writer = await asyncio.open_connection(host, port)
    while True:
        id_, token = await todo.get()
        head = f"POST /api/v10/interactions/{id_}/{token}/callback?with_response=1 HTTP/1.1\r\nHost: {host}\r\n"
        head += f"Content-Type: application/json\r\nContent-Length: {len(ANSWER)}\r\n\r\n"
        writer.write(head.encode() + ANSWER)
        answer = await reader.readuntil(b"\r\n\r\n")
        if not answer.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(answer)
        size = int(answer.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
        await reader.readexactly(size)


async def client(origin: str, token: str, stream: str) -> None:
    """Be the bot: identify, then acknowledge every interaction."""
    url = urlsplit(origin)
    host, port = str(url.hostname), int(url.port or 0)
    reader, writer = await asyncio.open_connection(host, port, limit=1 << 22)
    query = "v=10&encoding=json" + ("" if stream == "plain" else f"&compress={stream}")
    writer.write(
        f"GET /?{query} HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {b64encode(os.urandom(16)).decode()}\r\n\r\n".encode()
    )
    await reader.readuntil(b"\r\n\r\n")
    writer.write(masked(orjson.dumps({"op": 2, "d": {"token": token, "intents": 1 | 1 << 9, "properties": {}}})))
    todo: asyncio.Queue[tuple[str, str]] = asyncio.Queue()
    async with asyncio.TaskGroup() as group:
        for _ in range(CONNECTIONS):
            group.create_task(acknowledge(host, port, todo))
        async for payload in payloads(reader, deflated=stream != "plain"):
            event = orjson.loads(payload)
            if event["t"] == "INTERACTION_CREATE":
                todo.put_nowait((event["d"]["id"], event["d"]["token"]))


async def press(member: Member, shown: Reply, until: float, took: list[float]) -> None:
    """Press until the time is over."""
    while time.perf_counter() < until:
        receipt = await member.press(shown, "Sad")
        took.append(receipt.acknowledged_after or 0.0)


async def measure(stream: str, seconds: float) -> str:
    """Run the stage here and return a row of the table."""
    async with Playground() as stage:
        crowd = stage.crowd(WORKERS)
        draft = Draft(content="How did the ending leave you?", components=[BUTTON])
        shown = posts.create(stage.backstage, stage.channel("general"), stage.backstage.bot, draft)
        words = ("-m", "tests.bench.stage", "client", stage.backstage.origin, stage.token, stream)
        child = await asyncio.create_subprocess_exec(sys.executable, *words)
        try:
            await stage.connected()
            took: list[float] = []
            began, cpu = time.perf_counter(), time.process_time()
            await asyncio.gather(*(press(one, Reply(shown), began + seconds, took) for one in crowd))
            wall, used = time.perf_counter() - began, time.process_time() - cpu
        finally:
            child.kill()
            await child.wait()
    took.sort()
    p50, p99 = statistics.median(took) * 1000, took[int(len(took) * 0.99)] * 1000
    count = len(took)
    return (
        f"| {stream} | {count} | {count / wall:.0f} | {count / used:.0f} | {used / wall:.0%} | {p50:.1f} | {p99:.1f} |"
    )


async def table(seconds: float) -> None:
    """Print one row for each way in which a client may ask for the gateway's frames."""
    print("| frames | interactions | a second | a second of CPU | of its core | p50 ms | p99 ms |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    for stream in STREAMS:
        print(await measure(stream, seconds))


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["client", origin, token, stream]:
            asyncio.run(client(origin, token, stream))
        case given:
            asyncio.run(table(float(given[0]) if given else SECONDS))
