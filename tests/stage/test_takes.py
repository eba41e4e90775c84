"""Takes through the real client: written, reviewed, quoted, read, posted, exported, withdrawn."""

import io
import zipfile

import pytest

from bot.knowledge.essay import parse
from bot.playground import Member, Reply
from tests.stage.evening import Evening
from tests.stage.forging import forged

TEXT = (
    "The zeppelin of regret\n\nA zeppelin of regret hangs over the last scene, and nobody lands it. "
    "The smile is polite at best.\n\nWhat follows\n\nNothing follows, and that is the saddest part of it."
)


async def write(who: Member, /, **fields: object) -> Reply:
    """Fill in the form of /take write."""
    form = await who.slash("take write")
    filled = {
        "Title": "Not happy at all",
        "Your answer": TEXT,
        "Which essay it answers": "A very happy ending",
        **fields,
    }
    return await who.fill(form, filled)


async def accept(evening: Evening) -> Reply:
    """Let the moderator accept the take that waits longest."""
    return await evening.max.press(await evening.max.slash("take review"), "Accept")


async def test_a_take_is_written_accepted_and_quoted_as_a_members_take_in_its_server_alone(evening: Evening) -> None:
    kept = await write(evening.ann, **{"Your side, in a word": "sad", "Show my name with it": True})
    assert kept.ephemeral
    assert "waits for a moderator" in kept.text
    assert "member's take" not in (await evening.bob.slash("quote", text="a zeppelin of regret")).text
    assert "Take 1 is accepted" in (await accept(evening)).text
    quote = await evening.bob.slash("quote", text="a zeppelin of regret")
    assert "“Not happy at all”, a member's take by Ann" in quote.text
    assert "**SAD**" in quote.text
    assert quote.spoilered
    stands = await evening.bob.press(quote, "Where it stands")
    assert "zeppelin" in stands.text
    elsewhere = await evening.stage.member("eve", "Rialto").slash("quote", text="a zeppelin of regret")
    assert "member's take" not in elsewhere.text
    assert (await evening.stage.member("eve", "Rialto").slash("take list")).text.startswith("No take")


async def test_an_ending_with_three_voices_shows_them_in_turn(evening: Evening) -> None:
    text = "The ending was sad, and the epilogue makes it sadder: in the end they part ways for good."
    await write(evening.ann, **{"Your answer": text, "Your side, in a word": "sad"})
    await accept(evening)
    shown = [(await evening.bob.slash("ending")).text for _ in range(3)]
    for answer in shown:
        assert all(side in answer for side in ("**SAD**", "**HAPPY**", "**BITTERSWEET**"))
    firsts = {min(("SAD", "HAPPY", "BITTERSWEET"), key=lambda side: answer.index(f"**{side}**")) for answer in shown}
    assert len(firsts) == 3


async def test_a_declined_take_comes_back_with_the_reason_and_the_decision_can_be_undone(evening: Evening) -> None:
    await write(evening.ann)
    review = await evening.max.slash("take review")
    assert "1 take waiting" in review.text
    form = await evening.max.press(review, "Decline")
    declined = await evening.max.fill(form, {"Why": "Rather a reason than a take."})
    mine = await evening.ann.slash("take mine")
    assert "declined by a moderator: Rather a reason than a take." in mine.text
    assert "Take 1 is accepted" in (await evening.max.press(declined, "Accept")).text
    assert "accepted: it is quoted" in (await evening.ann.slash("take mine")).text
    assert "No take waits" in (await evening.max.slash("take review")).text


async def test_a_change_waits_again_and_a_stale_review_decides_nothing(evening: Evening) -> None:
    kept = await write(evening.ann)
    review = await evening.max.slash("take review")
    form = await evening.ann.press(kept, "Change")
    await evening.ann.fill(form, {"Title": "Something that nobody has read"})
    assert "changed by its writer" in (await evening.max.press(review, "Accept")).text
    assert "No take is accepted" in (await evening.bob.slash("take list")).text


async def test_a_posted_take_turns_its_pages_and_goes_when_it_is_withdrawn(evening: Evening) -> None:
    long = "\n\n".join(f"Section {n}\n\n{'The light goes out over the city once more. ' * 12}" for n in range(6))
    kept = await write(evening.ann, **{"Your answer": long})
    await accept(evening)
    await evening.ann.slash("take post", take=1)
    (posted,) = [one for one in evening.bob.sees() if one.buttons and not one.ephemeral]
    assert "**Section 0**" in posted.text
    page = await evening.bob.press(posted, "Read on")
    assert page.ephemeral
    assert "page 2 of" in page.text
    turned = await evening.bob.press(page, "Back")
    assert turned.id == page.id
    await evening.ann.press(kept, "Withdraw")
    await evening.stage.until(lambda: posted.text == "", what="the post to go")
    assert "no take 1" in (await evening.bob.press(page, "Read on")).text


async def test_all_takes_are_exported_as_essays_for_moderators_alone(evening: Evening) -> None:
    await write(evening.ann, **{"Title": 'Quotes " and \\ and “curls”', "Your side, in a word": "sad"})
    await accept(evening)
    assert "moderators" in (await evening.bob.slash("take export")).text
    (file,) = (await evening.max.slash("take export")).files
    with zipfile.ZipFile(io.BytesIO(file.data)) as files:
        essay = parse(files.read("take-1.txt"), "take-1.txt")
    assert (essay.title, essay.author, essay.stance) == ('Quotes " and \\ and “curls”', None, "sad")
    assert essay.headings == ("The zeppelin of regret", "What follows")


@pytest.mark.parametrize("act", ["accept", "decline", "hide", "review", "change", "withdraw", "read"])
async def test_a_forged_button_changes_nothing(evening: Evening, act: str) -> None:
    await write(evening.ann)
    for stranger in (evening.bob, evening.stage.member("eve", "Rialto")):
        answer = await forged(stranger, f"take:{act}:1:{0 if act in ('review', 'read') else 1}")
        assert answer.form is None
        assert any(word in answer.text for word in ("not yours", "no take", "moderators")), answer.text
    assert "waits for a moderator" in (await evening.ann.slash("take mine")).text


async def test_another_servers_moderator_decides_nothing_here(evening: Evening) -> None:
    await write(evening.ann)
    rita = evening.stage.member("rita", "Rialto")
    assert "no take 1" in (await forged(rita, "take:accept:1:1")).text
    assert "No take waits" in (await rita.slash("take review")).text


async def test_a_refused_take_comes_back_whole(evening: Evening) -> None:
    refused = await write(evening.ann, **{"Your answer": "Too short."})
    assert "at least 40 characters" in refused.text
    form = await evening.ann.press(refused, "Open the form again")
    kept = await evening.ann.fill(form, {"Your answer": TEXT})
    assert "waits for a moderator" in kept.text
    assert "Not happy at all" in (await evening.ann.slash("take mine")).text


async def test_by_text_the_form_and_private_answers_are_behind_buttons(evening: Evening) -> None:
    button = await evening.ann.say("!take write")
    assert (await evening.ann.press(button, "Open the form")).form is not None
    await write(evening.ann)
    for command in ("!take mine", "!take review"):
        assert "zeppelin" not in (await evening.ann.say(command)).text
    assert "no take 1" in (await evening.ann.say("!take read 1")).text
    assert "zeppelin" in (await evening.ann.press(await evening.ann.say("!take mine"), "Show me privately")).text
