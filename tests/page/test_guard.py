"""Who may use the page: a browser on this machine, on this very address; and whom it tells what."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import ClientSession, ClientWebSocketResponse, WSServerHandshakeError

from bot.playground import Reply, WebPage, permissions, setting
from bot.playground.world import Upload
from tests.stage.evening import Evening, evening_in


class Line:
    """A page's WebSocket without a page."""

    def __init__(self, socket: ClientWebSocketResponse) -> None:
        self.socket = socket
        self.heard: list[dict[str, Any]] = []
        self._number = 0

    async def ask(self, what: str, **fields: Any) -> dict[str, Any]:
        """Ask, and return the answer; what is told meanwhile is kept in `heard`."""
        self._number += 1
        await self.socket.send_json({"n": self._number, "do": what, **fields})
        while (said := await self.socket.receive_json()).get("n") != self._number:
            self.heard.append(said)
        answer: dict[str, Any] = said
        return answer

    def messages(self) -> list[str]:
        """Return what was told of messages, as one text each."""
        return [json.dumps(said["d"]) for said in self.heard if said["t"] == "MESSAGE"]


@pytest_asyncio.fixture(loop_scope="session")
async def evening(tmp_path: Path) -> AsyncIterator[Evening]:
    async with evening_in(tmp_path) as evening:
        yield evening


@pytest_asyncio.fixture(loop_scope="session")
async def web(evening: Evening) -> AsyncIterator[WebPage]:
    page = WebPage(evening.stage, restart=evening.restart_bot)
    await page.open()
    yield page
    await page.close()


@pytest_asyncio.fixture(loop_scope="session")
async def client(web: WebPage) -> AsyncIterator[ClientSession]:
    async with ClientSession(web.address) as session:
        yield session


def origin(web: WebPage) -> str:
    return web.address.removesuffix("/")


async def connect(client: ClientSession, web: WebPage, member: int | None = None) -> Line:
    line = Line(await client.ws_connect("/socket", headers={"Origin": origin(web)}))
    await line.ask("become", member=None if member is None else str(member))
    return line


@pytest.mark.parametrize("host", ["example.org", "127.0.0.1", "127.0.0.1:1", "127.0.0.1.example.org", ""])
@pytest.mark.parametrize("path", ["/", "/page/main.js", "/socket", "/attachments/1/a.png"])
async def test_a_request_under_another_name_is_refused(client: ClientSession, host: str, path: str) -> None:
    async with client.get(path, headers={"Host": host}) as answer:
        assert answer.status == 403


@pytest.mark.parametrize("foreign", ["http://example.org", "null", "https://127.0.0.1", "http://127.0.0.1:1"])
async def test_a_request_from_another_page_is_refused(client: ClientSession, foreign: str) -> None:
    async with client.get("/", headers={"Origin": foreign}) as answer:
        assert answer.status == 403
    with pytest.raises(WSServerHandshakeError):
        await client.ws_connect("/socket", headers={"Origin": foreign})


async def test_a_socket_without_an_origin_is_refused(client: ClientSession) -> None:
    with pytest.raises(WSServerHandshakeError):
        await client.ws_connect("/socket")


@pytest.mark.parametrize("path", ["/page/..%2fstage.py", "/page/nothing.js", "/other", "/attachments/1/a"])
async def test_nothing_but_the_page_is_served(client: ClientSession, path: str) -> None:
    async with client.get(path) as answer:
        assert answer.status == 404


async def test_every_file_of_the_page_says_what_it_is_and_that_no_foreign_script_runs(
    client: ClientSession, web: WebPage
) -> None:
    async with client.get("/channels/1/2/3") as answer:
        index = await answer.text()
        policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "require-trusted-types-for 'script'" in policy
    assert "<script>" not in index
    assert " on" not in "".join(line for line in index.splitlines() if "<script" in line)


