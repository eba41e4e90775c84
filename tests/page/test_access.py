"""Usable by everyone: contrast and names as axe finds them, landmarks, the keyboard, the narrowest screen."""

from collections.abc import Awaitable, Callable
from typing import Any, Literal

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import expect

from tests.page.browser import Sitting, Tab

BUTTONS = [{"type": 2, "style": style, "custom_id": f"b{style}", "label": f"Style {style}"} for style in range(1, 5)]
LINK = {"type": 2, "style": 5, "url": "https://example.org", "label": "Link"}
SELECT = {
    "type": 3,
    "custom_id": "film",
    "placeholder": "Choose a film",
    "options": [{"label": "La La Land", "value": "1", "description": "2016"}, {"label": "Whiplash", "value": "2"}],
}
EVERYTHING = (
    "# One\n## Two\n-# small\n**b** `code` ||spoiler|| <t:0:R> [link](https://example.org) <@1>\n> quote\n```py\nx\n```"
)


async def everything(seat: Sitting) -> None:
    """Post one message of each kind."""
    row: dict[str, Any] = {"type": 1, "components": [*BUTTONS, LINK]}
    section = {
        "type": 9,
        "components": [{"type": 10, "content": "A section"}],
        "accessory": BUTTONS[1] | {"custom_id": "s"},
    }
    inside: list[dict[str, Any]] = [{"type": 10, "content": EVERYTHING}, section, {"type": 14}, row]
    seat.bot_says(content=EVERYTHING, embeds=[{"title": "Title", "description": "Words", "footer": {"text": "Foot"}}])
    seat.bot_says(components=[{"type": 17, "accent_color": 0x336699, "components": inside}])
    seat.bot_says(components=[{"type": 1, "components": [SELECT]}], old=True, content="Old components")
    answers = [{"poll_media": {"text": text}} for text in ("Sad", "Happy")]
    seat.bot_says(poll={"question": {"text": "And the ending?"}, "answers": answers, "duration": 24})


async def serious(tab: Tab, region: str | None = None) -> list[str]:
    """Return what axe finds serious or critical in a region (a selector) or the whole page, as lines."""
    found = await Axe().run(tab.page, context=region)
    return [
        f"{one['id']}: {node['html']}: {node.get('failureSummary', '')}"
        for one in found.response["violations"]
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]


async def messages(_: Tab) -> None:
    """Leave the conversation as it is."""


async def command_list(tab: Tab) -> None:
    await tab.keys("/")
    await expect(tab.suggestions.first).to_be_visible()


async def command(tab: Tab) -> None:
    await tab.write_box.fill("/songs words:luv")
    await expect(tab.page.get_by_role("combobox", name="words")).to_be_focused()


async def private_answer(tab: Tab) -> None:
    await tab.say("!ending")
    await tab.message("La La Land: the ending").get_by_role("button", name="Where it stands").first.click()
    await expect(tab.messages.filter(has_text="Only you can see this")).to_have_count(1)


async def the_wire(tab: Tab) -> None:
    await tab.page.get_by_role("button", name="The wire").click()
    await expect(tab.page.locator("#wire .wire-row").first).to_be_visible()


async def a_dialog(tab: Tab) -> None:
    await tab.page.locator("#people").get_by_role("button", name="Let 50 members vote").click()
    await expect(tab.page.get_by_role("dialog")).to_be_visible()


async def a_select(tab: Tab) -> None:
    await tab.page.get_by_role("combobox", name="Choose a film").click()
    await expect(tab.suggestions.first).to_be_visible()


# What brings the page into a state, and the part of it that is new then.
STATES: list[tuple[Callable[[Tab], Awaitable[None]], str | None]] = [
    (messages, None),
    (command_list, ".list"),
    (command, ".composer"),
    (private_answer, ".message.ephemeral"),
    (the_wire, "#wire"),
    (a_dialog, "dialog"),
    (a_select, ".list"),
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_axe_finds_nothing_serious_in_the_main_states(seat: Sitting, scheme: Literal["light", "dark"]) -> None:
    await everything(seat)
    tab = await seat.open(scheme=scheme, width=1440, height=2_000)
    found: dict[str, list[str]] = {}
    for state, region in STATES:
        await state(tab)
        found[state.__name__] = await serious(tab, region)
        await tab.page.reload()
        await expect(tab.write_box).to_be_focused()
    assert not {name: lines for name, lines in found.items() if lines}


@pytest.mark.parametrize("drawer", ["places", "people"])
async def test_the_narrowest_screen_has_everything_in_drawers(seat: Sitting, drawer: str) -> None:
    await everything(seat)
    tab = await seat.open(width=360, height=740)
    await expect(tab.messages.last).to_be_in_viewport()
    assert await tab.page.evaluate("document.documentElement.scrollWidth") <= 360
    assert await tab.page.locator("#feed").evaluate("feed => feed.scrollWidth") <= 360
    opener = {"places": "Open servers and channels", "people": "Members and stage"}[drawer]
    await tab.page.get_by_role("button", name=opener).click()
    await expect(tab.page.locator(f"#{drawer}")).to_be_in_viewport(ratio=0.9)
    assert await serious(tab) == []
    if drawer == "places":
        await tab.page.get_by_role("link", name="films").click()
        await expect(tab.page.get_by_role("heading", level=1)).to_have_text("films")
    else:
        await tab.become("Bob")
    await expect(tab.page.locator(f"#{drawer}")).not_to_be_in_viewport()


async def test_the_landmarks_are_named_and_news_are_told_without_moving_the_focus(seat: Sitting) -> None:
    tab = await seat.open()
    for role, name in (
        ("navigation", "Servers and channels"),
        ("main", "Conversation"),
        ("complementary", "Members and stage"),
        ("feed", "Messages"),
    ):
        await expect(tab.page.get_by_role(role, name=name, exact=True)).to_be_visible()  # type: ignore[arg-type]
    seat.bot_says(content="**Good** evening; it ends ||well||.")
    await expect(tab.page.locator("#said")).to_have_text("Epilogue: Good evening; it ends ….")
    await expect(tab.write_box).to_be_focused()


async def test_messages_are_walked_by_the_keyboard(seat: Sitting) -> None:
    tab = await seat.open()
    await tab.say("!ending")
    answer = tab.message("La La Land: the ending")
    await expect(answer).to_be_visible()
    await answer.focus()
    await tab.keys("PageUp")
    await expect(tab.message("!ending")).to_be_focused()
    await tab.keys("PageDown")
    await expect(answer).to_be_focused()
    await tab.keys("Tab", "Enter")  # the first spoiler
    await expect(answer.locator(".spoiler.open")).to_have_count(1)
    await tab.keys("Tab")
    await expect(answer.get_by_role("button", name="Another").first).to_be_focused()


async def test_the_focus_stays_on_a_button_whose_message_changes(seat: Sitting) -> None:
    row = {"type": 1, "components": BUTTONS}
    shown = seat.bot_says(content="One", components=[row], old=True)
    tab = await seat.open()
    await tab.button("Style 2").focus()
    seat.bot_edits(shown, content="Two")
    await expect(tab.message("Two")).to_be_visible()
    await expect(tab.button("Style 2")).to_be_focused()


async def test_axe_would_find_what_is_wrong(seat: Sitting) -> None:
    tab = await seat.open()
    await tab.page.locator("#top").evaluate(
        "top => { top.style.color = '#555'; top.append(document.createElement('img')); }"
    )
    await tab.page.locator(".top-name").evaluate("name => { name.style.color = '#333'; }")
    found = await serious(tab)
    assert {line.split(":")[0] for line in found} == {"color-contrast", "image-alt"}
