"""Ids of Slack's look, and what everything here calls a JSON object."""

import hashlib
import secrets
from typing import Any

JsonObject = dict[str, Any]

_ID_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def make_id(prefix: str, seed: str | None = None) -> str:
    """An id of Slack's look: the prefix and ten capitals or digits; the same seed gives the same id.

    A seed keeps the sample's people recognisable to a bot whose database outlives the playground.
    """
    raw = hashlib.sha256(seed.encode()).digest() if seed is not None else secrets.token_bytes(16)
    return prefix + "".join(_ID_LETTERS[byte % len(_ID_LETTERS)] for byte in raw[:10])
