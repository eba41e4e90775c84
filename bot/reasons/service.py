"""The life of a reason: said, moved along, changed, withdrawn; reported, hidden, shown again."""

import logging
from collections.abc import Awaitable, Callable, Sequence

from bot.clock import Clock
from bot.errors import Refusal
from bot.reasons.reason import LONGEST_NOTE, Page, Reason, Said, reason_field
from bot.reasons.rules import Rules
from bot.reasons.store import Change, Denied, Store
from bot.sweeping import sweep
from bot.text import reasons as text
from bot.wording import Field, checked, name_of

log = logging.getLogger(__name__)


class Reasons:
    """What members and moderators can do with the reasons of a server.

    Ids are Discord's, but for the polls' and the reasons' own. Whatever cannot be done as asked raises Refusal.
    """

    def __init__(self, store: Store, clock: Clock, rules: Rules, forbidden_in: Callable[[int], Sequence[str]]) -> None:
        """`forbidden_in` returns the word list of a server."""
        self._store = store
        self._clock = clock
        self._rules = rules
        self._forbidden_in = forbidden_in

    def configure(self, rules: Rules, forbidden_in: Callable[[int], Sequence[str]]) -> None:
        """Go on with another configuration."""
        self._rules = rules
        self._forbidden_in = forbidden_in

    async def say(self, said: Said) -> Reason:
        """Keep a reason for the vote that its writer has now; an earlier one is replaced."""
        kept = checked(said.text, reason_field(text.field()), self._forbidden_in(said.server))
        said = Said(said.server, said.poll, said.member, said.side, kept, name_of(said.name), said.agreed)
        answer = await self._store.say(said, self._rules.pace, self._clock.now())
        if answer is None:
            raise Refusal(text.no_such_poll(said.poll))
        return self._accepted(answer)

    async def change(self, server: int, reason: int, member: int, written: str, *, agreed: bool) -> Reason:
        """Change one's own reason, also when its poll is closed."""
        kept = checked(written, reason_field(text.field()), self._forbidden_in(server))
        change = Change(server, member, reason, kept, agreed)
        answer = await self._store.change(change, self._rules.pace, self._clock.now())
        if answer is None:
            raise Refusal(text.not_yours(reason))
        return self._accepted(answer)

    async def follow(self, server: int, poll: int, member: int) -> Reason:
        """Confirm that a reason speaks for the option to which its writer's vote has moved."""
        moved = await self._store.follow(server, poll, member)
        if moved is None:
            raise Refusal(text.nothing_to_move())
        return moved

    async def withdraw(self, server: int, reason: int, member: int) -> Reason:
        """Erase one's own reason."""
        gone = await self._store.withdraw(server, reason, member)
        if gone is None:
            raise Refusal(text.not_yours(reason))
        return gone

    async def own(self, server: int, reason: int, member: int) -> Reason:
        """Return a reason to its writer."""
        found = await self._store.get(server, reason)
        if found is None or found.member != member:
            raise Refusal(text.not_yours(reason))
        return found

    async def of_ballot(self, server: int, poll: int, member: int) -> Reason | None:
        """Return a member's reason in a poll."""
        return await self._store.of_ballot(server, poll, member)

    async def mine(self, server: int, member: int) -> Sequence[Reason]:
        """Return a member's reasons, the latest first."""
        return await self._store.of_member(server, member)

    async def get(self, server: int, reason: int) -> Reason:
        """Return a reason to a moderator, also one that is hidden."""
        found = await self._store.get(server, reason)
        if found is None or not (found.is_shown or found.hidden_at):
            raise Refusal(text.no_such_reason(reason))
        return found

    async def record(self, server: int, poll: int) -> Sequence[Reason]:
        """Return what is shown of a closed poll's reasons, by side, in the order of the votes."""
        return await self._store.record(server, poll)

    async def report(self, server: int, reason: int, member: int) -> Reason:
        """Report a shown reason to the moderators; `tell_all` is to be called next."""
        answer = await self._store.report(server, reason, member, self._rules.pace_of_reports, self._clock.now())
        if answer is None:
            raise Refusal(text.no_such_reason(reason))
        return self._accepted(answer)

    async def reported(self, server: int) -> Sequence[Reason]:
        """Return the reported reasons that can still be read."""
        return await self._store.reported(server)

    async def tell_all(self, tell: Callable[[Reason], Awaitable[None]], has_channel: Callable[[int], bool]) -> bool:
        """Call `tell` once for each reported reason of which no moderator was told; return whether all could be.

        Reports of servers without a channel for them wait. Where `tell` raises, the next call tries again.
        """
        all_told = True
        for reason in await self._store.untold():
            if not has_channel(reason.server):
                continue
            if not await self._store.told(reason.server, reason.id, self._clock.now()):
                continue  # somebody else tells
            try:
                await tell(reason)
            except Exception:
                log.exception("A report in server %d could not be posted yet.", reason.server)
                await self._store.untell(reason.server, reason.id)
                all_told = False
        return all_told

    async def hide(self, server: int, reason: int, note: str) -> Reason:
        """Hide a shown reason, with a note that its writer can read."""
        kept = checked(note, Field(text.note_field(), 3, LONGEST_NOTE, 4))
        hidden = await self._store.hide(server, reason, kept, self._clock.now())
        if hidden is None:
            raise Refusal(text.no_such_reason(reason))
        log.info("Reason %d of server %d is hidden.", reason, server)
        return hidden

    async def unhide(self, server: int, reason: int) -> Reason:
        """Show a hidden reason again."""
        shown = await self._store.unhide(server, reason)
        if shown is None:
            raise Refusal(text.not_hidden(reason))
        log.info("Reason %d of server %d is shown again.", reason, server)
        return shown

    async def keep_page(self, page: Page) -> None:
        """Keep where a side's reasons are posted."""
        await self._store.keep_page(page)

    async def pages(self, server: int, poll: int) -> Sequence[Page]:
        """Return where the reasons of a poll are posted."""
        return await self._store.pages(server, poll)

    async def redraw_all(self, draw: Callable[[Page], Awaitable[None]]) -> bool:
        """Call `draw` for each posted page whose reasons have changed; return whether all could be drawn.

        Where `draw` raises, the page stays to be drawn by the next call.
        """

        async def redraw(page: Page) -> None:
            await draw(page)
            await self._store.drawn(page)

        stale = await self._store.stale_pages()
        return await sweep(stale, redraw, lambda page: f"The reasons of poll {page.poll} could not be drawn anew yet.")

    @staticmethod
    def _accepted(answer: Reason | Denied) -> Reason:
        match answer:
            case Denied.TOO_SOON:
                raise Refusal(text.too_soon())
            case Denied.CLOSED:
                raise Refusal(text.closed())
            case Denied.MOVED:
                raise Refusal(text.vote_moved())
            case reason:
                return reason
