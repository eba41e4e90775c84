"""What is said by the commands of whoever runs the bot."""


def operator_only() -> str:
    """Somebody else asks."""
    return "Only whoever runs the bot may do that: the owner of its application on Discord, or a member of its team."
