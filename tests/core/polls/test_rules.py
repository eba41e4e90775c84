from dataclasses import replace
from datetime import timedelta

import pytest

from bot.errors import Refusal
from bot.polls.poll import Option, Question, Results, Style, Terms
from bot.polls.rules import HOUR, LONGEST, SHORTEST, Limits, check

DAY = timedelta(days=1)
QUESTION = Question("Sad or happy?", (Option("Sad"), Option("Happy")))
NATIVE = Terms(style=Style.NATIVE, anonymous=False)


@pytest.mark.parametrize("lasts", [SHORTEST, DAY, LONGEST])
def test_a_poll_that_can_be(lasts: timedelta) -> None:
    check(QUESTION, Terms(), lasts, Limits())


@pytest.mark.parametrize(
    ("question", "terms", "lasts", "said"),
    [
        (QUESTION, Terms(), timedelta(seconds=30), "from 1 minute to 4 weeks 4 days; 30 seconds was asked for"),
        (QUESTION, Terms(), LONGEST + HOUR, "4 weeks 4 days 1 hour was asked for"),
        (QUESTION, Terms(quorum=-1), DAY, "quorum"),
        (replace(QUESTION, text=" "), Terms(), DAY, "question of 1 to 300"),
        (replace(QUESTION, text="?" * 301), Terms(), DAY, "question of 1 to 300"),
        (replace(QUESTION, options=QUESTION.options[:1]), Terms(), DAY, "2 to 10 options"),
        (replace(QUESTION, options=tuple(Option(str(n)) for n in range(11))), Terms(), DAY, "2 to 10 options"),
        (replace(QUESTION, options=(Option("Sad"), Option("sad"))), Terms(), DAY, "twice"),
        (replace(QUESTION, options=(Option("Sad"), Option("  "))), Terms(), DAY, "empty"),
        (replace(QUESTION, options=(Option("Sad"), Option("x" * 56))), Terms(), DAY, "56 characters"),
        (QUESTION, replace(NATIVE, anonymous=True), DAY, "no anonymity"),
        (QUESTION, replace(NATIVE, results=Results.AT_CLOSE, quorum=3), DAY, "no hidden results and no quorum"),
        (QUESTION, replace(NATIVE, voters_role=9), DAY, "no voters' role"),
        (QUESTION, NATIVE, timedelta(minutes=90), "whole hours"),
    ],
)
def test_a_poll_that_cannot_be_is_told_why(question: Question, terms: Terms, lasts: timedelta, said: str) -> None:
    with pytest.raises(Refusal) as refusal:
        check(question, terms, lasts, Limits())
    assert said in refusal.value.sentence


def test_a_native_poll_that_can_be() -> None:
    check(QUESTION, NATIVE, DAY, Limits())
