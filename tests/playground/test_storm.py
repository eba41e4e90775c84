"""A short storm; the full minute is `python -m tests.bench.storm`."""

from bot.playground import Playground
from tests.openapi import referee
from tests.playground.bots import running
from tests.playground.storm import Steady, calm, rage


async def test_after_a_storm_every_command_is_answered() -> None:
    async with Playground(referee=referee()) as stage:
        stage.add_server("Odeon")
        terms = stage.gateway.terms
        terms.shards = terms.max_concurrency = 2
        terms.identify_seconds = 0
        async with running(stage, Steady(patient=False)):
            await stage.connected(2)
            log = await rage(stage, 2, seed=1)
            await calm(stage, rounds=3)
    assert log.answered > 10
    assert len(log.faults) > 10
