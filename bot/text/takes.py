"""What is said about takes: how one is written, where it stands, and what cannot be done."""

from bot.text.words import plural


def title_field() -> str:
    """How a sentence names the title."""
    return "The title"


def text_field() -> str:
    """How a sentence names the text."""
    return "The text"


def stance_field() -> str:
    """How a sentence names the stance."""
    return "The stance"


def note_field() -> str:
    """How a sentence names a moderator's reason."""
    return "The note"


def not_yours(take: int) -> str:
    """The take is another member's, another server's, or gone."""
    return f"Take {take} is not yours, or is gone. Nothing was changed; `take mine` shows yours."


def no_such_take(take: int) -> str:
    """There is no such take to be read in this server."""
    return f"There is no take {take} to be read here. `take list` shows those that are."


def changed_meanwhile(take: int, state: str, *, changed: bool) -> str:
    """A decision on a take that is not what the moderator has read, or not where it was."""
    if changed:
        return f"Take {take} was changed by its writer since you read it, so nothing was decided. Read it again."
    return f"Take {take} is {state} already, so nothing was changed."


def without_prose() -> str:
    """Nothing in the text could be quoted."""
    return "The text has no sentence that could be quoted. Write at least one that ends with a full stop."


def too_soon(per_day: int, pause_seconds: int) -> str:
    """The member has handed in as much as can be, or the whole server has."""
    pause = f", with {plural(pause_seconds, 'second')} between them" if pause_seconds else ""
    return (
        f"A member can hand in {plural(per_day, 'take')} a day{pause}, and the server has a limit of its own. "
        "Nothing was changed; please try again later."
    )


def too_many_waiting(most: int) -> str:
    """As many of the member's takes wait for a moderator as may."""
    return f"{plural(most, 'take')} of yours wait for a moderator, which is as many as can. Withdraw one, or wait."
