"""Carries signed requests to the app's request URL, as Slack does: three seconds to answer, events tried again."""

import asyncio
import hashlib
import hmac
import json
import time
from dataclasses import dataclass
from urllib.parse import urlencode

import aiohttp

from playground.workspace import App, JsonObject

ANSWER_SECONDS = 3.0
RETRY_DELAYS = (0.0, 60.0, 300.0)


class DeliveryFailed(Exception):
    """The app did not answer 200 in time; `reason` is Slack's word for it, `status` the HTTP status if any came."""

    def __init__(self, reason: str, status: int | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.status = status


@dataclass(frozen=True)
class Answer:
    """What the app answered with status 200."""

    body: str

    def json(self) -> JsonObject | None:
        """The body as a JSON object; None when it is not one."""
        try:
            content = json.loads(self.body)
        except ValueError:
            return None
        return content if isinstance(content, dict) else None


def signature(signing_secret: str, timestamp: str, body: bytes) -> str:
    """The value of X-Slack-Signature (Slack docs, "Verifying requests from Slack")."""
    base = b"v0:" + timestamp.encode() + b":" + body
    return "v0=" + hmac.new(signing_secret.encode(), base, hashlib.sha256).hexdigest()


class Delivery:
    """Sends to apps. `pace` stretches or shrinks the delays between attempts at an event: 1 is Slack's own."""

    def __init__(self, pace: float = 1.0, answer_seconds: float = ANSWER_SECONDS) -> None:
        self.pace = pace
        self.answer_seconds = answer_seconds
        self._session: aiohttp.ClientSession | None = None
        self._events: set[asyncio.Task[None]] = set()

    async def close(self) -> None:
        """Give up what is still being delivered and close the connections."""
        for task in self._events:
            task.cancel()
        await asyncio.gather(*self._events, return_exceptions=True)
        if self._session:
            await self._session.close()

    async def settled(self) -> None:
        """Wait until no event is on its way any more, retries included."""
        while self._events:
            await asyncio.gather(*self._events)

    async def command(self, app: App, fields: dict[str, str]) -> Answer:
        """Send a slash command. Raises DeliveryFailed."""
        return await self._send(app, urlencode(fields).encode(), "application/x-www-form-urlencoded")

    async def interaction(self, app: App, payload: JsonObject) -> Answer:
        """Send an interaction payload. Raises DeliveryFailed."""
        body = urlencode({"payload": json.dumps(payload)}).encode()
        return await self._send(app, body, "application/x-www-form-urlencoded")

    def event(self, app: App, envelope: JsonObject) -> None:
        """Send an Events API envelope in the background: at once, then up to three times more."""
        task = asyncio.create_task(self._try_event(app, json.dumps(envelope).encode()))
        self._events.add(task)
        task.add_done_callback(self._events.discard)

    async def verify_url(self, app: App, challenge: str) -> bool:
        """Whether the request URL answers Slack's challenge (Slack docs, "url_verification")."""
        request = {"type": "url_verification", "token": app.verification_token, "challenge": challenge}
        try:
            answer = await self._send(app, json.dumps(request).encode(), "application/json")
        except DeliveryFailed:
            return False
        echoed = answer.json() or {}
        return challenge in (answer.body, echoed.get("challenge"))

    async def _try_event(self, app: App, body: bytes) -> None:
        headers: dict[str, str] = {}
        for number, delay in enumerate((*RETRY_DELAYS, None), start=1):
            try:
                await self._send(app, body, "application/json", headers)
                return
            except DeliveryFailed as failure:
                if delay is None:
                    return
                headers = {"x-slack-retry-num": str(number), "x-slack-retry-reason": failure.reason}
                await asyncio.sleep(delay * self.pace)

    async def _send(
        self, app: App, body: bytes, content_type: str, more_headers: dict[str, str] | None = None
    ) -> Answer:
        timestamp = str(int(time.time()))
        headers = {
            "Content-Type": content_type,
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": signature(app.signing_secret, timestamp, body),
            **(more_headers or {}),
        }
        if self._session is None:
            self._session = aiohttp.ClientSession()
        timeout = aiohttp.ClientTimeout(total=self.answer_seconds)
        try:
            async with self._session.post(app.request_url, data=body, headers=headers, timeout=timeout) as response:
                text = await response.text()
        except TimeoutError as error:
            raise DeliveryFailed("http_timeout") from error
        except (aiohttp.ClientError, UnicodeDecodeError) as error:
            raise DeliveryFailed("connection_failed") from error
        if response.status != 200:
            raise DeliveryFailed("http_error", response.status)
        return Answer(text)
