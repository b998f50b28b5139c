"""Reading a form: as the standard library reads it, only faster."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, quote, quote_plus, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.interaction import Click, Command, Message, Shortcut, Submission, Who
from bot.chat.sender import CLOSED, NOT_INVITED
from handlers.slack_payloads import ChannelChanged, Malformed, PersonChanged, decode, read, team_of

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


OURS, THEIRS = "TOURS", "TTHEIRS"


def pressed(home: str) -> dict[str, object]:
    """What comes from a channel that is shared with another organisation, without what was pressed."""
    return {"team": {"id": OURS, "domain": "ours"}, "user": {"id": "U1", "team_id": home}, "channel": {"id": "C1"}}


@pytest.mark.parametrize(("home", "from_outside"), [(OURS, False), (THEIRS, True)])
def test_somebody_of_another_organisation_is_read_as_being_with_us_and_from_outside(
    home: str, from_outside: bool
) -> None:
    """Their click names our workspace, their form theirs, and an event both."""
    who = Who("slack", OURS, "U1", from_outside=from_outside)
    action = {"type": "button", "action_id": "recruitment.join", "value": "1", "action_ts": "1763800000.000100"}
    click = read(pressed(home) | {"type": "block_actions", "actions": [action]})
    assert isinstance(click, Click) and click.who == who

    about = {"type": "message_action", "callback_id": "recruitment.about", "message_ts": "1763800000.000100"}
    shortcut = read(pressed(home) | about)
    assert isinstance(shortcut, Shortcut) and shortcut.who == who

    view = {
        "id": "V1",
        "type": "modal",
        "callback_id": "recruitment.new",
        "private_metadata": "{}",
        "state": {"values": {}},
        "app_installed_team_id": OURS,
    }
    form = pressed(home) | {"type": "view_submission", "team": {"id": home, "domain": "x"}, "view": view}
    submission = read(form)
    assert isinstance(submission, Submission) and submission.who == who and team_of(form) == OURS

    reply = {"type": "message", "user": "U1", "channel": "C1", "ts": "2.0", "thread_ts": "1.0", "user_team": home}
    event = {
        "type": "event_callback",
        "team_id": home,
        "authorizations": [{"team_id": OURS, "user_id": "UBOT", "is_bot": True}],
        "event": reply,
    }
    message = read(event)
    assert isinstance(message, Message) and message.who == who and team_of(event) == OURS


@pytest.mark.parametrize("payload", [{}, {"team": None}, {"team": "T1"}, {"team_id": 5}, {"view": None}])
def test_a_payload_of_no_workspace_is_malformed(payload: dict[str, object]) -> None:
    with pytest.raises(Malformed):
        team_of(payload)


def _event(**event: object) -> dict[str, object]:
    return {"type": "event_callback", "team_id": "T1", "event_time": 1763800000, "event": event}


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("channel_left", NOT_INVITED),
        ("group_left", NOT_INVITED),
        ("channel_archive", CLOSED),
        ("group_archive", CLOSED),
        ("channel_deleted", CLOSED),
        ("group_deleted", CLOSED),
        ("channel_unarchive", None),
        ("group_unarchive", None),
    ],
)
def test_what_happens_to_a_channel_says_whether_we_can_speak_there(kind: str, reason: str | None) -> None:
    at = datetime(2025, 11, 22, 8, 26, 40, tzinfo=UTC)
    bare, timed = _event(type=kind, channel="C1"), _event(type=kind, channel="C1", event_ts="1763800000.000100")
    assert read(bare) == ChannelChanged("T1", "C1", reason, at)
    assert read(timed) == ChannelChanged("T1", "C1", reason, at + timedelta(microseconds=100))


def test_who_came_into_a_channel_is_named() -> None:
    said = read(_event(type="member_joined_channel", channel="C1", user="UBOT", event_ts="1763800000.000100"))
    assert isinstance(said, ChannelChanged) and (said.joined, said.reason) == ("UBOT", None)


@pytest.mark.parametrize(("user", "is_gone"), [({"deleted": True}, True), ({"deleted": False}, False), ({}, False)])
def test_a_changed_profile_says_whether_somebody_has_left(user: dict[str, bool], is_gone: bool) -> None:
    said = read(_event(type="user_change", user={"id": "U1", **user}))
    assert isinstance(said, PersonChanged) and said.is_gone is is_gone
