"""Polls as the tests of this room ask them."""

from datetime import UTC, datetime, timedelta
from itertools import count

from bot.clock import Clock
from bot.playground.snowflakes import of_moment
from bot.polls.poll import Draft, Option, Question, Terms

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
SERVER, OTHER_SERVER = 100, 200
QUESTION = Question(
    "How did the ending leave you?",
    (Option("Sad", "💔", ("heart“broken”",), ("sad", "bittersweet")), Option("Happy", "🌅", ("smile",), ("happy",))),
    "La La Land",
    "ending",
)


def draft(
    server: int = SERVER,
    question: Question = QUESTION,
    terms: Terms | None = None,
    opened_at: datetime = NOON,
    lasts: timedelta = DAY,
) -> Draft:
    return Draft(server, 11, 12, question, terms or Terms(), opened_at, opened_at + lasts)


_pressed = count()


def press(clock: Clock | None = None) -> int:
    """Return the id that Discord gives to what is pressed now, greater than those before it."""
    return of_moment((clock or Clock()).now()) + next(_pressed)
