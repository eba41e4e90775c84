"""Polls through the real client: asked, voted on, closed, told and compared."""

import copy
import csv
import io
import json
from datetime import timedelta

import pytest

from bot.playground import RefusedByClient
from tests.stage.evening import Evening
from tests.stage.polling import EDIT, answers_to, requests, result_of, started, until_says

DAY = timedelta(days=1)


@pytest.mark.parametrize("way", ["slash", "text", "mention"])
async def test_a_preset_is_asked(evening: Evening, way: str) -> None:
    if way == "slash":
        poll = await started(evening)
    elif way == "text":
        poll = await evening.max.say("!poll start ending")
    else:
        poll = await evening.max.say(f"<@{evening.stage.backstage.bot.id}> poll start ending")
    assert "How did the ending of La La Land leave you?" in poll.text
    assert "0 voted · anonymous to members" in poll.text
    assert [button.label for button in poll.buttons] == ["Sad", "Happy", "Withdraw"]
    assert not poll.ephemeral


async def test_a_vote_moves_stays_and_is_withdrawn_each_with_a_private_receipt(evening: Evening) -> None:
    poll = await started(evening)
    said = []
    for button in ("Sad", "Sad", "Happy", "Withdraw", "Withdraw"):
        receipt = await evening.ann.press(poll, button)
        assert receipt.ephemeral
        said.append(receipt.text.splitlines()[0])
    assert said == [
        "Counted: **Sad**. You can change it until the poll closes.",
        "Your vote is **Sad**, as before. You can change it until the poll closes.",
        "Changed from Sad to **Happy**. You can change it again until the poll closes.",
        "Withdrawn: your vote for **Happy** is no longer counted. You can vote again until the poll closes.",
        "You have no vote in this poll, so there was nothing to withdraw.",
    ]


async def test_the_receipt_quotes_the_other_side_and_changes_the_vote(evening: Evening) -> None:
    poll = await started(evening)
    sad, happy = await evening.ann.press(poll, "Sad"), await evening.bob.press(poll, "Happy")
    assert "A very happy ending" in sad.text
    assert "What makes La La Land the perfect love story" in happy.text
    assert sad.spoilered
    assert happy.spoilered
    changed = await evening.ann.press(sad, "Change to Happy")
    assert changed.id == sad.id
    assert "Changed from Sad to **Happy**" in changed.text


async def test_the_message_follows_with_few_edits_and_the_last_state_arrives(evening: Evening) -> None:
    poll = await started(evening)
    crowd = evening.stage.crowd(40)
    for number, fan in enumerate(crowd):
        await fan.press(poll, "Happy" if number % 4 else "Sad")
    await evening.stage.until(lambda: requests(evening, EDIT), what="the first edit")
    for _ in range(3):
        evening.clock.advance(timedelta(seconds=2))
        await evening.bob.press(poll, "Happy")
    await until_says(evening, poll, "41 voted", "**🌅 Happy** · 76 % (31)", "**💔 Sad** · 24 % (10)")
    assert requests(evening, EDIT) <= 8


async def test_an_old_button_works_after_a_restart(evening: Evening) -> None:
    poll = await started(evening)
    receipt = await evening.ann.press(poll, "Sad")
    await evening.restart_bot()
    assert "Changed from Sad" in (await evening.ann.press(poll, "Happy")).text
    assert "as before" in (await evening.ann.press(receipt, "Change to Happy")).text
    await until_says(evening, poll, "1 voted")


async def test_a_deadline_closes_and_tells_once_with_a_chart(evening: Evening) -> None:
    poll = await started(evening, closes="2d 6h")
    for name, button in (("ann", "Sad"), ("bob", "Happy"), ("cleo", "Happy"), ("dave", "Happy"), ("max", "Sad")):
        await evening.stage.member(name).press(poll, button)
    await evening.ann.press(poll, "Happy")
    evening.clock.advance(timedelta(days=2, hours=5))
    assert "Change" in (await evening.bob.press(poll, "Happy")).buttons[0].label
    evening.clock.advance(timedelta(hours=1))
    result = await result_of(evening, poll)
    assert "**Happy**: 4 of 5 voters (80 %). One changed their mind, towards Happy." in result.text
    assert [(file.name, file.data[:4]) for file in result.files] == [("chart.png", b"\x89PNG")]
    assert "Bar chart. How did the ending of La La Land leave you? Sad 20 % (1), Happy 80 % (4)." in str(result.message)
    assert "For **Sad**" in result.text
    assert "For **Happy**" in result.text
    assert result.spoilered
    evening.clock.advance(timedelta(minutes=2))  # an old message is edited seldom
    await until_says(evening, poll, "closed")
    assert poll.buttons == []
    await evening.restart_bot()
    evening.clock.advance(DAY)
    assert len(answers_to(evening, poll)) == 1


