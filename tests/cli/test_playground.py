"""`epilogue playground`, as a newcomer starts it: a process of its own, a line in, the answer out."""

import asyncio
from pathlib import Path

from bot import config
from bot.cli.production import producing
from bot.clock import Clock
from tests.cli.process import playground


async def played(folder: Path, *arguments: str, lines: str = "") -> str:
    process = await playground(folder, *arguments, stdin=asyncio.subprocess.PIPE)
    out, err = await process.communicate(lines.encode())
    assert process.returncode == 0, err.decode()
    assert not err
    return out.decode()


async def test_one_line_is_sent_and_its_answer_printed(tmp_path: Path) -> None:
    assert "A Lovely Night" in await played(tmp_path, "--say", "!songs luvly night")
    assert list(tmp_path.iterdir()) == []


async def test_a_chat_goes_on_as_other_members_in_other_channels(tmp_path: Path) -> None:
    lines = (
        "!ending",
        ":press Where it stands",
        ":as bob",
        ":in la-la-land",
        "/songs words:luvly night",
        ":as nobody",
        ":dance",
        ":as olga",
        "/poll start preset:ending",
        ":as bob",
        ":press Sad",
        ":press Dance",
        ":as olga",
        "/poll close poll:1",
        ":quit",
    )
    said = await played(tmp_path, "--keep", "kept.db", lines="\n".join(lines))
    for part in (
        "olga #general>",
        "(only you can see this)",
        "You are bob in #la-la-land.",
        "A Lovely Night",
        "There is no member 'nobody'",
        ":dance is not known here",
        "Counted: **Sad**",
        "There is no message here with the button 'Dance'.",
        "Poll 1 is closed.",
    ):
        assert part in said
    assert (tmp_path / "kept.db").exists()


TRAINS = "[topics.trains]\ntitle = 'trains'\ndescription = 'On trains'\nwords = ['jazz']\n"


async def test_a_changed_configuration_is_taken_up_by_a_reload_and_by_a_restart(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.touch()
    async with producing(lambda: config.load(file), tmp_path / "playground.db", Clock()) as production:
        await production.start()
        olga = production.stage.member("olga")
        file.write_text(TRAINS, encoding="utf-8")
        assert "trains" in (await olga.slash("admin reload")).text
        assert "La La Land: trains" in (await olga.say("!trains")).text
        await production.restart()
        assert "La La Land: trains" in (await olga.say("!trains")).text
        file.write_text("no toml", encoding="utf-8")
        assert "this is not TOML" in (await olga.slash("admin reload")).text
        await production.restart()
        assert "La La Land: trains" in (await olga.say("!trains")).text
