"""A conversation with the bot on the stage, a line at a time: text, slash commands, presses."""

import re
from collections.abc import Callable, Coroutine
from typing import Any

from bot.playground import NoAnswer, Playground, RefusedByClient, Reply
from bot.text import playground as words

# As Discord's client writes a slash command: /poll start preset:ending closes:2d 6h
OPTION = re.compile(r"(?:^|\s)(?P<name>[a-z0-9_-]+):")


class Chat:
    """One person at a keyboard, who can be any member in any channel."""

    def __init__(self, stage: Playground) -> None:
        self._stage = stage
        # the owner, who may start polls
        self._member = stage.member("olga")
        self._acts: dict[str, Callable[[str], Coroutine[Any, Any, str]]] = {
            "press": self._press,
            "as": self._become,
            "in": self._enter,
        }

    @property
    def prompt(self) -> str:
        """Who is about to speak, and where."""
        return words.prompt(self._member.name, self._member.channel.name)

    async def hear(self, line: str) -> str:
        """Do what a line says and return what comes back, as text."""
        try:
            if line.startswith(":"):
                word, _, rest = line[1:].partition(" ")
                act = self._acts.get(word)
                return words.unknown_word(word) if act is None else await act(rest.strip())
            if line.startswith("/"):
                return await self._slash(line[1:])
            return self._read(await self._member.say(line))
        except RefusedByClient as refusal:
            return str(refusal)
        except NoAnswer:
            return words.no_answer()

    async def _slash(self, line: str) -> str:
        found = list(OPTION.finditer(line))
        name = (line[: found[0].start()] if found else line).strip()
        ends = [*(match.start() for match in found[1:]), len(line)]
        options = {match["name"]: line[match.end() : end].strip() for match, end in zip(found, ends, strict=False)}
        return self._read(await self._member.slash(name, options=options))

    async def _press(self, label: str) -> str:
        """Press the button on the latest message that the member sees it on."""
        for shown in reversed(self._member.sees()):
            if any(label in (button.label, button.custom_id) for button in shown.buttons):
                return self._read(await self._member.press(shown, label))
        return words.nothing_to_press(label)

    async def _become(self, name: str) -> str:
        try:
            self._member = self._stage.member(name)
        except KeyError:
            known = (one.account.name for one in self._stage.server().members.values())
            return words.no_such("member", name, known)
        return words.now(self._member.name, self._member.channel.name)

    async def _enter(self, name: str) -> str:
        try:
            self._member.channel = self._stage.channel(name.removeprefix("#"))
        except KeyError:
            return words.no_such("channel", name, (channel.name for channel in self._stage.server().channels.values()))
        return words.now(self._member.name, self._member.channel.name)

    def _read(self, reply: Reply) -> str:
        lines = [words.private()] if reply.ephemeral else []
        lines.append(reply.text)
        if reply.buttons:
            lines.append(words.buttons(button.label for button in reply.buttons))
        return "\n".join(lines)
