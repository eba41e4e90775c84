"""What the page can do to the stage: other members, a crowd, the spoiler mark, a restart, the wire."""

from playwright.async_api import expect

from tests.page.browser import Sitting


async def test_old_buttons_work_after_the_bot_is_restarted(seat: Sitting) -> None:
    tab = await seat.open()
    await tab.say("!ending")
    answer = tab.message("La La Land: the ending")
    await expect(answer).to_be_visible()
    await tab.page.get_by_role("button", name="Restart the bot").click()
    await expect(tab.page.locator(".toast")).to_contain_text("The bot was restarted")
    await answer.get_by_role("button", name="Where it stands").first.click()
    private = tab.messages.filter(has_text="Only you can see this")
    await expect(private).to_have_count(1)
    await private.get_by_role("button", name="Dismiss message").click()
    await expect(private).to_have_count(0)


async def test_a_private_answer_is_gone_for_another_member_and_back_for_its_own(seat: Sitting) -> None:
    tab = await seat.open()
    await tab.say("!ending")
    await tab.message("La La Land: the ending").get_by_role("button", name="Where it stands").first.click()
    private = tab.messages.filter(has_text="Only you can see this")
    await expect(private).to_have_count(1)
    await tab.become("Bob")
    await expect(tab.message("La La Land: the ending")).to_be_visible()
    await expect(private).to_have_count(0)
    await tab.become("Ann")
    await expect(private).to_have_count(1)


async def test_the_spoiler_mark_uncovers_the_quotes(seat: Sitting) -> None:
    tab = await seat.open()
    switch = tab.page.get_by_role("switch", name="Spoiler channel")
    await expect(switch).to_have_attribute("aria-checked", "false")
    await switch.click()
    await expect(switch).to_have_attribute("aria-checked", "true")
    await expect(switch).to_be_focused()
    await tab.say("!ending")
    await expect(tab.message("La La Land: the ending").locator("blockquote").first).to_be_visible()
    assert await tab.page.locator("#feed .spoiler").count() == 0


async def test_a_crowd_votes_in_discords_own_poll_and_the_bars_show_it(seat: Sitting) -> None:
    answers = [{"poll_media": {"text": text}} for text in ("Sad", "Happy")]
    seat.bot_says(poll={"question": {"text": "And the ending?"}, "answers": answers, "duration": 24})
    tab = await seat.open()
    poll = tab.message("And the ending?")
    await poll.get_by_role("radio", name="Happy").check()
    await tab.button("Vote", poll).click()
    await expect(poll.locator(".poll-bar.mine")).to_contain_text("100 %, 1 vote")
    await tab.page.locator("#people").get_by_role("button", name="Let 50 members vote").click()
    dialog = tab.page.get_by_role("dialog", name="Let members vote")
    await dialog.get_by_label("Members").fill("12")
    await dialog.get_by_role("button", name="Let them vote").click()
    await expect(tab.page.locator(".toast")).to_have_text("12 members voted; every one was answered.")
    await expect(poll.locator(".poll-foot")).to_contain_text("13 votes")
    assert await tab.page.locator("#people button.person").count() == 6  # a crowd is nobody's part
    await tab.button("Remove vote", poll).click()
    await expect(poll.locator(".poll-foot")).to_contain_text("12 votes")


async def test_without_anything_to_vote_on_the_page_says_so(seat: Sitting) -> None:
    tab = await seat.open()
    await tab.page.locator("#people").get_by_role("button", name="Let 50 members vote").click()
    await expect(tab.page.locator(".toast")).to_contain_text("nothing to vote on")


async def test_the_wire_shows_requests_events_and_how_long_the_bot_took(seat: Sitting) -> None:
    tab = await seat.open()
    await tab.page.get_by_role("button", name="The wire").click()
    wire = tab.page.locator("#wire")
    await expect(wire.locator(".wire-row").first).to_be_visible()  # what went before is there too
    await tab.write_box.fill("/about")
    await tab.keys("Enter", "Enter")  # choose it, send it
    await expect(tab.messages.filter(has_text="used /about")).to_have_count(1)
    await expect(wire.locator(".wire-row", has_text="INTERACTION_CREATE")).to_have_count(1)
    await expect(wire.locator(".wire-row", has_text="ACKNOWLEDGED").locator(".wire-time")).to_contain_text("ms")
    await expect(wire.locator(".wire-row", has_text="/callback")).to_contain_text("200")
    await wire.get_by_label("Problems only").check()
    await expect(wire.locator(".wire-row")).to_have_count(0)


async def test_a_message_elsewhere_marks_its_channel_until_one_goes_there(seat: Sitting) -> None:
    tab = await seat.open()
    seat.bot_says(channel="films", content="Over here")
    link = tab.page.get_by_role("link", name="films")
    await expect(link).to_have_accessible_name("films unread")
    await link.click()
    await expect(tab.message("Over here")).to_be_visible()
    await expect(link).to_have_accessible_name("films")


async def test_two_pages_see_each_other_act(seat: Sitting) -> None:
    ann, bob = await seat.open(), await seat.open()
    await bob.become("Bob")
    await ann.say("hello from ann")
    await expect(bob.message("hello from ann")).to_be_visible()
    await bob.say("hello from bob")
    await expect(ann.message("hello from bob")).to_be_visible()
