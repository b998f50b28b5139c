"""What Slack adds to blocks when it stores them: ids for blocks and elements without one, and text flags."""

import copy
import secrets
from typing import Any

from playground.workspace import JsonObject

_WITH_ELEMENTS = {"section", "actions", "input"}


def stored_blocks(blocks: list[JsonObject]) -> list[JsonObject]:
    """A copy of valid blocks as Slack gives them back: `block_id`, `action_id`, `emoji` and `verbatim` filled in."""
    stored = copy.deepcopy(blocks)
    for block in stored:
        block.setdefault("block_id", _random_id())
        for element in elements_of(block):
            element.setdefault("action_id", _random_id())
        if block["type"] != "rich_text":
            _flag_texts(block)
    return stored


def elements_of(block: JsonObject) -> list[JsonObject]:
    """The interactive elements of a block, in order."""
    if block["type"] not in _WITH_ELEMENTS:
        return []
    found = [*block.get("elements", []), block.get("accessory"), block.get("element")]
    return [element for element in found if element and element["type"] != "image"]


def _random_id() -> str:
    return secrets.token_urlsafe(4)[:5]


def _flag_texts(value: Any) -> None:
    if isinstance(value, list):
        for item in value:
            _flag_texts(item)
    elif isinstance(value, dict):
        if value.get("type") == "plain_text":
            value.setdefault("emoji", True)
        elif value.get("type") == "mrkdwn":
            value.setdefault("verbatim", False)
        for item in value.values():
            _flag_texts(item)
