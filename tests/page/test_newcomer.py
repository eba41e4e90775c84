"""A newcomer's whole evening in the browser: ask, look under a spoiler, start a poll, vote as three, say why, close."""

import re

from playwright.async_api import expect

from tests.page.browser import Sitting

REASON = "They smiled, and **that** was <b>enough</b>."


async def test_an_evening_from_the_first_question_to_the_closed_poll(seat: Sitting) -> None:
    tab = await seat.open()
    await expect(tab.page.get_by_role("heading", name="This is #general")).to_be_visible()
    await tab.say("!ending")
    answer = tab.message("La La Land: the ending")
    await answer.locator("div.spoiler").first.click()
    await expect(answer.locator(".spoiler.open blockquote")).to_be_visible()

    await tab.become("Max")  # a moderator
    await tab.page.get_by_role("button", name="/poll start").click()
    await expect(tab.page.get_by_role("combobox", name="preset, required")).to_be_focused()
    await expect(tab.suggestions.first).to_be_visible()
    await tab.keys("ArrowDown", "ArrowUp", "Enter", "Enter")
    poll = tab.message("0 voted")
    await expect(poll).to_contain_text("How did the ending of La La Land leave you?")

    poll = tab.messages.filter(has_text=re.compile("used /poll start"))
    for number, (name, choice) in enumerate((("Ann", "Happy"), ("Bob", "Sad"), ("Cleo", "Happy")), start=1):
        await tab.become(name)
        await poll.get_by_role("button", name=choice).click()
        receipt = tab.messages.filter(has_text="Only you can see this")
        await expect(receipt).to_contain_text(f"Counted: {choice}")
        await expect(poll).to_contain_text(f"{number} voted")

    await receipt.get_by_role("button", name="Say why").click()
    form = tab.page.get_by_role("dialog", name="Why Happy?")
    await form.get_by_role("button", name="Submit").click()
    await expect(form.get_by_role("alert")).to_have_text("Your reason: This is required.")
    await form.get_by_label("Your reason").fill(REASON)
    await form.get_by_label("Show it when the poll closes").check()
    await form.get_by_role("button", name="Submit").click()
    await expect(form).to_have_count(0)

    await tab.page.locator("#people").get_by_role("button", name="Let 50 members vote").click()
    crowd = tab.page.get_by_role("dialog", name="Let members vote")
    await expect(crowd.get_by_label("Happy")).to_be_checked()
    await expect(crowd.get_by_label("Withdraw")).not_to_be_checked()
    await crowd.get_by_label("Members").fill("20")
    await crowd.get_by_role("button", name="Let them vote").click()
    await expect(tab.page.locator(".toast")).to_have_text("20 members voted; every one was answered.")
    await expect(poll).to_contain_text("23 voted", timeout=15_000)
    await expect(poll).to_contain_text("%")

    await tab.become("Max")
    await tab.write_box.fill("/poll close")
    await tab.keys("Enter", "Enter")
    chart = tab.messages.locator("img.picture")
    await expect(chart).to_be_visible(timeout=15_000)
    assert await chart.evaluate("image => image.decode().then(() => image.naturalWidth)") > 100
    assert await chart.get_attribute("alt")
    await expect(poll.get_by_role("button", name="Sad")).to_have_count(0)
    await expect(tab.page.locator("#places .thread")).to_have_count(1)
    await tab.page.locator("#places .thread").click()
    await expect(tab.message("They smiled")).to_contain_text(REASON)
