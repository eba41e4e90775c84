"""What the tests of polls do again and again."""

import asyncio

from bot.playground import Reply
from tests.stage.evening import Evening

POST = "POST /channels/{channel_id}/messages"
EDIT = "PATCH /channels/{channel_id}/messages/{message_id}"


async def started(evening: Evening, preset: str = "ending", **options: object) -> Reply:
    """Let the moderator start a poll."""
    return await evening.max.slash("poll start", options={"preset": preset, **options})


async def until_says(evening: Evening, shown: Reply, *texts: str) -> None:
    """Wait until a message says all of that: it follows its votes by edits."""
    await evening.stage.until(lambda: all(text in shown.text for text in texts), what=f"{texts} in {shown!r}")


def answers_to(evening: Evening, shown: Reply) -> list[Reply]:
    """Return the replies to a message in its channel: the announcements of a poll."""
    found = []
    for one in evening.ann.sees():
        reference = one.message.reference if one.message else None
        if reference is not None and reference["message_id"] == str(shown.id):
            found.append(one)
    return found


async def result_of(evening: Evening, shown: Reply) -> Reply:
    """Wait for the announcement of a poll; there is one."""
    (result,) = await evening.stage.until(lambda: answers_to(evening, shown), what="the result")
    return result


async def until_requested(evening: Evening, name: str, times: int) -> None:
    """Wait until the bot has used a route that often, whatever came of it."""
    used = asyncio.Event()

    def look(_: object = None) -> None:
        if requests(evening, name) >= times:
            used.set()

    evening.stage.wire.watchers.append(look)
    look()
    async with asyncio.timeout(20):
        await used.wait()


async def until_listed(evening: Evening, text: str) -> None:
    """Look at the list until it says something: the bot hears of deletions when it hears of them."""
    async with asyncio.timeout(10):
        while text not in (await evening.max.slash("poll list")).text:
            pass


def requests(evening: Evening, name: str) -> int:
    """Return how often the bot used a route, as far as the stage remembers."""
    return sum(sighting.name == name for sighting in evening.stage.wire.recent)
