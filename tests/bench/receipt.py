"""The bare bot, but that a press is answered with the receipt that Epilogue would give. Nothing is stored.

python -m tests.bench.receipt API_BASE TOKEN
"""

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import discord

from bot import config, knowledge
from bot.face.receipts import Receipts
from bot.polls.evidence import Evidence
from bot.polls.poll import Poll, Question, Terms
from bot.polls.receipt import Receipt
from tests.bench.bare import Bare, main

ROOT = Path(__file__).parents[2]


def shipped_poll() -> Poll:
    """Return a poll as a server starts it that has configured nothing."""
    settings = config.load(ROOT / "config.example.toml")
    now = datetime.now(UTC)
    question = Question.of(settings.polls.presets["ending"])
    return Poll(1, 1, 1, 1, 1, question, Terms(), now, now + timedelta(days=1))


class Receipted(Bare):
    """Draws what it answers as Epilogue does."""

    async def setup_hook(self) -> None:
        """Read the essays, and make up a poll."""
        await super().setup_hook()
        settings = config.load(ROOT / "config.example.toml")
        library = knowledge.load(settings.essays.folder, settings.topics.values())
        self.poll = shipped_poll()
        self.evidence = Evidence(lambda: library)
        self.receipts = Receipts()

    async def press(self, interaction: discord.Interaction[Any]) -> None:
        """Answer one press."""
        pressed: Any = interaction.data
        option = int(pressed["custom_id"].rpartition(":")[2])
        against = self.evidence.against(self.poll.question, option)
        page = self.receipts.page(Receipt(self.poll, None, option), against, blur=True, asks_why=True)
        await interaction.response.send_message(view=page, ephemeral=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Receipted)
