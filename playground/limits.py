"""Slack's rate limits: so many calls a minute for each method, and so many posts for each channel and workspace."""

from collections import deque

from playground.errors import SlackError
from playground.tickets import Clock
from playground.workspace import Channel, Workspace

POSTING_BURST = 5
"""How many messages Slack lets through at once before it holds a channel to one a second."""

POSTS_PER_MINUTE = 300
"""How many messages one app may post in a whole workspace; Slack's docs say "several hundred"."""


class RateLimited(SlackError):
    """Refuses a call for a while: status 429 with Retry-After in seconds."""

    def __init__(self, retry_after: int) -> None:
        super().__init__("ratelimited")
        self.retry_after = retry_after


class Limits:
    """Counts calls in sliding windows on the machine's time; lets everything through unless `enabled`."""

    def __init__(self, clock: Clock, enabled: bool) -> None:
        self.enabled = enabled
        self._clock = clock
        self._calls: dict[tuple[str, ...], deque[float]] = {}

    def check(self, caller: str, method: str, per_minute: int) -> None:
        """Count one call of a method by a caller: a workspace's id, or an app's. Raises RateLimited."""
        self._count((caller, method), per_minute, 60)

    def check_posting(self, workspace: Workspace, channel: Channel) -> None:
        """Count one post to a channel. Raises RateLimited."""
        self._count((workspace.id, "posts"), POSTS_PER_MINUTE, 60)
        self._count((workspace.id, "post", channel.id), POSTING_BURST, POSTING_BURST)

    def _count(self, key: tuple[str, ...], most: int, seconds: float) -> None:
        if not self.enabled:
            return
        now = self._clock()
        recent = self._calls.setdefault(key, deque())
        while recent and now - recent[0] >= seconds:
            recent.popleft()
        if len(recent) >= most:
            raise RateLimited(max(1, round(seconds - (now - recent[0]))))
        recent.append(now)
