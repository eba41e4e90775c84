"""Nothing acknowledged is lost, doubled or told twice, whatever happens: the short run of `tests.stage.chaos`."""

from pathlib import Path

import pytest

from tests.stage.chaos import chaos


@pytest.mark.timeout(180)
async def test_votes_survive_kills_cuts_and_refusals(tmp_path: Path) -> None:
    counts = await chaos(tmp_path, seed=7, votes=80, kills=1, members=5, rounds=1)
    assert counts.offered >= 80
    assert counts.acknowledged > 0
    assert counts.kills >= 4
    losses = (counts.lost, counts.doubled, counts.untold, counts.told_twice)
    assert losses == (0, 0, 0, 0)
