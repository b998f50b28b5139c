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
from bot.chat.interaction import ORIGIN_MOST, Click, Command, Message, Place, Shortcut, Submission, Who
from bot.chat.sender import CLOSED, NOT_INVITED
from bot.text import kept

CHAT = "slack"

Payload = dict[str, Any]

MOST_FIELDS = 100
"""Fields of the longest form: Slack sends fewer than twenty, and a mebibyte of "a=b&" would hold everybody up."""


class Malformed(Exception):
    """Slack does not send this."""


@dataclass(frozen=True, slots=True)
class PersonChanged:
    """Somebody joined the workspace, changed their profile, or has left."""

    who: Who
    is_gone: bool


@dataclass(frozen=True, slots=True)
class HomeOpened:
    """Somebody looks at their Home."""

    who: Who


@dataclass(frozen=True, slots=True)
class ChannelChanged:
    """A channel was lost to us, for this reason, or regained (None). `joined` is who came in, where somebody did."""

    workspace: str
    channel: str
    reason: str | None
    at: datetime
    joined: str | None = None


@dataclass(frozen=True, slots=True)
class Departed:
    """A workspace has taken the bot out, at this instant."""

    workspace: str
    at: datetime


Said = Click | Submission | Command | Shortcut | Message | PersonChanged | HomeOpened | ChannelChanged | Departed


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
    """The workspace in which the bot is installed that a payload is meant for. Raises Malformed.

    In a channel shared with another organisation, what one of its people does comes to us, too. Their click names our
    workspace as `team` and theirs beside `user`; their form names theirs as `team` and ours inside the view; an event
    names ours in its authorizations. (Source: slackapi/java-slack-sdk issue 1041, slackapi/bolt-js issue 1614, and
    Slack docs, "Events API".)
    """
    match payload:
        case {"view": {"app_installed_team_id": str(team)}} | {"authorizations": [{"team_id": str(team)}, *_]}:
            return _id(team)
        case {"team_id": team} | {"team": {"id": team}}:
            return _id(team)
    raise Malformed


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
        case "message_action":
            return _shortcut
        case "event_callback":
            return _event
        case _:
            raise Malformed


def _command(payload: Payload) -> Command:
    return Command(
        name=_text(payload["command"]).removeprefix("/"),
        text=_unescape(kept(_text(payload.get("text", "")))).strip(),
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
        place=_place(_id(channel)) if channel else _place_of_view(payload.get("view")),
        at=_moment(action["action_ts"]),
    )


def _shortcut(payload: Payload) -> Shortcut:
    channel = payload["channel"]
    return Shortcut(
        route=_text(payload["callback_id"]),
        who=_who(payload),
        place=_place(_id(channel["id"]), private=_is_private(_text(channel.get("name", "")))),
        message=_id(payload.get("message_ts") or payload["message"]["ts"]),
    )


def _submission(payload: Payload) -> Submission:
    view = payload["view"]
    if view["type"] != "modal":
        raise Malformed
    route = _text(view["callback_id"])
    try:
        subject, place = _remembered(view)
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


def _remembered(view: Payload) -> tuple[str, Place]:
    """The subject and the place that a modal of ours remembers."""
    memory = json.loads(view["private_metadata"])
    place = _place(_text(memory["channel"]), private=bool(memory["private"]), home=bool(memory.get("home")))
    return _text(memory["subject"]), place


def _place_of_view(view: Payload | None) -> Place:
    """Where something was pressed that stands in no channel: on a Home, or on a modal."""
    if view is None:
        return _place("")
    if view["type"] == "home":
        return _place("", home=True)
    try:
        return _remembered(view)[1]
    except (Malformed, LookupError, TypeError, ValueError):
        return _place("")


def _event(payload: Payload) -> Message | PersonChanged | HomeOpened | ChannelChanged | Departed | None:
    event = payload["event"]
    match event["type"]:
        case "message":
            return _thread_answer(payload, event)
        case "user_change" | "team_join":
            user = event["user"]
            return PersonChanged(_somebody(payload, user["id"], user.get("team_id")), user.get("deleted") is True)
        case "channel_left" | "group_left":
            return _channel(payload, event, NOT_INVITED)
        case "channel_archive" | "channel_deleted" | "group_archive" | "group_deleted":
            return _channel(payload, event, CLOSED)
        case "channel_unarchive" | "group_unarchive":
            return _channel(payload, event, None)
        case "member_joined_channel":
            return _channel(payload, event, None, joined=_id(event["user"]))
        case "app_home_opened":
            return HomeOpened(_somebody(payload, event["user"], None)) if event.get("tab") == "home" else None
        case "app_uninstalled" | "tokens_revoked":
            return _departure(payload, event)
        case _:
            return None


def _channel(payload: Payload, event: Payload, reason: str | None, joined: str | None = None) -> ChannelChanged:
    """That our own bot was taken out is told as channel_left or group_left, never as member_left_channel."""
    at = event.get("event_ts") or str(payload["event_time"])  # some of these events carry no time of their own
    return ChannelChanged(_id(payload["team_id"]), _id(event["channel"]), reason, _moment(at), joined=joined)


def _departure(payload: Payload, event: Payload) -> Departed | None:
    """The bot's token is no longer good; None when only tokens of people are meant, of which we have none."""
    if event["type"] == "tokens_revoked" and not event["tokens"].get("bot"):
        return None
    return Departed(_id(payload["team_id"]), datetime.fromtimestamp(int(payload["event_time"]), UTC))


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
        who=_somebody(payload, user, said.get("user_team")),
        place=_place(_id(event["channel"])),
        thread=_id(thread),
        message=_id(ts),
        taken_back=taken_back,
    )


def _who(payload: Payload) -> Who:
    return _somebody(payload, payload["user"]["id"], payload["user"].get("team_id"))


def _somebody(payload: Payload, user: object, home: object) -> Who:
    """A person of the workspace that the payload is meant for; `home` is the one they belong to, when it is told."""
    team = team_of(payload)
    return Who(CHAT, team, _id(user), from_outside=bool(home) and home != team)


def _place(channel: str, *, private: bool = False, home: bool = False) -> Place:
    return Place(channel, direct=channel.startswith("D"), private=private, home=home)


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
