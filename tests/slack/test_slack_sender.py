"""What Slack's Web API answers, in our own words: tried again, given up, or somebody's to mend."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.chat import slack_sender
from bot.chat.card import Card, Words
from bot.chat.sender import (
    Closed,
    File,
    MessageRef,
    NotInvited,
    Outgoing,
    SendFailed,
    ShutOut,
    TryLater,
    Unknown,
    Unreachable,
)
from bot.chat.slack_sender import SlackSender
from bot.installations import Installation, Installations
from bot.text import Text

CARD = Outgoing(Card(Text("お知らせ", "News"), (Words(Text("本文", "Body")),)))
POSTED = {"ok": True, "channel": "C1", "ts": "1.2"}


@dataclass(slots=True)
class Recorder:
    """A bare Slack: `answers[method]` are given one after the other, then {"ok": true}."""

    answers: dict[str, list[Any]] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    sender: SlackSender | None = None

    async def answer(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        self.calls.append(method)
        coming = self.answers.get(method, [])
        given = coming.pop(0) if coming else {"ok": True}
        if callable(given):
            response: web.StreamResponse = await given(request)
            return response
        return web.json_response(given)


@pytest.fixture
async def slack() -> AsyncIterator[Recorder]:
    recorder = Recorder()
    application = web.Application()
    application.router.add_route("*", "/api/{method}", recorder.answer)
    installations = Installations([Installation("T1", "甲斐市役所", "xoxb-1", "UBOT")])
    async with TestServer(application) as server, aiohttp.ClientSession() as session:
        recorder.sender = SlackSender(installations, str(server.make_url("/api/")), session)
        yield recorder


async def _post(slack: Recorder) -> MessageRef:
    assert slack.sender is not None
    return await slack.sender.post("T1", "C1", CARD, "ja", "7")


def _refused(error: str) -> dict[str, Any]:
    return {"ok": False, "error": error}


def _status(status: int, body: Any = None, **headers: str) -> Callable[[web.Request], Any]:
    async def answer(request: web.Request) -> web.Response:
        return web.json_response(body, status=status, headers={k.replace("_", "-"): v for k, v in headers.items()})

    return answer


async def _cut(request: web.Request) -> web.Response:
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


async def test_a_post_says_where_it_stands(slack: Recorder) -> None:
    slack.answers["chat.postMessage"] = [POSTED]
    assert await _post(slack) == MessageRef("C1", "1.2")


async def test_a_rate_limit_says_after_how_long(slack: Recorder) -> None:
    slack.answers["chat.postMessage"] = [_status(429, _refused("ratelimited"), Retry_After="17")]
    with pytest.raises(TryLater) as failed:
        await _post(slack)
    assert failed.value.seconds == 17
    assert slack.calls == ["chat.postMessage"]


@pytest.mark.parametrize("answer", [_status(500), _status(503, {}), _refused("internal_error"), _cut])
async def test_after_trouble_of_slacks_nobody_knows_whether_it_was_posted(slack: Recorder, answer: Any) -> None:
    slack.answers["chat.postMessage"] = [answer]
    with pytest.raises(Unknown):
        await _post(slack)
    assert slack.calls == ["chat.postMessage"], "a second attempt could post twice"


@pytest.mark.parametrize("answer", [_status(500), _refused("internal_error"), _cut])
async def test_what_can_be_done_twice_without_harm_is_tried_later(slack: Recorder, answer: Any) -> None:
    assert slack.sender is not None
    slack.answers["chat.update"] = [answer]
    with pytest.raises(TryLater):
        await slack.sender.update("T1", MessageRef("C1", "1.2"), CARD, "ja")


async def test_where_no_connection_was_made_nothing_was_sent() -> None:
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        url = f"http://127.0.0.1:{nobody.getsockname()[1]}/api/"
    installations = Installations([Installation("T1", "甲斐市役所", "xoxb-1", "UBOT")])
    async with aiohttp.ClientSession() as session:
        with pytest.raises(TryLater):
            await SlackSender(installations, url, session).post("T1", "C1", CARD, "ja", "7")


async def test_a_file_that_did_not_get_there_is_tried_later(slack: Recorder) -> None:
    assert slack.sender is not None
    url = slack.sender.client("T1").base_url + "upload"
    slack.answers["files.getUploadURLExternal"] = [{"ok": True, "file_id": "F1", "upload_url": url}]
    slack.answers["upload"] = [_status(500)]
    with pytest.raises(TryLater):
        await slack.sender.post("T1", "C1", Outgoing(CARD.card, File("a.csv", b"a")), "ja", "7")


@pytest.mark.parametrize(
    "error",
    ["invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired", "missing_scope"],
)
async def test_when_we_ourselves_are_not_let_in_nothing_is_given_up(slack: Recorder, error: str) -> None:
    slack.answers["chat.postMessage"] = [_refused(error)]
    with pytest.raises(ShutOut):
        await _post(slack)


async def test_where_the_bot_is_not_installed_nothing_is_given_up(slack: Recorder) -> None:
    assert slack.sender is not None
    with pytest.raises(TryLater):
        await slack.sender.profile("TOTHER", "U1")


@pytest.mark.parametrize("error", ["restricted_action", "cannot_dm_bot", "user_disabled"])
async def test_where_nobody_is_there_it_says_so(slack: Recorder, error: str) -> None:
    slack.answers["chat.postMessage"] = [_refused(error)]
    with pytest.raises(Unreachable) as failed:
        await _post(slack)
    assert failed.value.reason == error


async def test_an_archived_channel_is_closed(slack: Recorder) -> None:
    slack.answers["chat.postMessage"] = [_refused("is_archived")]
    with pytest.raises(Closed):
        await _post(slack)


async def test_an_archived_public_channel_that_we_are_not_in_is_closed_too(slack: Recorder) -> None:
    slack.answers["chat.postMessage"] = [_refused("not_in_channel")]
    slack.answers["conversations.join"] = [_refused("is_archived")]
    with pytest.raises(Closed):
        await _post(slack)


@pytest.mark.parametrize("error", ["user_not_found", "user_not_visible"])
async def test_a_person_whom_slack_does_not_know_is_not_there(slack: Recorder, error: str) -> None:
    assert slack.sender is not None
    slack.answers["users.info"] = [_refused(error)]
    with pytest.raises(Unreachable):
        await slack.sender.profile("T1", "U1")


@pytest.mark.parametrize(
    ("said", "is_guest"),
    [
        ({"team_id": "T1"}, False),
        ({"team_id": "T1", "is_restricted": True}, True),
        ({"team_id": "T1", "is_ultra_restricted": True}, True),
        ({"team_id": "T2"}, True),
        ({"team_id": "T1", "is_stranger": True}, True),
        ({"team_id": "T2", "enterprise_user": {"teams": ["T2", "T1"]}}, False),
        ({}, False),
    ],
)
async def test_guests_and_people_of_another_organisation_are_guests(
    slack: Recorder, said: dict[str, Any], is_guest: bool
) -> None:
    assert slack.sender is not None
    slack.answers["users.info"] = [{"ok": True, "user": {"id": "U1", "name": "x", **said}}]
    assert (await slack.sender.profile("T1", "U1")).is_guest is is_guest


async def test_a_card_whose_message_was_deleted_is_shown_without_the_link(slack: Recorder) -> None:
    assert slack.sender is not None
    slack.answers["chat.getPermalink"] = [_refused("message_not_found")]
    slack.answers["chat.update"] = [POSTED]
    await slack.sender.update("T1", MessageRef("C1", "1.2"), Outgoing(CARD.card, see=MessageRef("C1", "1.1")), "ja")
    assert slack.calls == ["chat.getPermalink", "chat.update"]


async def test_it_joins_a_public_channel_and_posts(slack: Recorder) -> None:
    slack.answers["chat.postMessage"] = [_refused("not_in_channel"), POSTED]
    assert await _post(slack) == MessageRef("C1", "1.2")
    assert slack.calls == ["chat.postMessage", "conversations.join", "chat.postMessage"]


@pytest.mark.parametrize(
    "error", ["method_not_supported_for_channel_type", "channel_not_found", "missing_scope", "restricted_action"]
)
async def test_where_it_cannot_join_it_must_be_invited(slack: Recorder, error: str) -> None:
    slack.answers["chat.postMessage"] = [_refused("channel_not_found")]
    slack.answers["conversations.join"] = [_refused(error)]
    with pytest.raises(NotInvited):
        await _post(slack)


async def test_a_rate_limited_join_is_tried_later(slack: Recorder) -> None:
    slack.answers["chat.postMessage"] = [_refused("not_in_channel")]
    slack.answers["conversations.join"] = [_status(429, _refused("ratelimited"), Retry_After="3")]
    with pytest.raises(TryLater):
        await _post(slack)


async def test_an_error_that_we_do_not_know_is_given_up_with_slacks_own_word(slack: Recorder) -> None:
    slack.answers["chat.postMessage"] = [_refused("invalid_blocks")]
    with pytest.raises(SendFailed) as failed:
        await _post(slack)
    assert failed.value.reason == "invalid_blocks"
    assert not isinstance(failed.value, TryLater | Unreachable)


async def test_everyone_is_read_page_by_page(slack: Recorder) -> None:
    assert slack.sender is not None
    slack.answers["users.list"] = [
        {"ok": True, "members": [{"id": "U1"}], "response_metadata": {"next_cursor": "more"}},
        {"ok": True, "members": [{"id": "U2", "deleted": True}], "response_metadata": {"next_cursor": ""}},
    ]
    [first], cursor = await slack.sender.everyone("T1")
    [last], end = await slack.sender.everyone("T1", cursor)
    assert (first.user, first.is_gone, cursor) == ("U1", False, "more")
    assert (last.user, last.is_gone, end) == ("U2", True, "")


async def test_a_private_answer_is_posted_once_whatever_happens(slack: Recorder) -> None:
    assert slack.sender is not None
    url = slack.sender.client("T1").base_url + "respond"
    for trouble in (_status(500), _status(404), _cut, _status(302, Location="/api/elsewhere")):
        slack.calls.clear()
        slack.answers["respond"] = [trouble]
        with pytest.raises(SendFailed):
            await slack.sender.respond(url, {"text": "x"})
        assert slack.calls == ["respond"]


async def test_a_call_that_hangs_ends_in_time(slack: Recorder, monkeypatch: pytest.MonkeyPatch) -> None:
    """slack_sdk counts its own time-out only for a session that it opens itself."""
    monkeypatch.setattr(slack_sender, "TIMEOUT", 0.05)
    still = asyncio.Event()

    async def hang(_: web.Request) -> web.Response:
        await still.wait()
        return web.json_response(POSTED)

    slack.answers = {"chat.postMessage": [hang], "users.info": [hang]}
    with pytest.raises(Unknown):
        await _post(slack)
    assert slack.sender is not None
    with pytest.raises(TryLater):
        await slack.sender.profile("T1", "U1")
    still.set()


def test_a_token_is_never_shown() -> None:
    installation = Installation("T1", "甲斐市役所", "xoxb-very-secret", "UBOT")
    assert "very-secret" not in f"{installation!r} {installation}"
