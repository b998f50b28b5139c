"""What an app answers to what Slack sends it, by whichever way it was sent."""

import json
from dataclasses import dataclass

from playground.ids import JsonObject

ANSWER_SECONDS = 3.0
"""How long an app may take (Slack docs, "Acknowledge an interaction")."""


class DeliveryFailed(Exception):
    """The app did not take it in time; `reason` is Slack's word for it, and `is_final` that the app wants no retry."""

    def __init__(self, reason: str, is_final: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.is_final = is_final


@dataclass(frozen=True)
class Answer:
    """What the app acknowledged with: the body of its HTTP response, or the payload of its envelope's answer."""

    body: str

    def json(self) -> JsonObject | None:
        """The body as a JSON object; None when it is not one."""
        try:
            content = json.loads(self.body)
        except ValueError:
            return None
        return content if isinstance(content, dict) else None
