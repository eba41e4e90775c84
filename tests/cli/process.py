"""`epilogue playground` in a process of its own, with nothing of this one's environment."""

import asyncio
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


async def playground(folder: Path, *arguments: str, stdin: int) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "playground", *arguments),
        cwd=folder,
        env={"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        stdin=stdin,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
