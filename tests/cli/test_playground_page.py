"""`epilogue playground` with its page, as a process of its own."""

import asyncio
import errno
import os
import re
import signal
import socket
from pathlib import Path

import pytest
from aiohttp import ClientSession

from tests.cli.process import playground


async def started(folder: Path, *arguments: str) -> asyncio.subprocess.Process:
    return await playground(folder, "--no-browser", *arguments, stdin=asyncio.subprocess.DEVNULL)


async def test_the_page_is_served_without_a_terminal_until_it_is_stopped(tmp_path: Path) -> None:
    process = await started(tmp_path, "--port", "0")
    assert process.stdout is not None
    line = (await process.stdout.readline()).decode()
    found = re.search(r"http://127\.0\.0\.1:\d+/", line)
    assert found, line
    async with ClientSession() as client, client.get(found[0]) as answer:
        assert answer.status == 200
        assert "Epilogue playground" in await answer.text()
    process.send_signal(signal.SIGTERM)
    _, err = await process.communicate()
    assert process.returncode == 0
    assert not err


async def test_a_port_that_is_taken_is_named(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        process = await started(tmp_path, "--port", str(port))
        _, err = await process.communicate()
    assert process.returncode == 1
    assert err.decode().startswith(f"The page cannot be served on port {port} ({os.strerror(errno.EADDRINUSE).lower()}")


@pytest.mark.parametrize("port", ["-1", "65536", "here"])
async def test_what_is_no_port_is_named(tmp_path: Path, port: str) -> None:
    process = await started(tmp_path, f"--port={port}")
    _, err = await process.communicate()
    assert process.returncode == 2
    assert f"'{port}' is no port" in err.decode()
