"""What Discord answers when it refuses: its own codes and bodies.

The numbers are those of Discord's documentation, "Opcodes and Status Codes", section JSON.
"""

from typing import Any


class Refused(Exception):  # noqa: N818 - an answer of the API, not a fault of the stage
    """A request that Discord refuses: HTTP `status`, JSON `code` and `message`, and what stands beside them."""

    def __init__(self, status: int, code: int, message: str, **beside: Any) -> None:
        super().__init__(f"{status} ({code}): {message}")
        self.status = status
        self.body = {"message": message, "code": code, **beside}


def not_found() -> Refused:
    """No such route."""
    return Refused(404, 0, "404: Not Found")


def unauthorised() -> Refused:
    """The token is missing or wrong."""
    return Refused(401, 0, "401: Unauthorized")


def wrong_method() -> Refused:
    """The route exists, the method does not."""
    return Refused(405, 0, "405: Method Not Allowed")


def unknown(what: str) -> Refused:
    """Something that does not exist, or that the bot may not know of: "channel", "message", "interaction"."""
    return Refused(404, UNKNOWN[what], f"Unknown {what}" if what == "interaction" else f"Unknown {what.title()}")


UNKNOWN = {
    "application": 10002,
    "channel": 10003,
    "guild": 10004,
    "member": 10007,
    "message": 10008,
    "user": 10013,
    "emoji": 10014,
    "webhook": 10015,
    "interaction": 10062,
    "application command": 10063,
    "poll": 10008,
}


def missing_access() -> Refused:
    """The bot does not see the channel."""
    return Refused(403, 50001, "Missing Access")


def missing_permissions() -> Refused:
    """The bot sees the channel and lacks a permission in it."""
    return Refused(403, 50013, "Missing Permissions")


def not_the_author() -> Refused:
    """Only an author edits a message."""
    return Refused(403, 50005, "Cannot edit a message authored by another user")


def empty_message() -> Refused:
    """A message needs content, an embed, a component, a file, a sticker or a poll."""
    return Refused(400, 50006, "Cannot send an empty message")


def already_acknowledged() -> Refused:
    """An interaction is answered once."""
    return Refused(400, 40060, "Interaction has already been acknowledged.")


def invalid_webhook_token() -> Refused:
    """The token of an interaction has ended its 15 minutes, or never was."""
    return Refused(401, 50027, "Invalid Webhook Token")


def too_large() -> Refused:
    """A file past the limit."""
    return Refused(413, 40005, "Request entity too large")


def bad_json() -> Refused:
    """The body is no JSON."""
    return Refused(400, 50109, "The request body contains invalid JSON.")


class Faults:
    """What is wrong with a request's body, gathered under the path of each field."""

    def __init__(self) -> None:
        self.tree: dict[str, Any] = {}

    def add(self, path: tuple[str | int, ...], code: str, message: str) -> None:
        """Note one fault of the field at `path`, with Discord's code word and sentence."""
        node = self.tree
        for step in path:
            node = node.setdefault(str(step), {})
        node.setdefault("_errors", []).append({"code": code, "message": message})

    def check(self) -> None:
        """Refuse the request with 50035 where anything was noted."""
        if self.tree:
            raise Refused(400, 50035, "Invalid Form Body", errors=self.tree)


def invalid(path: tuple[str | int, ...], code: str, message: str) -> Refused:
    """A body with one fault."""
    faults = Faults()
    faults.add(path, code, message)
    return Refused(400, 50035, "Invalid Form Body", errors=faults.tree)
