"""What the log says of what comes over the gateway."""


def event_unreadable(event: str, kind: str) -> str:
    """An event lacks what it must have; further ones of its name are not told."""
    return (
        f"Discord sent an event {event} that cannot be read ({kind}). It is left out, as any further one will be that "
        "cannot be read; all else is heard. If the bot misses something since, look for a newer version of it."
    )


def frame_unreadable(shard: int, kind: str) -> str:
    """What came is no payload of Discord's at all."""
    return f"Shard {shard} received what is no payload of Discord's ({kind}); it connects anew."
