"""The playground's page, served on loopback: its files, the files of messages, and one WebSocket for all else.

Who may use it: a browser on this machine that opened this very address. Any page on the web can make a browser
send requests to 127.0.0.1, and a name of its own can be made to point there; so every request must carry our own
`Host`, and our own `Origin` where it carries one, which a WebSocket's always does.
"""

from collections.abc import Awaitable, Callable
from pathlib import Path

from aiohttp import hdrs, web

from bot.playground.hall import Hall
from bot.playground.stage import Playground
from bot.playground.viewer import Viewer

FILES = Path(__file__).parent / "page"
LOOPBACK = "127.0.0.1"
FRAME_BYTES = 64 * 1024  # the longest thing a page says is a form of five texts of 4,000 characters

# No script but our files, no style but our files, nothing from elsewhere, and no text that becomes markup.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self' ws://{host}; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-cache",
}
# What a browser may draw; everything else is handed over as a download.
PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})

TYPES = {".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}


class WebPage:
    """The page of a stage; from `open()` to `close()` it is served at `address`.

    `restart` restarts the bot; `port` 0 is a free one.
    """

    def __init__(self, stage: Playground, *, restart: Callable[[], Awaitable[None]], port: int = 0) -> None:
        self._hall = Hall(stage, restart)
        self._port = port
        self._hosts: frozenset[str] = frozenset()
        self._sockets: set[web.WebSocketResponse] = set()
        self.address = ""

    async def open(self) -> None:
        """Begin to serve. Raises OSError where the port is taken."""
        app = web.Application(middlewares=[self._guard])
        app.router.add_get("/", self._index)
        app.router.add_get("/channels/{where:.*}", self._index)
        app.router.add_get("/page/{name}", self._file)
        app.router.add_get("/attachments/{id:[0-9]+}/{name}", self._attachment)
        app.router.add_get("/socket", self._converse)
        app.on_shutdown.append(self._hang_up)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, LOOPBACK, self._port).start()
        except OSError:
            await self._runner.cleanup()
            raise
        port = self._runner.addresses[0][1]
        self._hosts = frozenset({f"{LOOPBACK}:{port}", f"localhost:{port}"})
        self.address = f"http://{LOOPBACK}:{port}/"

    async def close(self) -> None:
        """Hang up on every page, and stop."""
        await self._runner.cleanup()

    @web.middleware
    async def _guard(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        """Let through only what this very page asks for, and say on every answer what it may do."""
        host, origin = request.headers.get(hdrs.HOST, ""), request.headers.get(hdrs.ORIGIN)
        if host not in self._hosts or (origin is not None and origin != f"http://{host}"):
            return web.Response(status=403, text="This page is only for this machine.", headers=HEADERS)
        try:
            answer = await handler(request)
        except web.HTTPException as refusal:
            answer = web.Response(status=refusal.status, text=refusal.reason)
        if not answer.prepared:
            answer.headers.update({**HEADERS, "Content-Security-Policy": POLICY.format(host=host), **answer.headers})
        return answer

    async def _index(self, _request: web.Request) -> web.StreamResponse:
        return _served("index.html")

    async def _file(self, request: web.Request) -> web.StreamResponse:
        return _served(request.match_info["name"])

    async def _attachment(self, request: web.Request) -> web.StreamResponse:
        upload = self._hall.stage.world.uploads.get(int(request.match_info["id"]))
        if upload is None:
            raise web.HTTPNotFound
        picture = upload.content_type in PICTURES
        return web.Response(
            body=upload.data,
            content_type=upload.content_type if picture else "application/octet-stream",
            headers={
                "Content-Disposition": "inline" if picture else "attachment",
                "Content-Security-Policy": "default-src 'none'; sandbox",
            },
        )

    async def _converse(self, request: web.Request) -> web.StreamResponse:
        if hdrs.ORIGIN not in request.headers:
            raise web.HTTPForbidden
        socket = web.WebSocketResponse(heartbeat=30, max_msg_size=FRAME_BYTES)
        await socket.prepare(request)
        self._sockets.add(socket)
        try:
            await Viewer(self._hall, socket).serve()
        finally:
            self._sockets.discard(socket)
        return socket

    async def _hang_up(self, _app: web.Application) -> None:
        for socket in list(self._sockets):
            await socket.close(code=1001)


def _served(name: str) -> web.Response:
    """Return a file of the page by its bare name: no path leads anywhere else."""
    file = FILES / name
    if file.parent != FILES or file.suffix not in TYPES or not file.is_file():
        raise web.HTTPNotFound
    return web.Response(body=file.read_bytes(), content_type=TYPES[file.suffix], charset="utf-8")
