"""The door to Slack, knocked at with raw requests: who is let in, and what malformed requests get."""

from __future__ import annotations

import hashlib
import hmac
import io
import json
import time
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from sqlalchemy import func, select

from bot.db import Tx
from bot.ledger import Participation
from bot.notices import Notice
from bot.recruitment.model import IN, Joining, Recruitment
from playground.delivery import signature
from tests.slack.knock import FORM, JSON, Knock
from tests.town import SECRET, Town, words_of

pytestmark = pytest.mark.asyncio(loop_scope="module")

HELLO = json.dumps({"type": "url_verification", "token": "t", "challenge": "c-123"}).encode()
HIROBA = "ひろば"


async def test_slacks_handshake_is_answered_with_its_challenge(knock: Knock) -> None:
    answered = await knock.signed(HELLO, JSON)
    assert answered.status == 200
    assert answered.json() == {"challenge": "c-123"}


async def test_slacks_check_of_the_certificate_is_answered(knock: Knock) -> None:
    assert (await knock.signed(b"ssl_check=1&token=t")).status == 200


# Who is let in


async def test_another_secret_does_not_open_the_door(knock: Knock) -> None:
    now = str(int(time.time()))
    headers = {"X-Slack-Request-Timestamp": now, "X-Slack-Signature": signature("another secret", now, HELLO)}
    assert (await knock.raw(HELLO, {"Content-Type": JSON, **headers})).status == 401


async def test_a_body_changed_by_one_byte_does_not_open_the_door(knock: Knock) -> None:
    headers = knock.headers(HELLO)
    assert (await knock.raw(HELLO.replace(b"c-123", b"c-124"), {"Content-Type": JSON, **headers})).status == 401


@pytest.mark.parametrize("age", [301, 3600, -301])
async def test_a_signature_of_more_than_five_minutes_ago_or_ahead_does_not_open_the_door(
    knock: Knock, age: float
) -> None:
    assert (await knock.signed(HELLO, JSON, age=age)).status == 401


@pytest.mark.parametrize("age", [0, 290, -290])
async def test_a_signature_within_five_minutes_opens_it(knock: Knock, age: float) -> None:
    assert (await knock.signed(HELLO, JSON, age=age)).status == 200


@pytest.mark.parametrize("missing", ["X-Slack-Request-Timestamp", "X-Slack-Signature"])
async def test_without_one_of_the_two_headers_it_stays_closed(knock: Knock, missing: str) -> None:
    headers = knock.headers(HELLO)
    del headers[missing]
    assert (await knock.raw(HELLO, {"Content-Type": JSON, **headers})).status == 401


@pytest.mark.parametrize("timestamp", ["", "soon", "-1", "1e9", "9" * 5_000, "１７６３８００００"])
async def test_a_time_that_is_none_does_not_open_it(knock: Knock, timestamp: str) -> None:
    made = hmac.new(SECRET.encode(), b"v0:" + timestamp.encode() + b":" + HELLO, hashlib.sha256).hexdigest()
    headers = {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": f"v0={made}"}
    assert (await knock.raw(HELLO, {"Content-Type": JSON, **headers})).status == 401


@pytest.mark.parametrize(
    "spoil",
    [
        lambda made: made.replace("v0=", "v1="),
        lambda made: made.removeprefix("v0="),
        lambda made: made[:-1],
        lambda made: made.upper(),
        lambda made: f"{made}ü",
        lambda made: "",
    ],
)
async def test_a_truncated_or_other_version_of_the_signature_does_not_open_it(knock: Knock, spoil: Any) -> None:
    headers = knock.headers(HELLO)
    headers["X-Slack-Signature"] = spoil(headers["X-Slack-Signature"])
    assert (await knock.raw(HELLO, {"Content-Type": JSON, **headers})).status == 401


async def test_unsigned_rubbish_is_refused_before_it_is_read(knock: Knock) -> None:
    assert (await knock.raw(b"\xff\xfe{", {"Content-Type": JSON})).status == 401


async def test_signed_bytes_that_are_no_text_are_malformed(knock: Knock) -> None:
    assert (await knock.signed(b"\xff\xfe", JSON)).status == 400
    assert (await knock.signed(b"payload=%ff%fe")).status == 400


async def test_a_body_over_one_mebibyte_is_refused(knock: Knock) -> None:
    body = b"a=" + b"b" * (1024 * 1024)
    async with knock.session.post(knock.url, data=io.BytesIO(body), headers=knock.headers(body)) as answer:
        assert answer.status == 413


async def test_a_body_over_one_mebibyte_is_refused_also_when_its_length_is_not_announced(knock: Knock) -> None:
    async def pieces() -> Any:
        for _ in range(70):
            yield b"b" * 16_384

    async with knock.session.post(knock.url, data=pieces()) as answer:
        assert answer.status == 413


async def test_a_workspace_where_the_bot_is_not_gets_an_answer_after_which_events_come_again(knock: Knock) -> None:
    assert (await knock.event({"type": "event_callback", "team_id": "TOTHER", "event": {"type": "x"}})).status == 503
    stranger = knock.click("ito.sakura", HIROBA, "recruitment.join", "1", team={"id": "TOTHER"})
    assert (await knock.payload(stranger)).status == 503


# Malformed, though signed


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"", FORM),
        (b"", JSON),
        (b"{", JSON),
        (b"[]", JSON),
        (b"1", JSON),
        (b"null", JSON),
        (b"{}", JSON),
        (b'"text"', JSON),
        (b"[" * 200_000, JSON),
        (b'{"a":' * 100_000, JSON),
        (b'{"a":' + b"9" * 10_000 + b"}", JSON),
        (b"payload", FORM),
        (b"payload=", FORM),
        (b"payload={", FORM),
        (b"payload=[]", FORM),
        (b"payload=" + b"%5B" * 100_000, FORM),
        (b"&&&", FORM),
        (b"\x00", FORM),
    ],
)
async def test_a_signed_body_that_cannot_be_read_is_malformed(knock: Knock, body: bytes, content_type: str) -> None:
    assert (await knock.signed(body, content_type)).status == 400


