"""The Slack app manifest asks for what the code uses, neither more nor less, and Slack would take it."""

from __future__ import annotations

import inspect
import json
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot import __main__ as command_line
from bot.chat import slack_sender
from bot.text import LANGUAGES, Language
from handlers import ACTIVITIES, manifest, slack, slack_answers, slack_payloads
from handlers.routing import Router
from playground.manifest import app_from_manifest

SCOPES_OF: dict[str, set[str]] = {
    "auth.test": set(),
    "chat.getPermalink": set(),
    "chat.postMessage": {"chat:write"},
    "chat.update": {"chat:write"},
    "conversations.history": {"channels:history", "groups:history", "im:history", "mpim:history"},
    "conversations.info": {"channels:read", "groups:read"},
    "conversations.join": {"channels:join"},
    "conversations.open": {"im:write", "mpim:write"},
    "conversations.replies": {"channels:history", "groups:history", "im:history", "mpim:history"},
    "files_upload_v2": {"files:write"},
    "oauth.v2.access": set(),
    "users.info": {"users:read"},
    "users.list": {"users:read"},
    "views.open": set(),
    "views.publish": set(),
    "views.update": set(),
}
"""What each Web API method needs in the kinds of conversation in which we use it (Slack API reference)."""

SCOPES_OF_EVENTS: dict[str, set[str]] = {
    "app_home_opened": set(),
    "app_uninstalled": set(),
    "channel_archive": {"channels:read"},
    "channel_deleted": {"channels:read"},
    "channel_left": {"channels:read"},
    "channel_unarchive": {"channels:read"},
    "group_archive": {"groups:read"},
    "group_deleted": {"groups:read"},
    "group_left": {"groups:read"},
    "group_unarchive": {"groups:read"},
    "member_joined_channel": {"channels:read", "groups:read"},
    "message.channels": {"channels:history"},
    "message.groups": {"groups:history"},
    "team_join": {"users:read"},
    "tokens_revoked": set(),
    "user_change": {"users:read"},
}
"""What each event needs (Slack docs, "Events API" reference)."""

_FAMILIES = (
    "api|apps|auth|bookmarks|chat|conversations|files|migration|oauth|pins|reactions|team|usergroups|users|views"
)


def _made(
    language: Language = "ja", public_url: str | None = "https://taiwa.example.jp/", **how: bool
) -> dict[str, Any]:
    router = Router(ACTIVITIES)
    return manifest.slack(router.commands, language, public_url, router.shortcuts, **how)


def _methods_used() -> set[str]:
    """Every Web API method that is named or called in the files that talk to Slack."""
    source = "".join(map(inspect.getsource, (slack_sender, slack, slack_answers)))
    named = set(re.findall(rf'"((?:{_FAMILIES})\.[a-zA-Z0-9.]+)"', source))
    if "auth_test()" in source:
        named.add("auth.test")
    if "files_upload_v2(" in source:
        named.add("files_upload_v2")
    return named


def test_the_methods_that_the_code_calls_are_all_known_here() -> None:
    assert _methods_used() == set(SCOPES_OF)


def test_the_scopes_are_exactly_those_that_the_methods_events_and_commands_need() -> None:
    needed = {"commands"}.union(*SCOPES_OF.values(), *SCOPES_OF_EVENTS.values())
    assert set(_made()["oauth_config"]["scopes"]["bot"]) == needed
    assert all(manifest.SCOPES.values()), "each scope says what for"


def test_no_scope_reads_e_mail_addresses_or_acts_for_a_person() -> None:
    scopes = _made()["oauth_config"]["scopes"]
    assert set(scopes) == {"bot"}
    assert not any("email" in scope for scope in scopes["bot"])


def test_the_events_are_exactly_those_that_are_listened_to() -> None:
    bot_events = _made()["settings"]["event_subscriptions"]["bot_events"]
    assert set(bot_events) == set(SCOPES_OF_EVENTS) and len(bot_events) == len(set(bot_events))
    listened = set(re.findall(r'app\.event\("(\w+)"\)', inspect.getsource(slack)))
    cases = re.findall(r"case (.+):", inspect.getsource(slack_payloads._event))
    read = {name for case in cases for name in re.findall(r'"(\w+)"', case)}
    subscribed = {event.split(".")[0] for event in bot_events}
    assert subscribed == listened == read


def test_the_commands_are_exactly_those_of_the_activities() -> None:
    commands = [entry["command"] for entry in _made()["features"]["slash_commands"]]
    routes = [f"/{name}" for activity in ACTIVITIES for name in activity.routes.commands]
    assert commands == routes
    assert len(set(commands)) == len(commands), "two activities share a command"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_shortcuts_are_exactly_those_of_the_activities(language: Language) -> None:
    """Limits: Slack docs, "App manifest reference"."""
    shortcuts = _made(language)["features"]["shortcuts"]
    routes = [route for activity in ACTIVITIES for route in activity.routes.shortcuts]
    assert [entry["callback_id"] for entry in shortcuts] == routes and 1 <= len(routes) <= 10
    for entry in shortcuts:
        assert entry["type"] == "message"
        assert 1 <= len(entry["name"]) <= 24 and 1 <= len(entry["description"]) <= 150


