"""One open page: what it asks of the stage, and what it is told. This is the page's whole protocol.

Both sides send JSON objects over one WebSocket, `/socket`. The page asks `{"n": number, "do": word, ...}` and gets
`{"n": number, ...}` or `{"n": number, "error": sentence}`; every id is a string, as in Discord's own objects.

| `do` | with | answer |
|---|---|---|
| `become` | `member` (null: the first) | the view changes; a `WORLD` follows |
| `history` | `channel`, and `before` an id or `until` an id that is to be among them | `messages`, `more` |
| `say` | `channel`, `content`, `reply` (an id or none) | |
| `slash` | `channel`, `command` ("poll start"), `options` (values by name) | `form` or none |
| `autocomplete` | as `slash`, and `focused` (an option's name), `typed` | `choices` (name and value) |
| `press` / `select` | `channel`, `message`, `custom_id` / and `values` | `form` or none |
| `fill` | `form` (its key), `values` by custom id | `form` or none |
| `vote` | `channel`, `message`, `answers` (numbers; none withdraws) | |
| `dismiss` | `channel`, `message` (an ephemeral one) | |
| `crowd` | `channel`, `message`, `count`, and `custom_ids` or `answers` to choose from | `pressed`, `answered` |
| `spoilers` | `channel`, `on` | |
| `restart` | | once the bot is back |
| `watch` | `on` | `WIRE` follows while it is on |

A form is `{"key": ..., "data": Discord's modal}`. Untold, the page hears `{"t": type, "d": data}`:

| `t` | `d` |
|---|---|
| `WORLD` | `seen.world`, `now` (the stage's moment) and `afresh` (whether the view changed) |
| `MESSAGE` | Discord's message object, new or changed, with `referenced_message`; only what the member may see |
| `MESSAGE_DELETE` | `id`, `channel_id` |
| `WIRE` | `rows` of `feed.Sighting`, `afresh` (whether they replace those before) |
"""

import asyncio

import orjson
from aiohttp import WSMsgType, web

from bot.playground import acts, seen
from bot.playground.acts import Malformed
from bot.playground.client_side import RefusedByClient
from bot.playground.feed import NoAnswer, Sighting
from bot.playground.hall import Hall
from bot.playground.replies import Reply
from bot.playground.shapes import Json
from bot.playground.times import stamp
from bot.playground.world import Account, Message

MOST_ASKED = 64  # unanswered at once; a page asks a handful
WIRE_SHOWN = 300


class Viewer:
    """A page and the member that it is at the moment."""

    def __init__(self, hall: Hall, socket: web.WebSocketResponse) -> None:
        self.hall = hall
        self.stage = hall.stage.backstage
        self.me = hall.first_person()
        self.dismissed: set[int] = set()
        self.forms: dict[str, Reply] = {}
        self._socket = socket
        self._wake = asyncio.Event()
        self._answers: list[Json] = []
        self._changed: dict[int, Message] = {}
        self._rows: list[Sighting] = []
        self._watching = False
        self._all_rows = False
        self._world_stirred = self._afresh = False
        self._told_world: Json | None = None
        self._asked: set[asyncio.Task[None]] = set()

    async def serve(self) -> None:
        """Hear and tell until the page is closed."""
        writer = asyncio.create_task(self._write(), name="page writer")
        self.stage.changes.watchers.append(self._on_change)
        self.stage.feed.watchers.append(self._on_sighting)
        try:
            async for frame in self._socket:
                if frame.type is WSMsgType.TEXT:
                    self._hear(frame.data)
        finally:
            self.stage.changes.watchers.remove(self._on_change)
            self.stage.feed.watchers.remove(self._on_sighting)
            tasks = [writer, *self._asked]
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks)

    def become(self, who: Account) -> None:
        """Take another member's view."""
        self.me = who
        self.forms.clear()
        self._changed.clear()
        self._world_stirred = self._afresh = True
        self._wake.set()

    def watch(self, *, on: bool) -> None:
        """Show the wire, from what is remembered on, or stop."""
        self._watching = self._all_rows = on
        self._rows.clear()
        self._wake.set()

    def hide(self, message: Message) -> None:
        """Take a message out of this page for good."""
        self.dismissed.add(message.id)
        self._changed[message.id] = message
        self._wake.set()

    def _hear(self, raw: str) -> None:
        try:
            asked = orjson.loads(raw)
        except orjson.JSONDecodeError:
            return
        if not isinstance(asked, dict) or not isinstance(asked.get("n"), int):
            return
        if len(self._asked) >= MOST_ASKED:
            self._answer({"n": asked["n"], "error": "The playground is still busy with what was asked before."})
            return
        task = asyncio.create_task(self._do(asked))
        self._asked.add(task)
        task.add_done_callback(self._asked.discard)

    async def _do(self, asked: Json) -> None:
        try:
            told = await acts.of(asked)(self, asked)
        except RefusedByClient as refusal:
            told = {"error": f"{str(refusal)[:1].upper()}{str(refusal)[1:]}."}
        except NoAnswer:
            told = {"error": "The application did not respond."}
        except Malformed:
            told = {"error": "The playground does not understand what the page asked. Load the page again."}
        self._answer({"n": asked["n"], **told})

    def _answer(self, told: Json) -> None:
        self._answers.append(told)
        self._wake.set()

    def _on_change(self, changed: Message | None) -> None:
        if changed is None:
            self._world_stirred = True
        elif seen.reads(self.me, changed):
            self._changed[changed.id] = changed
        else:
            return
        self._wake.set()

    def _on_sighting(self, sighting: Sighting) -> None:
        if self._watching:
            self._rows.append(sighting)
            self._wake.set()

    async def _write(self) -> None:
        """Tell what has gathered, at the speed at which the page takes it: what changed twice is told once."""
        while True:
            await self._wake.wait()
            self._wake.clear()
            for told in self._gathered():
                try:
                    await self._socket.send_str(orjson.dumps(told).decode())
                except (ConnectionError, RuntimeError):
                    return

    def _gathered(self) -> list[Json]:
        told: list[Json] = []
        if self._world_stirred:
            self._world_stirred = False
            told += self._world()
        changed, self._changed = self._changed, {}
        told += [self._message(one) for one in changed.values()]
        if self._all_rows:
            self._rows = list(self.stage.feed.recent)[-WIRE_SHOWN:]
        if self._rows or self._all_rows:
            rows = [_row(one) for one in self._rows[-WIRE_SHOWN:]]
            told.append({"t": "WIRE", "d": {"rows": rows, "afresh": self._all_rows}})
        self._rows, self._all_rows = [], False
        answers, self._answers = self._answers, []
        return told + answers

    def _world(self) -> list[Json]:
        world = seen.world(self.stage, self.me, self.hall.crowd)
        if world == self._told_world and not self._afresh:
            return []
        self._told_world = world
        data = {**world, "now": stamp(self.stage.clock.now()), "afresh": self._afresh}
        self._afresh = False
        return [{"t": "WORLD", "d": data}]

    def _message(self, of: Message) -> Json:
        if of.deleted or of.id in self.dismissed:
            return {"t": "MESSAGE_DELETE", "d": {"id": str(of.id), "channel_id": str(of.channel.id)}}
        return {"t": "MESSAGE", "d": seen.message(self.stage, of, self.me)}


def _row(sighting: Sighting) -> Json:
    return {
        "moment": stamp(sighting.moment),
        "name": sighting.name,
        "status": sighting.status,
        "valid": sighting.valid,
        "milliseconds": sighting.milliseconds,
        "note": sighting.note,
    }