async def test_a_deadline_that_passed_while_the_bot_was_away_is_kept_at_the_start(evening: Evening) -> None:
    poll = await started(evening, closes="1h")
    await evening.ann.press(poll, "Sad")
    await evening.stop_bot()
    evening.clock.advance(timedelta(hours=3))
    await evening.start_bot()
    assert "**Sad**: 1 of 1 voter (100 %)" in (await result_of(evening, poll)).text


async def test_a_vote_after_the_close_is_refused_in_words(evening: Evening) -> None:
    poll = await started(evening)
    receipt = await evening.ann.press(poll, "Sad")
    assert "Poll 1 is closed" in (await evening.max.slash("poll close", poll=1)).text
    late = await evening.ann.press(receipt, "Change to Happy")
    assert late.text == "This poll is closed; your vote was not counted."
    assert "closed already" in (await evening.max.slash("poll close", poll=1)).text
    assert "Nobody voted" not in (await result_of(evening, poll)).text


async def test_a_poll_by_hand_and_its_leftover_words(evening: Evening) -> None:
    poll = await evening.max.say(
        "!poll create question: Was it *worth* it? options: Yes | No | Ask me later closes: 90m"
    )
    assert "Was it \\*worth\\* it?" in poll.text
    assert [button.label for button in poll.buttons] == ["Yes", "No", "Ask me later", "Withdraw"]
    refused = await evening.max.say("!poll start ending 2d 6h")
    assert "`!poll start ending closes: 2d 6h`" in refused.text
    refused = await evening.max.say("!poll start ending closes: 1d quorum: 3 closes: 2d")
    assert "closes is given more than once, as “1d” and “2d”" in refused.text
    assert "The option quorum has no value" in (await evening.max.say("!poll start ending quorum: closes: 2d")).text
    refused = await evening.max.say("!poll start ending anonymous: perhaps")
    assert "“perhaps” does not fit the option anonymous" in refused.text
    refused = await evening.max.say("!poll start ending closes: 2 fortnights")
    assert "is no duration" in refused.text
    assert "There is: ending" in (await evening.max.say("!poll start endnig")).text


async def test_a_poll_from_a_form(evening: Evening) -> None:
    form = await evening.max.slash("poll create", anonymous=False)
    assert form.form is not None
    poll = await evening.max.fill(
        form, {"Question": "Jazz?", "Options, one a line": "Yes\nNo", "How long it runs": "1 week"}
    )
    assert "Jazz?" in poll.text
    assert "public: everyone can see who voted for what" in poll.text
    assert "Counted: **No**" in (await evening.ann.press(poll, "No")).text


async def test_what_is_refused_of_a_form_is_not_lost(evening: Evening) -> None:
    form = await evening.max.slash("poll create")
    fields = {"Question": "Jazz?", "Options, one a line": "Yes\nNo", "How long it runs": "two fortnights"}
    refused = await evening.max.fill(form, fields)
    assert "is no duration" in refused.text
    assert "Jazz?" in refused.text
    again = await evening.max.press(refused, "Open the form again")
    poll = await evening.max.fill(again, {**fields, "How long it runs": "2 weeks"})
    assert [button.label for button in poll.buttons] == ["Yes", "No", "Withdraw"]


async def test_what_came_of_a_poll_is_told_as_it_is(evening: Evening) -> None:
    votes = {"ann": "Sad", "bob": "Happy", "cleo": "Happy"}
    told = []
    for voters, quorum in ((0, 0), (2, 0), (3, 5), (3, 3)):
        poll = await started(evening, quorum=quorum)
        for name in list(votes)[:voters]:
            await evening.stage.member(name).press(poll, votes[name])
        await evening.max.slash("poll close")
        told.append((await evening.dave.slash("poll results")).text)
    assert "Nobody voted." in told[0]
    assert "%" not in told[0]
    assert "A tie between **Sad** and **Happy**: 1 of 2 voters each (50 %)." in told[1]
    assert "Too few votes to call: 3 of the 5 voters that were asked for." in told[2]
    assert "**Happy**: 2 of 3 voters (67 %)." in told[3]
    assert "counts from 5 voters on" in told[2]


