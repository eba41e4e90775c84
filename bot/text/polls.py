"""What is said about polls where something cannot be done as asked."""

from collections.abc import Sequence

from bot.text.words import plural


def not_a_duration(written: str) -> str:
    """A duration that cannot be read."""
    return f"“{written.strip()[:40]}” is no duration. Write it like 90m, 2d 6h or 1 week."


def duration_out_of_bounds(asked: str, shortest: str, longest: str) -> str:
    """A poll that would run too short or too long."""
    return f"A poll can run from {shortest} to {longest}; {asked} was asked for. Choose a duration between these."


def no_such_poll(poll: int) -> str:
    """There is no such poll in this server."""
    return f"There is no such poll here as {poll}. `poll list` shows the polls of this server."


def no_such_preset(name: str, known: tuple[str, ...]) -> str:
    """The configuration has no such preset."""
    return f"There is no preset “{name.strip()[:40]}”. There is: {', '.join(known)}."


def already_closed(poll: int) -> str:
    """The poll is closed."""
    return f"Poll {poll} is closed already. `poll results` shows what came of it."


def vote_too_late() -> str:
    """A vote after the close."""
    return "This poll is closed; your vote was not counted."


def withdrawal_too_late() -> str:
    """A withdrawal after the close."""
    return "This poll is closed; the votes in it stand as they are."


def overtaken(label: str | None) -> str:
    """A press that arrived after a later one of the same member."""
    counted = "you have no vote" if label is None else f"your vote is {label}"
    return f"Discord brought me this press late, after a newer one of yours: {counted}, and stays so."


def erased_meanwhile() -> str:
    """A press that arrived after its member's data was erased."""
    return "Discord brought me this press late: you have had your data erased since, so it was not counted."


def no_such_option() -> str:
    """A vote for an option that the poll does not have."""
    return "This poll has no such option; your vote was not counted. Use the buttons below its latest message."


def edited_since() -> str:
    """A vote by a button that was shown before the poll was changed."""
    return "This poll was changed since these buttons were shown; your vote was not counted. Vote by the new ones."


def not_entitled() -> str:
    """A vote by someone without the poll's role."""
    return "This poll is for members with a certain role, which you do not have; your vote was not counted."


def too_many_open(most: int) -> str:
    """The server has as many open polls as it may."""
    return f"{most} polls are open in this server, which is as many as can be. Close one first."


def edit_too_late(poll: int) -> str:
    """An edit of a poll that is closed or has votes."""
    return f"Poll {poll} cannot be changed any more: it is closed, or someone has voted. Close it and start another."


def question_wrong(longest: int) -> str:
    """A question that is empty or too long."""
    return f"A poll needs a question of 1 to {longest} characters."


def options_wrong(fewest: int, most: int) -> str:
    """Too few or too many options."""
    return f"A poll needs {fewest} to {most} options."


def label_wrong(label: str, longest: int) -> str:
    """An option that is empty or too long."""
    if not label:
        return f"An option is empty; each needs 1 to {longest} characters."
    return f"The option “{label[:longest]}…” has {len(label)} characters; it can have {longest}. Shorten it."


def label_twice(label: str) -> str:
    """Two options that read the same."""
    return f"The option “{label}” stands there twice. Name each option once."


def quorum_wrong(most: int) -> str:
    """A quorum that no poll can have."""
    return f"A quorum is a number of voters from 0 (none) to {most}."


def native_cannot(asked: list[str]) -> str:
    """Terms that Discord's own polls do not know."""
    return (
        f"Discord's own polls know no {' and no '.join(asked)}: everyone sees at any time who voted for what. "
        "Leave that out, or leave out style: native."
    )


def native_hours() -> str:
    """A duration that Discord's own polls do not know."""
    return "Discord's own polls run for whole hours, from 1 hour to 32 days. Choose such a duration."


def still_hidden(poll: int, voters: int) -> str:
    """An export of a poll whose split is hidden."""
    return (
        f"The split of poll {poll} is not shown yet ({plural(voters, 'voter')} so far), so it is not exported either. "
        "Export it when it is closed."
    )


NO_ANONYMITY = "anonymity"
NO_HIDDEN_RESULTS = "hidden results"
NO_VOTERS_ROLE = "voters' role"
NO_QUORUM = "quorum"


def deadline_past() -> str:
    """An edit that would end a poll in the past."""
    return (
        "With this duration, which counts from the poll's start, the poll would be over already. Choose a longer one."
    )


def may_not_start() -> str:
    """Someone without the right to start polls."""
    return (
        "Polls are started here by members with the permission Manage Messages, or with a role that the bot's "
        "configuration names. You can vote in those that are open."
    )


def may_not_vote() -> str:
    """Someone without the right to vote in this server."""
    return "Voting is for members with certain roles here, none of which you have; your vote was not counted."


def may_not_moderate() -> str:
    """Someone without the right decides on what members write."""
    return (
        "That is for this server's moderators: members with the permission Manage Messages or Manage Server, or with "
        "a role that the configuration names. Nothing was changed."
    )


def may_not_keep(poll: int) -> str:
    """Someone who is neither the starter of a poll nor a moderator."""
    return f"Poll {poll} can be closed, changed and exported by whoever started it, and by moderators."


def not_understood(leftover: str, example: str) -> str:
    """Words of a text command that belong to none of its options."""
    return f"I do not know what to do with “{leftover[:60]}”. This would have worked: `{example}`"


def nothing_to_choose() -> str:
    """A command about a poll that names none, in a channel that had none."""
    return "There was no poll in this channel yet. Name one by its number; `poll list` shows them."


def form_needs_slash(example: str) -> str:
    """A form was asked for by a text command, which cannot open one."""
    return f"A text command cannot open a form: use the slash command, or write it in one line: `{example}`"


def message_missing_rights(rights: list[str]) -> str:
    """The bot may not do in a channel what a poll needs."""
    return f"I need {', '.join(rights)} in this channel to run a poll. Nothing was posted; grant that and try again."


def could_not_post() -> str:
    """A poll's message was refused."""
    return "Discord did not take the poll's message, so no poll was started. Please try again."


def option_misread(name: str, value: str, example: str) -> str:
    """An option of a text command whose value cannot be read."""
    return f"“{value.strip()[:60]}” does not fit the option {name or 'named last'}. It goes like this: `{example}`"


def option_twice(name: str, values: Sequence[str], example: str) -> str:
    """An option of a text command that is given more than once."""
    given = " and ".join(f"“{value.strip()[:40]}”" for value in values[:2])
    return f"The option {name} is given more than once, as {given}. Give it once, like this: `{example}`"


def option_empty(name: str, example: str) -> str:
    """An option of a text command without a value."""
    return f"The option {name} has no value. It goes like this: `{example}`"


def native_uneditable(poll: int) -> str:
    """An edit of one of Discord's own polls."""
    return f"Poll {poll} is one of Discord's own, and these cannot be changed by anyone. Close it and start another."


def ending_already(poll: int) -> str:
    """A close of one of Discord's own polls that is being posted, or counted."""
    return f"Poll {poll} is being posted or counted at this moment. Look again in a few seconds."
