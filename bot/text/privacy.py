"""What /privacy says: what is kept of a member, why, for how long, and how to have it or have it erased."""

from bot.text.words import plural


def _days(days: int, none: str) -> str:
    return plural(days, "day") if days else none


def notice(*, operator: str, ballots_days: int, declined_days: int, left_days: int) -> str:
    """Ten lines, from the configuration."""
    ballots = f"for {plural(ballots_days, 'day')} after the poll closes" if ballots_days else "while the bot is here"
    asks = f"Whoever runs this bot: {operator}" if operator else "Whoever runs this bot has not said how to reach them."
    declined = _days(declined_days, "some hours")
    who = (
        "Members see votes of public polls only, and reasons and takes as you agreed; moderators also waiting takes "
        "and hidden reasons. The operator's database knows all of it, anonymous polls too."
    )
    return "\n".join(
        (
            "**What this bot keeps of you in this server**",
            f"1. Your votes, first and latest choice: to count each member once; {ballots}. Then only counts remain.",
            "2. Your reasons for votes: to show them at the close, where you agreed; until you withdraw them.",
            f"3. Your takes: to quote them once accepted; until you withdraw them. Declined ones for {declined}.",
            "4. When you handed something in or withdrew a vote: for limits, and to keep it withdrawn; a day at most.",
            "5. Which polls you started: so that you can close them.",
            f"6. {who}",
            "7. Nothing is kept of other messages, nothing is shared with third parties, nobody is profiled.",
            f"8. Where the bot is removed from the server, all of it is erased after {_days(left_days, 'some hours')}.",
            "9. Below: a file of everything, and the button that erases everything, at once and without penalty.",
            f"10. {asks}",
        )
    )


def export() -> str:
    """The button for everything as a file."""
    return "Give me all of it"


def erase() -> str:
    """The button that asks whether to erase."""
    return "Erase all of it"


def exported() -> str:
    """Stands above the file."""
    return "Everything that is kept of you in this server:"


def sure() -> str:
    """What an erasure does, before it is done."""
    return (
        "**Erase everything of you in this server?** Your votes in open polls go. In closed polls the counts stay, and "
        "nobody knows any more that one of them was yours. Your reasons and takes go, also where they are posted. This "
        "cannot be undone; you can vote and write again at any time."
    )


def erase_now() -> str:
    """The button that erases."""
    return "Yes, erase it"


def erased(ballots: int, reasons: int, takes: int) -> str:
    """It is done."""
    gone = f"{plural(ballots, 'vote')}, {plural(reasons, 'reason')}, {plural(takes, 'take')}"
    return f"Erased: {gone}, and everything else. What was posted of it is removed in a moment."
