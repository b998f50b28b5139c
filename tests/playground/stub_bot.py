"""A bot that is only a list of what reached it, and a clock that a test can move."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web
from slack_sdk.signature import SignatureVerifier

SIGNING_SECRET = "a signing secret"
TOKEN = "xoxb-test"
SCOPES = frozenset(
    [
        "commands",
        "chat:write",
        "users:read",
        "channels:read",
        "groups:read",
        "im:write",
        "mpim:write",
        "channels:history",
        "groups:history",
        "im:history",
        "channels:join",
        "files:write",
        "files:read",
        "reactions:read",
        "reactions:write",
        "team:read",
    ]
)
EVENTS = frozenset(
    [
        "app_home_opened",
        "message.channels",
        "message.groups",
        "member_joined_channel",
        "member_left_channel",
        "channel_left",
        "group_left",
        "channel_archive",
        "channel_deleted",
        "channel_unarchive",
        "group_archive",
        "team_join",
        "user_change",
        "reaction_added",
        "reaction_removed",
    ]
)


@dataclass
class Received:
    """One request that reached the bot: its headers, its form, payload or event, and the query of its address."""

    headers: dict[str, str]
    content: dict[str, Any]
    query: str = ""


@dataclass
class StubBot:
    """Takes signed requests only; answers with `answer` after `delay` seconds, with the next of `statuses` or 200."""

    url: str = ""
    received: list[Received] = field(default_factory=list)
    answer: dict[str, Any] | str = ""
    delay: float = 0
    statuses: list[int] = field(default_factory=list)
    more_headers: dict[str, str] = field(default_factory=dict)
    on_request: Callable[[Received], Awaitable[None]] | None = None

    async def take(self, request: web.Request) -> web.Response:
        body = await request.read()
        assert SignatureVerifier(SIGNING_SECRET).is_valid_request(body, dict(request.headers))
        headers = {name.lower(): value for name, value in request.headers.items()}
        received = Received(headers, _content(request, body), request.query_string)
        self.received.append(received)
        await asyncio.sleep(self.delay)
        if self.on_request:
            await self.on_request(received)
        status = self.statuses.pop(0) if self.statuses else 200
        if isinstance(self.answer, dict):
            return web.json_response(self.answer, status=status, headers=self.more_headers)
        return web.Response(text=str(self.answer), status=status, headers=self.more_headers)

    @property
    def last(self) -> dict[str, Any]:
        """The command or interaction that came in last; events come when they come."""
        return next(r.content for r in reversed(self.received) if "event" not in r.content)

    def events(self, kind: str) -> list[dict[str, Any]]:
        """The events of one type that came in, in order of arrival."""
        events = [received.content.get("event", {}) for received in self.received]
        return [event for event in events if event.get("type") == kind]


def _content(request: web.Request, body: bytes) -> dict[str, Any]:
    if request.content_type == "application/json":
        content: dict[str, Any] = json.loads(body)
        return content
    form = dict(parse_qsl(body.decode(), keep_blank_values=True, strict_parsing=True))
    return json.loads(form["payload"]) if "payload" in form else form


class MovableClock:
    """The machine's time, as far as the playground asks for it."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now
