"""What an administrator reads when the bot starts, stops, or cannot."""

from datetime import datetime, timedelta

from bot.text.words import plural


def invite(url: str) -> str:
    """How to bring the bot to a server."""
    return f"Invite the bot to a server: {url}"


def ready(servers: int) -> str:
    """The gateway has told all servers."""
    return f"Connected; serving {servers} server{'' if servers == 1 else 's'}."


def no_message_content() -> str:
    """The privileged intent is not granted."""
    return (
        "Discord does not grant the message content intent: text commands with the prefix stay silent, all else works. "
        "Switch it on in the developer portal under Bot, or set [commands] message_content = false."
    )


def clock_wrong(ahead: timedelta) -> str:
    """The system's clock and Discord's differ."""
    off = (
        f"{plural(round(abs(ahead).total_seconds() / 60), 'minute')} {'ahead of' if ahead > timedelta(0) else 'behind'}"
    )
    return (
        f"This machine's clock is {off} Discord's. The bot goes by Discord's, so no poll ends early or late; the times "
        "in this log are the machine's. Set its clock, for instance by switching on its time synchronisation."
    )


def token_refused() -> str:
    """Discord does not know the token."""
    return (
        "Discord refuses the token. Reset it in the developer portal under Bot, and set DISCORD_TOKEN to the new one."
    )


def shut_out(code: int, shards: int) -> str:
    """The gateway ended the connection and wants no other; Discord documents the codes as Gateway Close Event Codes."""
    if code == 4004:
        return token_refused()
    if code in {4010, 4011}:
        return shards_refused(shards)
    return (
        f"Discord's gateway has closed the connection for good (code {code}; its documentation lists them under "
        "Gateway Close Event Codes). Look for a newer version of the bot."
    )


def unreachable(address: str, error: Exception) -> str:
    """Discord does not answer, or not as it should."""
    return (
        f"Discord cannot be reached at {address} ({_reason(error)}). Check the network and [discord] api_base, "
        "and start again."
    )


def shards_refused(count: int) -> str:
    """Discord does not take the shards as they are divided."""
    return (
        f"Discord refuses shards of {count or 'this number'}: one may hold 2,500 servers at most, and a bot in more "
        "than 150,000 has a multiple of the number that Discord told its owner. Raise [discord] shard_count, the same "
        "in every process, or set it to 0 for as many as Discord recommends."
    )


def held_back(until: datetime) -> str:
    """The bot has connected too often."""
    return (
        f"The bot has connected often of late; it waits until {until:%Y-%m-%d %H:%M:%S} UTC, for Discord resets the "
        "token of a bot that connects 1,000 times a day. If it crashes again and again, the log above says why."
    )


def identify_uncounted(why: str) -> str:
    """A shard may not connect before that can be written down."""
    return f"A shard waits with its connection to Discord, for that cannot be counted now. {why}"


def stopped_unfinished(count: int) -> str:
    """Some answers did not come to their end."""
    return f"Stopped with {plural(count, 'answer')} unfinished."


def stopping() -> str:
    """A signal asks the bot to stop."""
    return "Stopping: finishing what is begun."


def _reason(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]
