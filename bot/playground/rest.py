"""The REST side: from an HTTP request to a route's answer, with authorisation, limits, faults and the record."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import formatdate
from typing import Any

import orjson
from aiohttp import BodyPartReader, StreamReader, hdrs, web
from aiohttp.abc import AbstractStreamWriter
from aiohttp.http_parser import RawRequestMessage
from aiohttp.web_protocol import RequestHandler

from bot.playground.backstage import Backstage
from bot.playground.bodies import File
from bot.playground.faults import Fault, FaultPlan
from bot.playground.ratelimits import limited
from bot.playground.refusals import Refused, bad_json, not_found, too_large, unauthorised, wrong_method
from bot.playground.routes import TABLE
from bot.playground.routing import Answer, Call, Found

PREFIX = "/api/v10/"
JSON_HEADERS = {"Content-Type": "application/json"}
BODY_BYTES = 26 * 1024 * 1024  # docs, "Uploading Files": a whole request is at most 25 MiB and its text


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and its answer, for the referee: `request` is the JSON body or None, `answer` the raw JSON."""

    method: str
    path: str
    route: str
    request: Any
    status: int
    answer: bytes


Referee = Callable[[Exchange], str | None]


class CutConnection(Exception):  # noqa: N818 - a way to end an exchange without an answer
    """The connection is to be broken instead of answered."""


class Rest:
    """Answers HTTP requests; `referee` is asked about each exchange and names what it objects to."""

    def __init__(self, stage: Backstage, referee: Referee | None) -> None:
        self._stage = stage
        self._referee = referee
        self._second, self._written = -1, ""

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answer one request."""
        path = request.rel_url.raw_path
        if path.startswith("/attachments/"):
            return self._serve_file(path)
        if not path.startswith("/api/"):
            return await self._stage.gateway.converse(request)
        if self._stage.limits.banned(self._stage.time()):
            return web.Response(status=429, text="error code: 1015")  # of the proxy, not of Discord: no JSON
        began = time.perf_counter()
        found = TABLE.find(request.method, path.removeprefix(PREFIX))
        body: Any = None
        headers: dict[str, str] = {}
        route = f"{request.method} {found.template if found else path}"
        try:
            call, body = await self._read(request, found)
            answer, headers = await self._answer(route, found, call)
        except Refused as refusal:
            answer = Answer(refusal.status, refusal.body)
        except CutConnection:
            if request.transport is not None:
                request.transport.abort()
            self._stage.feed.see(route, valid=False, note="the connection was cut")
            return web.Response(status=500)
        raw = b"" if answer.body is None else orjson.dumps(answer.body)
        self._record(request, route, body, answer.status, raw, began)
        headers[hdrs.DATE] = self._date()
        return web.Response(status=answer.status, body=raw, headers={**JSON_HEADERS, **headers} if raw else headers)

    def _date(self) -> str:
        """Return the moment as the head of an answer tells it; the stage's time is its own."""
        second = int(self._stage.time())
        if second != self._second:
            self._second, self._written = second, formatdate(second, usegmt=True)
        return self._written

    async def _read(self, request: web.BaseRequest, found: Found | None) -> tuple[Call, Any]:
        if found is None:
            self._stage.unknown_routes.append(f"{request.method} {request.path}")
            raise not_found()
        if found.handler is None:
            self._stage.unknown_routes.append(f"{request.method} {request.path}")
            raise wrong_method()
        token = self._stage.token
        authorised = bool(token) and request.headers.get(hdrs.AUTHORIZATION) == f"Bot {token}"
        if not authorised and not found.public:
            raise unauthorised()
        body, files = await _body(request)
        return Call(found.params, request.query, body, files, authorised), body

    async def _answer(self, route: str, found: Found | None, call: Call) -> tuple[Answer, dict[str, str]]:
        if found is None or found.handler is None:
            raise not_found()
        channel = found.params.get("channel_id", "")
        fault = self._stage.faults.take(route, channel) if self._stage.faults.planned else None
        if (
            fault is not None
            and not fault.after
            and (misbehaved := await _misbehave(self._stage.faults, fault)) is not None
        ):
            return misbehaved
        refusal, headers = self._stage.limits.take(route, channel, self._stage.time(), counts_globally=not found.public)
        if refusal is not None:
            return Answer(refusal.status, refusal.body), headers
        try:
            answer = found.handler(self._stage, call)
        except Refused as refused:
            answer = Answer(refused.status, refused.body)
        if (
            fault is not None
            and fault.after
            and (misbehaved := await _misbehave(self._stage.faults, fault)) is not None
        ):
            return misbehaved
        return answer, headers

    def _record(self, request: web.BaseRequest, route: str, body: Any, status: int, raw: bytes, began: float) -> None:
        milliseconds = (time.perf_counter() - began) * 1000
        note = raw.decode(errors="replace")[:500] if status >= 400 else ""
        self._stage.feed.see(route, status, valid=status < 400, milliseconds=milliseconds, note=note)
        if status in (401, 403, 429):
            self._stage.limits.count_invalid(self._stage.time())
        self._stage.changes.stir()
        if self._referee is None:
            return
        method, _, template = route.partition(" ")
        exchange = Exchange(method, request.path, template, body, status, raw)
        if (objection := self._referee(exchange)) is not None:
            self._stage.objections.append(objection)

    def _serve_file(self, path: str) -> web.Response:
        number = path.removeprefix("/attachments/").partition("/")[0]
        upload = self._stage.world.uploads.get(int(number)) if number.isdigit() else None
        if upload is None:
            return web.Response(status=404)
        return web.Response(body=upload.data, headers={"Content-Type": upload.content_type})


