"""An acknowledged vote is on disk: the writing process is killed while it writes, again and again."""

import subprocess
import sys
from pathlib import Path

from bot.store.ballots import Ballots
from bot.store.database import opened
from bot.store.polls import Polls
from tests.store.given import NOON, SERVER, draft

ROOT = Path(__file__).parents[2]
KILLS = 6
WRITER = """
import asyncio, itertools, sys
from bot.polls.store import Press
from bot.store.ballots import Ballots
from bot.store.database import opened
from tests.store.given import NOON, SERVER

async def member(polls, poll, first, acknowledged):
    for turn in itertools.count():
        who = first + turn % 40
        cast = await polls.cast(Press(SERVER, poll, who, turn, NOON), (turn // 40 + who) % 2, 0, ())
        acknowledged(f"{who} {cast.after}\\n")

async def main():
    async with opened(sys.argv[1]) as database:
        acknowledged = lambda line: (sys.stdout.write(line), sys.stdout.flush())
        polls = Ballots(database)
        await asyncio.gather(*(member(polls, int(sys.argv[2]), 1000 * n, acknowledged) for n in range(1, 9)))

asyncio.run(main())
"""


async def test_every_acknowledged_vote_survives_a_kill(url: str) -> None:
    async with opened(url) as database:
        poll = await Polls(database).add(draft(), 5)
        assert poll is not None
    acknowledged: dict[int, int] = {}
    for kill in range(KILLS):
        command = [sys.executable, "-c", WRITER, url, str(poll.id)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as writer:
            assert writer.stdout is not None
            latest = {}
            for _ in range(150 + 37 * kill):
                who, choice = map(int, writer.stdout.readline().split())
                latest[who] = choice
            writer.kill()
            # what it had still said before it died; its last line may be cut
            for line in writer.stdout.read().splitlines(keepends=True):
                if line.endswith("\n"):
                    who, choice = map(int, line.split())
                    latest[who] = choice
        acknowledged |= latest
        async with opened(url) as database:
            kept = {ballot.member: ballot.latest for ballot in await Ballots(database).ballots(SERVER, poll.id)}
            counted = await Polls(database).counted(SERVER, poll.id)
        # one vote of each of the eight voters may be stored and not yet acknowledged
        assert acknowledged.keys() <= kept.keys()
        moved_on = {who for who, choice in acknowledged.items() if kept[who] != choice}
        assert len(moved_on) <= 8
        assert counted is not None
        assert counted.tally.voters == len(kept)
        acknowledged = kept


CLOSER = """
import asyncio, sys
from pathlib import Path
from bot.polls.poll import Ending
from bot.store.database import opened
from bot.store.polls import Polls
from tests.store.given import NOON, SERVER

async def main():
    async with opened(sys.argv[1]) as database:
        await Polls(database).close(SERVER, int(sys.argv[2]), NOON, Ending.COMMAND)
        print("closed", flush=True)
        await asyncio.Event().wait()

asyncio.run(main())
"""


async def test_a_poll_closed_by_a_killed_process_is_still_to_be_announced(url: str) -> None:
    async with opened(url) as database:
        poll = await Polls(database).add(draft(), 5)
    assert poll is not None
    command = [sys.executable, "-c", CLOSER, url, str(poll.id)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "closed\n"
        process.kill()
    async with opened(url) as database:
        (left,) = await Polls(database).unannounced()
        assert (left.id, left.closed_at) == (poll.id, NOON)
