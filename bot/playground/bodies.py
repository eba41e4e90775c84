"""What Discord accepts as the body of a message: on creation, on an edit, in a channel or from an interaction."""

import re
from dataclasses import dataclass, field
from typing import Any

from bot.playground import components, limits, mentions
from bot.playground.forms import MESSAGE
from bot.playground.refusals import Faults, Refused, empty_message, invalid, too_large
from bot.playground.shapes import Json, Shape
from bot.playground.world import COMPONENTS_V2, Message, Upload

_CUSTOM_EMOJI = re.compile(r"(\w{2,32}):(\d+)")


@dataclass(frozen=True)
class File:
    """A file as it came in a multipart request."""

    name: str
    data: bytes
    content_type: str


@dataclass(frozen=True)
class Draft:
    """A body that was accepted. A field that is None was not given."""

    content: str | None = None
    embeds: list[Json] | None = None
    components: list[Json] | None = None
    attachments: list[Json] | None = None
    poll: Json | None = None
    flags: int = 0
    allowed_mentions: Json | None = None
    files: dict[str, File] = field(default_factory=dict)

    @property
    def v2(self) -> bool:
        """Whether it is made of components alone."""
        return bool(self.flags & COMPONENTS_V2)

    @property
    def empty(self) -> bool:
        """Whether nothing would be seen."""
        return not (self.content or self.embeds or self.components or self.files or self.poll)


def read(body: Json, files: dict[str, File], shape: Shape = MESSAGE, *, old: Message | None = None) -> Draft:
    """Check a body and return what it says; `old` is the message that it edits.

    Raises `Refused` with 50035 and the path of each fault, 50006 for nothing to show, 40005 for a file too large.
    """
    faults = Faults()
    shape.check(body, (), faults)
    faults.check()
    if any(len(file.data) > limits.FILE_BYTES for file in files.values()):
        raise too_large()
    if len(files) > limits.ATTACHMENTS:
        raise invalid(("attachments",), "BASE_TYPE_MAX_LENGTH", "Must be 10 or fewer in length.")
    flags = body.get("flags") or 0
    if old is not None and old.flags & COMPONENTS_V2:
        flags |= COMPONENTS_V2  # the flag cannot be undone
    _check_components(body, files, old, flags, faults)
    _check_embeds(body.get("embeds") or [], faults)
    faults.check()
    allowed = body.get("allowed_mentions")
    if allowed is not None:
        mentions.check(allowed)
    draft = Draft(
        content=_given(body, "content", ""),
        embeds=_given(body, "embeds", []),
        components=_given(body, "components", []),
        attachments=_given(body, "attachments", []),
        poll=body.get("poll"),
        flags=flags,
        allowed_mentions=allowed,
        files=files,
    )
    if _shows_nothing(draft, old):
        raise empty_message()
    return draft


def _given(body: Json, key: str, empty: Any) -> Any:
    """Return a field; null means emptied, absent (None) means left as it is."""
    return (body[key] or empty) if key in body else None


def _shows_nothing(draft: Draft, old: Message | None) -> bool:
    if old is None:
        return draft.empty
    left = draft.attachments if draft.attachments is not None else old.uploads
    seen = [
        old.content if draft.content is None else draft.content.strip(),
        old.embeds if draft.embeds is None else draft.embeds,
        old.components if draft.components is None else draft.components,
        left or draft.files,
        old.poll,
    ]
    return not any(seen)


def _check_components(body: Json, files: dict[str, File], old: Message | None, flags: int, faults: Faults) -> None:
    v2 = bool(flags & COMPONENTS_V2)
    if v2:
        for key in ("content", "embeds", "poll", "sticker_ids", "stickers"):
            if body.get(key):
                message = f"The '{key}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2"
                faults.add((key,), "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", message)
    given = body.get("components")
    if not given:
        return
    names = {file.name for file in files.values()}
    names |= {one["filename"] for one in body.get("attachments") or [] if one.get("filename")}
    if old is not None:
        names |= {upload.name for upload in old.uploads}
    components.check_message(given, names, faults, v2=v2)


def _check_embeds(embeds: list[Json], faults: Faults) -> None:
    total = 0
    for index, embed in enumerate(embeds):
        texts = [embed.get("title"), embed.get("description")]
        texts += [(embed.get("footer") or {}).get("text"), (embed.get("author") or {}).get("name")]
        for at, one in enumerate(embed.get("fields") or []):
            texts += [one["name"], one["value"]]
            for key in ("name", "value"):
                if not one[key].strip():
                    path = ("embeds", index, "fields", at, key)
                    faults.add(path, "BASE_TYPE_REQUIRED", "This field is required")
        if not any(texts) and not embed.get("image") and not embed.get("thumbnail"):
            faults.add(("embeds", index, "description"), "BASE_TYPE_REQUIRED", "This field is required")
        total += sum(len(text) for text in texts if text)
    if total > limits.EMBEDS_TOTAL:
        message = f"Embed size exceeds maximum size of {limits.EMBEDS_TOTAL}"
        faults.add(("embeds",), "MAX_EMBED_SIZE_EXCEEDED", message)


def uploads(draft: Draft, ids: list[int]) -> list[Upload]:
    """Return the draft's files as uploads, under the given ids; names and descriptions as its attachments say."""
    told = {str(one["id"]): one for one in draft.attachments or []}
    made: list[Upload] = []
    for (number, file), id_ in zip(sorted(draft.files.items()), ids, strict=True):
        about = told.get(number, {})
        made.append(
            Upload(id_, about.get("filename") or file.name, file.data, file.content_type, about.get("description"))
        )
    return made


def kept(draft: Draft, old: Message) -> list[Upload]:
    """Return the old message's files that an edit keeps: all, unless it lists attachments."""
    if draft.attachments is None:
        return old.uploads
    named = {str(one["id"]) for one in draft.attachments}
    return [upload for upload in old.uploads if str(upload.id) in named]


def emoji(raw: str) -> str:
    """Return an emoji of a route as it is kept: itself, or `name:id`. Raises `Refused` (10014) for other text."""
    if _CUSTOM_EMOJI.fullmatch(raw) or (raw and not raw.isascii()):
        return raw
    raise Refused(400, 10014, "Unknown Emoji")
