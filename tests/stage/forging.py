"""Buttons that the bot never gave to whoever presses them."""

from bot.playground import Member, Reply


async def forged(who: Member, custom_id: str) -> Reply:
    """Press a button with an id of one's own making, below a message of the bot's."""
    shown = await who.slash("privacy show")
    assert shown.message is not None
    shown.message.components[-1]["components"][0]["custom_id"] = custom_id
    return await who.press(shown, custom_id)
