"""What a member sees of the bot's answer."""

from dataclasses import dataclass

from bot.playground.interactions import Interaction
from bot.playground.shapes import Json
from bot.playground.world import LOADING, Message, Upload, walk


@dataclass(frozen=True)
class Button:
    """A button or a select as it shows: what stands on it, and what it does."""

    label: str
    custom_id: str | None
    disabled: bool
    url: str | None
    style: int


class Reply:
    """An answer of the bot, live: each property tells how the message is *now*.

    It is a message, or a form that opened (`form`), or neither where the bot only acknowledged a press.
    """

    def __init__(self, message: Message | None, interaction: Interaction | None = None) -> None:
        self.message = message
        self.interaction = interaction

    def __repr__(self) -> str:
        return f"<Reply {self.text!r}>"

    @property
    def form(self) -> Json | None:
        """The form (modal) that opened, as JSON, or None."""
        return None if self.interaction is None else self.interaction.form

    @property
    def id(self) -> int:
        """The message's id; 0 where there is no message."""
        return 0 if self.message is None else self.message.id

    @property
    def text(self) -> str:
        """All text that shows: content, text displays, labels of a form, embeds and a native poll; one a line."""
        if self.form is not None:
            lines = [self.form["title"], *_texts(self.form["components"])]
            return "\n".join(line for line in lines if line)
        message = self.message
        if message is None or message.deleted:
            return ""
        lines = [message.content, *_texts(message.components)]
        for embed in message.embeds:
            lines += _embed(embed)
        if message.poll is not None:
            lines += [message.poll.question, *(one.get("text", "") for one in message.poll.answers)]
        return "\n".join(line for line in lines if line)

    @property
    def buttons(self) -> list[Button]:
        """The buttons and selects, in reading order."""
        if self.message is None or self.message.deleted:
            return []
        return [
            Button(
                _label(one),
                one.get("custom_id"),
                bool(one.get("disabled")),
                one.get("url"),
                one.get("style", 0),
            )
            for one in walk(self.message.components)
            if one["type"] in (2, 3, 5, 6, 7, 8)
        ]

    @property
    def components(self) -> list[Json]:
        """The message's components, as Discord shows them."""
        return [] if self.message is None else self.message.components

    @property
    def files(self) -> list[Upload]:
        """The files of the message."""
        return [] if self.message is None or self.message.deleted else self.message.uploads

    @property
    def ephemeral(self) -> bool:
        """Whether only the member who asked sees it."""
        return self.message is not None and self.message.ephemeral

    @property
    def loading(self) -> bool:
        """Whether it still shows that the bot is thinking."""
        return self.message is not None and bool(self.message.flags & LOADING)

    @property
    def deleted(self) -> bool:
        """Whether the message is gone."""
        return self.message is not None and self.message.deleted

    @property
    def spoilered(self) -> bool:
        """Whether something in it is blurred until clicked."""
        if self.message is None:
            return False
        blurred = any(one.get("spoiler") for one in walk(self.message.components))
        return blurred or "||" in self.text or any(one.name.startswith("SPOILER_") for one in self.files)

    @property
    def followups(self) -> list["Reply"]:
        """What the bot said after its first answer."""
        if self.interaction is None:
            return []
        return [Reply(message, self.interaction) for message in self.interaction.followups]

    @property
    def acknowledged_after(self) -> float | None:
        """Seconds of real time from the member's act to the bot's first answer; None for a text command."""
        return None if self.interaction is None else self.interaction.acknowledged_after


def _texts(components: list[Json]) -> list[str]:
    lines: list[str] = []
    for one in walk(components):
        if one["type"] == 10:
            lines.append(one["content"])
        elif one["type"] == 18 or (one["type"] == 4 and one.get("label")):
            lines += [one["label"], one.get("description") or ""]
    return lines


def _label(component: Json) -> str:
    emoji = (component.get("emoji") or {}).get("name")
    return str(component.get("label") or component.get("placeholder") or emoji or "")


def _embed(embed: Json) -> list[str]:
    lines = [embed.get("title"), embed.get("description"), (embed.get("author") or {}).get("name")]
    for field in embed.get("fields") or []:
        lines += [field["name"], field["value"]]
    lines.append((embed.get("footer") or {}).get("text"))
    return [str(line) for line in lines if line]
