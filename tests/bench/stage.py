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
from base64 import b64encode
from urllib.parse import urlsplit

import orjson

from bot.playground import Member, Playground, Reply, posts
from bot.playground.bodies import Draft
from bot.playground.world import Message

WORKERS = 48
SECONDS = 10.0
BUTTON = {"type": 1, "components": [{"type": 2, "style": 1, "label": "Sad", "custom_id": "poll:1:vote:1"}]}
SESSION = {"token": "", "intents": 1 | 1 << 9, "properties": {}}


def mask(payload: bytes) -> bytes:
    """Frame a text message as a WebSocket client must, with a mask of zeroes."""
    size = len(payload)
    head = bytes([0x81, 0x80 | size]) if size < 126 else bytes([0x81, 0xFE]) + size.to_bytes(2, "big")
    return head + bytes(4) + payload


async def frames(reader: asyncio.StreamReader) -> "asyncio.Queue[bytes]":
    """Read the gateway's frames for ever, into a queue."""
    queue: asyncio.Queue[bytes] = asyncio.Queue()

    async def read() -> None:
        while True:
            _, short = await reader.readexactly(2)
            size = short & 0x7F
            if size > 125:
                size = int.from_bytes(await reader.readexactly(2 if size == 126 else 8), "big")
            queue.put_nowait(await reader.readexactly(size))

    queue.reader = asyncio.create_task(read())  # type: ignore[attr-defined]
    return queue


async def acknowledge(host: str, port: int, todo: "asyncio.Queue[tuple[str, str]]") -> None:
    """Answer interactions over one kept connection."""
    reader, writer = await asyncio.open_connection(host, port)
    body = b'{"type":4,"data":{"content":"Counted: Sad","flags":64}}'
    while True:
        id_, token = await todo.get()
        head = f"POST /api/v10/interactions/{id_}/{token}/callback?with_response=1 HTTP/1.1\r\nHost: {host}\r\n"
        head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        writer.write(head.encode() + body)
        answer = await reader.readuntil(b"\r\n\r\n")
        if not answer.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(answer)
        size = int(answer.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
        await reader.readexactly(size)


async def client(origin: str, token: str) -> None:
    """Be the bot: identify, then acknowledge every interaction."""
    url = urlsplit(origin)
    host, port = str(url.hostname), int(url.port or 0)
    reader, writer = await asyncio.open_connection(host, port, limit=1 << 22)
    key = b64encode(os.urandom(16)).decode()
    writer.write(
        f"GET /?v=10&encoding=json HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n".encode()
    )
    await reader.readuntil(b"\r\n\r\n")
    writer.write(mask(orjson.dumps({"op": 2, "d": SESSION | {"token": token}})))
    todo: asyncio.Queue[tuple[str, str]] = asyncio.Queue()
    tasks = [asyncio.create_task(acknowledge(host, port, todo)) for _ in range(16)]
    queue = await frames(reader)
    while True:
        event = orjson.loads(await queue.get())
        if event["t"] == "INTERACTION_CREATE":
            todo.put_nowait((event["d"]["id"], event["d"]["token"]))
        if failed := next((task for task in tasks if task.done()), None):
            failed.result()


async def press(member: Member, shown: Reply, until: float, took: list[float]) -> None:
    """Press until the time is over."""
    while time.perf_counter() < until:
        receipt = await member.press(shown, "Sad")
        took.append(receipt.acknowledged_after or 0.0)


async def measure(seconds: float) -> None:
    """Run the stage here and print the table."""
    async with Playground() as stage:
        crowd = stage.crowd(WORKERS)
        general = stage.channel("general")
        draft = Draft(content="How did the ending leave you?", components=[BUTTON])
        shown: Message = posts.create(stage.backstage, general, stage.backstage.bot, draft)
        child = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.bench.stage", "client", stage.backstage.origin, stage.token
        )
        try:
            await stage.connected()
            took: list[float] = []
            began, cpu = time.perf_counter(), time.process_time()
            until = began + seconds
            await asyncio.gather(*(press(one, Reply(shown), until, took) for one in crowd))
            wall, used = time.perf_counter() - began, time.process_time() - cpu
        finally:
            child.kill()
            await child.wait()
    took.sort()
    print("| interactions | per second | per second of CPU | of its core | p50 ms | p99 ms |")
    print("|---:|---:|---:|---:|---:|---:|")
    p50, p99 = statistics.median(took) * 1000, took[int(len(took) * 0.99)] * 1000
    rate, worth = len(took) / wall, len(took) / used
    print(f"| {len(took)} | {rate:.0f} | {worth:.0f} | {used / wall:.0%} | {p50:.1f} | {p99:.1f} |")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["client", origin, token]:
            asyncio.run(client(origin, token))
        case [seconds]:
            asyncio.run(measure(float(seconds)))
        case _:
            asyncio.run(measure(SECONDS))
