"""What a poll says: its message, the receipt of a vote, its result, lists. Names come in as Discord shall show them."""

from collections.abc import Sequence
from datetime import datetime

from bot.polls.poll import Ending, Poll
from bot.polls.result import Hidden, Share, Shown, Split, Verdict
from bot.text.words import plural

# How wide a bar is; the longest one fills it.
BAR = 20


def bar(votes: int, most: int) -> str:
    """A bar of text, as long as its part of the longest; one vote is never an empty bar."""
    full = 0 if not most else max((2 * BAR * votes + most) // (2 * most), 1 if votes else 0)
    return "█" * full + "░" * (BAR - full)


def share(label: str, part: Share) -> str:
    """An option with its votes: "Happy · 66 % (33)"."""
    return f"**{label}** · {amount(part)}"


def amount(part: Share) -> str:
    """Votes with their percentage of the voters; without voters there is none."""
    return f"{part.votes}" if part.percent is None else f"{part.percent} % ({part.votes})"


def moment(when: datetime, form: str = "R") -> str:
    """A moment that each reader's Discord writes in their own time and language."""
    return f"<t:{int(when.timestamp())}:{form}>"


def footer(shown: Shown) -> str:
    """What a poll's message says below its options."""
    poll = shown.poll
    openness = "anonymous to members" if poll.terms.anonymous else "public: everyone can see who voted for what"
    parts = [f"{shown.voters} voted", openness]
    if shown.hidden:
        parts.append(hidden(shown.hidden))
    if poll.terms.voters_role:
        parts.append(f"for <@&{poll.terms.voters_role}>")
    if poll.terms.quorum:
        parts.append(f"counts from {plural(poll.terms.quorum, 'voter')} on")
    parts.append(f"closes {moment(poll.closes_at)}" if poll.closed_at is None else "closed")
    return " · ".join([*parts, f"poll {poll.id}"])


def hidden(why: Hidden) -> str:
    """Why there is no split to be seen."""
    match why:
        case Hidden.UNTIL_VOTED:
            return "the split is shown to those who voted"
        case Hidden.UNTIL_CLOSED:
            return "the split is shown at the close"
        case Hidden.TOO_FEW_YET:
            return "the split is shown from a few more votes on"


def counted(before: str | None, after: str) -> str:
    """The receipt of a vote."""
    if before is None:
        return f"Counted: **{after}**. You can change it until the poll closes."
    if before == after:
        return f"Your vote is **{after}**, as before. You can change it until the poll closes."
    return f"Changed from {before} to **{after}**. You can change it again until the poll closes."


def withdrawn(before: str | None) -> str:
    """The receipt of a withdrawal."""
    if before is None:
        return "You have no vote in this poll, so there was nothing to withdraw."
    return f"Withdrawn: your vote for **{before}** is no longer counted. You can vote again until the poll closes."


def other_side(source: str) -> str:
    """Stands above the passage against a choice."""
    return f"The other side, {source}:"


def for_side(label: str, source: str) -> str:
    """Stands above the passage for one side of a closed poll."""
    return f"For **{label}**, {source}:"


def change_to(label: str) -> str:
    """The receipt's button that moves a vote."""
    return f"Change to {label}"


def withdraw() -> str:
    """The button that withdraws a vote."""
    return "Withdraw"


def verdict(labels: Sequence[str], poll: Poll, voters: int, split: Split) -> str:
    """What came of a closed poll, in one or two sentences."""
    leading = human_join([f"**{labels[place]}**" for place in split.leading])
    match split.verdict:
        case Verdict.NO_VOTES:
            return "Nobody voted."
        case Verdict.TOO_FEW:
            said = f"Too few votes to call: {voters} of the {poll.terms.quorum} voters that were asked for."
        case Verdict.TIE:
            part = split.shares[split.leading[0]]
            said = f"A tie between {leading}: {part.votes} of {plural(voters, 'voter')} each ({part.percent} %)."
        case Verdict.WON:
            part = split.shares[split.leading[0]]
            said = f"{leading}: {part.votes} of {plural(voters, 'voter')} ({part.percent} %)."
    return " ".join(filter(None, [said, minds_changed(labels, split)]))


def minds_changed(labels: Sequence[str], split: Split) -> str:
    """How many moved between their first vote and their last, and towards what most of them did."""
    if split.moved is None or not (moved := sum(split.moved)):
        return ""
    most = max(split.moved)
    if moved == 1:
        return f"One changed their mind, towards {labels[split.moved.index(1)]}."
    if split.moved.count(most) > 1:
        return f"{moved} changed their minds."
    towards = f"all of them towards {labels[split.moved.index(most)]}"
    if most < moved:
        towards = f"{most} of them towards {labels[split.moved.index(most)]}"
    return f"{moved} changed their minds, {towards}."


def chart_alt(question: str, labels: Sequence[str], split: Split) -> str:
    """The chart in words, for those who do not see it."""
    bars = ", ".join(f"{label} {amount(part)}" for label, part in zip(labels, split.shares, strict=True))
    return f"Bar chart. {question} {bars}."


def trend_alt(question: str, runs: int) -> str:
    """The chart of several runs in words."""
    return f"Line chart of the percentages of each option over {plural(runs, 'run')} of: {question}"


def voters(label: str, members: Sequence[str], more: int) -> str:
    """Who voted for an option of a public poll, and how many more."""
    named = ", ".join(members)
    return f"**{label}**: {named} and {more} more" if more else f"**{label}**: {named}"


def list_heading() -> str:
    """Stands above a server's polls."""
    return "### Polls in this server"


def nothing_open() -> str:
    """There is no open poll."""
    return "No poll is open here. `poll start` asks a question of the configuration, `poll create` one of your own."


def list_row(question: str, shown: Shown, link: str | None) -> str:
    """One open poll in a list."""
    where = f"[{question}]({link})" if link else question
    return f"**{shown.poll.id}** · {where} · {shown.voters} voted · closes {moment(shown.poll.closes_at)}"


def closed_row(question: str, shown: Shown) -> str:
    """One closed poll in a list."""
    when = shown.poll.closed_at or shown.poll.closes_at
    return f"**{shown.poll.id}** · {question} · {shown.voters} voted · closed {moment(when)}"


def recently_closed() -> str:
    """Stands above the closed polls of a list."""
    return "**Closed**"


def choice_row(question: str, poll: Poll) -> str:
    """A poll as autocomplete offers it: no counts, for everyone sees it."""
    return f"{poll.id}: {question}{' (closed)' if poll.closed_at else ''}"


def preset_row(name: str, question: str) -> str:
    """A question of the configuration as autocomplete offers it."""
    return f"{name}: {question}"


def history_heading(question: str, runs: int) -> str:
    """Stands above the runs of one question."""
    return f"### {question}\nAsked {plural(runs, 'time')} with these options."


def no_history() -> str:
    """A question without a closed poll."""
    return "This question has no closed poll here yet, so there is nothing to compare."


def history_row(labels: Sequence[str], shown: Shown, split: Split) -> str:
    """One run of a question."""
    parts = ", ".join(f"{label} {amount(part)}" for label, part in zip(labels, split.shares, strict=True))
    when = moment(shown.poll.closed_at or shown.poll.closes_at, "D")
    return f"**{when}** · poll {shown.poll.id} · {parts} · {plural(shown.voters, 'voter')}"


def closed_now(poll: int) -> str:
    """The answer to a close."""
    return f"Poll {poll} is closed. The result follows in its channel."


def edited(poll: int) -> str:
    """The answer to an edit."""
    return f"Poll {poll} is changed."


def exported(poll: int) -> str:
    """Stands above the files of an export."""
    return f"Poll {poll} as CSV and JSON."


def human_join(items: Sequence[str]) -> str:
    """Join as a person would: "a, b and c"."""
    return " and ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else items)


def ended_quietly(ending: Ending) -> str:
    """Why a poll's result was posted nowhere, for those who ask for it."""
    return "Its message or channel is gone, so the result was not posted." if ending is Ending.GONE else ""


def permission(name: str) -> str:
    """One of Discord's permissions as its settings name it."""
    return name.replace("_", " ").title()
