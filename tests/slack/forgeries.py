"""Requests that are signed almost like Slack's own: in how many ways that can go wrong."""

from __future__ import annotations

import hashlib
import hmac
import random
import time
from collections.abc import Callable

from tests.slack.letterbox import Headers
from tests.town import SECRET

FORM = b"application/x-www-form-urlencoded"
FIVE_MINUTES = 300


def headers(body: bytes, *, age: float = 0, secret: str = SECRET, version: str = "v0") -> dict[bytes, bytes]:
    """The headers of a request that was signed so many seconds ago."""
    timestamp = str(int(time.time() - age))
    made = hmac.new(secret.encode(), f"{version}:{timestamp}:".encode() + body, hashlib.sha256).hexdigest()
    return {
        b"content-type": b"application/json" if body.startswith(b"{") else FORM,
        b"x-slack-request-timestamp": timestamp.encode(),
        b"x-slack-signature": f"{version}={made}".encode(),
    }


def _forged(dice: random.Random, body: bytes) -> Headers:
    return _signed_as(body, b"v0=" + dice.randbytes(32).hex().encode())


def _truncated(dice: random.Random, body: bytes) -> Headers:
    made = headers(body)[b"x-slack-signature"]
    return _signed_as(body, made[: dice.randrange(len(made))])


def _longer(dice: random.Random, body: bytes) -> Headers:
    return _signed_as(body, headers(body)[b"x-slack-signature"] + dice.choice([b"0", b" ", b"\x00", b",", b"v0="]))


def _one_digit_off(dice: random.Random, body: bytes) -> Headers:
    made = bytearray(headers(body)[b"x-slack-signature"])
    place = dice.randrange(3, len(made))
    made[place] = dice.choice([digit for digit in b"0123456789abcdef" if digit != made[place]])
    return _signed_as(body, bytes(made))


def _stale(dice: random.Random, body: bytes) -> Headers:
    return headers(body, age=FIVE_MINUTES + 1 + dice.expovariate(1 / 86_400)).items()


def _early(dice: random.Random, body: bytes) -> Headers:
    return headers(body, age=-FIVE_MINUTES - 60 - dice.expovariate(1 / 86_400)).items()


def _wrong_version(dice: random.Random, body: bytes) -> Headers:
    return headers(body, version=dice.choice(["v1", "V0", "v00", "v", "", "v0=v0", "sha256", "V1"])).items()


def _renamed_version(dice: random.Random, body: bytes) -> Headers:
    made = headers(body)[b"x-slack-signature"].removeprefix(b"v0")
    return _signed_as(body, dice.choice([b"v1", b"V0", b"", b"v0 ", b"v0=", b"\xef\xbb\xbfv0"]) + made)


def _wrong_secret(dice: random.Random, body: bytes) -> Headers:
    wrong = dice.choice(["", SECRET.upper(), SECRET[:-1], SECRET + " ", f"{dice.random()}"])
    return headers(body, secret=wrong).items()


def _another_body(dice: random.Random, body: bytes) -> Headers:
    changed = bytearray(body)
    changed[dice.randrange(len(changed))] ^= 1 << dice.randrange(8)
    return headers(bytes(changed)).items()


def _another_time(dice: random.Random, body: bytes) -> Headers:
    made = headers(body)
    moved = int(made[b"x-slack-request-timestamp"]) + dice.choice([-60, -1, 1, 60])
    return (made | {b"x-slack-request-timestamp": str(moved).encode()}).items()


def _missing(dice: random.Random, body: bytes) -> Headers:
    made = headers(body)
    del made[dice.choice([b"x-slack-request-timestamp", b"x-slack-signature"])]
    return made.items()


def _doubled(dice: random.Random, body: bytes) -> Headers:
    """Twice the same header, one of them genuine: two readers of it could disagree."""
    made = list(headers(body).items())
    name = dice.choice([b"x-slack-request-timestamp", b"x-slack-signature"])
    other = headers(body, age=dice.choice([1, 3_600]), secret="another secret")[name]
    made.insert(dice.randrange(len(made) + 1), (name, other))
    return made


def _odd_characters(dice: random.Random, body: bytes) -> Headers:
    made = headers(body)
    timestamp, signature = made[b"x-slack-request-timestamp"], made[b"x-slack-signature"]
    odd: list[tuple[bytes, bytes]] = [
        (timestamp, signature.upper()),
        (timestamp, signature.decode().translate(_WIDE).encode()),
        (timestamp, signature.decode().encode("utf-16")),
        (timestamp, signature + dice.choice(["ü", "é", "あ"]).encode()),
        (timestamp, dice.randbytes(67)),
        (timestamp.decode().translate(_WIDE).encode(), signature),
        (b"\xb2\xb3" + timestamp, signature),
        (timestamp + dice.choice([b".0", b" ", b"\x00", b"e0", b"_0", b","]), signature),
        (b"+" + timestamp, signature),
        (b"-" + timestamp, signature),
        (b"0" * dice.choice([1, 3, 5_000]) + timestamp, signature),
        (dice.choice([b"", b"nan", b"inf", b"0x10", b"now", b"9" * 5_000]), signature),
    ]
    made[b"x-slack-request-timestamp"], made[b"x-slack-signature"] = dice.choice(odd)
    return made.items()


_WIDE = {ord("0") + n: "０１２３４５６７８９"[n] for n in range(10)}

KINDS: tuple[Callable[[random.Random, bytes], Headers], ...] = (
    _forged,
    _truncated,
    _longer,
    _one_digit_off,
    _stale,
    _early,
    _wrong_version,
    _renamed_version,
    _wrong_secret,
    _another_body,
    _another_time,
    _missing,
    _doubled,
    _odd_characters,
)


def _signed_as(body: bytes, signature: bytes) -> Headers:
    return (headers(body) | {b"x-slack-signature": signature}).items()
