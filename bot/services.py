"""What outlives a connection, put together: the database, all that keeps things in it, and what is counted."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.claims import Claims
from bot.clock import Clock
from bot.errors import StartRefusal
from bot.peers import Peers
from bot.polls.keeper import Keeper
from bot.polls.result import Thresholds
from bot.polls.service import Polls
from bot.privacy.service import Privacy
from bot.progress import Progress
from bot.reasons.service import Reasons
from bot.settings import Settings
from bot.shards import Shards
from bot.store.ballots import Ballots
from bot.store.commands import SyncedCommands
from bot.store.database import opened as opened_database
from bot.store.identifies import Identifies
from bot.store.members import Members
from bot.store.polls import Polls as PollStore
from bot.store.reasons import Reasons as ReasonStore
from bot.store.servers import Servers
from bot.store.takes import Takes as TakeStore
from bot.store.turns import Turns
from bot.takes.service import Takes
from bot.text import metrics as metrics_words

if TYPE_CHECKING:
    from bot.metrics import Metrics


@dataclass(frozen=True, slots=True)
class Services:
    """What outlives a connection: the database, and all that keeps things in it."""

    claims: Claims
    peers: Peers
    shards: Shards
    commands: SyncedCommands
    turns: Turns
    identifies: Identifies
    polls: Polls
    keeper: Keeper
    reasons: Reasons
    takes: Takes
    privacy: Privacy


@asynccontextmanager
async def opened(settings: Settings, clock: Clock, progress: Progress | None = None) -> AsyncIterator[Services]:
    """Open the database and put the services on it. Raises StartRefusal where it cannot be used."""
    async with opened_database(settings.store.url, progress) as database, aclosing(Turns(database)) as turns:
        shards = Shards(settings.discord.shard_count, frozenset(settings.discord.shard_ids))
        store = PollStore(database, shards)
        polls = Polls(store, Ballots(database), clock, settings.polls.presets, thresholds(settings))
        forbidden = forbidden_in(settings)
        yield Services(
            database.claims,
            database.peers,
            shards,
            SyncedCommands(database),
            turns,
            Identifies(database),
            polls,
            Keeper(polls, store, clock, database.claims),
            Reasons(ReasonStore(database, shards), clock, settings.reasons, forbidden),
            Takes(TakeStore(database, shards), clock, settings.takes, forbidden),
            Privacy(Members(database), Servers(database, shards), clock, settings.privacy),
        )


def counted(settings: Settings) -> "Metrics | None":
    """Return what counts, where that is switched on; its library is no part of the bot without it.

    Raises StartRefusal where the library is not installed.
    """
    if not settings.metrics.port:
        return None
    try:
        from bot.metrics import Metrics  # noqa: PLC0415
    except ImportError:
        raise StartRefusal(metrics_words.client_missing()) from None
    return Metrics()


def thresholds(settings: Settings) -> Thresholds:
    """Return from how many votes on a poll tells what."""
    return Thresholds(settings.polls.split_from, settings.polls.minds_changed_from)


def forbidden_in(settings: Settings) -> Callable[[int], Sequence[str]]:
    """Return what tells the words that a server forbids."""
    return lambda server: settings.rights(server).forbidden_words
