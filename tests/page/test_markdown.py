"""Discord's markdown, read in the browser that draws it."""

from typing import Any

import pytest

from tests.page.browser import Sitting

# what is written: what is drawn, as the text of the page's own HTML without its attributes
DRAWN = {
    "plain": "<p>plain</p>",
    "**a** *b* __c__ ~~d~~ _e_": "<p><strong>a</strong> <em>b</em> <u>c</u> <s>d</s> <em>e</em></p>",
    "***a***": "<p><strong><em>a</em></strong></p>",
    "**a *b***": "<p><strong>a <em>b</em></strong></p>",
    "snake_case_name 2 * 3 * 4": "<p>snake_case_name 2 * 3 * 4</p>",
    r"\*a\* \_b\_ \\": r"<p>*a* _b_ \</p>",
    "`a **b** c` ``d ` e``": "<p><code>a **b** c</code> <code>d ` e</code></p>",
    "**open": "<p>**open</p>",
    "a\nb": "<p>a<br>b</p>",
    "> a\n> b\nc": "<blockquote><p>a<br>b</p></blockquote><p>c</p>",
    ">>> a\n> b": "<blockquote><p>a<br>&gt; b</p></blockquote>",
    "# a\n## b\n### c\n#d": "<div>a</div><div>b</div><div>c</div><p>#d</p>",
    "-# a": "<p>a</p>",
    "- a\n  - b\n- c\n3. d": "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul><ol><li>d</li></ol>",
    "```py\na\n```": "<pre><code>a</code></pre>",
    "a ```b``` c": "<p>a </p><pre><code>b</code></pre><p> c</p>",
    "[a](https://e.org/x_(y)) <https://e.org> https://e.org/z.": (
        "<p><a>a</a> <a>https://e.org</a> <a>https://e.org/z</a>.</p>"
    ),
    "[a](ftp://e.org) [b]( https://e.org)": "<p>[a](ftp://e.org) [b]( <a>https://e.org</a>)</p>",
    "<@7> <@&7> <#7> <:smile:7> @everyone": (
        "<p><span>@unknown member</span> <span>@unknown role</span> <span>#unknown</span> :smile: "
        "<span>@everyone</span></p>"
    ),
    "</poll start:7>": "<p><button>/poll start</button></p>",
    "<t:0:D> <t:1e3>": "<p><time>1 January 1970</time> &lt;t:1e3&gt;</p>",
    "<b>&amp;</b>": "<p>&lt;b&gt;&amp;amp;&lt;/b&gt;</p>",
}


@pytest.fixture(scope="session")
def drawer() -> str:
    return """async (texts) => {
      const { rich } = await import("/page/rich.js");
      const env = { user: () => null, role: () => null, channel: () => null, open: new Set(), go: () => false };
      return texts.map((text) => {
        const drawn = rich(text, env);
        for (const one of drawn.querySelectorAll("*")) {
          for (const name of one.getAttributeNames()) one.removeAttribute(name);
        }
        return drawn.innerHTML;
      });
    }"""


async def test_every_construct_is_drawn_as_discord_draws_it(seat: Sitting, drawer: str) -> None:
    tab = await seat.open()
    drawn: list[Any] = await tab.page.evaluate(drawer, list(DRAWN))
    assert dict(zip(DRAWN, drawn, strict=True)) == DRAWN


async def test_a_spoiler_hides_its_words_from_screen_readers_too(seat: Sitting) -> None:
    seat.bot_says(content="It ends ||well, [they say](https://example.org)||.")
    tab = await seat.open()
    shown = tab.message("It ends")
    snapshot = await shown.aria_snapshot()
    assert "well" not in snapshot
    assert "Spoiler: show it" in snapshot
    await shown.locator(".spoiler").click()
    assert "well" in await shown.aria_snapshot()
