"""What a page can ask for, word by word; `viewer` tells the words and their fields."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from random import SystemRandom
from typing import TYPE_CHECKING, Any

from bot.playground import client_side, seen, setting
from bot.playground.client_side import RefusedByClient
from bot.playground.command_forms import BOOLEAN, CHANNEL, INTEGER, NUMBER, ROLE, STRING
from bot.playground.feed import NoAnswer
from bot.playground.members import Member
from bot.playground.replies import Reply
from bot.playground.shapes import Json
from bot.playground.world import Channel, Message

if TYPE_CHECKING:
    from bot.playground.viewer import Viewer

Asked = Mapping[str, Any]

PAGE = 100  # messages at a time
BEFORE_FOUND = 40  # messages shown before one that was asked for
MOST_IN_CROWD = 200
STAGGER = 0.02  # seconds between two of a crowd, so that one sees the bars move
MOST_FORMS = 20  # kept open for a page

_chance = SystemRandom()


class Malformed(Exception):  # noqa: N818 - the page's mistake, not a failure
    """A page asked for something that it could not have been offered."""


Act = Callable[["Viewer", Asked], Awaitable[Json]]
ACTS: dict[str, Act] = {}


def _act(word: str) -> Callable[[Act], Act]:
    def enter(act: Act) -> Act:
        ACTS[word] = act
        return act

    return enter


def of(asked: Asked) -> Act:
    """Return what does what is asked. Raises `Malformed` for a word that there is not."""
    act = ACTS.get(str(asked.get("do")))
    if act is None:
        raise Malformed
    return act


def _text(asked: Asked, key: str) -> str:
    value = asked.get(key)
    if not isinstance(value, str):
        raise Malformed
    return value


def _id(asked: Asked, key: str) -> int:
    value = _text(asked, key)
    if not value.isascii() or not value.isdigit() or len(value) > 20:
        raise Malformed
    return int(value)


def _channel(viewer: "Viewer", asked: Asked) -> Channel:
    channel = viewer.stage.world.channels.get(_id(asked, "channel"))
    if channel is None or channel.server is None or not seen.sees(viewer.me, channel):
        raise RefusedByClient("that channel is not there")
    return channel


def _member(viewer: "Viewer", channel: Channel) -> Member:
    return Member(viewer.stage, viewer.me, channel.server, channel)


def _message(viewer: "Viewer", channel: Channel, id_: int) -> Reply:
    found = channel.messages.get(id_)
    if found is None:
        private = viewer.stage.interactions.private(viewer.me, channel)
        found = next((one for one in private if one.id == id_), None)
    if found is None or not seen.reads(viewer.me, found):
        raise RefusedByClient("that message is not there any more")
    return Reply(found)


def _shown(viewer: "Viewer", asked: Asked) -> tuple[Member, Reply]:
    channel = _channel(viewer, asked)
    return _member(viewer, channel), _message(viewer, channel, _id(asked, "message"))


def _form(viewer: "Viewer", reply: Reply) -> Json:
    """Return the form that an answer opened, and keep it until it is filled in."""
    if reply.form is None or reply.interaction is None:
        return {}
    key = str(reply.interaction.id)
    viewer.forms[key] = reply
    if len(viewer.forms) > MOST_FORMS:
        del viewer.forms[next(iter(viewer.forms))]
    return {"form": {"key": key, "data": reply.form}}


@_act("become")
async def become(viewer: "Viewer", asked: Asked) -> Json:
    """Be another member."""
    who = viewer.me
    if asked.get("member") is not None:
        chosen = viewer.stage.world.accounts.get(_id(asked, "member"))
        if chosen is not None and not chosen.bot:  # a tab may remember somebody of an earlier run
            who = chosen
    viewer.become(who)
    return {}


@_act("history")
async def history(viewer: "Viewer", asked: Asked) -> Json:
    """Return messages of a channel."""
    channel = _channel(viewer, asked)
    shown = [one.message for one in _member(viewer, channel).sees(channel)]
    messages = [one for one in shown if one is not None and one.id not in viewer.dismissed]
    end, first = len(messages), len(messages) - PAGE
    if asked.get("before") is not None:
        before = _id(asked, "before")
        end = sum(one.id < before for one in messages)
        first = end - PAGE
    elif asked.get("until") is not None:
        until = _id(asked, "until")
        first = min(first, sum(one.id < until for one in messages) - BEFORE_FOUND)
    first = max(first, 0)
    told = [seen.message(viewer.stage, one, viewer.me) for one in messages[first:end]]
    return {"messages": told, "more": first > 0}


@_act("say")
async def say(viewer: "Viewer", asked: Asked) -> Json:
    """Send a message."""
    channel = _channel(viewer, asked)
    replied = None if asked.get("reply") is None else _message(viewer, channel, _id(asked, "reply"))
    await _member(viewer, channel).say(_text(asked, "content"), channel=channel, expect=False, reply_to=replied)
    return {}


def _options(viewer: "Viewer", channel: Channel, asked: Asked) -> tuple[str, dict[str, Any]]:
    """Return the command that is meant, and its options with the objects that ids stand for."""
    command, given = _text(asked, "command"), asked.get("options")
    name, *path = command.split() or [""]
    top = client_side.find_command(viewer.stage, channel.server, name, viewer.me, channel)
    known, _ = client_side.descend(top, path)
    kinds = {option["name"]: option["type"] for option in known}
    if not isinstance(given, dict):
        raise Malformed
    return command, {key: _object(viewer, channel, kinds.get(key, STRING), value) for key, value in given.items()}


def _object(viewer: "Viewer", channel: Channel, kind: int, value: Any) -> Any:
    if kind in (STRING, INTEGER, BOOLEAN, NUMBER) or not isinstance(value, str) or not value.isdigit():
        return value
    id_, server, world = int(value), channel.server, viewer.stage.world
    if kind == CHANNEL:
        return world.channels.get(id_, value)
    if kind == ROLE and server is not None:
        return server.roles.get(id_, value)
    role = None if server is None else server.roles.get(id_)
    return world.accounts.get(id_, role or value)


@_act("slash")
async def slash(viewer: "Viewer", asked: Asked) -> Json:
    """Use a slash command."""
    channel = _channel(viewer, asked)
    command, options = _options(viewer, channel, asked)
    return _form(viewer, await _member(viewer, channel).slash(command, channel=channel, options=options))


@_act("autocomplete")
async def autocomplete(viewer: "Viewer", asked: Asked) -> Json:
    """Return what the bot suggests for an option."""
    channel = _channel(viewer, asked)
    command, options = _options(viewer, channel, asked)
    focused = _text(asked, "focused")
    options.pop(focused, None)
    typed = {**options, focused: _text(asked, "typed")}
    return {"choices": await _member(viewer, channel).autocomplete(command, channel=channel, options=typed)}


@_act("press")
async def press(viewer: "Viewer", asked: Asked) -> Json:
    """Press a button."""
    member, shown = _shown(viewer, asked)
    return _form(viewer, await member.press(shown, _text(asked, "custom_id")))


@_act("select")
async def select(viewer: "Viewer", asked: Asked) -> Json:
    """Choose in a select."""
    member, shown = _shown(viewer, asked)
    values = asked.get("values")
    if not isinstance(values, list):
        raise Malformed
    return _form(viewer, await member.select(shown, _text(asked, "custom_id"), *map(str, values)))


@_act("fill")
async def fill(viewer: "Viewer", asked: Asked) -> Json:
    """Submit a form."""
    key, values = _text(asked, "form"), asked.get("values")
    reply = viewer.forms.get(key)
    if reply is None or reply.interaction is None:
        raise RefusedByClient("that form is not open any more")
    if not isinstance(values, dict):
        raise Malformed
    answer = await _member(viewer, reply.interaction.channel).fill(reply, values)
    viewer.forms.pop(key, None)
    return _form(viewer, answer)


def _answers(shown: Reply, numbers: object) -> list[str]:
    """Return the texts of a native poll's answers by their numbers."""
    poll = None if shown.message is None else shown.message.poll
    if poll is None or not isinstance(numbers, list):
        raise Malformed
    return [str(one.get("text")) for number, one in enumerate(poll.answers, start=1) if number in numbers]


