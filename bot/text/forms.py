"""What is said around forms and private answers, whatever they are about."""


def draft_kept(sentence: str) -> str:
    """A form that could not be taken: why, and that nothing is lost."""
    return f"{sentence}\n-# Nothing was kept. What you wrote is below; the button opens the form with it again."


def open_again() -> str:
    """The button that opens a refused form again, with what was in it."""
    return "Open the form again"


def draft_gone() -> str:
    """The form's words are no longer in memory."""
    return "I no longer have what you wrote. Copy it from the message above, and open the form anew."


def not_your_form() -> str:
    """A button for another member."""
    return "That form is not yours. Nothing was changed."


def only_privately() -> str:
    """A text command whose answer is for its author alone."""
    return (
        "The answer is for you alone, and a text command is answered to everyone. Press the button, or use it with /."
    )


def show_me() -> str:
    """The button that answers privately."""
    return "Show me privately"


def open_form() -> str:
    """The button that opens a form, which a text command cannot."""
    return "Open the form"


def form_behind() -> str:
    """A text command that would open a form."""
    return "A form opens at the press of the button, or with the same command as /."
