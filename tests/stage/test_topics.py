"""Topics and quotes, asked by text and by slash."""

from tests.stage.evening import Evening


async def test_the_songs(evening: Evening) -> None:
    answer = await evening.ann.say("!songs luvly night")
    assert "A Lovely Night" in answer.text
