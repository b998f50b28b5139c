"""Brings what happens to the app, by signed HTTP or by its sockets: three seconds to answer, events tried again."""

import asyncio
import hashlib
import hmac
import json
import time
from urllib.parse import urlencode

import aiohttp

from playground.answers import ANSWER_SECONDS, Answer, DeliveryFailed
from playground.app import App
from playground.ids import JsonObject
from playground.sockets import Sockets

RETRY_DELAYS = (0.0, 60.0, 300.0)


def signature(signing_secret: str, timestamp: str, body: bytes) -> str:
    """The value of X-Slack-Signature (Slack docs, "Verifying requests from Slack")."""
    base = b"v0:" + timestamp.encode() + b":" + body
    return "v0=" + hmac.new(signing_secret.encode(), base, hashlib.sha256).hexdigest()


class Delivery:
    """Sends to apps. `pace` stretches or shrinks the delays between attempts at an event: 1 is Slack's own."""

    def __init__(self, sockets: Sockets, pace: float = 1.0, answer_seconds: float = ANSWER_SECONDS) -> None:
        self._sockets = sockets
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
        if app.socket_mode:
            return await self._sockets.send(app, "slash_commands", fields, self.answer_seconds)
        url = app.commands[fields["command"]].url or app.request_url
        return await self._send(app, url, urlencode(fields).encode(), "application/x-www-form-urlencoded")

    async def interaction(self, app: App, payload: JsonObject) -> Answer:
        """Send an interaction payload. Raises DeliveryFailed."""
        if app.socket_mode:
            return await self._sockets.send(app, "interactive", payload, self.answer_seconds)
        body = urlencode({"payload": json.dumps(payload)}).encode()
        url = app.interactivity_url or app.request_url
        return await self._send(app, url, body, "application/x-www-form-urlencoded")

    def event(self, app: App, envelope: JsonObject) -> None:
        """Send an Events API envelope in the background: at once, then up to three times more."""
        task = asyncio.create_task(self._try_event(app, envelope))
        self._events.add(task)
        task.add_done_callback(self._events.discard)

    async def verify_url(self, app: App, challenge: str) -> bool:
        """Whether the request URL answers Slack's challenge (Slack docs, "url_verification")."""
        request = {"type": "url_verification", "token": app.verification_token, "challenge": challenge}
        try:
            answer = await self._send(app, app.request_url, json.dumps(request).encode(), "application/json")
        except DeliveryFailed:
            return False
        echoed = answer.json() or {}
        return challenge in (answer.body, echoed.get("challenge"))

    async def _try_event(self, app: App, envelope: JsonObject) -> None:
        reason = ""
        for attempt, delay in enumerate((*RETRY_DELAYS, None)):
            try:
                await self._send_event(app, envelope, attempt, reason)
                return
            except DeliveryFailed as failure:
                if delay is None or failure.is_final:
                    return
                reason = failure.reason
                await asyncio.sleep(delay * self.pace)

    async def _send_event(self, app: App, envelope: JsonObject, attempt: int, reason: str) -> None:
        if app.socket_mode:
            retry = {"retry_attempt": attempt, "retry_reason": reason}
            await self._sockets.send(app, "events_api", envelope, self.answer_seconds, retry)
            return
        retry_headers = {"x-slack-retry-num": str(attempt), "x-slack-retry-reason": reason} if attempt else {}
        await self._send(app, app.request_url, json.dumps(envelope).encode(), "application/json", retry_headers)

    async def _send(
        self, app: App, url: str, body: bytes, content_type: str, more_headers: dict[str, str] | None = None
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
            async with self._session.post(url, data=body, headers=headers, timeout=timeout) as response:
                text = await response.text()
        except TimeoutError as error:
            raise DeliveryFailed("http_timeout") from error
        except (aiohttp.ClientError, UnicodeDecodeError) as error:
            raise DeliveryFailed("connection_failed") from error
        if response.status != 200:
            raise DeliveryFailed("http_error", is_final=response.headers.get("x-slack-no-retry") == "1")
        return Answer(text)
