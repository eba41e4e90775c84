"""A member at their Discord client: what they do, and what they see of the bot's answers."""

import asyncio
from collections.abc import Mapping
from typing import Any

from bot.playground import bodies, client_side, native_polls, payloads, permissions, posts
from bot.playground.backstage import Backstage
from bot.playground.bodies import Draft
from bot.playground.client_side import RefusedByClient, Resolved
from bot.playground.feed import PATIENCE, NoAnswer
from bot.playground.interactions import AUTOCOMPLETE, COMMAND, COMPONENT, DEFER, FORM, Interaction
from bot.playground.replies import Reply
from bot.playground.routes.reactions import react
from bot.playground.shapes import Json
from bot.playground.world import THREADS, Account, Channel, Message, Server, walk

LINK = 5


class Member:
    """One account in one server (or, where `server` is None, in a direct conversation with the bot)."""

    def __init__(self, stage: Backstage, account: Account, server: Server | None, channel: Channel) -> None:
        self._stage = stage
        self.account = account
        self.server = server
        self.channel = channel  # where they act unless told otherwise

    def __repr__(self) -> str:
        return f"<Member {self.name}>"

    @property
    def id(self) -> int:
        """The account's id."""
        return self.account.id

    @property
    def name(self) -> str:
        """The account's name."""
        return self.account.name

    @property
    def mention(self) -> str:
        """How a message names them."""
        return f"<@{self.id}>"

    async def say(
        self,
        text: str,
        *,
        channel: str | Channel | None = None,
        expect: bool = True,
        reply_to: Reply | None = None,
        within: float = PATIENCE,
    ) -> Reply:
        """Send a message; return the bot's next one there, or the sent one where none is expected.

        Raises `RefusedByClient` where they may not write, `NoAnswer` where the bot says nothing `within` seconds of
        real time.
        """
        where = self._where(channel)
        self._require(where, self._writing(where), "write")
        if where.thread is not None and where.thread.locked:
            self._require(where, permissions.MANAGE_THREADS, "write")
        if not text.strip() or len(text) > 2_000:
            raise RefusedByClient(f"a message has 1 to 2,000 characters, not {len(text)}")
        replied = None if reply_to is None else reply_to.message
        sent = posts.create(self._stage, where, self.account, Draft(content=text), replied=replied)
        if not expect:
            return Reply(sent)

        def answer() -> Message | None:
            later = (one for one in reversed(where.messages.values()) if one.id > sent.id)
            return min((one for one in later if one.author is self._stage.bot), key=lambda one: one.id, default=None)

        return Reply(await self._stage.changes.until(answer, within=within, what=f"an answer to {text!r}"))

    async def slash(
        self,
        command: str,
        /,
        *,
        channel: str | Channel | None = None,
        options: Mapping[str, Any] | None = None,
        **named: Any,
    ) -> Reply:
        """Use a slash command ("poll start") with its options; return the answer, a deferred one once it came.

        Raises `RefusedByClient` where Discord's client would not send it, `NoAnswer` where the bot does not answer.
        """
        where = self._where(channel)
        resolved = Resolved()
        top, chain, known = self._command(command, where)
        given = {**(options or {}), **named}
        filled = client_side.fill_options(self._stage, self.server, known, given, resolved)
        data = self._command_data(top, client_side.nest(chain, filled), resolved)
        return await self._act(COMMAND, where, data)

    async def autocomplete(
        self,
        command: str,
        /,
        *,
        channel: str | Channel | None = None,
        options: Mapping[str, Any] | None = None,
        **named: Any,
    ) -> list[Json]:
        """Type into the last of the given options; return the choices that the bot offers (name and value)."""
        typed = {**(options or {}), **named}
        where = self._where(channel)
        resolved = Resolved()
        top, chain, known = self._command(command, where)
        *before, focused = typed
        option = next((one for one in known if one["name"] == focused), None)
        if option is None or not option.get("autocomplete"):
            raise RefusedByClient(f"the option {focused} completes nothing")
        entered = {name: typed[name] for name in before}
        optional = [{**one, "required": False} for one in known]
        filled = client_side.fill_options(self._stage, self.server, optional, entered, resolved)
        filled.append({"name": focused, "type": option["type"], "value": typed[focused], "focused": True})
        data = self._command_data(top, client_side.nest(chain, filled), resolved)
        interaction = self._begin(AUTOCOMPLETE, where, data)
        await self._answered(interaction)
        return interaction.choices or []

    async def press(self, shown: Reply, button: str) -> Reply:
        """Press a button, named by its label or custom id; return the answer, or the message that it changed."""
        message = self._seen(shown)
        one = self._component(message, button, (2,))
        if one["style"] == LINK:
            raise RefusedByClient(f"{button} is a link: the bot hears nothing of it")
        data = {"component_type": 2, "custom_id": one["custom_id"], "id": one["id"]}
        return await self._act(COMPONENT, message.channel, data, message)

    async def select(self, shown: Reply, select: str, *values: str) -> Reply:
        """Choose in a select, named by its placeholder or custom id; options by label or value."""
        message = self._seen(shown)
        one = self._component(message, select, (3,))
        chosen = client_side.choose(one, select, list(values))
        data = {"component_type": one["type"], "custom_id": one["custom_id"], "id": one["id"], "values": chosen}
        return await self._act(COMPONENT, message.channel, data, message)

    async def fill(self, shown: Reply, fields: Mapping[str, Any] | None = None, /, **named: Any) -> Reply:
        """Fill in and submit the form that an answer opened; fields are named by label or custom id."""
        interaction = shown.interaction
        if interaction is None or interaction.form is None or interaction.member is not self.account:
            raise RefusedByClient("no form is open")
        form = interaction.form
        components = client_side.fill_form(form, {**(fields or {}), **named})
        data = {"custom_id": form["custom_id"], "components": components, "resolved": {}}
        return await self._act(FORM, interaction.channel, data, interaction.source)

    async def vote_native(self, shown: Reply, *answers: str) -> None:
        """Vote in a native poll, naming answers by their text; none withdraws the vote."""
        message = self._seen(shown)
        poll = message.poll
        if poll is None or poll.final or poll.expires <= self._stage.clock.now():
            raise RefusedByClient("there is no open poll")
        if len(answers) > 1 and not poll.multiple:
            raise RefusedByClient("the poll takes one answer")
        numbers = {at: one.get("text") for at, one in enumerate(poll.answers, start=1)}
        chosen = {at for at, text in numbers.items() if text in answers}
        if len(chosen) != len(set(answers)):
            raise RefusedByClient(f"the poll has no answer {', '.join(answers)}")
        native_polls.vote(self._stage, message, poll, self.account, chosen)

    async def react(self, shown: Reply, emoji: str, *, there: bool = True) -> None:
        """Put a reaction under a message, or take it away."""
        message = self._seen(shown)
        self._require(message.channel, permissions.ADD_REACTIONS, "react")
        react(self._stage, message, self.account, bodies.emoji(emoji), there=there)

    async def delete(self, shown: Reply) -> None:
        """Delete a message: their own, or anybody's with the permission."""
        message = self._seen(shown)
        if message.author is not self.account:
            self._require(message.channel, permissions.MANAGE_MESSAGES, "delete")
        posts.delete(self._stage, message)

    def sees(self, channel: str | Channel | None = None) -> list[Reply]:
        """Return what they see in a channel, oldest first; others' private answers are not in it."""
        where = self._where(channel)
        private = self._stage.interactions.private(self.account, where)
        return [Reply(one) for one in sorted([*where.messages.values(), *private], key=lambda one: one.id)]

    def _where(self, channel: str | Channel | None) -> Channel:
        if isinstance(channel, str):
            if self.server is None:
                raise RefusedByClient("a direct conversation has no channels")
            channel = self.server.channel(channel)
        where = channel or self.channel
        self._require(where, permissions.VIEW_CHANNEL, "look")
        return where

    def _require(self, channel: Channel, needs: int, what: str) -> None:
        if self.server is not None and needs & ~self.server.may(self.account, channel):
            raise RefusedByClient(f"{self.name} may not {what} in #{channel.name}")

    @staticmethod
    def _writing(channel: Channel) -> int:
        in_thread = channel.kind in THREADS
        return permissions.SEND_MESSAGES_IN_THREADS if in_thread else permissions.SEND_MESSAGES

    def _seen(self, shown: Reply) -> Message:
        message = shown.message
        if message is None or message.deleted:
            raise RefusedByClient("the message is not there")
        if message.ephemeral and message.seen_only_by != self.id:
            raise RefusedByClient(f"{self.name} does not see that message")
        self._require(message.channel, permissions.VIEW_CHANNEL, "look")
        return message

    def _command(self, command: str, where: Channel) -> tuple[Json, list[Json], list[Json]]:
        name, *path = command.removeprefix("/").split()
        top = client_side.find_command(self._stage, self.server, name, self.account, where)
        options, chain = client_side.descend(top, path)
        return top, chain, options

    def _command_data(self, top: Json, options: list[Json], resolved: Resolved) -> Json:
        data: Json = {"id": top["id"], "name": top["name"], "type": top["type"], "options": options}
        if "guild_id" in top:
            data["guild_id"] = top["guild_id"]
        if resolved.data:
            data["resolved"] = resolved.data
        return data

    @staticmethod
    def _component(message: Message, name: str, kinds: tuple[int, ...]) -> Json:
        for one in walk(message.components):
            emoji = (one.get("emoji") or {}).get("name")
            if one["type"] in kinds and name in (
                one.get("custom_id"),
                one.get("label"),
                one.get("placeholder"),
                emoji,
            ):
                if one.get("disabled"):
                    raise RefusedByClient(f"{name} is disabled")
                return one
        raise RefusedByClient(f"there is no {name} under that message")

    async def _act(self, kind: int, where: Channel, data: Json, source: Message | None = None) -> Reply:
        interaction = self._begin(kind, where, data, source)
        if await self._answered(interaction) == DEFER:
            await self._stage.changes.until(
                lambda: not interaction.pending, what="what was announced by a deferred answer"
            )
        return Reply(interaction.response, interaction)

    def _begin(self, kind: int, where: Channel, data: Json, source: Message | None = None) -> Interaction:
        stage = self._stage
        interaction = stage.interactions.open(stage.ids.next(), kind, self.account, where, data, source)
        server_id = None if self.server is None else self.server.id
        if not stage.gateway.hears(server_id):
            raise NoAnswer("the bot is not connected")
        stage.gateway.dispatch("INTERACTION_CREATE", self._payload(interaction), server=server_id)
        return interaction

    async def _answered(self, interaction: Interaction) -> int:
        try:
            kind = await asyncio.shield(interaction.answer)
        except NoAnswer as silence:
            self._stage.feed.see("ACKNOWLEDGED", valid=False, note=str(silence))
            raise NoAnswer(f"{silence} to {interaction.data}") from None
        milliseconds = (interaction.acknowledged_after or 0.0) * 1000
        self._stage.feed.see("ACKNOWLEDGED", milliseconds=milliseconds)
        return kind

    def _payload(self, interaction: Interaction) -> Json:
        """Write the interaction as the gateway carries it."""
        where, server, stage = interaction.channel, self.server, self._stage
        written: Json = {
            "version": 1,
            "id": str(interaction.id),
            "application_id": str(stage.bot.id),
            "type": interaction.kind,
            "token": interaction.token,
            "data": interaction.data,
            "channel_id": str(where.id),
            "channel": payloads.channel(where),
            "locale": "en-US",
            "entitlements": [],
            "entitlement_sku_ids": [],
            "context": 0 if server else 1,
            "attachment_size_limit": 10 * 1024 * 1024,
        }
        if server is None:
            written |= {"user": payloads.user(self.account), "authorizing_integration_owners": {"0": "0"}}
            written["app_permissions"] = str(permissions.EVERYONE)
        else:
            may = str(server.may(self.account, where))
            written |= {
                "guild_id": str(server.id),
                "guild": {"id": str(server.id), "locale": "en-US", "features": []},
                "guild_locale": "en-US",
                "member": {**payloads.member(server.members[self.account.id]), "permissions": may},
                "app_permissions": str(server.may(stage.bot, where)),
                "authorizing_integration_owners": {"0": str(server.id)},
            }
        if interaction.source is not None:
            written["message"] = stage.message(interaction.source)
        return written
