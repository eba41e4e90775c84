"""A PostgreSQL server of a bench's own: on loopback, in a temporary folder, restarted and stopped at will."""

import asyncio
import os
import shutil
import socket
from pathlib import Path
from types import TracebackType
from typing import Self

USER = "epilogue"
# initdb does not run as root; Debian's packages bring this user.
UNPRIVILEGED = "postgres"


def installed() -> Path | None:
    """Return the folder of the newest server's programs on this machine, or None."""
    found = [Path(on_path).resolve().parent] if (on_path := shutil.which("initdb")) else []
    found += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda one: float(one.parent.name))
    return found[-1] if found else None


class Server:
    """`async with Server(folder) as server:` has a server with one empty database, whose `url` it knows.

    It flushes as it is shipped: fsync and synchronous_commit are on. `folder` is to be absent, or empty and of the
    user that runs the server.
    """

    def __init__(self, folder: Path, programs: Path) -> None:
        self._folder = folder
        self._programs = programs
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._port = int(probe.getsockname()[1])
        self.url = f"postgresql://{USER}@127.0.0.1:{self._port}/{USER}"
        self.restarts = 0

    async def __aenter__(self) -> Self:
        self._folder.mkdir(parents=True, exist_ok=True)
        if os.geteuid() == 0:
            shutil.chown(self._folder, UNPRIVILEGED)
        await self._run("initdb", "-A", "trust", "-U", USER, "-E", "UTF8", "--locale=C")
        listening = f"-c listen_addresses=127.0.0.1 -c port={self._port} -c unix_socket_directories={self._folder}"
        await self._run("pg_ctl", "-w", "-l", str(self._folder / "log"), "-o", listening, "start")
        await self._run("createdb", "-h", "127.0.0.1", "-p", str(self._port), "-U", USER, USER)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._run("pg_ctl", "-w", "-m", "immediate", "stop")

    async def restart(self, mode: str) -> None:
        """Stop it ("fast": in order; "immediate": as a crash does, so that it recovers) and start it again."""
        await self._run("pg_ctl", "-w", "-m", mode, "-l", str(self._folder / "log"), "restart")
        self.restarts += 1

    def processes(self) -> list[int]:
        """Return the numbers of all its processes."""
        head = int((self._folder / "postmaster.pid").read_text(encoding="utf-8").split()[0])
        children = Path(f"/proc/{head}/task/{head}/children").read_text(encoding="utf-8").split()
        return [head, *map(int, children)]

    async def _run(self, program: str, *arguments: str) -> None:
        command = [str(self._programs / program), *arguments]
        if os.geteuid() == 0:
            command = ["runuser", "-u", UNPRIVILEGED, "--", *command]
        ran = await asyncio.create_subprocess_exec(
            *command,
            cwd="/",
            env={**os.environ, "PGDATA": str(self._folder)},
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )
        if await ran.wait():
            raise RuntimeError(f"{program} has failed; its log is {self._folder / 'log'}")