async def test_only_pictures_are_shown_and_other_files_are_handed_over(client: ClientSession, evening: Evening) -> None:
    uploads = evening.stage.world.uploads
    uploads[1] = Upload(1, "page.html", b"<script>alert(1)</script>", "text/html")
    uploads[2] = Upload(2, "picture.svg", b"<svg onload='alert(1)'/>", "image/svg+xml")
    uploads[3] = Upload(3, "chart.png", b"\x89PNG", "image/png")
    for number, name, disposition, kind in (
        (1, "page.html", "attachment", "application/octet-stream"),
        (2, "picture.svg", "attachment", "application/octet-stream"),
        (3, "chart.png", "inline", "image/png"),
    ):
        async with client.get(f"/attachments/{number}/{name}") as answer:
            assert answer.status == 200
            assert answer.headers["Content-Disposition"] == disposition
            assert answer.content_type == kind
            assert "sandbox" in answer.headers["Content-Security-Policy"]


async def test_a_private_answer_is_told_to_its_reader_alone(
    client: ClientSession, web: WebPage, evening: Evening
) -> None:
    ann, bob = await connect(client, web, evening.ann.id), await connect(client, web, evening.bob.id)
    channel = str(evening.ann.channel.id)
    await ann.ask("say", channel=channel, content="!ending")

    def answered() -> list[Reply]:
        return [one for one in evening.bob.sees() if one.buttons]

    (shown,) = await evening.stage.until(answered, what="an answer with buttons")
    where = next(one for one in shown.buttons if one.label == "Where it stands")
    await bob.ask("press", channel=channel, message=str(shown.id), custom_id=where.custom_id)
    private = [one for one in evening.bob.sees() if one.ephemeral]
    assert private
    (of_bob, of_ann) = (await bob.ask("history", channel=channel), await ann.ask("history", channel=channel))
    ids = {str(one.id) for one in private}
    assert ids & {one["id"] for one in of_bob["messages"]}
    assert not ids & {one["id"] for one in of_ann["messages"]}
    assert any(id_ in message for id_ in ids for message in bob.messages())
    assert not any(id_ in message for id_ in ids for message in ann.messages())
    refused = await ann.ask("press", channel=channel, message=ids.pop(), custom_id="x")
    assert refused["error"] == "That message is not there any more."


async def test_who_does_not_see_a_channel_hears_nothing_of_it(
    client: ClientSession, web: WebPage, evening: Evening
) -> None:
    stage = evening.stage.backstage
    hidden = evening.stage.channel("films")
    cafe = evening.stage.server()
    setting.overwrite(stage, hidden, cafe.roles[cafe.id], deny=permissions.VIEW_CHANNEL)
    ann = await connect(client, web, evening.ann.id)
    assert "films" not in json.dumps(next(one for one in ann.heard if one["t"] == "WORLD"))
    for ask in ({"do": "history"}, {"do": "say", "content": "hello"}, {"do": "spoilers", "on": True}):
        answer = await ann.ask(ask.pop("do"), channel=str(hidden.id), **ask)  # type: ignore[arg-type]
        assert answer["error"] == "That channel is not there."


@pytest.mark.parametrize(
    "asked",
    [
        {"do": "nothing"},
        {"do": "history"},
        {"do": "history", "channel": 7},
        {"do": "history", "channel": "-1"},
        {"do": "say", "channel": "HERE"},
        {"do": "slash", "channel": "HERE", "command": "ending", "options": []},
        {"do": "crowd", "channel": "HERE", "message": "1", "count": 10**9},
        {"do": "fill", "form": "1", "values": {}},
        {"do": "become", "member": {}},
    ],
)
async def test_what_a_page_would_not_ask_is_answered_with_a_sentence(
    client: ClientSession, web: WebPage, evening: Evening, asked: dict[str, Any]
) -> None:
    line = await connect(client, web)
    fields = {key: str(evening.ann.channel.id) if value == "HERE" else value for key, value in asked.items()}
    answer = await line.ask(fields.pop("do"), **fields)
    assert answer["error"].endswith(".")
    await line.socket.send_str("no json")
    await line.socket.send_json(["no", "object"])
    assert "error" not in await line.ask("watch", on=True)
