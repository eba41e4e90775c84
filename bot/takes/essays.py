"""Takes as essays: quoted beside the others in their server, and as files that a folder of essays accepts."""

import io
import json
import zipfile
from collections.abc import Sequence
from dataclasses import replace

from bot.errors import Refusal
from bot.knowledge.essay import Essay, compose
from bot.knowledge.header import FENCE, Header
from bot.takes.take import Take, Words
from bot.text import takes as text


def as_essay(take: Take) -> Essay:
    """Return an accepted take as the library quotes it: with its stance, and the spoilers of what it answers."""
    essay = compose(take.words.text, f"take:{take.id}", _header(take.words))
    return replace(essay, by_member=True)


def require_prose(words: Words) -> None:
    """Raise Refusal where nothing in a take could be quoted."""
    try:
        compose(words.text, "", _header(words))
    except Refusal:
        raise Refusal(text.without_prose()) from None


def as_file(words: Words) -> str:
    """Return a take as a file of the essays' folder, its header above its text."""
    declared = _header(words).model_dump(exclude_none=True, exclude={"topics"})
    # A string of JSON is a basic string of TOML, where no control character is in it.
    lines = (f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in declared.items())
    return "\n".join((FENCE, *lines, FENCE, words.text, ""))


def archive(takes: Sequence[Take]) -> bytes:
    """Return a zip of one file a take: a step of some milliseconds, to be taken in a thread."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as files:
        for take in takes:
            files.writestr(f"take-{take.id}.txt", as_file(take.words))
    return written.getvalue()


def _header(words: Words) -> Header:
    return Header(
        title=words.title,
        author=words.name or None,
        film=words.answers.film,
        year=words.answers.year,
        stance=words.stance or None,
        spoilers=words.answers.spoilers,
    )