async def test_results_list_and_history(evening: Evening) -> None:
    for happy in (1, 2):
        poll = await started(evening)
        await evening.ann.press(poll, "Sad")
        for name in ("bob", "cleo")[:happy]:
            await evening.stage.member(name).press(poll, "Happy")
        await evening.max.slash("poll close")
        await result_of(evening, poll)
        evening.clock.advance(DAY)
    await started(evening, preset="ending-three")
    results = await evening.bob.slash("poll results", poll=2)
    assert "**Happy**: 2 of 3 voters (67 %)" in results.text
    listed = await evening.bob.say("!poll list")
    assert "**3** · " in listed.text
    assert "**2** · How did the ending of La La Land leave you?" in listed.text
    history = await evening.bob.slash("poll history", preset="ending")
    assert "Asked 2 times" in history.text
    assert "Sad 50 % (1), Happy 50 % (1)" in history.text
    assert "Sad 33 % (1), Happy 67 % (2)" in history.text
    assert [file.name for file in history.files] == ["chart.png"]
    assert "nothing to compare" in (await evening.bob.slash("poll history", poll=3)).text
    offered = await evening.bob.autocomplete("poll results", poll="")
    assert {choice["value"] for choice in offered} == {1, 2, 3}
    assert not any("%" in choice["name"] or "voted" in choice["name"] for choice in offered)


async def test_an_export_is_private_and_complete(evening: Evening) -> None:
    poll = await started(evening, anonymous=False)
    await evening.ann.press(poll, "Sad")
    await evening.bob.press(poll, "Happy")
    exported = await evening.max.slash("poll export", poll=1)
    assert exported.ephemeral
    table, document = (file.data for file in exported.files)
    assert list(csv.reader(io.StringIO(table.decode())))[:3] == [
        ["option", "votes", "percent"],
        ["Sad", "1", "50"],
        ["Happy", "1", "50"],
    ]
    ballots = json.loads(document)["ballots"]
    assert {ballot["member"]: ballot["name"] for ballot in ballots} == {
        str(evening.ann.id): "Ann",
        str(evening.bob.id): "Bob",
    }
    evening.stage.remove_member("bob")
    (_, document) = (file.data for file in (await evening.max.slash("poll export", poll=1)).files)
    assert [ballot["name"] for ballot in json.loads(document)["ballots"]] == ["Ann", None]


async def test_who_voted_for_what_is_seen_in_a_public_poll_alone(evening: Evening) -> None:
    for anonymous in (False, True):
        poll = await started(evening, anonymous=anonymous)
        assert ("public: everyone can see who voted for what" in poll.text) is not anonymous
        await evening.ann.press(poll, "Sad")
        for fan in evening.stage.crowd(40):
            await fan.press(poll, "Happy")
    seen = (await evening.dave.slash("poll results", poll=1)).text
    assert f"**Sad**: {evening.ann.mention}\n" in seen
    assert "**Happy**: <@" in seen
    assert "more\n" in seen
    assert "**Happy**: <@" in (await evening.dave.say("!poll results 1")).text
    assert "<@" not in (await evening.dave.slash("poll results", poll=2)).text
    exported = await evening.max.slash("poll export", poll=2)
    assert str(evening.ann.id) not in str([file.data for file in exported.files])
    assert evening.stage.pings == []


async def test_an_edit_changes_the_message_until_the_first_vote(evening: Evening) -> None:
    poll = await started(evening)
    assert (
        "changed" in (await evening.max.slash("poll edit", options={"poll": 1, "options": "Sad | Happy | Both"})).text
    )
    await until_says(evening, poll, "Both")
    receipt = await evening.ann.press(poll, "Both")
    assert "Changed from Both to **Sad**" in (await evening.ann.press(receipt, "Change to Sad")).text
    assert "someone has voted" in (await evening.max.slash("poll edit", poll=1, closes="1h")).text


async def test_a_button_from_before_an_edit_is_no_vote_for_what_stands_in_its_place_now(evening: Evening) -> None:
    poll = await started(evening)
    assert poll.message is not None
    before = copy.deepcopy(poll.message.components)
    await evening.max.slash("poll edit", options={"poll": 1, "options": "Happy | Sad"})
    await until_says(evening, poll, "Happy**\n**Sad")
    after, poll.message.components = poll.message.components, before
    assert "changed since these buttons were shown" in (await evening.ann.press(poll, "Sad")).text
    poll.message.components = after
    assert "Counted: **Sad**" in (await evening.ann.press(poll, "Sad")).text


async def test_the_client_offers_what_there_is(evening: Evening) -> None:
    offered = await evening.max.autocomplete("poll start", preset="three")
    assert [choice["value"] for choice in offered] == ["ending-three"]
    with pytest.raises(RefusedByClient):
        await started(evening, results="never")
