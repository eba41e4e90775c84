"""Whether what was found is an answer, a guess, or nothing.

A hit's certainty is the share of the query's subject that its sentence meets, half of it with what stands around,
or how much of the query stands there letter by letter, whichever is more: see `ranking`.

The thresholds were set on the tuning half of the labelled queries in `tests/bench/search`. At 0.5, of 170 queries on
the subject 91 % were rightly answered and 5 % had no answer, and of 65 off the subject 4 had one ("how old is ryan
gosling", where the essays name him, but not his age). The same thresholds serve a larger library: the benchmark prints
what they let through as the corpus grows.
"""

from collections.abc import Sequence

from bot.knowledge.quote import Verdict
from bot.knowledge.ranking import Hit

ANSWER_FROM = 0.5
SUGGEST_FROM = 0.4


def verdict_on(hits: Sequence[Hit]) -> Verdict:
    """Judge by the surest of the three best hits."""
    sure = max((hit.sure for hit in hits[:3]), default=0.0)
    if sure >= ANSWER_FROM:
        return Verdict.ANSWER
    return Verdict.SUGGEST if sure >= SUGGEST_FROM else Verdict.NOTHING