ODD: tuple[Any, ...] = (None, 7, "x", [], {"id": {}}, "\ud800", 10**400)
"""What may stand where something else is expected."""


def _spoiled(payload: Any, path: tuple[Any, ...] = ()) -> Any:
    """Each payload that differs from this one in one place: missing, or odd."""
    if isinstance(payload, dict):
        for key, value in payload.items():
            yield {k: v for k, v in payload.items() if k != key}, (*path, key, "missing")
            for odd in ODD:
                yield payload | {key: odd}, (*path, key, odd)
            for inner, where in _spoiled(value, (*path, key)):
                yield payload | {key: inner}, where
    elif isinstance(payload, list):
        for place, value in enumerate(payload):
            for inner, where in _spoiled(value, (*path, place)):
                yield [*payload[:place], inner, *payload[place + 1 :]], where


async def _nothing_breaks(knock: Knock, payload: dict[str, Any], send: Any) -> None:
    """No spoiled payload gets a server error, except the honest 503 of a workspace that is not known."""
    for spoiled, where in _spoiled(payload):
        answered = await send(spoiled)
        assert answered.status in {200, 400, 503}, where


async def test_no_spoiled_click_breaks_anything(knock: Knock) -> None:
    await _nothing_breaks(knock, knock.click("ito.sakura", HIROBA, "recruitment.join", "1"), knock.payload)


async def test_no_spoiled_form_breaks_anything(knock: Knock) -> None:
    values = {
        "title": {"title": {"type": "plain_text_input", "value": "散歩"}},
        "at": {"at": {"type": "datetimepicker", "selected_date_time": 1_800_000_000}},
        "clock": {"clock": {"type": "timepicker", "selected_time": "08:35"}},
        "choice": {"choice": {"type": "static_select", "selected_option": {"value": "a"}}},
    }
    sent = knock.submission("ito.sakura", HIROBA, "long.gone", "1", values)
    await _nothing_breaks(knock, sent, knock.payload)


async def test_no_spoiled_event_breaks_anything(knock: Knock) -> None:
    person, place = knock.town.person("ito.sakura"), knock.town.channel(HIROBA)
    envelope = {"type": "event_callback", "team_id": knock.town.workspace.id, "event_id": "Ev1"}
    message = {
        "type": "message",
        "channel": place.id,
        "user": person.id,
        "ts": "1763800001.000100",
        "thread_ts": "1763800000.000100",
        "event_ts": "1763800001.000100",
        "text": "words",
    }
    deleted = {"type": "message", "subtype": "message_deleted", "channel": place.id, "previous_message": message}
    changed = {"type": "user_change", "user": {"id": person.id}}
    left = {"type": "channel_left", "channel": place.id, "event_ts": "1763800001.000100"}
    joined = left | {"type": "member_joined_channel", "user": person.id}
    for event in (message, deleted, changed, left, joined):
        await _nothing_breaks(knock, {**envelope, "event": event}, knock.event)


async def test_no_spoiled_command_breaks_anything(knock: Knock) -> None:
    for name in ("team_id", "channel_id", "user_id", "command", "text", "trigger_id", "response_url"):
        for odd in ("", "\x00", "x" * 10_000, "😀", "../..", "{}"):
            answered = await knock.command("ito.sakura", HIROBA, "/nothing", fields={name: odd})
            assert answered.status in {200, 400, 503}, (name, odd)


