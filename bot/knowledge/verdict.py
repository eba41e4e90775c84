"""Whether what was found is an answer, a guess, or nothing."""

from collections.abc import Sequence

from bot.knowledge.quote import Verdict
from bot.knowledge.ranking import Hit

ANSWER_FROM = 0.5
SUGGEST_FROM = 0.40


def verdict_on(hits: Sequence[Hit]) -> Verdict:
    """Judge by the best hit's certainty."""
    sure = max((hit.sure for hit in hits[:3]), default=0.0)
    if sure >= ANSWER_FROM:
        return Verdict.ANSWER
    return Verdict.SUGGEST if sure >= SUGGEST_FROM else Verdict.NOTHING
