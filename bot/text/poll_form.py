"""What stands in the form that makes a poll. Discord: titles and labels have 45 characters, descriptions 100."""


def title() -> str:
    """The form's title."""
    return "A new poll"


def question() -> str:
    """The field of the question."""
    return "Question"


def question_hint() -> str:
    """What the question should be like."""
    return "Everyone sees it unblurred, so without a spoiler. Up to 300 characters."


def options() -> str:
    """The field of the options."""
    return "Options, one a line"


def options_hint() -> str:
    """What the options should be like."""
    return "2 to 10 of them, each up to 55 characters."


def closes() -> str:
    """The field of the duration."""
    return "How long it runs"


def closes_hint() -> str:
    """What a duration should be like."""
    return "Like 90m, 2d 6h or 1 week; from 1 minute to 32 days."
