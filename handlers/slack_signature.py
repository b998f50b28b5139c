"""Whether a request is Slack's own and new: its signature, its age, and whether it was answered before."""

from __future__ import annotations

import hashlib
import hmac
import time
from collections.abc import Mapping

STALE_AFTER = 300
"""Seconds after which a signature counts no more (Slack docs, "Verifying requests from Slack")."""
TIMESTAMP, SIGNATURE = "x-slack-request-timestamp", "x-slack-signature"


class Signatures:
    """Knows the secret, and the signatures that have been answered as long as they would still count."""

    def __init__(self, secret: str | None) -> None:
        """Without a secret nothing is genuine. Raises ValueError for an empty one."""
        if secret == "":
            raise ValueError("with an empty signing secret anybody could sign")
        self._secret = None if secret is None else secret.encode()
        self._answered: dict[str, float] = {}

    def is_genuine(self, body: bytes, headers: Mapping[str, str]) -> bool:
        """Whether Slack signed it within the last minutes. slack_sdk's own verifier fails on bytes that are no text."""
        if self._secret is None:
            return False
        timestamp, given = headers.get(TIMESTAMP, ""), headers.get(SIGNATURE, "")
        if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12):
            return False
        if abs(time.time() - int(timestamp)) > STALE_AFTER:
            return False
        made = hmac.new(self._secret, b"v0:" + timestamp.encode() + b":" + body, hashlib.sha256).hexdigest()
        return hmac.compare_digest(f"v0={made}".encode(), given.encode())

    def is_replay(self, headers: Mapping[str, str]) -> bool:
        """Whether this very request was answered before. Slack signs anew what it sends again."""
        return headers.get(SIGNATURE, "") in self._answered

    def answered(self, headers: Mapping[str, str]) -> None:
        """It was answered, and is a replay from now on. Only what is done counts: what failed may come again."""
        now = time.monotonic()
        while self._answered and next(iter(self._answered.values())) < now:
            del self._answered[next(iter(self._answered))]
        self._answered[headers.get(SIGNATURE, "")] = now + 2 * STALE_AFTER  # it may have been signed in our future
