"""The life of a poll: asked, voted on, closed, told."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from datetime import timedelta

from bot.clock import Clock, moment_of
from bot.errors import Refusal
from bot.polls import export, rules
from bot.polls.counting import Counting
from bot.polls.erasures import Erasures
from bot.polls.poll import Draft, Ending, Poll, Question, Results, Style, Terms
from bot.polls.preset import Preset
from bot.polls.receipt import Receipt, why_not
from bot.polls.result import Shown, Thresholds, shown
from bot.polls.rules import Limits
from bot.polls.store import BallotBox, Cast, Counted, Denied, Press, Store
from bot.text import polls as text

log = logging.getLogger(__name__)

# How many runs of one question stand side by side, and how many closed polls are offered for choice.
MOST_RUNS = 12
MOST_CLOSED = 25
# How many voters are named for each option; an export has all of them.
MOST_VOTERS = 40

Names = Callable[[Sequence[int]], Awaitable[Mapping[int, str]]]
"""Tells the names of members, by their ids, as far as they can be known."""


class Polls:
    """What members and moderators can do with the polls of a server.

    Ids are Discord's, but for the polls' own. Whatever cannot be done as asked raises Refusal.
    """

    def __init__(
        self,
        store: Store,
        ballots: BallotBox,
        clock: Clock,
        presets: Mapping[str, Preset],
        thresholds: Thresholds,
        limits: Limits | None = None,
    ) -> None:
        self._store = store
        self._counting = Counting(store.counted)
        self._ballots = ballots
        self._erasures = Erasures()
        self._clock = clock
        self._presets = presets
        self._thresholds = thresholds
        self._limits = limits or Limits()

    def configure(self, presets: Mapping[str, Preset], thresholds: Thresholds) -> None:
        """Go on with other presets and thresholds; the polls that run keep their question and terms."""
        self._presets = presets
        self._thresholds = thresholds

    def preset(self, name: str) -> Question:
        """Return the question of a preset."""
        found = self._presets.get(name.strip().casefold())
        if found is None:
            raise Refusal(text.no_such_preset(name, tuple(self._presets)))
        return Question.of(found)

    def draft(
        self, server: int, channel: int, author: int, question: Question, terms: Terms, lasts: timedelta
    ) -> Draft:
        """Return a poll that can be asked, with nothing kept or posted yet."""
        rules.check(question, terms, lasts, self._limits)
        now = self._clock.now()
        return Draft(server, channel, author, question, terms, now, now + lasts)

    async def start(self, draft: Draft) -> Poll:
        """Keep a poll; its message is to be posted next, then `posted` or `discard` called."""
        poll = await self._store.add(draft, self._limits.most_open)
        if poll is None:
            raise Refusal(text.too_many_open(self._limits.most_open))
        return poll

    async def posted(self, poll: Poll, message: int) -> bool:
        """Say which message a poll became; return whether it has changed since it was written."""
        return await self._store.posted(poll.server, poll.id, message)

    async def discard(self, poll: Poll) -> bool:
        """Forget a poll that could not be posted; False where it has a message or a vote already."""
        return await self._store.discard(poll.server, poll.id)

    async def unposted(self) -> Sequence[Poll]:
        """Return the polls that were kept when a former process ended, and perhaps posted."""
        return await self._store.unposted()

    async def vote(
        self,
        server: int,
        poll: int,
        option: int,
        member: int,
        roles: Collection[int] = (),
        *,
        press: int,
        edition: int = 0,
    ) -> Receipt:
        """Record or move a member's vote; a second vote for the same option changes nothing.

        `press` is Discord's id of what the member did. It tells when that was, so that the deadline holds whatever
        this machine's clock says; and one that arrives after a later one of the same member is refused. `edition` is
        the poll's as the member saw it: a place among other options than these is no vote.
        """
        cast = await self._ballots.cast(self._press(server, poll, member, press), option, edition, roles)
        if cast is None:
            raise Refusal(text.no_such_poll(poll))
        if cast.denied is not None:
            raise Refusal(why_not(cast))
        return await self._receipt(cast)

    async def withdraw(self, server: int, poll: int, member: int, *, press: int) -> Receipt:
        """Erase a member's vote; without one nothing happens. `press` as in `vote`."""
        cast = await self._ballots.withdraw(self._press(server, poll, member, press))
        if cast is None:
            raise Refusal(text.no_such_poll(poll))
        if cast.denied is not None:
            raise Refusal(text.withdrawal_too_late() if cast.denied is Denied.CLOSED else why_not(cast))
        return Receipt(cast.poll, cast.before, cast.after)

    def erased(self, server: int, member: int, press: int) -> bool:
        """Say that a member's data in a server was erased by that press; return False where it is known already."""
        return self._erasures.note(server, member, press)

    async def native_vote(self, server: int, message: int, option: int, member: int, *, added: bool) -> None:
        """Follow a vote in one of Discord's own polls; one that is none of ours is let go.

        Discord tells a move as a vote that is added and one that is taken away, in either order, and no id of them.
        """
        now = self._clock.now()
        for poll in await self._store.open_in(server, None, message):
            press = Press(server, poll.id, member, 0, now)
            if added:
                await self._ballots.cast(press, option, 0, ())
            else:
                await self._ballots.retract(press, option)

    async def end(self, poll: Poll) -> None:
        """Close a poll by command; one of Discord's own is made due, and closed once Discord has counted."""
        if poll.terms.style is Style.BUTTONS or poll.closed_at is not None:
            await self.close(poll.server, poll.id)
        elif not await self._store.hasten(poll.server, poll.id, self._clock.now()):
            raise Refusal(text.ending_already(poll.id))

    async def get(self, server: int, poll: int) -> Poll:
        """Return a poll."""
        found = await self._store.get(server, poll)
        if found is None:
            raise Refusal(text.no_such_poll(poll))
        return found

    async def latest(self, server: int, channel: int) -> Poll:
        """Return the poll that a channel means where it names none: the one that was started there last."""
        found = await self._store.latest(server, channel)
        if found is None:
            raise Refusal(text.nothing_to_choose())
        return found

    async def results(self, server: int, poll: int, viewer: int | None = None) -> Shown:
        """Return what a member may see of a poll; None for what everyone may."""
        counted = await self._counted(server, poll)
        voted = False
        if viewer is not None and counted.poll.terms.results is Results.AFTER_VOTE:
            voted = await self._ballots.ballot(server, poll, viewer) is not None
        return self._shown(counted, voted=voted)

    async def drawing(self, server: int, poll: int) -> Shown | None:
        """Return what a poll's message is to show, to call `drawn` once it does; None where there is no such poll.

        Which messages are stale is kept, so that after a crash the last state still arrives.
        """
        await self._store.drawing(server, poll)
        counted = await self._counting.of(server, poll)
        return self._shown(counted) if counted else None

    async def drawn(self, poll: Poll) -> None:
        """Say that a poll's message shows what `drawing` returned, or can never show it."""
        await self._store.drawn(poll.server, poll.id)

    async def stale(self) -> Sequence[Poll]:
        """Return the polls whose message was to be drawn when a former process ended."""
        return await self._store.stale()

    async def listed(self, server: int) -> Sequence[Shown]:
        """Return a server's open polls as everyone may see them, the next to close first."""
        return [self._shown(counted) for counted in await self._store.open_polls(server)]

    async def closed(self, server: int) -> Sequence[Shown]:
        """Return a server's latest closed polls, the latest first."""
        return [self._shown(counted) for counted in await self._store.closed_polls(server, MOST_CLOSED)]

    async def history(self, server: int, question: Question) -> Sequence[Shown]:
        """Return the closed polls with exactly this question and these options, the earliest first."""
        runs = await self._store.with_subject(server, question.subject, MOST_RUNS)
        return [self._shown(counted) for counted in runs]

    async def voters(self, seen: Shown) -> Sequence[Sequence[int]]:
        """Return who voted for what, by option, the first `MOST_VOTERS` of each: of a public poll whose split is seen.

        Of any other, nobody. Discord shows the voters of its own polls itself.
        """
        poll = seen.poll
        if seen.split is None or poll.terms.anonymous or poll.terms.style is Style.NATIVE:
            return ()
        return await self._ballots.voters(poll.server, poll.id, len(poll.labels), MOST_VOTERS)

    async def export(self, server: int, poll: int, names: Names) -> export.Files:
        """Return a poll as CSV and JSON; who voted for what only where the poll was public.

        `names` is asked for the voters' names then, and only then: they are what Discord tells at that moment, so
        that none has to be kept beside the votes. Ids stand in for those that it does not tell.
        """
        counted = await self._counted(server, poll)
        visible = self._shown(counted)
        if visible.split is None:
            raise Refusal(text.still_hidden(poll, visible.voters))
        ballots = () if counted.poll.terms.anonymous else await self._ballots.ballots(server, poll)
        named = await names([one.member for one in ballots]) if ballots else {}
        return await asyncio.to_thread(export.files, visible, ballots, named)

    async def edit(self, server: int, poll: int, question: Question, terms: Terms, lasts: timedelta) -> Poll:
        """Change a poll that nobody has voted in; `lasts` counts from its start."""
        found = await self.get(server, poll)
        if found.terms.style is Style.NATIVE:
            raise Refusal(text.native_uneditable(poll))
        rules.check(question, terms, lasts, self._limits)
        closes_at = found.opened_at + lasts
        if closes_at <= self._clock.now():
            raise Refusal(text.deadline_past())
        edited = await self._store.edit(server, poll, question, terms, closes_at)
        if edited is None:
            raise Refusal(text.edit_too_late(poll))
        return edited

    async def gone(self, server: int, channel: int | None = None, message: int | None = None) -> None:
        """Close the open polls of a message, a channel or a server that is no more; nobody is told."""
        for poll in await self._store.open_in(server, channel, message):
            await self._store.close(server, poll.id, self._clock.now(), Ending.GONE)

    async def close(
        self, server: int, poll: int, ending: Ending = Ending.COMMAND, votes: Sequence[int] | None = None
    ) -> Shown:
        """Close a poll and seal its tally, with `votes` by option where Discord counted them.

        The result is not announced yet: `Keeper` does that, now or after a restart.
        """
        closed = await self._store.close(server, poll, self._clock.now(), ending, votes)
        if closed is None:
            found = await self.get(server, poll)
            raise Refusal(text.already_closed(found.id))
        log.info("Poll %d of server %d is closed (%s).", poll, server, ending)
        return self._shown(await self._counted(server, poll))

    def _press(self, server: int, poll: int, member: int, press: int) -> Press:
        if self._erasures.covers(server, member, press):
            raise Refusal(text.erased_meanwhile())
        return Press(server, poll, member, press, moment_of(press))

    async def _receipt(self, cast: Cast) -> Receipt:
        opened = None
        if cast.poll.terms.results is Results.AFTER_VOTE:
            opened = self._shown(await self._counted(cast.poll.server, cast.poll.id), voted=True)
        return Receipt(cast.poll, cast.before, cast.after, opened, cast.reason_for)

    async def _counted(self, server: int, poll: int) -> Counted:
        counted = await self._counting.of(server, poll)
        if counted is None:
            raise Refusal(text.no_such_poll(poll))
        return counted

    def _shown(self, counted: Counted, *, voted: bool = False) -> Shown:
        return shown(counted.poll, counted.tally, self._thresholds, voted=voted)