async def test_an_event_that_asks_nothing_of_us_is_simply_received(knock: Knock) -> None:
    envelope = {"type": "event_callback", "team_id": knock.town.workspace.id, "event": {"type": "reaction_added"}}
    assert (await knock.event(envelope)).status == 200


# Nobody waits in silence


async def test_a_button_that_nothing_answers_any_more_gets_a_private_note_in_the_persons_language(
    knock: Knock, square: Town
) -> None:
    for handle, said in (("ito.sakura", "このボタンは古くなっていて"), ("emma.clark", "This button is too old")):
        assert (await knock.payload(knock.click(handle, HIROBA, "long.gone", "1"))).status == 200
        await square.settled()
        assert said in words_of(square.notes(handle, HIROBA)[-1])


@pytest.mark.parametrize("subject", ["", "x", "-1", "1.5", "１", "9" * 15, "9" * 400, "1 OR 1=1"])
async def test_a_button_with_a_made_up_subject_gets_a_private_note(knock: Knock, square: Town, subject: str) -> None:
    before = len(square.notes("ito.sakura", HIROBA))
    assert (await knock.payload(knock.click("ito.sakura", HIROBA, "recruitment.join", subject))).status == 200
    await square.settled()
    assert len(square.notes("ito.sakura", HIROBA)) == before + 1


@pytest.mark.parametrize("memory", ["", "{", "[]", "{}", '{"subject": 5}', '{"subject": "1", "channel": 7}'])
async def test_a_form_that_remembers_nothing_readable_says_that_it_is_too_old(knock: Knock, memory: str) -> None:
    sent = knock.submission("ito.sakura", HIROBA, "recruitment.new", "1", private_metadata=memory)
    answered = await knock.payload(sent)
    assert answered.status == 200
    assert answered.json()["response_action"] == "update"
    assert "古くなって" in words_of(answered.json()["view"])


async def test_a_form_that_nothing_answers_any_more_says_so(knock: Knock) -> None:
    answered = await knock.payload(knock.submission("emma.clark", HIROBA, "long.gone", "1"))
    assert "too old" in words_of(answered.json()["view"])


async def test_an_unknown_command_is_answered_kindly_and_gives_the_line_back(knock: Knock) -> None:
    answered = await knock.command("ito.sakura", HIROBA, "/nothing", "昇仙峡の話")
    assert answered.status == 200
    assert "/nothing 昇仙峡の話" in words_of(answered.json())


async def test_a_button_in_a_modal_is_answered_in_the_modal(knock: Knock, square: Town) -> None:
    await square.person("ito.sakura").say(HIROBA, "/yubi")
    modal = square.person("ito.sakura").modal()
    click = knock.click("ito.sakura", HIROBA, "long.gone", "1")
    del click["response_url"], click["channel"]
    container = {"type": "view", "view_id": modal.id}
    view = {"id": modal.id, "type": "modal", "title": modal.title, "callback_id": "x"}
    assert (await knock.payload(click | {"container": container, "view": view})).status == 200
    await square.settled()
    assert "古くなって" in words_of({"blocks": square.person("ito.sakura").modal().blocks})
    await square.person("ito.sakura").close_view()


@pytest.mark.parametrize(
    "url",
    [
        "https://hooks.slack.com.evil.example/x",
        "http://127.0.0.1:1/response/x",
        "http://localhost/response/x",
        "file:///etc/passwd",
        "//hooks.slack.com/x",
        "http://[::1",
        "",
        "x",
        5,
        None,
        ["https://hooks.slack.com/"],
    ],
)
async def test_a_private_answer_goes_to_slack_and_nowhere_else(knock: Knock, square: Town, url: Any) -> None:
    posted: list[str] = []
    sender = square.house.core.chats["slack"]
    respond = sender.respond  # type: ignore[attr-defined]

    async def remember(to: str, payload: Any) -> None:
        posted.append(to)

    sender.respond = remember  # type: ignore[attr-defined]
    try:
        answered = await knock.payload(knock.click("ito.sakura", HIROBA, "long.gone", "1", response_url=url))
        await square.settled()
    finally:
        sender.respond = respond  # type: ignore[attr-defined]
    assert answered.status in {200, 400}
    assert posted == []


# Stored before acknowledged


async def test_when_the_answer_arrives_the_row_is_there(knock: Knock, square: Town) -> None:
    for number in range(10):
        title = f"記録{number}"
        answered = await knock.command("suzuki.kenta", HIROBA, "/yubi", title)
        assert answered.status == 200
        call = await square.core.read(_call_of, title)
        assert call is not None
        assert (await knock.payload(knock.click("ito.sakura", HIROBA, "recruitment.join", str(call)))).status == 200
        assert await square.core.read(_joined, call) == 1


