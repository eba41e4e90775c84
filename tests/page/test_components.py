"""What the bot sends beside text: forms, selects, pictures, and what stands between a question and its answer."""

from typing import Any

from playwright.async_api import expect

from bot.playground import payloads, posts
from bot.playground.bodies import Draft, File
from tests.page.browser import Sitting

OPTIONS = [{"label": "La La Land", "value": "1", "description": "2016"}, {"label": "Whiplash", "value": "2"}]
FORM: dict[str, Any] = {
    "title": "A form",
    "custom_id": "form",
    "components": [
        {"type": 10, "content": "Some **words** first."},
        {"type": 18, "label": "Text", "component": {"type": 4, "custom_id": "text", "style": 1, "min_length": 3}},
        {"type": 18, "label": "Film", "component": {"type": 3, "custom_id": "film", "options": OPTIONS}},
        {"type": 18, "label": "Mood", "component": {"type": 21, "custom_id": "mood", "options": OPTIONS}},
        {
            "type": 18,
            "label": "Several",
            "description": "One or two",
            "component": {"type": 22, "custom_id": "several", "options": OPTIONS, "max_values": 2},
        },
        {"type": 18, "label": "Agreed", "component": {"type": 23, "custom_id": "agreed"}},
    ],
}
OPEN = """async (form) => {
  const { openForm } = await import("/page/form.js");
  const env = { user: () => null, role: () => null, channel: () => null, open: new Set(), go: () => false };
  openForm(form, env, async (values) => { window.sent = values; });
}"""


async def test_a_form_of_every_field_is_filled_by_the_keyboard_and_checked_before_it_is_sent(seat: Sitting) -> None:
    tab = await seat.open()
    await tab.page.evaluate(OPEN, FORM)
    form = tab.page.get_by_role("dialog", name="A form")
    problem = form.locator("form > .problem")
    await tab.keys("ab", "Enter")
    await expect(problem).to_have_text("Text: At least 3 characters.")
    await expect(form.get_by_label("Text")).to_be_focused()
    await tab.keys("c", "Tab", "ArrowDown")
    await tab.keys("ArrowDown", "Enter")  # the second film
    await tab.keys("Tab", "Space", "Tab", "Space", "Tab", "Space", "Tab", "Space")
    await form.get_by_role("button", name="Submit").click()
    await expect(form).to_have_count(0)
    assert await tab.page.evaluate("window.sent") == {
        "text": "abc",
        "film": ["2"],
        "mood": "1",
        "several": ["1", "2"],
        "agreed": True,
    }


async def test_a_form_that_is_left_sends_nothing(seat: Sitting) -> None:
    tab = await seat.open()
    await tab.page.evaluate(OPEN, FORM)
    await tab.keys("Escape")
    await expect(tab.page.get_by_role("dialog")).to_have_count(0)
    assert await tab.page.evaluate("window.sent") is None


async def test_a_press_and_a_choice_that_nobody_answers_fail_as_on_discord(seat: Sitting) -> None:
    button = {"type": 2, "style": 1, "custom_id": "unheard:1", "label": "Nobody hears"}
    choice = {"type": 3, "custom_id": "unheard:2", "placeholder": "Choose a film", "options": OPTIONS}
    for component in (button, choice):
        seat.bot_says(content="Old", components=[{"type": 1, "components": [component]}], old=True)
    tab = await seat.open()
    await seat.evening.stop_bot()
    await expect(tab.page.locator("#people .state")).to_have_text("starting…")
    await tab.button("Nobody hears").click()
    await expect(tab.messages.filter(has_text="This interaction failed")).to_have_count(1)
    await tab.page.get_by_role("combobox", name="Choose a film").click()
    await tab.suggestions.filter(has_text="Whiplash").click()
    await expect(tab.messages.filter(has_text="This interaction failed")).to_have_count(2)
    await tab.write_box.fill("/about")
    await tab.keys("Enter", "Enter")
    await expect(tab.page.locator(".composer .problem")).to_have_text("The application did not respond.")
    await expect(tab.write_box).to_have_value("/about")  # nothing of it is lost


async def test_a_deferred_answer_shows_that_the_bot_is_thinking_until_it_comes(seat: Sitting) -> None:
    stage, channel = seat.stage.backstage, seat.channel()
    about = {"id": "1", "type": 2, "name": "ending", "user": payloads.user(seat.evening.ann.account)}
    shown = posts.loading(stage, channel, {**about, "authorizing_integration_owners": {}}, seen_only_by=None)
    tab = await seat.open()
    await expect(tab.messages.first).to_contain_text("Epilogue is thinking…")
    posts.edit(stage, shown, Draft(content="There it is."))
    await expect(tab.messages.first).to_contain_text("There it is.")
    await expect(tab.messages.first).not_to_contain_text("thinking")


async def test_pictures_are_drawn_files_handed_over_and_what_is_elsewhere_becomes_a_link(seat: Sitting) -> None:
    tab = await seat.open()
    encoded = await tab.page.evaluate(
        """async () => {
          const canvas = Object.assign(document.createElement("canvas"), { width: 40, height: 20 });
          const blob = await new Promise((done) => canvas.toBlob(done));
          return [...new Uint8Array(await blob.arrayBuffer())];
        }"""
    )
    picture = File("chart.png", bytes(encoded), "image/png")
    gallery = {"type": 12, "items": [{"media": {"url": "attachment://chart.png"}, "description": "A chart"}]}
    seat.bot_says(components=[gallery], files={"0": picture})
    seat.bot_says(content="A file", files={"0": File("votes.csv", b"a,b", "text/csv")})
    seat.bot_says(components=[{"type": 12, "items": [{"media": {"url": "https://example.org/far.png"}}]}])
    drawn = tab.page.get_by_role("img", name="A chart")
    await expect(drawn).to_be_visible()
    assert await drawn.evaluate("image => image.decode().then(() => image.naturalWidth)") == 40
    await expect(tab.page.get_by_role("link", name="votes.csv")).to_have_attribute("download", "votes.csv")
    await expect(tab.page.get_by_role("link", name="Picture on example.org")).to_be_visible()
    async with tab.page.expect_download() as download:
        await tab.page.get_by_role("link", name="votes.csv").click()
    assert (await (await download.value).path()).read_bytes() == b"a,b"
