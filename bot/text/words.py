"""Small forms that sentences share."""


def plural(count: int, one: str, many: str = "") -> str:
    """Return a count with its noun: "1 voter", "2 voters"."""
    return f"{count} {one if count == 1 else many or one + 's'}"
