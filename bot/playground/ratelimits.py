"""Discord's rate limits: the global one, buckets per route and channel, and the harder one for old messages.

Discord's documentation, "Rate Limits". Interaction callbacks and webhooks' messages do not count globally.
"""

from collections import deque
from dataclasses import dataclass

from bot.playground import limits
from bot.playground.refusals import Refused

# Routes with a bucket a channel; what is not named here has no limit of its own on the stage.
BUCKETS = {
    "POST /channels/{channel_id}/messages": "messages",
    "PATCH /channels/{channel_id}/messages/{message_id}": "edits",
}


@dataclass(slots=True)
class Window:
    """A window of requests: how many are left until the moment `ends` (seconds since 1970)."""

    left: int
    ends: float


def limited(retry_after: float, *, everywhere: bool, scope: str) -> tuple[Refused, dict[str, str]]:
    """Return a 429 and its headers; `scope` is "user", "shared" or "global"."""
    refusal = Refused(429, 0, "You are being rate limited.", retry_after=retry_after, **{"global": everywhere})
    headers = {
        # discord.py takes a 429 without this header for a ban by the proxy in front of Discord.
        "Via": "1.1 google",
        "Retry-After": str(max(1, round(retry_after + 0.5))),
        "X-RateLimit-Scope": scope,
    }
    if everywhere:
        headers["X-RateLimit-Global"] = "true"
    return refusal, headers


class RateLimits:
    """The windows that are open; off until `enforced`, since most tests are not about them."""

    def __init__(self) -> None:
        self.enforced = False
        self.everywhere = limits.GLOBAL
        self.per_channel = limits.MESSAGES_PER_CHANNEL
        self._windows: dict[tuple[str, str], Window] = {}
        self._old_edits: dict[str, Window] = {}
        self.invalid_requests = limits.INVALID_REQUESTS
        self._invalid: deque[float] = deque()

    def count_invalid(self, now: float) -> None:
        """Count an answer of 401, 403 or 429; too many, and the proxy in front of Discord bans the address."""
        self._invalid.append(now)

    def banned(self, now: float) -> bool:
        """Whether the address is banned for too many invalid requests."""
        most, seconds = self.invalid_requests
        while self._invalid and self._invalid[0] < now - seconds:
            self._invalid.popleft()
        return len(self._invalid) >= most

    def take(
        self, route: str, channel: str, now: float, *, counts_globally: bool
    ) -> tuple[Refused | None, dict[str, str]]:
        """Count a request; return the 429 that it meets, or None, and the headers for its answer."""
        if not self.enforced:
            return None, {}
        if counts_globally:
            window = self._window(("global", ""), *self.everywhere, now)
            if window.left <= 0:
                return limited(window.ends - now, everywhere=True, scope="global")
            window.left -= 1
        if route not in BUCKETS:
            return None, {}
        bucket, (most, seconds) = BUCKETS[route], self.per_channel
        window = self._window((bucket, channel), most, seconds, now)
        if window.left <= 0:
            refusal, headers = limited(window.ends - now, everywhere=False, scope="user")
            return refusal, headers | _headers(bucket, most, window, now)
        window.left -= 1
        return None, _headers(bucket, most, window, now)

    def take_old_edit(self, channel: str, now: float) -> Refused | None:
        """Count an edit of a message older than an hour; return the refusal (30046) past the limit."""
        if not self.enforced:
            return None
        most, seconds = limits.OLD_EDITS
        window = self._old_edits.get(channel)
        if window is None or now >= window.ends:
            window = self._old_edits[channel] = Window(most, now + seconds)
        if window.left <= 0:
            message = "Maximum number of edits to messages older than 1 hour reached. Try again later"
            return Refused(429, 30046, message, retry_after=window.ends - now, **{"global": False})
        window.left -= 1
        return None

    def _window(self, key: tuple[str, str], most: int, seconds: float, now: float) -> Window:
        window = self._windows.get(key)
        if window is None or now >= window.ends:
            window = self._windows[key] = Window(most, now + seconds)
        return window


def _headers(bucket: str, most: int, window: Window, now: float) -> dict[str, str]:
    return {
        "X-RateLimit-Bucket": bucket,
        "X-RateLimit-Limit": str(most),
        "X-RateLimit-Remaining": str(window.left),
        "X-RateLimit-Reset": f"{window.ends:.3f}",
        "X-RateLimit-Reset-After": f"{max(0.0, window.ends - now):.3f}",
    }
