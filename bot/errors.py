"""What is told to a person; any other exception is a bug.

Refusal             a sentence for whoever asked: what, where, how to mend
├── ConfigRefusal   the configuration or the token cannot be used (the command line exits with 2)
└── StartRefusal    the bot cannot start or go on (the command line exits with 1)
"""


class Refusal(Exception):  # noqa: N818 - a refusal is an answer, not an error
    """A request that is declined, with the sentence for the person who made it."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class ConfigRefusal(Refusal):
    """The configuration cannot be used, by us or by Discord: every fault in it, one a line."""


class StartRefusal(Refusal):
    """Something outside the configuration stops the bot: the database, the essays, the network."""
