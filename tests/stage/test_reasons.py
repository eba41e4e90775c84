"""Reasons through the real client: said, moved along, shown at the close, reported, hidden, withdrawn."""

import pytest

from bot.playground import Member, Reply
from tests.stage.evening import Evening, evening_in
from tests.stage.forging import forged
from tests.stage.polling import result_of, started, until_says


async def say(who: Member, poll: Reply, option: str, text: str, *, agree: bool = True) -> Reply:
    """Vote, press "say why", fill in the form."""
    receipt = await who.press(poll, option)
    form = await who.press(receipt, "Say why")
    return await who.fill(form, {"Your reason": text, "Show it when the poll closes": agree})


async def thread_of(evening: Evening, poll: Reply, sides: int) -> list[Reply]:
    """Wait for the thread of a poll's message; return what the bot posted in it, in order."""
    threads = evening.stage.world.channels

    def posted() -> list[Reply]:
        thread = threads.get(poll.id)
        return evening.ann.sees(thread) if thread is not None else []

    def complete() -> list[Reply]:
        found = [one for one in posted() if one.buttons]
        return found if len(found) == sides else []

    return await evening.stage.until(complete, what="the thread of reasons")


async def closed(evening: Evening, poll: Reply) -> Reply:
    await evening.max.slash("poll close")
    return await result_of(evening, poll)


async def test_the_form_says_who_will_see_the_words_before_they_are_written(evening: Evening) -> None:
    anonymous, public = await started(evening), await started(evening, anonymous=False)
    for poll, told in ((anonymous, "Words can give a writer away"), (public, "with your name")):
        form = await evening.ann.press(await evening.ann.press(poll, "Happy"), "Say why")
        assert form.form is not None
        assert form.form["title"] == "Why Happy?"
        assert told in form.text


async def test_reasons_stand_in_a_thread_by_side_in_the_order_of_the_votes(evening: Evening) -> None:
    poll = await started(evening)
    said = await say(evening.ann, poll, "Sad", "They never meet again.")
    assert said.ephemeral
    assert "shown when the poll closes" in said.text
    await say(evening.bob, poll, "Happy", "Look at that *smile* @everyone <@1> # so\n# big https://a.example [x](y)")
    await say(evening.cleo, poll, "Sad", "Nobody shall read this.", agree=False)
    await say(evening.dave, poll, "Sad", "He left the stage.")
    result = await closed(evening, poll)
    sad, happy = await thread_of(evening, poll, 2)
    assert f"3 reasons in <#{poll.id}>" in result.text
    assert sad.text.index("They never meet again.") < sad.text.index("He left the stage.")
    assert "Nobody shall read" not in sad.text
    assert sad.spoilered
    assert "\\*smile\\* \\@everyone \\<\\@1> # so\n> \\# big https\\://a.example \\[x](y)" in happy.text
    assert "Ann" not in sad.text
    assert not evening.stage.pings


async def test_in_a_public_poll_the_writers_name_stands_below(evening: Evening) -> None:
    poll = await started(evening, anonymous=False)
    await say(evening.ann, poll, "Sad", "They never meet again.")
    await closed(evening, poll)
    (sad,) = await thread_of(evening, poll, 1)
    assert "· Ann" in sad.text


async def test_a_moved_vote_asks_whether_the_reason_comes_along(evening: Evening) -> None:
    poll = await started(evening)
    for who in (evening.ann, evening.bob):
        await say(who, poll, "Sad", f"Said by {who.name} of the end.")
    moved = {who.name: await who.press(poll, "Happy") for who in (evening.ann, evening.bob)}
    assert "Say why anew" in [button.label for button in moved["ann"].buttons]
    followed = await evening.ann.press(moved["ann"], "My reason is for Happy too")
    assert "for **Happy** now" in followed.text
    await closed(evening, poll)
    (happy,) = await thread_of(evening, poll, 1)
    assert "Said by ann" in happy.text
    assert "Said by bob" not in happy.text


async def test_what_is_refused_comes_back_whole_also_by_the_button(evening: Evening) -> None:
    poll = await started(evening)
    text = "Join us at discord.gg/abcdef and cry."
    refused = await say(evening.ann, poll, "Sad", text)
    assert refused.ephemeral
    assert "invite" in refused.text
    assert text in refused.text
    form = await evening.ann.press(refused, "Open the form again")
    kept = await evening.ann.fill(form, {"Your reason": "Join us and cry."})
    assert "Kept." in kept.text
    await evening.restart_bot()
    assert "no longer have" in (await evening.ann.press(refused, "Open the form again")).text


async def test_a_change_and_a_withdrawal_reach_the_thread_also_when_the_bot_was_away(evening: Evening) -> None:
    poll = await started(evening)
    said = await say(evening.ann, poll, "Sad", "They never meet again.")
    await say(evening.bob, poll, "Sad", "So much pain.")
    await closed(evening, poll)
    (sad,) = await thread_of(evening, poll, 1)
    form = await evening.ann.press(said, "Change")
    assert form.form is not None
    assert "They never meet again." in str(form.form)
    await evening.ann.fill(form, {"Your reason": "They do meet, once."})
    await until_says(evening, sad, "They do meet, once.")
    await evening.restart_bot()
    mine = await evening.ann.slash("reason mine")
    assert "They do meet, once." in mine.text
    await evening.ann.press(mine, "Withdraw")
    await evening.stage.until(lambda: "They do meet" not in sad.text, what="the page to be drawn anew")
    assert "So much pain." in sad.text


