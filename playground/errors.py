"""How the playground refuses what Slack refuses."""

from typing import Any

from playground.workspace import JsonObject


class SlackError(Exception):
    """Refuses a call with one of Slack's error codes; `messages` are its explanations, `fields` go beside the code."""

    def __init__(self, code: str, messages: list[str] | None = None, **fields: Any) -> None:
        super().__init__(code)
        self.code = code
        self.messages = messages or []
        self.fields = fields

    def body(self) -> JsonObject:
        """The JSON answer."""
        answer: JsonObject = {"ok": False, "error": self.code, **self.fields}
        if self.messages:
            answer["errors"] = self.messages
            answer["response_metadata"] = {"messages": [f"[ERROR] {message}" for message in self.messages]}
        return answer