@_act("vote")
async def vote(viewer: "Viewer", asked: Asked) -> Json:
    """Vote in a native poll."""
    member, shown = _shown(viewer, asked)
    await member.vote_native(shown, *_answers(shown, asked.get("answers")))
    return {}


@_act("dismiss")
async def dismiss(viewer: "Viewer", asked: Asked) -> Json:
    """Put away an ephemeral message."""
    _, shown = _shown(viewer, asked)
    message: Message | None = shown.message
    if message is None or not message.ephemeral:
        raise Malformed
    viewer.hide(message)
    return {}


@_act("crowd")
async def crowd(viewer: "Viewer", asked: Asked) -> Json:
    """Let many members vote at random, some answers being likelier than others."""
    _, shown = _shown(viewer, asked)
    count = asked.get("count")
    if not isinstance(count, int) or not 1 <= count <= MOST_IN_CROWD or shown.message is None:
        raise Malformed
    server = shown.message.channel.server
    native = asked.get("answers") is not None
    choices = _answers(shown, asked["answers"]) if native else asked.get("custom_ids")
    if not isinstance(choices, list) or not choices or server is None:
        raise Malformed
    weights = [0.4 + _chance.random() for _ in choices]

    async def one(member: Member, number: int) -> bool:
        await asyncio.sleep(number * STAGGER)
        (chosen,) = _chance.choices(choices, weights)
        try:
            await (member.vote_native(shown, chosen) if native else member.press(shown, str(chosen)))
        except (NoAnswer, RefusedByClient):
            return False
        return True

    members = viewer.hall.crowd_of(count, server)
    answered = await asyncio.gather(*(one(member, number) for number, member in enumerate(members)))
    return {"pressed": count, "answered": sum(answered)}


@_act("spoilers")
async def spoilers(viewer: "Viewer", asked: Asked) -> Json:
    """Mark a channel for spoilers, or take the mark away."""
    setting.mark_for_spoilers(viewer.stage, _channel(viewer, asked), marked=asked.get("on") is True)
    return {}


@_act("restart")
async def restart(viewer: "Viewer", _asked: Asked) -> Json:
    """Restart the bot."""
    await viewer.hall.restart()
    return {}


@_act("watch")
async def watch(viewer: "Viewer", asked: Asked) -> Json:
    """Show the wire, or stop."""
    viewer.watch(on=asked.get("on") is True)
    return {}
