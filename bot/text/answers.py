"""What a member reads when the bot quotes the essays, or has nothing to quote."""

from collections.abc import Iterable, Sequence

from bot.knowledge import Quote


def heading(film: str, topic: str) -> str:
    """What the quotes are about: "La La Land: the ending"."""
    return f"{film}: {topic}"


def source(quote: Quote) -> str:
    """Where a quote stands: its essay, author, section and paragraph; a member's words are said to be that."""
    author = f" by {quote.author}" if quote.author else ""
    if quote.by_member:
        author = f", a member's take{author}"
    section = f"{quote.section}, " if quote.section else ""
    return f"“{quote.essay}”{author} · {section}paragraph {quote.paragraph}"


def stance(quote: Quote) -> str:
    """Which side a quote is on, as its essay declares it; nothing where it declares none."""
    return (quote.stance or "").upper()


def single_source() -> str:
    """All that was found comes from one essay."""
    return "The essays have one voice on this."


def nothing(topics: Iterable[str]) -> str:
    """The essays do not speak of what was asked."""
    return f"The essays do not speak of that. They do speak of: {human_list(topics)}."


def did_you_mean() -> str:
    """The finds are weak."""
    return "I am not sure the essays speak of that. Did you mean one of these?"


def topic_is_empty(topic: str) -> str:
    """No essay has a passage on a topic."""
    return f"No essay here speaks of {topic}."


def no_such_film(film: str, films: Sequence[str]) -> str:
    """There is no essay on a film that was asked for."""
    return f"No essay here is on “{film}”. There are essays on: {human_list(films)}."


def no_such_topic(topic: str, topics: Iterable[str]) -> str:
    """There is no topic of that name in the configuration."""
    return f"There is no topic “{topic}”. There are: {human_list(topics)}."


def topic_by_name() -> str:
    """Describes the command for the topics that have none of their own."""
    return "What the essays say of a topic, by its name"


def limit_wrong(found: str) -> str:
    """A number of quotes that cannot be asked for."""
    return f"found {found!r}; expected a number from 1 to 100"


def query_malformed(reason: str) -> str:
    """A line of queries that is no JSON object of the form asked for."""
    return f'This query cannot be read ({reason}). Expected plain text or {{"query": ..., "topic": ..., "film": ...}}.'


def outdated_passage() -> str:
    """The passage behind a button is no longer in the essays."""
    return "That passage is no longer in the essays; they were changed since."


def another() -> str:
    """The button for the next quote."""
    return "Another"


def where_it_stands() -> str:
    """The button for the paragraph around a quote."""
    return "Where it stands"


def no_other() -> str:
    """A side has one quote only."""
    return "The essays have no other passage on that from this side."


def page_of(page: int, pages: int) -> str:
    """Where one is in a section."""
    return f"paragraph {page} of {pages}"


def page_back() -> str:
    """The button to the paragraph before."""
    return "Back"


def page_on() -> str:
    """The button to the next paragraph."""
    return "Read on"


def human_list(items: Iterable[str]) -> str:
    """Join with commas, as a person would read them out."""
    return ", ".join(items)
