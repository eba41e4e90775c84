"""Who may do what with a poll, and who may see what of it."""

from pathlib import Path

import pytest

from bot.playground import setting
from bot.playground.world import Role
from tests.stage.evening import Evening, evening_in
from tests.stage.polling import started, until_says


async def test_starting_and_voting_are_two_rights(evening: Evening) -> None:
    assert "Manage Messages" in (await evening.ann.slash("poll start", preset="ending")).text
    assert "Manage Messages" in (await evening.ann.say("!poll create question: Q? options: A | B")).text
    poll = await started(evening)
    assert "Counted" in (await evening.ann.press(poll, "Sad")).text
    for command in ("poll close", "poll export"):
        assert "whoever started it" in (await evening.ann.slash(command, poll=1)).text
    assert "whoever started it" in (await evening.ann.slash("poll edit", poll=1, closes="1h")).text
    assert "closed" in (await evening.olga.slash("poll close", poll=1)).text


async def test_roles_of_the_configuration_start_and_vote(tmp_path: Path) -> None:
    critics = 4242
    configured = f"[servers.default]\npoll_starters = [{critics}]\nvoters = [{critics}]\n"
    async with evening_in(tmp_path, configured=configured) as evening:
        server = evening.stage.server()
        server.roles[critics] = Role(critics, "critics", 0)
        setting.join(evening.stage.backstage, server, evening.ann.account, server.roles[critics])
        await evening.restart_bot()
        poll = await evening.ann.slash("poll start", preset="ending")
        assert "How did" in poll.text
        assert "none of which you have" in (await evening.bob.press(poll, "Sad")).text
        assert "Counted" in (await evening.ann.press(poll, "Sad")).text


async def test_a_poll_for_one_role(evening: Evening) -> None:
    server = evening.stage.server()
    moderators = next(role for role in server.roles.values() if role.name == "moderators")
    poll = await started(evening, voters=moderators)
    assert "which you do not have" in (await evening.ann.press(poll, "Sad")).text
    assert "Counted" in (await evening.max.press(poll, "Sad")).text


async def test_no_command_reaches_another_servers_poll(evening: Evening) -> None:
    poll = await started(evening)
    for name in ("ann", "bob", "cleo"):
        await evening.stage.member(name).press(poll, "Sad")
    rita = evening.stage.member("rita", "Rialto")
    for command in ("poll close", "poll results", "poll export", "poll history"):
        answer = await rita.slash(command, poll=1)
        assert "There is no such poll here as 1" in answer.text
        assert "Sad" not in answer.text
    assert "no such poll" in (await rita.slash("poll edit", poll=1, closes="1h")).text
    assert "no such poll" in (await rita.say("!poll results 1")).text
    assert "No poll is open here" in (await rita.say("!poll list")).text
    assert await rita.autocomplete("poll close", poll="") == []
    forged = await rita.slash("poll start", preset="ending")
    assert forged.message is not None
    forged.message.components[-1]["components"][0]["custom_id"] = "poll:1:vote:1"
    assert "no such poll" in (await rita.press(forged, "Sad")).text
    await until_says(evening, poll, "3 voted")


@pytest.mark.parametrize(
    ("results", "before", "after"),
    [
        ("at close", "the split is shown at the close", "the split is shown at the close"),
        ("after vote", "the split is shown to those who voted", "%"),
    ],
)
async def test_what_is_hidden_shows_nowhere(evening: Evening, results: str, before: str, after: str) -> None:
    poll = await started(evening, results=results)
    receipts = [await evening.stage.member(name).press(poll, "Sad") for name in ("ann", "bob", "cleo")]
    await until_says(evening, poll, "3 voted")
    seen = [
        poll.text,
        (await evening.dave.slash("poll results", poll=1)).text,
        (await evening.dave.say("!poll results 1")).text,
        (await evening.ann.say("!poll results 1")).text,
        (await evening.dave.say("!poll list")).text,
        (await evening.max.slash("poll export", poll=1)).text,
        (await evening.dave.slash("poll history", poll=1)).text,
        str(await evening.dave.autocomplete("poll results", poll="")),
    ]
    assert before in seen[0]
    assert not [text for text in seen if "%" in text or "█" in text]
    assert ("%" in receipts[-1].text) == (results == "after vote")
    assert after in (await evening.ann.slash("poll results", poll=1)).text
    await evening.max.slash("poll close", poll=1)
    assert "3 of 3 voters" in (await evening.dave.slash("poll results", poll=1)).text


async def test_the_first_voter_is_not_exposed(evening: Evening) -> None:
    poll = await started(evening)
    await evening.ann.press(poll, "Sad")
    await until_says(evening, poll, "1 voted", "from a few more votes on")
    assert "%" not in poll.text
    assert "%" not in (await evening.bob.slash("poll results", poll=1)).text


async def test_the_evidence_can_be_switched_off(tmp_path: Path) -> None:
    async with evening_in(tmp_path, configured="[polls]\nevidence = false\n") as evening:
        receipt = await evening.ann.press(await started(evening), "Sad")
        assert "Counted" in receipt.text
        assert "The other side" not in receipt.text