async def test_the_same_click_again_within_five_minutes_changes_nothing(knock: Knock, square: Town) -> None:
    await knock.command("suzuki.kenta", HIROBA, "/yubi", "くり返し")
    call = await square.core.read(_call_of, "くり返し")
    join = knock.click("ito.sakura", HIROBA, "recruitment.join", str(call))
    leave = knock.click("ito.sakura", HIROBA, "recruitment.leave", str(call))
    for payload in (join, join, leave, join, leave, join):
        assert (await knock.payload(payload)).status == 200
    assert await square.core.read(_joined, call) == 0


async def test_the_same_form_or_command_three_times_calls_once(knock: Knock, square: Town) -> None:
    values = {"title": {"title": {"type": "plain_text_input", "value": "三度の散歩"}}}
    form = knock.submission("suzuki.kenta", HIROBA, "recruitment.new", "C", values, id="VTHRICE")
    trigger = {"trigger_id": "1.2.thrice"}
    for _ in range(3):
        assert (await knock.payload(form)).status == 200
        assert (await knock.command("suzuki.kenta", HIROBA, "/yubi", "三度の昼食", fields=trigger)).status == 200
    for title in ("三度の散歩", "三度の昼食"):
        call = await square.core.read(_call_of, title)
        assert await square.core.read(_told_of, call) == (1, 1), title


async def test_somebody_of_another_organisation_in_a_shared_channel_joins_and_does_not_call(
    knock: Knock, square: Town
) -> None:
    """Their click names our workspace as its team; their form names theirs, where the bot is not installed."""
    await knock.command("suzuki.kenta", HIROBA, "/yubi", "大学と話す会")
    call = await square.core.read(_call_of, "大学と話す会")
    outsider = {"id": "UOUTSIDE", "username": "x", "team_id": "TUNIVERSITY"}
    join = knock.click("ito.sakura", HIROBA, "recruitment.join", str(call), user=outsider)
    assert (await knock.payload(join)).status == 200
    assert await square.core.read(_joined, call) == 1

    values = {"title": {"title": {"type": "plain_text_input", "value": "大学からの呼びかけ"}}}
    ours = {"app_installed_team_id": square.workspace.id}
    form = knock.submission("ito.sakura", HIROBA, "recruitment.new", "C", values, **ours)
    answered = await knock.payload(form | {"user": outsider, "team": {"id": "TUNIVERSITY", "domain": "x"}})
    assert "職員の方にお願いしています" in words_of(answered.json()["view"])
    assert await square.core.read(_call_of, "大学からの呼びかけ") is None


async def test_typed_text_that_no_database_can_hold_is_stored_without_it(knock: Knock, square: Town) -> None:
    answered = await knock.command("suzuki.kenta", HIROBA, "/yubi", "空\x00文字")
    assert answered.status == 200
    assert await square.core.read(_call_of, "空文字") is not None

    values = {"title": {"title": {"type": "plain_text_input", "value": "半分\ud83dだけ\x00"}}}
    body = quote(json.dumps(knock.submission("suzuki.kenta", HIROBA, "recruitment.new", "C", values)))
    assert (await knock.signed(f"payload={body}".encode())).status == 200
    assert await square.core.read(_call_of, "半分だけ") is not None


async def test_a_long_command_is_given_back_whole(knock: Knock) -> None:
    text = "あ" * 3_500
    answered = await knock.command("ito.sakura", HIROBA, "/nothing", text)
    assert words_of(answered.json()).replace("\n", "").count("あ") == 3_500


async def test_the_body_may_be_a_form_or_json_with_a_charset(knock: Knock) -> None:
    assert (await knock.signed(HELLO, "application/json; charset=utf-8")).status == 200
    click = knock.click("ito.sakura", HIROBA, "long.gone", "1")
    body = urlencode({"payload": json.dumps(click, ensure_ascii=False)}).encode()
    assert (await knock.signed(body, f"{FORM}; charset=utf-8")).status == 200


def _call_of(tx: Tx, title: str) -> int | None:
    return tx.execute(select(Recruitment.id).where(Recruitment.title == title)).scalar_one_or_none()


def _told_of(tx: Tx, call: int) -> tuple[int, int]:
    """How many cards, and how many in the ledger."""
    cards = select(func.count()).where(Notice.activity == "recruitment", Notice.kind == "card", Notice.subject == call)
    taken = select(func.count()).where(Participation.kind == "recruitment", Participation.subject == call)
    return tx.execute(cards).scalar_one(), tx.execute(taken).scalar_one()


def _joined(tx: Tx, call: int) -> int:
    rows = select(func.count()).where(Joining.recruitment_id == call, Joining.state == IN)
    return tx.execute(rows).scalar_one()
