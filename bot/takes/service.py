"""The life of a take: written, read by a moderator, quoted, changed, hidden, withdrawn."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

from bot.clock import Clock
from bot.errors import Refusal
from bot.sweeping import sweep
from bot.takes import essays
from bot.takes.rules import Rules
from bot.takes.store import Denied, Store
from bot.takes.take import Post, State, Take, Words, note_field, sources_of, stance_field, text_field, title_field
from bot.text import takes as text
from bot.wording import checked, name_of

log = logging.getLogger(__name__)

MOST_LISTED = 500
"""Accepted takes of one server that are quoted: those accepted first."""


class Takes:
    """What members and moderators can do with the takes of a server.

    Ids are Discord's, but for the takes' own. Whatever cannot be done as asked raises Refusal.
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

    async def write(self, server: int, member: int, words: Words) -> Take:
        """Keep a new take, which waits for a moderator."""
        kept = self._checked(server, words)
        rules = self._rules
        answer = await self._store.write(server, member, kept, rules.pace, rules.waiting, self._clock.now())
        return self._accepted(answer)

    async def rewrite(self, server: int, take: int, member: int, words: Words) -> Take:
        """Change one's own take; whatever it was, it waits for a moderator again."""
        kept = self._checked(server, words)
        pace = self._rules.pace_of_changes
        answer = await self._store.rewrite(server, take, member, kept, pace, self._clock.now())
        if answer is None:
            raise Refusal(text.not_yours(take))
        return self._accepted(answer)

    async def own(self, server: int, take: int, member: int) -> Take:
        """Return a take to its writer."""
        found = await self._store.get(server, take)
        if found is None or found.member != member:
            raise Refusal(text.not_yours(take))
        return found

    async def read(self, server: int, take: int, member: int | None = None) -> Take:
        """Return an accepted take to anyone, and any of `member`'s own to them."""
        found = await self._store.get(server, take)
        if found is None or (found.state is not State.ACCEPTED and found.member != member):
            raise Refusal(text.no_such_take(take))
        return found

    async def any(self, server: int, take: int) -> Take:
        """Return a take in any state: for a moderator."""
        found = await self._store.get(server, take)
        if found is None:
            raise Refusal(text.no_such_take(take))
        return found

    async def mine(self, server: int, member: int) -> Sequence[Take]:
        """Return a member's takes, the latest first."""
        return await self._store.of_member(server, member)

    async def accepted(self, server: int) -> Sequence[Take]:
        """Return a server's accepted takes, those accepted first before the others."""
        return await self._store.in_state(server, State.ACCEPTED, MOST_LISTED)

    async def next_waiting(self, server: int) -> tuple[Take | None, int]:
        """Return the take that has waited longest, and how many wait."""
        waiting = await self._store.in_state(server, State.WAITING, 1)
        return (waiting[0] if waiting else None), await self._store.count(server, State.WAITING)

    async def accept(self, server: int, take: int, version: int) -> Take:
        """Accept a take as it was read."""
        return await self._decide(server, take, version, State.ACCEPTED, "")

    async def decline(self, server: int, take: int, version: int, note: str) -> Take:
        """Decline a waiting take, with a reason that its writer can read."""
        return await self._decide(server, take, version, State.DECLINED, note)

    async def hide(self, server: int, take: int, version: int, note: str) -> Take:
        """Take back that a take was accepted, with a reason that its writer can read."""
        return await self._decide(server, take, version, State.HIDDEN, note)

    async def withdraw(self, server: int, take: int, member: int) -> None:
        """Erase one's own take."""
        if not await self._store.withdraw(server, take, member):
            raise Refusal(text.not_yours(take))

    async def posted(self, take: Take, channel: int, message: int) -> None:
        """Keep that a message shows a take."""
        await self._store.posted(Post(take.server, take.id, take.version, channel, message))

    async def take_down(self, remove: Callable[[Post], Awaitable[None]]) -> bool:
        """Call `remove` for each message that shows what is no longer an accepted take; return whether all are gone.

        Where `remove` raises, the message stays to be removed by the next call.
        """

        async def take_away(post: Post) -> None:
            await remove(post)
            await self._store.unposted(post)

        def failed(post: Post) -> str:
            return f"A message of server {post.server} that shows a former take could not be removed yet."

        return await sweep(await self._store.misplaced(), take_away, failed)

    def _checked(self, server: int, words: Words) -> Words:
        forbidden = self._forbidden_in(server)
        kept = replace(
            words,
            title=checked(words.title, title_field(text.title_field()), forbidden),
            text=checked(words.text, text_field(text.text_field()), forbidden),
            stance=checked(words.stance, stance_field(text.stance_field()), forbidden),
            name=name_of(words.name),
        )
        essays.require_prose(kept)
        return kept

    async def _decide(self, server: int, take: int, version: int, after: State, note: str) -> Take:
        kept = checked(note, note_field(text.note_field())) if after is not State.ACCEPTED else ""
        now = self._clock.now()
        decided = await self._store.decide(server, take, version, sources_of(after), after, kept, now)
        if decided is None:
            found = await self.any(server, take)
            raise Refusal(text.changed_meanwhile(take, found.state.value, changed=found.version != version))
        log.info("Take %d of server %d is %s.", take, server, after)
        return decided

    def _accepted(self, answer: Take | Denied) -> Take:
        rules = self._rules
        match answer:
            case Denied.TOO_SOON:
                raise Refusal(text.too_soon(rules.per_day, rules.pace_of_changes.of_member, rules.pause_seconds))
            case Denied.TOO_MANY_WAITING:
                raise Refusal(text.too_many_waiting(rules.waiting))
            case take:
                return take
