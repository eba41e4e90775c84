"""The target of the escape: words of people as Discord shows them, read back by a renderer of Discord's markdown.

Two judges: the list of what Discord makes something of that the suite holds the escape against, and the playground's
own renderer, which runs in Node where that is there.
"""

import json
import random
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bot.face.pages import plain
from tests.bench.fuzz import grammar
from tests.bench.fuzz.target import ROOT, Target
from tests.face.test_members_words import ACTS

PAGE = ROOT / "bot" / "playground" / "page"
ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
SCRIPT = """
import { createInterface } from "node:readline";
import { parse } from "./markdown.js";
const acts = new Set();
const words = (nodes) => nodes.map((node) => {
  if (!["text", "br", "p", "gap"].includes(node.t)) acts.add(node.t);
  return node.t === "br" || node.t === "gap" ? "\\n" : (node.v ?? "") + (node.c ? words(node.c) : "");
}).join("");
for await (const line of createInterface({ input: process.stdin })) {
  acts.clear();
  const shown = words(parse(JSON.parse(line)));
  console.log(JSON.stringify({ acts: [...acts], shown }));
}
"""


def made(dice: random.Random) -> str:
    """Return what a member or an essay may say, rich in signs."""
    if dice.random() < 0.01:
        return grammar.long_winded(dice, 4_000)
    lines = [grammar.text(dice, 12) for _ in range(dice.randrange(1, 5))]
    return grammar.mutated(dice, "\n".join(dice.choice(("", *grammar.MARKUP)) + line for line in lines))


class Judged:
    """The escape before its judges."""

    def __init__(self, renderer: "subprocess.Popen[str] | None") -> None:
        self._renderer = renderer

    def check(self, given: str) -> bool:
        """Escape it, by itself and as a quote: nothing acts, and every character is shown."""
        shown = plain(given)
        assert not ACTS.search(shown)
        assert ESCAPED.sub(r"\1", shown) == given
        if self._renderer is not None:
            for text in (shown, f"before {shown}"):
                drawn = self._drawn(text)
                assert not drawn["acts"], drawn["acts"]
            assert _bare(self._drawn(shown)["shown"]) == _bare(given)
        return True

    def _drawn(self, text: str) -> Any:
        assert self._renderer is not None
        assert self._renderer.stdin is not None
        assert self._renderer.stdout is not None
        self._renderer.stdin.write(json.dumps(text) + "\n")
        self._renderer.stdin.flush()
        return json.loads(self._renderer.stdout.readline())


def _bare(text: str) -> str:
    """Return a text without its space: how much of it a renderer keeps is not the escape's matter."""
    return "".join(text.split()).replace("\ufeff", "")


@contextmanager
def target() -> Iterator[Target]:
    """Start the renderer, where Node is there."""
    node = shutil.which("node")
    with tempfile.TemporaryDirectory() as folder:
        if node is None:
            yield Target("markdown, by rules", made, Judged(None).check)
            return
        home = Path(folder)
        for name in ("markdown.js", "inlines.js"):
            shutil.copy(PAGE / name, home)
        (home / "package.json").write_text('{"type": "module"}', encoding="utf-8")
        (home / "judge.js").write_text(SCRIPT, encoding="utf-8")
        pipe = subprocess.PIPE
        with subprocess.Popen([node, "judge.js"], cwd=home, stdin=pipe, stdout=pipe, text=True) as renderer:
            try:
                yield Target("markdown, drawn", made, Judged(renderer).check)
            finally:
                renderer.kill()
