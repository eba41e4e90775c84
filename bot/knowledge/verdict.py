"""Whether what was found is an answer, a guess, or nothing.

A hit's certainty is the share of the query's subject that its sentence meets, half of it with what stands around,
or how much of the query stands there letter by letter, whichever is more: see `ranking`. Words weigh by how rare they
are and no score depends on the size of the library, so the thresholds hold as it grows.

They were set on the tuning half of the labelled queries in `tests/bench/search`. Certainty from 0.5 on counted 91 % of
the queries on the subject as rightly answered, left 5 % without an answer, and answered 4 of 65 off the subject, all
of which name something that the essays do have ("how old is ryan gosling"); between 0.4 and 0.5 lie about as many of
the one as of the other, and those are only suggested.
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