async def test_one_report_reaches_the_moderators_channel_and_a_hidden_reason_can_come_back(
    evening: Evening,
) -> None:
    mods = evening.stage.channel("films")
    poll = await started(evening)
    await say(evening.ann, poll, "Sad", "Something unkind about bob.")
    await closed(evening, poll)
    (sad,) = await thread_of(evening, poll, 1)
    number = sad.text.rpartition("reason ")[2].split()[0]
    for who in (evening.bob, evening.cleo):
        which = await who.press(sad, "Report one")
        reported = await who.press(which, f"Report {number}")
        assert "told once" in reported.text
    listed = await evening.max.slash("reason reported")
    assert "Something unkind" in listed.text
    assert listed.spoilered
    assert mods.messages == {}  # no channel is configured
    form = await evening.max.press(listed, "Hide")
    hidden = await evening.max.fill(form, {"Why": "It is about a member."})
    await until_says(evening, sad, "No reason for this side")
    assert "It is about a member." in (await evening.ann.slash("reason mine")).text
    await evening.max.press(hidden, "Show it again")
    await until_says(evening, sad, "Something unkind")


async def test_the_configured_channel_hears_of_a_report_once(evening: Evening) -> None:
    channel = evening.stage.channel("films")
    await evening.stop_bot()
    rights = evening.settings.rights(0).model_copy(
        update={"reports_channel": channel.id, "forbidden_words": ("rubbish",)}
    )
    evening.settings = evening.settings.model_copy(update={"servers": {"default": rights}})
    await evening.start_bot()
    poll = await started(evening)
    assert "“rubbish”" in (await say(evening.bob, poll, "Sad", "What Rubbish!")).text
    await say(evening.ann, poll, "Sad", "Something unkind about bob.")
    await closed(evening, poll)
    (sad,) = await thread_of(evening, poll, 1)
    for who in (evening.bob, evening.cleo):
        which = await who.press(sad, "Report one")
        await who.press(which, which.buttons[0].label)
    (told,) = await evening.stage.until(lambda: list(channel.messages.values()), what="the report")
    assert "Something unkind" in Reply(told).text
    await evening.restart_bot()
    assert len(channel.messages) == 1


@pytest.mark.parametrize("act", ["change", "withdraw", "hide", "unhide", "report"])
async def test_a_forged_button_changes_nothing(evening: Evening, act: str) -> None:
    poll = await started(evening)
    await say(evening.ann, poll, "Sad", "They never meet again.")
    await closed(evening, poll)
    (sad,) = await thread_of(evening, poll, 1)
    number = sad.text.rpartition("reason ")[2].split()[0]
    before = sad.text
    strangers = [evening.stage.member("eve", "Rialto")]
    if act != "report":  # which any member of the server may
        strangers.append(evening.bob)
    for stranger in strangers:
        answer = await forged(stranger, f"reason:{act}:{number}:0")
        assert answer.ephemeral
        assert any(word in answer.text for word in ("not yours", "no reason", "not hidden", "moderators")), answer.text
    assert sad.text == before
    assert "They never meet again." in (await evening.ann.slash("reason mine")).text


async def test_by_text_private_things_are_behind_a_button(evening: Evening) -> None:
    poll = await started(evening)
    await say(evening.ann, poll, "Sad", "They never meet again.")
    answer = await evening.ann.say("!reason mine")
    assert "They never" not in answer.text
    mine = await evening.bob.press(answer, "Show me privately")
    assert "no reason" in mine.text
    assert mine.ephemeral


async def test_a_preset_may_ask_nobody_or_those_who_were_contradicted(tmp_path_factory: pytest.TempPathFactory) -> None:
    labels = "options = [{ label = 'Sad', words = ['heartbroken'] }, { label = 'Happy' }]"
    presets = "".join(
        f"[polls.presets.{name}]\nquestion = 'Sad or happy?'\nfilm = 'La La Land'\nreasons = '{name}'\n{labels}\n"
        for name in ("off", "against")
    )
    async with evening_in(tmp_path_factory.mktemp("presets"), configured=presets) as evening:
        seen = {}
        for name in ("off", "against"):
            poll = await started(evening, name)
            for option in ("Sad", "Happy"):
                receipt = await evening.ann.press(poll, option)
                seen[name, option] = "Say why" in [button.label for button in receipt.buttons]
    # What speaks against "happy" is a passage for "sad"; for "happy" the preset has no words.
    assert seen == {
        ("off", "Sad"): False,
        ("off", "Happy"): False,
        ("against", "Sad"): False,
        ("against", "Happy"): True,
    }
