"""The product's web application without a socket before it: thousands of requests in a few seconds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pydantic import SecretStr
from starlette.types import ASGIApp, Message

from bot.app import build
from bot.settings import Settings
from tests.slack.knock import Answered
from tests.town import SECRET, Town

Headers = Iterable[tuple[bytes, bytes]]
"""As they travel: a name may come twice, and a value may be any bytes."""


@dataclass(frozen=True, slots=True)
class Letterbox:
    """Hands requests to the same application that the web server runs, in a running town."""

    application: ASGIApp

    @classmethod
    def of(cls, town: Town) -> Letterbox:
        """The letterbox of this town's house."""
        application = build(Settings(_env_file=None, slack_signing_secret=SecretStr(SECRET)))
        application.state.house = town.house
        return cls(application)

    async def put(self, body: bytes, headers: Headers) -> Answered:
        """Exactly these bytes and headers. Raises what the application lets out."""
        scope: dict[str, Any] = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": "POST",
            "scheme": "http",
            "path": "/slack/events",
            "raw_path": b"/slack/events",
            "query_string": b"",
            "root_path": "",
            "headers": [*headers, (b"content-length", str(len(body)).encode())],
            "server": ("127.0.0.1", 80),
            "client": ("127.0.0.1", 1),
        }
        said: list[Message] = []

        async def receive() -> Message:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Message) -> None:
            said.append(message)

        await self.application(scope, receive, send)
        text = b"".join(message.get("body", b"") for message in said)
        return Answered(said[0]["status"], text.decode())
