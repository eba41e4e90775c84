"""What every part of the stage works with: the world, the gateway, the clock, and what was recorded."""

import secrets
from base64 import urlsafe_b64encode

from bot.playground import payloads
from bot.playground.faults import FaultPlan
from bot.playground.feed import Changes, Feed
from bot.playground.gateway import Gateway
from bot.playground.interactions import Interaction, Interactions
from bot.playground.mentions import Ping
from bot.playground.ratelimits import RateLimits
from bot.playground.shapes import Json
from bot.playground.snowflakes import Snowflakes
from bot.playground.times import Clock
from bot.playground.world import Account, Message, World


class Backstage:
    """The one state that routes, members and faults share."""

    def __init__(self, clock: Clock, bot_name: str) -> None:
        self.clock = clock
        self.ids = Snowflakes(clock)
        self.world = World()
        self.bot = Account(self.ids.next(), bot_name, bot=True)
        self.world.accounts[self.bot.id] = self.bot
        self.changes = Changes()
        self.feed = Feed(clock)
        self.gateway = Gateway(self.world, self.bot, _token(self.bot.id), clock, self.feed, self.changes)
        self.interactions = Interactions(clock, self.changes)
        self.commands: dict[int | None, list[Json]] = {}  # by server; None: global
        self.command_creates: dict[int | None, list[float]] = {}
        self.pings: list[Ping] = []
        self.nonces: dict[str, Message] = {}
        self.faults = FaultPlan()
        self.limits = RateLimits()
        self.unknown_routes: list[str] = []
        self.objections: list[str] = []
        self.origin = ""

    @property
    def token(self) -> str:
        """The bot's token, until Discord resets it."""
        return self.gateway.token

    def time(self) -> float:
        """Return the stage's moment in seconds since 1970."""
        return self.clock.now().timestamp()

    def message(self, of: Message) -> Json:
        """Write a message as the bot gets it. Cached: do not change it."""
        return payloads.message(of, self.origin, self.bot.id)

    def interaction(self, token: str) -> Interaction | None:
        """Return the interaction whose token still lives, or None."""
        return self.interactions.by_token(token)


def _token(bot_id: int) -> str:
    """Return a token of Discord's form: the bot's id in base64, a time, a secret."""
    head = urlsafe_b64encode(str(bot_id).encode()).decode().rstrip("=")
    return f"{head}.{secrets.token_urlsafe(5)[:6]}.{secrets.token_urlsafe(29)[:38]}"
