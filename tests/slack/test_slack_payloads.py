"""Reading a form: as the standard library reads it, only faster."""

from __future__ import annotations

import json
from urllib.parse import parse_qsl, quote, quote_plus, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.interaction import Command
from handlers.slack_payloads import Malformed, decode, read

FORM = "application/x-www-form-urlencoded"
TYPED = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@given(st.dictionaries(TYPED.filter(lambda name: name not in {"", "payload"}), TYPED, min_size=1))
def test_whatever_was_typed_comes_out_as_it_was_typed(fields: dict[str, str]) -> None:
    assert decode(urlencode(fields).encode(), FORM) == fields
    assert decode(urlencode(fields, quote_via=quote).encode(), FORM) == fields


@given(st.dictionaries(TYPED, TYPED, min_size=1))
def test_a_payload_comes_out_as_it_went_in(payload: dict[str, str]) -> None:
    body = "payload=" + quote_plus(json.dumps(payload, ensure_ascii=False))
    assert decode(body.encode(), FORM) == payload


@pytest.mark.parametrize("body", ["text=a=b", "text=a==3D", "text=", "text=100%25+=", "text=_%5F%0D%0A+", "a=1&b=%3D"])
def test_signs_that_mean_something_elsewhere_mean_nothing_here(body: str) -> None:
    assert decode(body.encode(), FORM) == dict(parse_qsl(body, keep_blank_values=True, strict_parsing=True))


@pytest.mark.parametrize(
    "body",
    [
        b"", b"text", b"a=1&&b=2", b"text=%FF", b"text=\xff", b"text=%FF=", b"payload=%5B1%5D",
        b"&".join([b"a=b"] * 101), b"event=x", b'payload={"event":null}',
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_malformed(body: bytes) -> None:
    with pytest.raises(Malformed):
        decode(body, FORM)


@pytest.mark.parametrize(
    ("name", "is_private"),
    [("privategroup", True), ("mpdm-ito--kato--suzuki-1", True), ("directmessage", False), ("general", False)],
)
def test_what_is_typed_among_a_few_stays_among_them(name: str, is_private: bool) -> None:
    typed = {
        "command": "/offsite",
        "text": "new",
        "team_id": "T1",
        "user_id": "U1",
        "channel_id": "C1",
        "trigger_id": "1.2.3",
    }
    said = read(typed | {"channel_name": name})
    assert isinstance(said, Command) and said.place.private is is_private
