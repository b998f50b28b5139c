"""How a signed request can be spoiled: in what it says, or in how it is written down."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, urlencode

from tests.slack.genuine import Genuine
from tests.slack.knock import FORM, JSON

MOST = 1024 * 1024
"""Bytes of the largest body that is read."""

Written = tuple[bytes, str]
"""A body and its content type."""

ODD: tuple[Any, ...] = (
    None, True, 0, -1, 7, 1.5, 10**18, 10**400, -(10**30), float("nan"), float("inf"), 1e308,
    "", " ", "0", "-1", "x", "x" * 5_000, "9" * 400, "1e400", "１", "\x00", "a\x00b", "\ud800", "半分\udc00", "\u202e",
    "\ufeff", "😀" * 300, "../..", "{}", "null", "<!channel>", "1' OR '1'='1", "%s%n{0}{x.__class__}", "25:61",
    "9999999999.999999", "-1.0", "1.x", ".", "1763800000", "1763800000." + "1" * 50, "99999999999999999.0",
    [], {}, [[]], [None], {"id": {}}, {"": ""}, {"id": None}, {"type": "modal"}, ["x"] * 1_000,
)  # fmt: skip
"""What may stand where something else is expected."""


def spoiled(genuine: Genuine, dice: random.Random) -> Written:
    """This request, wrong in one or a few ways."""
    if dice.random() < 0.15:
        return dice.choice(_WRITINGS)(genuine, dice)
    payload = copy.deepcopy(genuine.payload)
    for _ in range(dice.choice((1, 1, 1, 2, 5))):
        dice.choice(_SAYINGS)(payload, dice)
    return _written(payload, genuine.way, dice)


def _written(payload: Any, way: str, dice: random.Random) -> Written:
    """Written down as Slack does, or in another of its ways; halves of surrogates and all."""
    if dice.random() < 0.05:
        way = dice.choice(("json", "fields", "payload"))
    said = json.dumps(payload, ensure_ascii=dice.random() < 0.5)
    if way == "json":
        return said.encode("utf-8", "surrogatepass")[:MOST], dice.choice((JSON, f"{JSON}; charset=utf-8"))
    fields = {"payload": said} if way == "payload" or not isinstance(payload, dict) else payload
    encoded = urlencode({_key(name): value for name, value in fields.items()}, errors="surrogatepass")
    return encoded.encode()[:MOST], FORM


def _key(name: object) -> bytes:
    return str(name).encode("utf-8", "surrogatepass")


# What it says


def _places(node: Any) -> list[tuple[Any, Any]]:
    """Every container of a payload with every key in it."""
    inner = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    found: list[tuple[Any, Any]] = []
    for key, value in inner:
        found.append((node, key))
        found += _places(value)
    return found


def _somewhere(payload: Any, dice: random.Random) -> tuple[Any, Any]:
    return dice.choice(_places(payload) or [(payload, "x")])


def _odd(dice: random.Random) -> Any:
    return copy.deepcopy(dice.choice(ODD))


def _odd_value(payload: Any, dice: random.Random) -> None:
    node, key = _somewhere(payload, dice)
    node[key] = _odd(dice)


def _missing(payload: Any, dice: random.Random) -> None:
    node, key = _somewhere(payload, dice)
    if isinstance(node, list) or key in node:
        del node[key]


def _exchanged(payload: Any, dice: random.Random) -> None:
    (one, first), (other, second) = _somewhere(payload, dice), _somewhere(payload, dice)
    one[first], other[second] = copy.deepcopy(other.get(second) if isinstance(other, dict) else other[second]), 1


def _deep(payload: Any, dice: random.Random) -> None:
    node, key = _somewhere(payload, dice)
    value = node.get(key) if isinstance(node, dict) else node[key]
    for _ in range(dice.choice((1, 3, 50, 200))):
        value = [value] if dice.random() < 0.5 else {dice.choice(("id", "type", "value", "text", "x")): value}
    node[key] = value


def _more(payload: Any, dice: random.Random) -> None:
    node, _ = _somewhere(payload, dice)
    if isinstance(node, dict):
        known = ("type", "subtype", "bot_id", "command", "payload", "ssl_check", "team", "view", "actions", "event", "")
        node[dice.choice((*known, "x" * 1_000, "\ud800", "\x00"))] = _odd(dice)
    else:
        node *= dice.choice((0, 2, 50))


def _longer(payload: Any, dice: random.Random) -> None:
    node, key = _somewhere(payload, dice)
    node[key] = dice.choice(("x", "あ", "&", "\\", '"', "\x00", "<", "*", " ", "\n")) * dice.choice(
        (100, 5_000, 60_000)
    )


def _another_kind(payload: Any, dice: random.Random) -> None:
    kinds = ("block_actions", "view_submission", "view_closed", "event_callback", "shortcut", "message_action", "x")
    payload["type"] = dice.choice((*kinds, "url_verification", "block_suggestion", "dialog_submission"))


_SAYINGS: tuple[Callable[[Any, random.Random], None], ...] = (
    _odd_value, _odd_value, _odd_value, _missing, _missing, _exchanged, _deep, _more, _longer, _another_kind,
)  # fmt: skip


# How it is written down


def _cut(genuine: Genuine, dice: random.Random) -> Written:
    body, content_type = genuine.written()
    return body[: dice.randrange(len(body))], content_type


def _flipped(genuine: Genuine, dice: random.Random) -> Written:
    body, content_type = genuine.written()
    changed = bytearray(body)
    for _ in range(dice.choice((1, 3, 50))):
        changed[dice.randrange(len(changed))] = dice.randrange(256)
    return bytes(changed), content_type


def _mistyped(genuine: Genuine, dice: random.Random) -> Written:
    body, _ = genuine.written()
    types = (JSON, FORM, "", "text/plain", "multipart/form-data", f"{FORM}; charset=shift_jis", "application/jsonx")
    return body, dice.choice(types)


def _encoded(genuine: Genuine, dice: random.Random) -> Written:
    said, coding = json.dumps(genuine.payload, ensure_ascii=False), dice.choice(("utf-16", "shift_jis", "utf-7"))
    body = said.encode(coding, "replace")
    return (body, JSON) if dice.random() < 0.5 else (b"payload=" + quote(body).encode(), FORM)


def _badly_quoted(genuine: Genuine, dice: random.Random) -> Written:
    body, _ = genuine.written()
    place = dice.randrange(len(body))
    return body[:place] + dice.choice((b"%", b"%zz", b"%ff", b"%00", b"&", b"=", b"\n", b"%c0%80")) + body[place:], FORM


def _doubled(genuine: Genuine, dice: random.Random) -> Written:
    body, content_type = genuine.written()
    return dice.choice((body + b"&" + body, body + body, body + b"\n", b"\xef\xbb\xbf" + body)), content_type


def _bomb(genuine: Genuine, dice: random.Random) -> Written:
    size = dice.choice((10_000, 200_000, MOST - 100))
    body = dice.choice(
        (
            b"[" * size,
            b"[" * (size // 2) + b"]" * (size // 2),
            b'{"a":' * (size // 6),
            b'{"type":' + b"9" * size + b"}",
            b'{"type":1e' + b"9" * size + b"}",
            b"[" + b"0," * (size // 2 - 1) + b"0]",
            b"{" + b",".join(b'"%d":0' % number for number in range(size // 12)) + b"}",
            b'{"type":"' + b"\\u0000" * (size // 6) + b'"}',
            b'{"type":"' + b"\\ud83d" * (size // 6) + b'"}',
            json.dumps(genuine.payload)[:-1].encode() + b',"x":"' + b"x" * size + b'"}',
        )
    )[:MOST]
    if dice.random() < 0.5:
        return body, JSON
    form = b"payload=" + (quote(body).encode() if len(body) < MOST // 3 else body)
    return dice.choice((form, b"&".join([b"a=b"] * (size // 4)), b"%41=" * (size // 4), b"a=" + b"%" * size))[
        :MOST
    ], FORM


_WRITINGS: tuple[Callable[[Genuine, random.Random], Written], ...] = (
    _cut, _flipped, _mistyped, _encoded, _badly_quoted, _doubled, _bomb,
)  # fmt: skip
