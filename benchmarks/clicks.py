"""The clicks that are sent: who presses what, in which order, how it looks, and what must be stored after."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_plus

SECRET = "benchmark-signing-secret"
WORKSPACE = "T0BENCH"
CHANNEL = "C0BENCH"
CALLER = "UCALLER"

CONNECTIONS = 16
PERSONS = 8
"""On each connection. A person's clicks travel on one connection, so their order is known."""
POSTS = 5
PAIRS = PERSONS * POSTS

JOIN, LEAVE = "recruitment.join", "recruitment.leave"


def person(connection: int, number: int) -> str:
    """The id of one of the persons of a connection."""
    return f"U{connection:02}{number:02}"


def everybody() -> list[str]:
    """The ids of all who click."""
    return [person(connection, number) for connection in range(CONNECTIONS) for number in range(PERSONS)]


def joined_after(clicks: int, posts: int = POSTS) -> int:
    """How many (person, post) of one connection are in after its first so many clicks.

    Each in turn joins, then each in turn leaves, and so on: every click changes something.
    """
    pairs = PERSONS * posts
    turn, rest = divmod(clicks, pairs)
    return rest if turn % 2 == 0 else pairs - rest


@dataclass(frozen=True, slots=True)
class Click:
    """One click, encoded but for its time."""

    before: bytes
    after: bytes

    def body(self, microseconds: int) -> bytes:
        """The body of the click at this time since 1970. A later one must have a later time."""
        return b"%b%d.%06d%b" % (self.before, *divmod(microseconds, 1_000_000), self.after)


def clicks_of(connection: int, posts: int = POSTS) -> list[Click]:
    """The clicks of a connection on the first so many posts: after the last one the first follows again."""
    return [
        _click(person(connection, number), post, route)
        for route in (JOIN, LEAVE)
        for number in range(PERSONS)
        for post in range(1, posts + 1)
    ]


def signed(body: bytes) -> dict[str, str]:
    """The headers that Slack sends with a body (Slack docs, "Verifying requests from Slack")."""
    now = str(int(time.time()))
    digest = hmac.new(SECRET.encode(), b"v0:" + now.encode() + b":" + body, hashlib.sha256).hexdigest()
    return {
        "content-type": "application/x-www-form-urlencoded",
        "x-slack-request-timestamp": now,
        "x-slack-signature": f"v0={digest}",
    }


_TIME = "ACTIONTIME"

_BLOCKS: list[dict[str, Any]] = [
    {
        "type": "header",
        "block_id": "b0001",
        "text": {"type": "plain_text", "text": "Shall we talk about Shosenkyo over lunch?", "emoji": True},
    },
    {
        "type": "rich_text",
        "block_id": "b0002",
        "elements": [
            {
                "type": "rich_text_section",
                "elements": [
                    {"type": "text", "text": "In so far: 8", "style": {"bold": True}},
                    *({"type": "user", "user_id": f"U000000000{number}"} for number in range(8)),
                ],
            }
        ],
    },
    {
        "type": "actions",
        "block_id": "b0003",
        "elements": [
            {
                "type": "button",
                "action_id": route,
                "value": "1",
                "text": {"type": "plain_text", "text": label, "emoji": True},
            }
            for route, label in ((JOIN, "I'm in"), (LEAVE, "Not this time"), ("recruitment.close", "Close the call"))
        ],
    },
]
"""What Slack sends back with a click: the whole card as it stood."""


def _click(user: str, post: int, route: str) -> Click:
    payload: dict[str, Any] = {
        "type": "block_actions",
        "user": {"id": user, "username": user.lower(), "name": user.lower(), "team_id": WORKSPACE},
        "api_app_id": "A0BENCH",
        "token": "not used since signatures",
        "container": {
            "type": "message",
            "message_ts": "1763800000.000100",
            "channel_id": CHANNEL,
            "is_ephemeral": False,
        },
        "trigger_id": "1234567890.0987654321.0123456789abcdef0123456789abcdef",
        "team": {"id": WORKSPACE, "domain": "bench"},
        "enterprise": None,
        "is_enterprise_install": False,
        "channel": {"id": CHANNEL, "name": "hiroba"},
        "message": {
            "type": "message",
            "user": "U0BOT",
            "bot_id": "B0BOT",
            "ts": "1763800000.000100",
            "app_id": "A0BENCH",
            "team": WORKSPACE,
            "bot_profile": {
                "id": "B0BOT",
                "app_id": "A0BENCH",
                "user_id": "U0BOT",
                "name": "Taiwa",
                "icons": {
                    size: f"https://a.slack-edge.com/80588/img/plugins/app/bot_{size[6:]}.png"
                    for size in ("image_36", "image_48", "image_72")
                },
                "deleted": False,
                "updated": 1763800000,
                "team_id": WORKSPACE,
            },
            "text": "Who is in? Shall we talk about Shosenkyo over lunch?",
            "blocks": _BLOCKS,
        },
        "state": {"values": {}},
        "response_url": "https://hooks.slack.com/actions/T0BENCH/1234567890/0123456789abcdefghijklmn",
        "actions": [
            {
                "action_id": route,
                "block_id": "b0003",
                "text": {"type": "plain_text", "text": "I'm in", "emoji": True},
                "value": str(post),
                "style": "primary",
                "type": "button",
                "action_ts": _TIME,
            }
        ],
    }
    encoded = f"payload={quote_plus(json.dumps(payload))}".encode()
    before, _, after = encoded.partition(_TIME.encode())
    return Click(before, after)
