"""What one reads in the terminal chat of the playground."""

import errno
import os
from collections.abc import Iterable


def welcome(address: str, prefix: str) -> str:
    """Where the page is, and how to use the chat."""
    return (
        f"Epilogue, on a Discord of its own in this process. Open {address} in a browser, or go on here:\n"
        f"  {prefix}ending, /poll start preset:ending\n"
        "  :press Sad       press a button of the last message that has it\n"
        "  :as bob          go on as another member        :in la-la-land   go to another channel\n"
        "  :quit            leave (or Ctrl+D)"
    )


QUIT = ":quit"


def port_wrong(text: str) -> str:
    """What was given is no port."""
    return f"{text!r} is no port; expected a number from 0 (a free one) to 65535"


def port_taken(port: int, error: OSError) -> str:
    """The page cannot be served where it was asked for."""
    reason = os.strerror(error.errno or errno.EADDRINUSE).lower()  # asyncio's own words repeat the port
    return (
        f"The page cannot be served on port {port} ({reason}). Choose another --port, or leave it out for a free one."
    )


def prompt(member: str, channel: str) -> str:
    """The line's beginning."""
    return f"{member} #{channel}> "


def no_answer() -> str:
    """The bot kept silent, as it should to what is not for it."""
    return "(no answer)"


def private() -> str:
    """Marks a message that only the member sees."""
    return "(only you can see this)"


def buttons(labels: Iterable[str]) -> str:
    """The buttons under a message."""
    return " ".join(f"[ {label} ]" for label in labels)


def nothing_to_press(label: str) -> str:
    """No message that the member sees has that button."""
    return f"There is no message here with the button {label!r}."


def now(member: str, channel: str) -> str:
    """Who speaks, and where, from now on."""
    return f"You are {member} in #{channel}."


def unknown_word(word: str) -> str:
    """A chat command that there is not."""
    return f":{word} is not known here; there are :press, :as, :in and :quit."


def no_such(kind: str, name: str, known: Iterable[str]) -> str:
    """A member, channel or button that there is not."""
    return f"There is no {kind} {name!r}; there are: {', '.join(known)}."
