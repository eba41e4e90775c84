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


def too_soon(per_day: int, changes: int, pause_seconds: int) -> str:
    """The member has handed in as much as can be, or the whole server has."""
    pause = f", with {plural(pause_seconds, 'second')} between them" if pause_seconds else ""
    return (
        f"A member can hand in {plural(per_day, 'take')} a day{pause}, and change takes {changes} times a day; the "
        "server has a limit of its own. Nothing was changed; please try again later."
    )


def too_many_waiting(most: int) -> str:
    """As many of the member's takes wait for a moderator as may."""
    return f"{plural(most, 'take')} of yours wait for a moderator, which is as many as can. Withdraw one, or wait."


def form_title() -> str:
    """The form's title; Discord: 45 characters."""
    return "Answer an essay"


def title_label() -> str:
    """The form's field for the title."""
    return "Title"


def text_label() -> str:
    """The form's field for the text."""
    return "Your answer"


def text_hint(longest: int, per_day: int) -> str:
    """What the text may be. Discord: 100 characters."""
    return f"Up to {longest:,} characters, {per_day} a day; a moderator reads it before anyone else does."


def essay_label() -> str:
    """The form's choice of the essay."""
    return "Which essay it answers"


def stance_label() -> str:
    """The form's field for the stance."""
    return "Your side, in a word"


def stance_hint(known: str) -> str:
    """What a stance is. Discord: 100 characters."""
    return f"Such as: {known}; or nothing." if known else "Such as: happy; or nothing."


def name_label() -> str:
    """The form's box for the name."""
    return "Show my name with it"


def name_hint() -> str:
    """What happens where the box is not ticked. Discord: 100 characters."""
    return "Otherwise it is a member's take; moderators and you know whose it is."


def no_such_essay(title: str) -> str:
    """There is no such essay to answer."""
    return f"There is no essay “{title[:80]}”. `/essays` shows those that there are."


def by_line(name: str) -> str:
    """Whose a take is."""
    return f"a member's take, by {name}" if name else "a member's take"


def heading(take: int, title: str, name: str, answers: str, stance: str) -> str:
    """Stands above a take; all but the number as Discord shall show it."""
    side = f" · **{stance.upper()}**" if stance else ""
    return f"### {title}\n-# {by_line(name)}, in answer to “{answers}”{side} · take {take}"


def page_number(page: int, pages: int) -> str:
    """Which page it is."""
    return f"-# page {page} of {pages}"


def state(state_: str, note: str) -> str:
    """Where a take stands, for its writer and for moderators."""
    said = {
        "waiting": "waits for a moderator",
        "accepted": "accepted: it is quoted in this server",
        "declined": "declined by a moderator",
        "hidden": "hidden by a moderator",
    }[state_]
    return f"-# {said}: {note}" if note else f"-# {said}"


def handed_in(take: int) -> str:
    """A take was kept."""
    return f"Take {take} waits for a moderator. `/take mine` shows where it stands; you can change or withdraw it."


def withdrawn(take: int) -> str:
    """A take was erased."""
    return f"Withdrawn: take {take} is erased, and is quoted no more."


def accepted(take: int) -> str:
    """A take was accepted."""
    return f"Take {take} is accepted: topics and `/quote` find it in this server from now on."


def declined(take: int) -> str:
    """A take was declined."""
    return f"Take {take} is declined. Its writer reads your note in `/take mine`. You can still accept it."


def hidden(take: int) -> str:
    """A take was hidden."""
    return f"Take {take} is hidden: it is quoted no more. Its writer reads your note in `/take mine`."


def posted(take: int) -> str:
    """A take was posted."""
    return f"Take {take} is posted."


def could_not_post() -> str:
    """Discord did not take the message."""
    return "Discord did not let me post it here. Give me the right to write in this channel."


def exported(count: int) -> str:
    """Stands above the archive."""
    return f"{plural(count, 'accepted take')}, as files for the folder of essays:"


def nothing_to_export() -> str:
    """No take is accepted."""
    return "No take is accepted in this server, so there is nothing to export."


def list_heading(count: int) -> str:
    """Stands above the accepted takes."""
    return f"### {plural(count, 'take')} of this server" if count else "No take is accepted in this server yet."


def row(take: int, title: str, name: str, answers: str) -> str:
    """One take of a list; texts as Discord shall show them."""
    return f"- **{take}** {title} · {by_line(name)}, in answer to “{answers}”"


def and_more(count: int) -> str:
    """A list's end that does not fit."""
    return f"-# and {count} more: `take read` takes any number"


def choice(take: int, title: str) -> str:
    """The row that autocomplete shows; Discord: 100 characters."""
    return f"{take}: {title}"


def none_of_yours() -> str:
    """A member without takes."""
    return "You have written no take in this server. `/take write` opens the form."


def waiting_heading(count: int) -> str:
    """Stands above the take that a moderator reviews."""
    return f"{plural(count, 'take')} waiting; this one the longest."


def nothing_waits() -> str:
    """No take waits for a moderator."""
    return "No take waits for a moderator."


def accept() -> str:
    """A moderator's button."""
    return "Accept"


def decline() -> str:
    """A moderator's button."""
    return "Decline"


def hide() -> str:
    """A moderator's button."""
    return "Hide"


def decline_title(take: int) -> str:
    """The form in which a moderator says why."""
    return f"Decline take {take}"


def hide_title(take: int) -> str:
    """The form in which a moderator says why."""
    return f"Hide take {take}"


def note_label() -> str:
    """That form's field."""
    return "Why"


def note_hint() -> str:
    """Who reads it."""
    return "Its writer reads this note; you can undo the decision later."


def change() -> str:
    """The writer's button."""
    return "Change"


def withdraw() -> str:
    """The writer's button."""
    return "Withdraw"


def change_waits() -> str:
    """What a change does, said beside the button."""
    return "-# A change waits for a moderator again; until then the take is not quoted."


def page_back() -> str:
    """The button to the page before."""
    return "Back"


def page_on() -> str:
    """The button to the next page."""
    return "Read on"
