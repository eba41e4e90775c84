"""What was read from each essay, what was left out of it, and what the configuration finds in them."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.check.finding import Finding, fault, warning
from bot.knowledge import Essay, Library
from bot.knowledge.essay import LONGEST_QUOTE
from bot.settings import Settings
from bot.text import check as words
from bot.text import essays as text


@dataclass(frozen=True, slots=True)
class Dropped:
    """A line of a file that is no prose and is never quoted; `line` counts from 1."""

    line: int
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class EssayReport:
    """What is known of one essay."""

    file: str
    title: str
    author: str | None
    film: str
    stance: str | None
    spoilers: bool
    sections: int
    passages: int
    """Sentences: where a quote may begin."""
    dropped: tuple[Dropped, ...]
    missing: tuple[str, ...]
    """Keys that the header does not have and that were derived."""


def report(essay: Essay) -> EssayReport:
    """Return what is known of an essay."""
    return EssayReport(
        essay.file,
        essay.title,
        essay.author,
        essay.film,
        essay.stance,
        essay.spoilers,
        len(essay.headings),
        len(essay),
        tuple(Dropped(noise.line, str(noise.kind), noise.text) for noise in essay.noise),
        essay.missing,
    )


def findings(settings: Settings, library: Library) -> Iterator[Finding]:
    """Look at the essays, and at what topics and polls find in them."""
    for sentence in library.faults:
        yield fault("essays", settings.essays.folder, sentence)
    for essay in library.essays:
        if essay.missing:
            yield warning("essays", essay.file, text.header_incomplete(essay.file, essay.missing))
        for number in essay.too_long:
            length = essay.ends[number] - essay.starts[number]
            sentence = text.sentence_too_long(essay.file, essay.line_of(number), length, LONGEST_QUOTE)
            yield warning("essays", essay.file, sentence)
    for topic in settings.topics.values():
        if not library.passages_of(topic):
            yield warning("topics", f"topics.{topic.name}", words.topic_without_passage(topic.name))
    known = {film.casefold() for film in library.films}
    for preset in settings.polls.presets.values():
        if preset.film and preset.film.casefold() not in known:
            yield warning("polls", f"polls.presets.{preset.name}", words.film_without_essay(preset.name, preset.film))
    default = settings.essays.default_film
    if default and default.casefold() not in known:
        yield warning("essays", "essays.default_film", words.default_film_unknown(default))
