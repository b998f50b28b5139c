"""What Slack's payloads say, in our words: pure translation, and one answer to every shape that is not Slack's.

Source of the shapes: Slack docs, "Interaction payloads", "Slash commands" and "Events API".
"""

from __future__ import annotations

import json
from binascii import a2b_qp
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import unquote_plus

from bot.chat import slack
from bot.chat.interaction import ORIGIN_MOST, Click, Command, Message, Place, Submission, Who

CHAT = "slack"

Payload = dict[str, Any]

MOST_FIELDS = 100
"""Fields of the longest form: Slack sends fewer than twenty, and a mebibyte of "a=b&" would hold everybody up."""


class Malformed(Exception):
    """Slack does not send this."""


@dataclass(frozen=True, slots=True)
class PersonChanged:
    """Somebody joined the workspace, or changed their profile."""

    who: Who


Said = Click | Submission | Command | Message | PersonChanged


def decode(body: bytes, content_type: str) -> Payload:
    """The payload of a request body. Raises Malformed."""
    try:
        if content_type.startswith("application/json"):
            payload = json.loads(body.decode("utf-8"))
        else:
            form = _form(body)
            payload = json.loads(form["payload"]) if "payload" in form else form
    except (ValueError, RecursionError) as error:
        raise Malformed from error
    if not isinstance(payload, dict) or not payload or not isinstance(payload.get("event", {}), dict):
        raise Malformed  # Bolt looks for the event of whatever comes
    return payload


def _form(body: bytes) -> dict[str, str]:
    """The fields of a form. Raises ValueError."""
    fields = [field.partition(b"=") for field in body.split(b"&", MOST_FIELDS)]
    if len(fields) > MOST_FIELDS or not all(equals for _, equals, _ in fields):
        raise ValueError("too many fields, or one without a value")
    return {_unquoted(name): _unquoted(value) for name, _, value in fields}


def _unquoted(quoted: bytes) -> str:
    """What a part of a form says.

    Percent-encoding is quoted-printable with another sign for "=", and Python reads the latter at C speed: a click
    takes 12 µs instead of 250. Raises ValueError.
    """
    if b"=" in quoted or b"\n" in quoted:  # both mean something in quoted-printable; Slack encodes them
        return unquote_plus(quoted.decode("utf-8"), errors="strict")
    return a2b_qp(quoted.replace(b"+", b" ").replace(b"%", b"=")).decode("utf-8")


def is_handshake(payload: Payload) -> bool:
    """Slack looks whether anybody is at home, and names no workspace."""
    return payload.get("type") == "url_verification" or payload.get("ssl_check") == "1"


def team_of(payload: Payload) -> str:
    """The workspace that a payload comes from. Raises Malformed."""
    team = payload.get("team")
    return _id(payload.get("team_id") or (team.get("id") if isinstance(team, dict) else None))


def read(payload: Payload) -> Said | None:
    """What a person did; None for an event that asks nothing of us. Raises Malformed."""
    try:
        return _reader(payload)(payload)
    except Malformed:
        raise
    except (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, OSError, StopIteration) as error:
        raise Malformed from error


def _reader(payload: Payload) -> Callable[[Payload], Said | None]:
    if "command" in payload:
        return _command
    match payload["type"]:
        case "block_actions":
            return _click
        case "view_submission":
            return _submission
        case "event_callback":
            return _event
        case _:
            raise Malformed


def _command(payload: Payload) -> Command:
    return Command(
        name=_text(payload["command"]).removeprefix("/"),
        text=_unescape(slack.kept(_text(payload.get("text", "")))).strip(),
        who=Who(CHAT, _id(payload["team_id"]), _id(payload["user_id"])),
        place=_place(_id(payload["channel_id"]), private=_is_private(_text(payload.get("channel_name", "")))),
        origin=_id(payload["trigger_id"], most=ORIGIN_MOST),
    )


def _click(payload: Payload) -> Click:
    action = payload["actions"][0]
    _text(action["action_id"])
    channel = (payload.get("channel") or {}).get("id") or (payload.get("container") or {}).get("channel_id")
    route, subject = slack.pressed(action)
    return Click(
        route=route,
        subject=subject,
        who=_who(payload),
        place=_place(_id(channel) if channel else ""),
        at=_moment(action["action_ts"]),
    )


def _submission(payload: Payload) -> Submission:
    view = payload["view"]
    if view["type"] != "modal":
        raise Malformed
    route = _text(view["callback_id"])
    try:
        memory = json.loads(view["private_metadata"])
        subject, place = _text(memory["subject"]), _place(_text(memory["channel"]), private=bool(memory["private"]))
    except (Malformed, LookupError, TypeError, ValueError):
        route, subject, place = "", "", _place("")  # a form of another version of ours: nothing answers it any more
    return Submission(
        route=route,
        subject=subject,
        who=_who(payload),
        place=place,
        values=slack.answers(view["state"]["values"]),
        origin=_id(view["id"], most=ORIGIN_MOST),
    )


def _event(payload: Payload) -> Message | PersonChanged | None:
    event = payload["event"]
    match event["type"]:
        case "message":
            return _thread_answer(payload, event)
        case "user_change" | "team_join":
            return PersonChanged(Who(CHAT, _id(payload["team_id"]), _id(event["user"]["id"])))
        case _:
            return None


def _thread_answer(payload: Payload, event: Payload) -> Message | None:
    """An answer that a person wrote in a thread, or took back; None for every other message."""
    taken_back = event.get("subtype") == "message_deleted"
    if not taken_back and event.get("subtype") not in (None, "thread_broadcast", "file_share"):
        return None
    said = event.get("previous_message") or {} if taken_back else event
    thread, ts, user = said.get("thread_ts"), said.get("ts"), said.get("user")
    if not (thread and ts and user) or thread == ts or said.get("bot_id"):
        return None
    return Message(
        who=Who(CHAT, _id(payload["team_id"]), _id(user)),
        place=_place(_id(event["channel"])),
        thread=_id(thread),
        message=_id(ts),
        taken_back=taken_back,
    )


def _who(payload: Payload) -> Who:
    return Who(CHAT, team_of(payload), _id(payload["user"]["id"]))


def _place(channel: str, *, private: bool = False) -> Place:
    return Place(channel, direct=channel.startswith("D"), private=private)


def _is_private(channel_name: str) -> bool:
    """Slack hides the name of a private channel; a group direct message has one made of its members' names."""
    return channel_name == "privategroup" or channel_name.startswith("mpdm-")


def _moment(ts: str) -> datetime:
    """Slack's "1763800000.000100" as an instant, exact to the microsecond: it orders clicks."""
    seconds, _, fraction = _id(ts).partition(".")
    return datetime.fromtimestamp(int(seconds), UTC) + timedelta(microseconds=int(fraction.ljust(6, "0")[:6] or 0))


def _id(value: object, most: int = 64) -> str:
    """One of Slack's own ids and time stamps, all of them short and ASCII. Raises Malformed."""
    if not isinstance(value, str) or not value.isascii() or not value.isprintable() or not 0 < len(value) <= most:
        raise Malformed
    return value


def _text(value: object) -> str:
    """Raises Malformed for anything but text."""
    if not isinstance(value, str):
        raise Malformed
    return value


def _unescape(typed: str) -> str:
    """What was typed, before Slack escaped it."""
    return typed.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
