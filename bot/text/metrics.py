"""What a supervisor and an administrator read at the endpoint of the numbers."""


def healthy() -> str:
    """The bot can answer."""
    return "ok\n"


def not_connected() -> str:
    """The gateway is away."""
    return "not connected to Discord's gateway\n"


def database_silent() -> str:
    """The database does not answer."""
    return "the database does not answer\n"


def port_taken(port: int, why: str) -> str:
    """The port cannot be listened on."""
    return f"Port {port} of this machine cannot be listened on ({why}). Choose another [metrics] port, or 0 for none."


def client_missing() -> str:
    """The library of the numbers is not installed."""
    return "[metrics] port needs the library prometheus_client: install the bot's requirements, or set port = 0."


def shard_lost(shard: int) -> str:
    """A connection to the gateway ended; discord.py brings it back."""
    return f"Shard {shard} has lost its connection; it is being brought back."