@pytest.mark.parametrize("language", LANGUAGES)
def test_slack_would_take_it(language: Language) -> None:
    """Limits: Slack docs, "App manifest reference"."""
    made = _made(language)
    shown = made["display_information"]
    assert 1 <= len(shown["name"]) <= 35
    assert 1 <= len(shown["description"]) <= 140
    assert re.fullmatch(r"#[0-9a-fA-F]{6}", shown["background_color"])
    assert 1 <= len(made["features"]["bot_user"]["display_name"]) <= 80
    assert re.fullmatch(r"[A-Za-z0-9\-_. ]+", made["features"]["bot_user"]["display_name"])
    commands = made["features"]["slash_commands"]
    assert 1 <= len(commands) <= 50
    for command in commands:
        assert re.fullmatch(r"/[a-z0-9_\-]{1,31}", command["command"])
        assert 1 <= len(command["description"]) <= 2_000
        assert len(command["usage_hint"]) <= 1_000
        assert command["url"].startswith("https://")
    assert len(made["settings"]["event_subscriptions"]["bot_events"]) <= 100
    assert len(made["oauth_config"]["scopes"]["bot"]) <= 255


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_introduces_itself_in_the_language_that_was_asked_for(language: Language) -> None:
    for command in _made(language)["features"]["slash_commands"]:
        has_japanese = bool(re.search(r"[ぁ-んァ-ヶ一-龠]", command["description"]))
        assert has_japanese == (language == "ja"), command


def test_every_address_is_the_one_that_was_set() -> None:
    made = _made(public_url="https://bot.city.example.jp/")
    assert set(_addresses(made)) == {"https://bot.city.example.jp/slack/events"}


def test_without_an_address_the_manifest_says_plainly_that_one_is_missing() -> None:
    assert set(_addresses(_made(public_url=None))) == {"https://taiwa.example.jp/slack/events"}


def test_with_sockets_it_is_the_same_without_any_address() -> None:
    made = _made(sockets=True)
    assert made["settings"]["socket_mode_enabled"] and not _made()["settings"]["socket_mode_enabled"]
    assert not list(_addresses(made)) and "http" not in json.dumps(made)
    for where in (("oauth_config",), ("settings", "event_subscriptions", "bot_events")):
        there, here = made, _made()
        for name in where:
            there, here = there[name], here[name]
        assert there == here
    app = app_from_manifest(made, app_token="xapp-1")
    assert app.socket_mode and set(app.commands) == {f"/{command.name}" for command in Router(ACTIVITIES).commands}


@pytest.mark.parametrize("sockets", [True, False])
def test_with_oauth_it_names_the_address_to_which_people_are_led_back(sockets: bool) -> None:
    back = _made(sockets=sockets, oauth=True)["oauth_config"]["redirect_urls"]
    assert back == ["https://taiwa.example.jp/slack/oauth_redirect"]
    assert "redirect_urls" not in _made(sockets=sockets)["oauth_config"]


def test_tokens_do_not_expire() -> None:
    """A token that is renewed under way could be renewed by two processes at once, and both would lose it."""
    assert _made(oauth=True)["settings"]["token_rotation_enabled"] is False


@pytest.mark.parametrize(
    ("arguments", "environment", "sockets", "oauth"),
    [
        ([], {}, False, False),
        (["--socket"], {}, True, False),
        ([], {"TAIWA_SLACK_APP_TOKEN": "xapp-1"}, True, False),
        (["--oauth"], {}, False, True),
        ([], {"TAIWA_SLACK_CLIENT_ID": "1.2"}, False, True),
    ],
)
def test_the_command_prints_what_the_settings_or_its_options_ask_for(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    arguments: list[str],
    environment: dict[str, str],
    sockets: bool,
    oauth: bool,
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in list(os.environ):
        if name.startswith("TAIWA_"):
            monkeypatch.delenv(name)
    for name, value in ({"TAIWA_PUBLIC_URL": "https://taiwa.example.jp"} | environment).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "argv", ["taiwa", "manifest", "slack", *arguments])
    with pytest.raises(SystemExit) as ended:
        command_line.main()
    assert ended.value.code == 0
    assert json.loads(capsys.readouterr().out) == _made(sockets=sockets, oauth=oauth)


def test_it_is_plain_json() -> None:
    assert json.loads(json.dumps(_made(), ensure_ascii=False)) == _made()


def _addresses(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        for key, value in node.items():
            if key in {"url", "request_url"}:
                yield value
            yield from _addresses(value)
    elif isinstance(node, list):
        for value in node:
            yield from _addresses(value)
