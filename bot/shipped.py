"""The files that come with the bot: beside the packages in a checkout, inside the package when installed."""

from pathlib import Path

_PACKAGE = Path(__file__).parent


def shipped(name: str) -> Path:
    """Return where a shipped file or folder stands, such as "seeds" or "config.example.toml"."""
    beside = _PACKAGE.parent / name
    return beside if beside.exists() else _PACKAGE / "shipped" / name
