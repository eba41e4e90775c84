"""What is said about reasons: their form, their record at the close, and what cannot be done."""


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
