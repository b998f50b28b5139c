"""What Teams would not take of a card: the published schema of Adaptive Cards 1.5, and Teams' own limits."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from jsonschema import Draft6Validator
from jsonschema.exceptions import best_match

from bot.chat.teams import BUDGET

PRIMARY_MOST = 5
"""Buttons side by side before Microsoft's own renderer folds the rest away (adaptivecards, `actions.maxActions`)."""
READ_AS_MARKDOWN = {"TextBlock", "FactSet", "Fact"}
"""Elements whose text Teams reads as markdown ("Format cards in Microsoft Teams")."""


def card_problems(attachment: dict[str, Any]) -> list[str]:
    """Why Teams would refuse it, or show what somebody typed as something else. Empty when it is fine."""
    card = attachment["content"]
    size = len(json.dumps(card, ensure_ascii=False).encode())
    broken = best_match(_schema().iter_errors(without_msteams(card)))
    return [
        *([] if broken is None else [f"{broken.json_path}: {broken.message}"]),
        *([] if card["version"] == "1.5" else [f"version {card['version']}"]),
        *([] if size <= BUDGET else [f"{size} bytes"]),
        *(f"{node['type']} reads markdown" for node in nodes(card) if node.get("type") in READ_AS_MARKDOWN),
        *(f"{n} primary actions" for n in map(_primary, nodes(card)) if n > PRIMARY_MOST),
        *(f"{node['id']} twice" for node in _twice(card)),
    ]


def nodes(node: Any) -> Iterator[dict[str, Any]]:
    """Every object of a card, from the outside in, in their order."""
    if isinstance(node, dict):
        yield node
        node = list(node.values())
    if isinstance(node, list):
        for inner in node:
            yield from nodes(inner)


def actions(card: dict[str, Any]) -> list[dict[str, Any]]:
    """Everything that can be pressed and is heard of by the bot."""
    return [node for node in nodes(card) if node.get("type") in {"Action.Execute", "Action.Submit"}]


def texts(node: Any) -> list[str]:
    """All that is read, in its order."""
    read = ("text", "label", "title")
    return [each[key] for each in nodes(node) for key in read if isinstance(each.get(key), str)]


def without_msteams(node: Any) -> Any:
    """The same without what Teams adds to the standard."""
    if isinstance(node, dict):
        return {key: without_msteams(value) for key, value in node.items() if key != "msteams"}
    return [without_msteams(inner) for inner in node] if isinstance(node, list) else node


def _primary(node: dict[str, Any]) -> int:
    return sum(action.get("mode") != "secondary" for action in node.get("actions", []))


def _twice(card: dict[str, Any]) -> list[dict[str, Any]]:
    inputs = [node for node in nodes(card) if str(node.get("type")).startswith("Input.")]
    return [node for node in inputs if sum(other["id"] == node["id"] for other in inputs) > 1]


@cache
def _schema() -> Draft6Validator:
    return Draft6Validator(json.loads((files("adaptive_cards") / "schemas" / "schema-1.5.json").read_text("utf-8")))
