"""A bot in a process of its own, as it runs where it is installed, and what it takes there."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.playground import Playground


@asynccontextmanager
async def running(stage: Playground, folder: Path, *arguments: str, preload: str = "") -> AsyncIterator[int]:
    """Run `python ARGUMENTS` with the stage's token, its bytecode kept in `folder`; give its process id.

    An installation has its modules compiled. So has this, from the second start with the same folder on. `preload` is a
    library that stands before the C library.
    """
    own = {"DISCORD_TOKEN": stage.token, "PYTHONPYCACHEPREFIX": str(folder / "bytecode")}
    if preload:
        own["LD_PRELOAD"] = preload
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, *arguments), env=inherited | own, stderr=asyncio.subprocess.DEVNULL
    )
    try:
        yield process.pid
    finally:
        process.terminate()
        await process.wait()


def epilogue(stage: Playground, folder: Path, *, backups: bool = False) -> tuple[str, ...]:
    """Write a configuration into `folder`, with the database beside it; return the arguments that run the bot on it."""
    config = folder / "config.toml"
    rest = "" if backups else "[backups]\nevery_hours = 0\n"
    config.write_text(f'[discord]\napi_base = "{stage.api_base}"\n{rest}', encoding="utf-8")
    return "-m", "bot", "run", "--config", str(config)


def resident(pid: int) -> float:
    """Return a process's resident memory in MiB."""
    for line in Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("no VmRSS")


def processor(pid: int) -> float:
    """Return the seconds of processor time that a process has used, its own and the kernel's for it."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
