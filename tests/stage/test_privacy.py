"""/privacy through the real client: told in ten lines, handed out and erased for whoever asks, and for nobody else."""

import json

from tests.stage.evening import Evening
from tests.stage.polling import started, until_says


async def test_ten_lines_tell_it_by_the_configuration(evening: Evening) -> None:
    shown = await evening.ann.slash("privacy show")
    lines = [line for line in shown.text.splitlines() if line[:1].isdigit()]
    assert [line.partition(".")[0] for line in lines] == [str(number) for number in range(1, 11)]
    assert "for 180 days after the poll closes" in shown.text
    assert "has not said how to reach them" in shown.text
    assert shown.ephemeral


async def test_by_text_the_file_is_behind_a_button_and_holds_what_the_presser_has(evening: Evening) -> None:
    poll = await started(evening)
    await evening.ann.press(poll, "Sad")
    answer = await evening.ann.say("!privacy export")
    assert not answer.files
    held = {}
    for who in (evening.ann, evening.bob):
        reply = await who.press(answer, "Give me all of it")
        assert reply.ephemeral
        held[who.name] = json.loads(reply.files[0].data)
    assert [vote["latest_choice"] for vote in held["ann"]["votes"]] == ["Sad"]
    assert held["bob"]["votes"] == []


async def test_an_erasure_is_asked_once_more_and_means_whoever_presses(evening: Evening) -> None:
    poll = await started(evening)
    await evening.ann.press(poll, "Sad")
    await evening.bob.press(poll, "Happy")
    question = await evening.ann.say("!privacy delete")
    erased = await evening.bob.press(question, "Yes, erase it")
    assert "Erased: 1 vote," in erased.text
    await until_says(evening, poll, "1 voted")
    assert "as before" in (await evening.ann.press(poll, "Sad")).text
    assert "Counted: **Happy**" in (await evening.bob.press(poll, "Happy")).text
