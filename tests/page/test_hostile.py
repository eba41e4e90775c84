"""Whatever people write, it stays words: nothing runs, nothing leads astray, nothing takes long."""

from playwright.async_api import expect

from bot.playground import payloads, setting
from bot.playground.world import Account
from tests.page.browser import Sitting

MARKUP = '<img src=x onerror="window.hit = 1"><script>window.hit = 1</script>'

INJECTIONS = [
    MARKUP,
    "[click](javascript:window.hit=1)",
    "[click](<javascript:window.hit=1>)",
    "<javascript:window.hit=1>",
    "[click](data:text/html,<script>window.hit=1</script>)",
    '[a](https://example.org/"onmouseover="window.hit=1)',
    "[javascript:window.hit=1](https://example.org)",
    f"||{MARKUP}||",
    f"> # {MARKUP}",
    f"```html\n{MARKUP}\n```",
    "<t:99999999999999:R> <t:-8640000000001:F> <@1> <#1> <@&1> <:onerror:1>",
]


async def test_no_message_runs_anything_or_links_beyond_the_web(seat: Sitting) -> None:
    for words in INJECTIONS:
        seat.bot_says(content=words)
        seat.bot_says(components=[{"type": 17, "components": [{"type": 10, "content": words}]}])
        seat.bot_says(embeds=[{"title": words, "description": words, "fields": [{"name": words, "value": words}]}])
    tab = await seat.open(height=9_000)
    await expect(tab.messages).to_have_count(3 * len(INJECTIONS))
    covers = tab.page.locator(".spoiler-cover")
    while await covers.count():
        await covers.first.press("Enter")
    assert await tab.page.evaluate("window.hit") is None
    drawn = ("script", "img:not(.avatar)", "[onerror]", "[onmouseover]")
    assert await tab.page.locator(", ".join(f"#feed .message {one}" for one in drawn)).count() == 0
    links = await tab.page.locator("#feed .message a").evaluate_all("all => all.map(one => one.href)")
    assert links
    assert all(one.startswith("https://example.org/") for one in links)


async def test_names_of_people_channels_roles_and_files_stay_words(seat: Sitting) -> None:
    stage = seat.stage.backstage
    cafe = seat.stage.server()
    role = setting.role(stage, cafe, MARKUP, 0)
    person: Account = setting.account(stage, MARKUP)
    setting.join(stage, cafe, person, role)
    setting.channel(stage, cafe, MARKUP)
    cafe.name = MARKUP
    assert payloads.user(person)["username"] == MARKUP
    shown = seat.bot_says(
        content=f"<@{person.id}> <@&{role.id}>",
        components=[{"type": 1, "components": [{"type": 2, "style": 1, "custom_id": "x", "label": MARKUP}]}],
        old=True,
        poll={"question": {"text": MARKUP}, "answers": [{"poll_media": {"text": one}} for one in ("<b>", "b")]},
    )
    tab = await seat.open()
    await expect(tab.messages).to_have_count(1)
    await tab.become(MARKUP.title())
    await tab.page.locator("#places a", has_text=MARKUP).click()
    await tab.say(MARKUP)
    await expect(tab.message(MARKUP)).to_be_visible()
    assert await tab.page.evaluate("window.hit") is None
    assert await tab.page.locator("body script, body [onerror]").count() == 0
    assert shown.id


# Each is far longer than Discord allows: what reads it more than once a character would not come back in time.
BOMBS = {
    "stars": "*" * 200_000,
    "openers": "**a*b__c~~d||e" * 15_000,
    "brackets": "[" * 100_000 + "](" * 50_000,
    "links": "[a](https://" * 10_000,
    "backticks": " ".join("`" * (1 + number % 700) for number in range(500)),
    "fences": "```" * 60_001,
    "quotes": "> " * 100_000,
    "lists": "\n".join(" " * (number % 90) + "- a" for number in range(4_000)),
    "angles": "<http" * 40_000,
    "addresses": "http://" * 30_000,
    "spoilers": "||a" * 60_000,
    "escapes": "\\*" * 100_000,
    "nested": "**_" * 30_000 + "x" + "_**" * 30_000,
}


async def test_markdown_is_read_in_linear_time_and_to_a_bounded_depth(seat: Sitting) -> None:
    tab = await seat.open()
    deepest: dict[str, int] = await tab.page.evaluate(
        """async (bombs) => {
          const { parse } = await import("/page/markdown.js");
          const depth = (text) => {
            let deepest = 0;
            const all = parse(text).map((node) => [node, 1]);
            while (all.length) {
              const [node, depth] = all.pop();
              deepest = Math.max(deepest, depth);
              for (const one of node.c ?? []) all.push([one, depth + 1]);
            }
            return deepest;
          };
          return Object.fromEntries(Object.entries(bombs).map(([name, text]) => [name, depth(text)]));
        }""",
        BOMBS,
    )
    assert deepest.keys() == BOMBS.keys()
    assert max(deepest.values()) <= 40
