"""What a member reads about the bot itself: its topics, essays, commands."""

from collections.abc import Iterable

from bot.knowledge.topic import Topic


def about(films: Iterable[str], essays: int) -> str:
    """Who the bot is."""
    plural = "essay" if essays == 1 else "essays"
    return (
        f"**Epilogue** has read {essays} {plural} on {', '.join(films)}. It answers in their own words, "
        "never in its own, and runs the poll that they argue about: was the ending sad or happy? "
        "Ask with `/quote`, see `/topics`, or start `/poll`."
    )


def topics(all_of_them: Iterable[tuple[str, Topic]], prefix: str) -> str:
    """What can be asked by name; each topic with its slash command."""
    lines = (f"`/{slash}` or `{prefix}{topic.name}`: {topic.description}" for slash, topic in all_of_them)
    return "\n".join(("**Topics**", *lines, f"Add words to narrow one: `{prefix}songs lovely night`."))


def essay(title: str, author: str, film: str, year: int | None, stance: str, source: str | None) -> str:
    """One essay of the knowledge base."""
    by = f" by {author}" if author else ""
    when = f" ({year})" if year else ""
    side = f"; finds it {stance}" if stance else ""
    link = f"; {source}" if source else ""
    return f"“{title}”{by}, on *{film}*{when}{side}{link}"


def essays(lines: Iterable[str]) -> str:
    """What the bot has read."""
    return "\n".join(("**Essays**", *(f"- {line}" for line in lines)))


def help_page(commands: Iterable[tuple[str, str]], prefix: str) -> str:
    """Every command with what it does."""
    lines = (f"`/{name}`: {description}" for name, description in commands)
    return "\n".join((f"**Commands**, with `/`, with `{prefix}`, or after an @mention of me", *lines))
