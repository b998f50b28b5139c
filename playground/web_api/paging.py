"""Cursors: how Slack hands long lists over in pages."""

import base64
import binascii
from collections.abc import Sequence
from typing import TypeVar

from playground.errors import SlackError
from playground.workspace import JsonObject

Item = TypeVar("Item")


def page(items: Sequence[Item], cursor: str, limit: int, most: int = 1000) -> tuple[Sequence[Item], JsonObject]:
    """One page of `items` and the `response_metadata` that leads to the next.

    Raises SlackError: invalid_limit, invalid_cursor.
    """
    check_limit(limit, most)
    try:
        start = int(read_cursor(cursor)) if cursor else 0
    except ValueError as error:
        raise SlackError("invalid_cursor") from error
    end = start + limit
    return items[start:end], {"next_cursor": make_cursor(str(end)) if end < len(items) else ""}


def check_limit(limit: int, most: int = 1000) -> None:
    """Refuse a page size that Slack does not offer."""
    if not 1 <= limit <= most:
        raise SlackError("invalid_limit")


def make_cursor(position: str) -> str:
    """An opaque cursor that stands for a position in a list."""
    return base64.b64encode(f"next:{position}".encode()).decode()


def read_cursor(cursor: str) -> str:
    """The position that a cursor stands for. Raises SlackError(invalid_cursor)."""
    try:
        word, position = base64.b64decode(cursor, validate=True).decode().split(":")
    except (binascii.Error, ValueError) as error:
        raise SlackError("invalid_cursor") from error
    if word != "next":
        raise SlackError("invalid_cursor")
    return position
