"""Starting without burning the token, stopping without dropping an answer, and what this leans on in discord.py."""

import asyncio
import inspect
import os
import signal
import sys
from datetime import timedelta
from pathlib import Path

import discord
import pytest
from discord import app_commands, ui

from bot.identifying import FREE_IN_A_DAY
from bot.playground import Playground
from bot.playground.faults import Fault
from bot.stopping import HANDLERS
from bot.store.database import opened
from bot.store.identifies import Identifies
from tests.stage.evening import Evening, evening_in
from tests.stage.listening import hearing

ROOT = Path(__file__).parent.parent.parent


async def test_an_answer_that_is_under_way_arrives_though_the_bot_stops(evening: Evening) -> None:
    poll = await evening.olga.slash("poll start", preset="ending")
    late = evening.stage.faults.add(Fault("POST /interactions", 1, delay=0.5))
    press = asyncio.create_task(evening.bob.press(poll, "Sad"))
    await late.hit.wait()
    await evening.stop_bot()
    assert "Counted" in (await press).text
    await evening.start_bot()
    assert "1 voted" in evening.message(poll).text


async def test_a_crash_loop_waits_and_says_so(tmp_path: Path) -> None:
    async with evening_in(tmp_path) as evening:
        await evening.stop_bot()
        application = evening.stage.backstage.bot.id
        async with opened(evening.settings.store.url) as database:
            for _ in range(FREE_IN_A_DAY):
                now = evening.clock.now()
                await Identifies(database).add(application, 0, now, now - timedelta(days=1))
        with hearing("bot.identifying") as heard:
            starting = asyncio.create_task(evening.start_bot())
            await heard.until("connects 1,000 times a day")
            assert not evening.stage.gateway.live
            evening.clock.advance(timedelta(seconds=30))
            await starting
        assert "jazz" in (await evening.ann.say("!jazz")).text


async def test_where_discords_day_is_used_up_the_bot_waits_for_the_next(evening: Evening) -> None:
    await evening.stop_bot()
    evening.stage.gateway.terms.identifies_left = 0
    with hearing("bot.identifying") as heard:
        starting = asyncio.create_task(evening.start_bot())
        await heard.until("connects 1,000 times a day")
        assert not evening.stage.gateway.live
        evening.stage.gateway.terms.identifies_left = 1_000
        evening.clock.advance(timedelta(days=1, seconds=1))
        await starting
    assert "jazz" in (await evening.ann.say("!jazz")).text


def unit_command() -> list[str]:
    """Return what the systemd unit starts, with this Python and this folder in place of the installed ones."""
    unit = (ROOT / "deploy" / "epilogue.service").read_text(encoding="utf-8")
    (line,) = (line for line in unit.splitlines() if line.startswith("ExecStart="))
    python, *arguments = line.partition("=")[2].split()
    assert python.endswith("/python")
    return [sys.executable, *arguments]


@pytest.mark.skipif(sys.platform == "win32", reason="systemd is not on Windows")
async def test_the_units_own_command_serves_reloads_and_stops_on_a_signal(tmp_path: Path) -> None:
    async with Playground() as stage:
        (tmp_path / "config.toml").write_text(f'[discord]\napi_base = "{stage.api_base}"\n', encoding="utf-8")
        token = tmp_path / "token"
        token.write_text(stage.token, encoding="utf-8")
        token.chmod(0o600)
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "DISCORD_TOKEN": stage.token}
        command = [str(tmp_path / "config.toml") if "config.toml" in part else part for part in unit_command()]
        process = await asyncio.create_subprocess_exec(
            *command, cwd=tmp_path, env=environment, stderr=asyncio.subprocess.PIPE
        )
        try:
            await stage.connected()
            assert "jazz" in (await stage.member("ann").say("!jazz")).text
            process.send_signal(signal.SIGHUP)
            process.send_signal(signal.SIGTERM)
            _, errors = await process.communicate()
        finally:
            if process.returncode is None:
                process.kill()
    assert process.returncode == 0
    told = errors.decode()
    assert "Traceback" not in told
    assert "Stopping" in told
    assert stage.token not in told
    assert (tmp_path / "backups").is_dir()


def test_discord_py_still_names_its_tasks_as_we_wait_for_them() -> None:
    """Where this fails, read how discord.py starts the handlers of events (presses among them), commands and forms."""
    sources = {
        HANDLERS[0].removesuffix("on_"): discord.Client,
        HANDLERS[1]: app_commands.CommandTree,
        HANDLERS[2]: ui.Modal,
    }
    for name, source in sources.items():
        assert f"'{name}" in inspect.getsource(source), name
