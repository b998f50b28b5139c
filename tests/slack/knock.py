"""Raw requests to the product's door: signed like Slack's own, or wrong in one chosen way."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from itertools import cycle
from typing import Any
from urllib.parse import urlencode

import aiohttp

from playground import payloads
from playground.delivery import signature
from playground.person import Person
from tests.town import Town

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"


_SIGNED_ANEW = cycle(range(100))


@dataclass(frozen=True, slots=True)
class Answered:
    """What came back."""

    status: int
    body: str

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True, slots=True)
class Knock:
    """Sends one request and says what was answered."""

    session: aiohttp.ClientSession
    url: str
    secret: str
    town: Town

    async def raw(self, body: bytes, headers: dict[str, str]) -> Answered:
        """Exactly these bytes and headers."""
        async with self.session.post(self.url, data=body, headers=headers) as answer:
            return Answered(answer.status, await answer.text())

    async def signed(self, body: bytes, content_type: str = FORM, *, age: float | None = None) -> Answered:
        """These bytes, properly signed `age` seconds ago; else anew each time, as Slack signs what it sends again."""
        age = next(_SIGNED_ANEW) if age is None else age
        return await self.raw(body, {"Content-Type": content_type, **self.headers(body, age=age)})

    def headers(self, body: bytes, *, age: float = 0) -> dict[str, str]:
        """The two headers of a proper signature."""
        timestamp = str(int(time.time() - age))
        return {
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": signature(self.secret, timestamp, body),
        }

    async def payload(self, payload: Any) -> Answered:
        """An interaction, signed."""
        return await self.signed(urlencode({"payload": json.dumps(payload)}).encode())

    async def event(self, envelope: Any) -> Answered:
        """An event, signed."""
        return await self.signed(json.dumps(envelope).encode(), JSON)

    async def command(
        self, handle: str, channel: str, command: str, text: str = "", *, fields: dict[str, str] | None = None
    ) -> Answered:
        """A typed command, signed; `fields` stand in the place of its own."""
        said = self.command_fields(handle, channel, command, text) | (fields or {})
        return await self.signed(urlencode(said).encode())

    def command_fields(self, handle: str, channel: str, command: str, text: str) -> dict[str, str]:
        """The fields of a typed command."""
        town = self.town
        installation = town.workspace.installation
        assert installation is not None
        person, place = town.person(handle), town.channel(channel)
        said = payloads.command_fields(town.workspace, installation, person.member, place, command, text)
        secret, _ = town.playground.responses.issue(town.workspace, place.id, person.id)
        said["response_url"] = f"{town.playground.url}response/{secret}"
        said["trigger_id"] = town.playground.triggers.issue(town.workspace, person.id)
        return said

    def click(self, handle: str, channel: str, route: str, subject: str, **more: Any) -> dict[str, Any]:
        """The payload of a button of some message of ours, for a test to send or to spoil first."""
        town = self.town
        person, place = town.person(handle), town.channel(channel)
        secret, _ = town.playground.responses.issue(town.workspace, place.id, person.id)
        return {
            **_who(person),
            "type": "block_actions",
            "container": {"type": "message", "message_ts": town.workspace.next_ts(), "channel_id": place.id},
            "channel": {"id": place.id, "name": place.name},
            "trigger_id": town.playground.triggers.issue(town.workspace, person.id),
            "response_url": f"{town.playground.url}response/{secret}",
            "actions": [
                {
                    "type": "button",
                    "action_id": route,
                    "block_id": "b1",
                    "value": subject,
                    "action_ts": town.workspace.next_ts(),
                }
            ],
        } | more

    def submission(
        self, handle: str, channel: str, route: str, subject: str, values: dict[str, Any] | None = None, **view: Any
    ) -> dict[str, Any]:
        """The payload of a form of ours that was sent, for a test to send or to spoil first."""
        person, place = self.town.person(handle), self.town.channel(channel)
        return {
            **_who(person),
            "type": "view_submission",
            "trigger_id": self.town.playground.triggers.issue(self.town.workspace, person.id),
            "response_urls": [],
            "view": {
                "id": "V1",
                "type": "modal",
                "callback_id": route,
                "title": {"type": "plain_text", "text": "Taiwa"},
                "private_metadata": json.dumps({"subject": subject, "channel": place.id, "private": False}),
                "state": {"values": values or {}},
                "blocks": [],
            }
            | view,
        }


def _who(person: Person) -> dict[str, Any]:
    return {
        "team": {"id": person.workspace.id, "domain": person.workspace.domain},
        "user": {"id": person.id, "username": person.member.name, "team_id": person.workspace.id},
        "api_app_id": "A1",
        "enterprise": None,
        "is_enterprise_install": False,
    }