def large_request(
    message: RawRequestMessage,
    payload: StreamReader,
    protocol: RequestHandler,
    writer: AbstractStreamWriter,
    task: "asyncio.Task[None]",
) -> web.BaseRequest:
    """Make the server's request objects, which by default refuse a part of more than one mebibyte."""
    loop = asyncio.get_running_loop()
    return web.BaseRequest(message, payload, protocol, writer, task, loop, client_max_size=2 * BODY_BYTES)


async def _misbehave(plan: FaultPlan, fault: Fault) -> tuple[Answer, dict[str, str]] | None:
    """Do what a fault says; return the answer that it forces, or None where it only delayed."""
    if fault.delay:
        await plan.wait(fault.delay)
    if fault.cut:
        raise CutConnection
    if fault.status == 429:
        refusal, headers = limited(fault.retry_after, everywhere=fault.scope == "global", scope=fault.scope)
        return Answer(429, refusal.body), headers
    if fault.status is not None:
        return Answer(fault.status, {"message": f"{fault.status}: a planned fault", "code": 0}), {}
    return None


async def _body(request: web.BaseRequest) -> tuple[Any, dict[str, File]]:
    """Return the JSON body (None where there is none) and the files of a request."""
    kind = request.headers.get(hdrs.CONTENT_TYPE, "")
    if kind.startswith("multipart/form-data"):
        return await _multipart(request)
    raw = await request.content.read()
    if len(raw) > BODY_BYTES:
        raise too_large()
    if not raw:
        return None, {}
    if not kind.startswith("application/json"):
        raise Refused(400, 50035, "Expected \"Content-Type\" header to be one of {'application/json'}.")
    return _loads(raw), {}


async def _multipart(request: web.BaseRequest) -> tuple[Any, dict[str, File]]:
    body: Any = {}
    files: dict[str, File] = {}
    reader = await request.multipart()
    total = 0
    while (part := await reader.next()) is not None:
        if not isinstance(part, BodyPartReader):
            raise bad_json()
        data = bytes(await part.read())
        total += len(data)
        if total > BODY_BYTES:
            raise too_large()
        name = part.name or ""
        if name == "payload_json":
            body = _loads(data)
        elif name.startswith("files[") and name.endswith("]"):
            content_type = part.headers.get(hdrs.CONTENT_TYPE, "application/octet-stream")
            files[name[6:-1]] = File(part.filename or "unknown", data, content_type)
    return body, files


def _loads(raw: bytes) -> Any:
    try:
        return orjson.loads(raw)
    except orjson.JSONDecodeError:
        raise bad_json() from None
