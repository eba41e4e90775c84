"""What is said about reasons: their form, their record at the close, and what cannot be done."""

from bot.text.words import plural


def field() -> str:
    """How a sentence names what a member wrote."""
    return "Your reason"


def note_field() -> str:
    """How a sentence names what a moderator wrote."""
    return "The note"


def no_such_poll(poll: int) -> str:
    """There is no such poll in this server."""
    return f"There is no such poll here as {poll}. Nothing was kept."


def no_such_reason(reason: int) -> str:
    """There is no reason of that number that can be read in this server."""
    return f"There is no reason {reason} to be read here: it was withdrawn or hidden, or never stood."


def not_yours(reason: int) -> str:
    """The reason is another member's, another server's, or gone."""
    return f"Reason {reason} is not yours, or is gone. Nothing was changed; `reason mine` shows yours."


def not_hidden(reason: int) -> str:
    """There is no such hidden reason."""
    return f"Reason {reason} is not hidden here. Nothing was changed."


def nothing_to_move() -> str:
    """There is no reason to take along, or no vote, or the poll is closed."""
    return "There is no reason of yours to take along: the poll is closed, or your vote or your reason is gone."


def too_soon() -> str:
    """The member, or the whole server, has handed in too much within the last hour."""
    return "That is more than can be handed in within an hour. Nothing was changed; please try again later."


def closed() -> str:
    """A new reason in a closed poll."""
    return "This poll is closed: reasons given in time can be changed or withdrawn, new ones are not taken."


def vote_moved() -> str:
    """The member's vote is not what the form was opened for."""
    return "Your vote is not for that option any more, so this was not kept as a reason for it. Vote, then say why."


def say_why() -> str:
    """The receipt's button that opens the form."""
    return "Say why"


def say_why_anew() -> str:
    """The receipt's button for a member whose reason was for another option."""
    return "Say why anew"


def take_along(label: str) -> str:
    """The receipt's button that lets a reason speak for the option that the vote has moved to."""
    return f"My reason is for {label} too"


def form_title(label: str) -> str:
    """The form's title."""
    return f"Why {label}?"


def form_label() -> str:
    """The form's field."""
    return "Your reason"


def form_hint(longest: int) -> str:
    """What the field takes. Discord: 100 characters."""
    return f"Up to {longest} characters, in your own words; no invites."


def agree_label() -> str:
    """The form's box."""
    return "Show it when the poll closes"


def agree_hint() -> str:
    """What happens where the box is not ticked. Discord: 100 characters."""
    return "Otherwise only you and this bot's operator can read it."


def who_sees(*, anonymous: bool) -> str:
    """Who will see a reason, said before it is written."""
    if anonymous:
        return (
            "This poll is anonymous: if you agree, everyone here can read your words when it closes, without your "
            "name. Words can give a writer away. You can change or withdraw them at any time."
        )
    return (
        "This poll is public: if you agree, everyone here can read your words when it closes, with your name. You can "
        "change or withdraw them at any time."
    )


def kept(*, agreed: bool) -> str:
    """A reason was kept."""
    if agreed:
        return "Kept. It is shown when the poll closes, if your vote is still for that option then."
    return "Kept for you. It is not shown, since you did not agree to that."


def changed(*, agreed: bool) -> str:
    """A reason was changed after the close or before it."""
    return "Changed, and shown where it stood." if agreed else "Changed. It is not shown."


def followed(label: str) -> str:
    """A reason speaks for another option now."""
    return f"Your reason is for **{label}** now."


def withdrawn() -> str:
    """A reason was erased."""
    return "Withdrawn: your reason is erased, also where it was posted."


def change() -> str:
    """The button that opens the form again."""
    return "Change"


def withdraw() -> str:
    """The button that erases a reason."""
    return "Withdraw"


def numbered(verb: str, reason: int) -> str:
    """A button for one of several reasons."""
    return f"{verb} {reason}"


def thread_name(question: str) -> str:
    """The thread's name; Discord: 100 characters."""
    name = f"Why: {question}"
    return name if len(name) <= 100 else f"{name[:99]}…"


def side_heading(label: str, count: int, page: int, pages: int) -> str:
    """Stands above the reasons of one side."""
    turned = f" · page {page} of {pages}" if pages > 1 else ""
    return f"### Why {label}\n-# {plural(count, 'reason')}, in the order of the votes{turned}"


def no_reasons_left() -> str:
    """Every reason of a side was withdrawn or hidden."""
    return "No reason for this side is shown any more."


def line_below(reason: int, name: str) -> str:
    """Stands below a reason: its number, and in a public poll its writer."""
    return f"-# reason {reason}{f' · {name}' if name else ''}"


def in_the_thread(count: int, thread: int) -> str:
    """Where a closed poll's reasons are."""
    return f"{plural(count, 'reason')} in <#{thread}>"


def page_back() -> str:
    """The button to the page before."""
    return "Back"


def page_on() -> str:
    """The button to the next page."""
    return "Read on"


def report_one() -> str:
    """The button that asks which reason is meant."""
    return "Report one"


def report() -> str:
    """The verb of the buttons that report."""
    return "Report"


def which_one() -> str:
    """Asks which reason is to be reported."""
    return "Which reason shall the moderators look at? They are not told who asks."


def reported_now() -> str:
    """A report was taken."""
    return "Reported. The moderators are told once, however many report it, and not by whom."


def reported_heading(label: str, link: str) -> str:
    """What the moderators read of a report."""
    return f"A member asks you to look at a reason for **{label}** in {link}:"


def hide() -> str:
    """The moderators' button."""
    return "Hide"


def unhide() -> str:
    """The moderators' button that undoes it."""
    return "Show it again"


def hide_title(reason: int) -> str:
    """The form in which a moderator says why."""
    return f"Hide reason {reason}"


def note_label() -> str:
    """That form's field."""
    return "Why"


def note_hint() -> str:
    """Who reads it."""
    return "Its writer reads this note in their own list of reasons."


def hidden_now(reason: int) -> str:
    """A reason was hidden."""
    return f"Reason {reason} is hidden. Its writer finds your note with `reason mine`."


def shown_again(reason: int) -> str:
    """A reason was shown again."""
    return f"Reason {reason} is shown again."


def mine_heading(count: int) -> str:
    """Stands above a member's own reasons."""
    return f"### Your reasons in this server ({count})" if count else "You have given no reason in this server."


def standing(*, agreed: bool, recorded: bool, closed: bool, note: str) -> str:
    """Where one of a member's own reasons stands."""
    if note:
        return f"hidden by a moderator: {note}"
    if not agreed:
        return "not shown: you did not agree to that"
    if recorded:
        return "shown"
    return "not shown: your vote was for another option at the close" if closed else "shown when the poll closes"


def nothing_reported() -> str:
    """No report waits."""
    return "No reason that can be read here is reported."


def nothing_recorded(poll: int) -> str:
    """A poll without reasons to read."""
    return f"Poll {poll} has no reasons to read: they are shown at the close, where their writers agreed."


def record_heading(question: str) -> str:
    """Stands above the sides of a closed poll."""
    return f"### {question}\nWhy members voted as they did:"


def read_side(label: str, count: int) -> str:
    """The button that opens the reasons of one side."""
    return f"Why {label} ({count})"
