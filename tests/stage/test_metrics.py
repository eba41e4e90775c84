"""The numbers and the health of a running bot, read as Prometheus and a supervisor read them."""

import socket
from pathlib import Path

import aiohttp
import pytest
from pydantic import SecretStr

from bot import config, running
from bot.clock import Clock
from bot.errors import StartRefusal
from bot.playground import Playground
from bot.settings import Metrics
from tests.stage.evening import Evening, evening_in
from tests.stage.listening import hearing
from tests.stores import url_in

FILLED = {
    "Title": "Lovely, but sad",
    "Your answer": "They never meet again.",
    "Which essay it answers": "A very happy ending",
}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def started_with_numbers(evening: Evening, port: int) -> None:
    await evening.stop_bot()
    evening.settings = evening.settings.model_copy(update={"metrics": Metrics(port=port)})
    await evening.start_bot()


async def read(port: int, path: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{port}{path}") as answer:
        return answer.status, await answer.text()


async def test_what_members_do_is_counted_and_nobody_is_named(tmp_path: Path) -> None:
    port = free_port()
    async with evening_in(tmp_path) as evening:
        await started_with_numbers(evening, port)
        poll = await evening.olga.slash("poll start", preset="ending")
        for member in (evening.ann, evening.bob):
            await member.press(poll, "Sad")
        await evening.ann.say("!songs lovely night")
        await evening.ann.autocomplete("quote", text="lovely")
        await evening.ann.fill(await evening.ann.slash("take write"), FILLED)
        status, told = await read(port, "/metrics")
        assert status == 200
        assert 'epilogue_interactions_total{kind="vote"} 2.0' in told
        for kind in ("/poll start", "/take write", "form"):
            assert f'epilogue_interactions_total{{kind="{kind}"}} 1.0' in told
        assert 'epilogue_search_seconds_count{purpose="answer"} 1.0' in told
        assert 'epilogue_search_seconds_count{purpose="suggest"} 1.0' in told
        assert 'epilogue_text_commands_total{command="songs"} 1.0' in told
        assert "epilogue_acknowledgement_seconds_count 5.0" in told
        assert 'epilogue_gateway_shard_open{shard="0"} 1.0' in told
        assert 'epilogue_servers{shard="0"} 2.0' in told
        assert "epilogue_database_lag_seconds" in told
        assert not any(word in told for word in ("ann", "bob", "lovely", "Lighthouse", str(evening.ann.id)))


async def test_health_is_ok_while_the_bot_is_connected_and_503_while_it_is_not(tmp_path: Path) -> None:
    port = free_port()
    async with evening_in(tmp_path) as evening:
        await started_with_numbers(evening, port)
        assert await read(port, "/healthz") == (200, "ok\n")
        evening.stage.gateway.terms.refuse_resumes = 1_000
        evening.stage.gateway.terms.identify_seconds = 1_000
        with hearing("bot.metrics") as heard:
            evening.stage.gateway.end(4000)
            await heard.until("Shard 0 has lost its connection")
        assert await read(port, "/healthz") == (503, "not connected to Discord's gateway\n")
    with pytest.raises(aiohttp.ClientError):
        await read(port, "/healthz")


async def test_a_port_that_is_taken_is_told(tmp_path: Path) -> None:
    async with Playground() as stage:
        settings = config.load().pointed(stage.api_base, url_in(tmp_path))
        with socket.socket() as other:
            other.bind(("127.0.0.1", 0))
            other.listen()
            settings = settings.model_copy(update={"metrics": Metrics(port=other.getsockname()[1])})
            with pytest.raises(StartRefusal, match=r"cannot be listened on .* \[metrics\] port"):
                await running.run(settings, SecretStr(stage.token), Clock())
