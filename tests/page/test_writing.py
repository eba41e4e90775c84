"""Writing, commands and suggestions, by keyboard and by mouse, as in Discord's client."""

from playwright.async_api import expect

from tests.page.browser import Sitting


async def test_a_first_question_is_answered_and_its_spoiler_opens_on_a_click(seat: Sitting) -> None:
    tab = await seat.open()
    await tab.say("!ending")
    answer = tab.message("La La Land: the ending")
    covers = answer.get_by_role("button", name="Spoiler: show it")
    await expect(covers).to_have_count(2)
    hidden = answer.locator(".spoiler-inside").first
    assert await hidden.get_attribute("inert") is not None
    await covers.first.click()
    assert await hidden.get_attribute("inert") is None
    await expect(covers).to_have_count(1)


async def test_a_spoiler_that_was_opened_stays_open_when_its_message_changes_elsewhere(seat: Sitting) -> None:
    shown = seat.bot_says(content="One ||secret|| word.")
    tab = await seat.open()
    await tab.page.locator(".spoiler").click()
    seat.bot_edits(shown, content="Now two, ||secret|| words.")
    await expect(tab.message("Now two")).to_be_visible()
    assert await tab.page.locator(".spoiler.open").count() == 1
    seat.bot_edits(shown, content="Now ||something else||.")
    await expect(tab.page.locator(".spoiler:not(.open)")).to_have_count(1)


async def test_a_command_is_found_filled_and_sent_by_the_keyboard_alone(seat: Sitting) -> None:
    tab = await seat.open()
    await expect(tab.write_box).to_be_focused()
    await tab.keys("/", "quo")
    await expect(tab.suggestions.first).to_contain_text("/quote")
    await expect(tab.suggestions.first).to_contain_text("text*")  # the required mark
    await tab.keys("Tab")
    field = tab.page.get_by_role("combobox", name="text, required")
    await expect(field).to_be_focused()
    await tab.keys("lovely night")
    rows = tab.suggestions.filter(has_text="A Lovely Night").or_(tab.suggestions.filter(has_text="paragraph"))
    await expect(rows.first).to_be_visible()
    assert await tab.page.locator(".list-row.at").count() == 0  # what one typed stands until one chooses
    await tab.keys("ArrowDown")
    chosen = await tab.page.locator(".list-row.at .list-label").inner_text()
    await tab.keys("Enter")
    await expect(field).to_have_value(chosen)
    await tab.keys("Enter")
    await expect(tab.messages.filter(has_text="used /quote")).to_have_count(1)
    await expect(tab.write_box).to_be_focused()


async def test_a_command_is_chosen_and_an_option_added_by_mouse(seat: Sitting) -> None:
    tab = await seat.open()
    await tab.page.get_by_role("button", name="Show the commands").click()
    await tab.suggestions.filter(has_text="/songs").click()
    await tab.page.get_by_role("button", name="Add words").click()
    await tab.keys("luvly night")
    await tab.page.get_by_role("button", name="Send").click()
    await expect(tab.message("A Lovely Night")).to_be_visible()


async def test_a_missing_required_option_is_named_and_nothing_is_sent(seat: Sitting) -> None:
    tab = await seat.open()
    await tab.write_box.fill("/quote ")
    await expect(tab.page.get_by_role("combobox", name="text, required")).to_be_focused()
    await tab.keys("Enter")
    await expect(tab.page.locator(".composer .problem")).to_have_text("“text” is required.")
    assert await tab.messages.count() == 0
    await tab.keys("Backspace")
    await expect(tab.write_box).to_be_focused()


async def test_an_unknown_command_is_named(seat: Sitting) -> None:
    tab = await seat.open()
    await tab.say("/dance")
    await expect(tab.page.locator(".composer .problem")).to_have_text("There is no command /dance.")


async def test_a_written_command_reads_its_options_and_the_arrow_brings_it_back(seat: Sitting) -> None:
    tab = await seat.open()
    await tab.write_box.fill("/songs words:luvly night")
    await tab.keys("Enter")
    await expect(tab.message("A Lovely Night")).to_be_visible()
    await tab.keys("ArrowUp")
    await expect(tab.page.get_by_role("combobox", name="words")).to_have_value("luvly night")
    await tab.keys("Escape", "Escape")
    await expect(tab.write_box).to_be_focused()


async def test_a_mention_is_completed_and_reaches_the_bot(seat: Sitting) -> None:
    tab = await seat.open()
    await tab.write_box.press_sequentially("@epi")
    await expect(tab.suggestions.first).to_contain_text("Epilogue")
    await tab.keys("Enter")
    await tab.keys("ending")
    await tab.keys("Enter")
    await expect(tab.message("La La Land: the ending")).to_be_visible()
    await expect(tab.page.locator("#feed .mention").first).to_have_text("@Epilogue")


async def test_a_reply_shows_what_it_answers(seat: Sitting) -> None:
    seat.bot_says(content="Ask me about ||the end||.")
    tab = await seat.open()
    await tab.messages.first.hover()
    await tab.page.get_by_role("button", name="Reply: Epilogue").click()
    await expect(tab.page.locator(".replying")).to_contain_text("Replying to Epilogue")
    await tab.say("I just did")
    context = tab.message("I just did").locator(".context")
    await expect(context).to_contain_text("Ask me about ….")


async def test_a_message_past_the_limit_is_kept_and_says_by_how_much(seat: Sitting) -> None:
    tab = await seat.open()
    await tab.write_box.fill("x" * 2_003)
    await tab.keys("Enter")
    await expect(tab.page.locator(".composer .problem")).to_contain_text("3 characters too many")
    assert len(await tab.write_box.input_value()) == 2_003
