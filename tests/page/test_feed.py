"""A long conversation: few rows in the document, all of them reachable, and nothing jumps."""

from playwright.async_api import expect

from bot.playground.limits import CONTENT
from tests.page.browser import Sitting, Tab

MANY = 1_000


def talk(seat: Sitting, count: int = MANY) -> list[int]:
    """Let the bot's account say many things of many heights; return the messages' ids."""
    return [seat.bot_says(content=f"Line {number} " + "and more " * (number * 7 % 60)).id for number in range(count)]


async def drawn(tab: Tab) -> int:
    return await tab.messages.count()


async def test_of_a_thousand_messages_only_those_around_the_view_are_in_the_document(seat: Sitting) -> None:
    talk(seat)
    tab = await seat.open()
    await expect(tab.message(f"Line {MANY - 1} ")).to_be_in_viewport()
    assert 5 < await drawn(tab) < 60
    most = 0
    while not await tab.message("Line 0 ").count():
        await tab.page.locator("#feed").evaluate("feed => feed.scrollBy(0, -6000)")
        await tab.page.evaluate("() => new Promise(requestAnimationFrame)")
        most = max(most, await drawn(tab))
    assert most < 80
    assert await tab.messages.first.get_attribute("aria-setsize") == str(MANY)
    await tab.page.get_by_role("button", name="To the newest").click()
    await expect(tab.message(f"Line {MANY - 1} ")).to_be_in_viewport()


async def test_earlier_messages_come_without_moving_what_one_reads(seat: Sitting) -> None:
    talk(seat, 260)
    tab = await seat.open()
    await expect(tab.message("Line 259 ")).to_be_in_viewport()
    feed = tab.page.locator("#feed")
    await feed.evaluate("feed => { feed.scrollTop = 300; }")
    row = tab.message("Line 162 ")
    await expect(row).to_be_attached()
    await tab.page.wait_for_function("() => document.querySelector('.message').getAttribute('aria-setsize') === '200'")
    await expect(row).to_be_in_viewport()


async def test_who_reads_further_up_is_told_of_new_messages_and_not_moved(seat: Sitting) -> None:
    talk(seat, 60)
    tab = await seat.open()
    await expect(tab.message("Line 59 ")).to_be_in_viewport()
    await tab.page.locator("#feed").evaluate("feed => { feed.scrollTop = 200; }")
    await expect(tab.page.get_by_role("button", name="To the newest")).to_be_visible()
    seat.bot_says(content="Something new")
    await tab.page.get_by_role("button", name="1 new").click()
    await expect(tab.message("Something new")).to_be_in_viewport()


async def test_a_deep_link_opens_its_message_whatever_lies_between(seat: Sitting) -> None:
    ids = talk(seat, 400)
    channel = seat.channel()
    assert channel.server is not None
    path = f"channels/{channel.server.id}/{channel.id}/{ids[37]}"
    tab = await seat.open(path)
    row = tab.page.locator(f".message[data-id='{ids[37]}']")
    await expect(row).to_be_in_viewport()
    await expect(row).to_be_focused()
    other = seat.bot_says(channel="films", content=f"Go to https://discord.com/{path}")
    await tab.page.get_by_role("link", name="films").click()
    await expect(tab.page).to_have_url(f"{seat.web.address}channels/{channel.server.id}/{seat.channel('films').id}")
    await tab.messages.get_by_role("link").click()
    await expect(row).to_be_in_viewport()
    await tab.page.go_back()
    await expect(tab.page.locator(f".message[data-id='{other.id}']")).to_be_visible()


async def test_the_longest_word_and_the_longest_message_stay_inside_the_narrowest_screen(seat: Sitting) -> None:
    seat.bot_says(content="w" * CONTENT)
    seat.bot_says(content="```\n" + "w" * 600 + "\n```")
    tab = await seat.open(width=360, height=740)
    await expect(tab.messages.last).to_be_in_viewport()
    widths = await tab.page.evaluate(
        "[document.documentElement.scrollWidth, document.getElementById('feed').scrollWidth]"
    )
    assert max(widths) <= 360
