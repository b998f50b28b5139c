"""Slack's side of the door: signed requests in, our words for them, and the acknowledgement back.

The body is verified as raw bytes and decoded once, before Bolt sees it: Bolt would parse it first, and
answers an unsigned malformed body with an error. Bolt never needs the network to let a request in.
"""

from __future__ import annotations

import asyncio
import json
import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import structlog
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.response import BoltResponse
from slack_sdk.signature import SignatureVerifier

from bot import people
from bot.chat import slack
from bot.chat.interaction import Click, Command, Message, Place, Reply, Submission, Who
from bot.chat.sender import SendFailed
from bot.chat.slack_sender import SlackSender
from bot.core import Core
from bot.db import Tx
from bot.installations import Installations
from bot.text import Language, Text, to
from handlers.routing import Router, with_typed

log = structlog.get_logger("taiwa")

MOST_BYTES = 1024 * 1024
CHAT = "slack"

FORM_NOT_OPENED = Text(
    "フォームを開けませんでした。お手数ですが、もう一度お願いします。",
    "The form could not be opened. Please try again.",
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back over HTTP."""

    status: int
    body: str = ""
    content_type: str = "text/plain; charset=utf-8"


class _KnownAlready(AsyncAuthorize):
    """Lets a request in by what is in memory. Bolt's own asks Slack, and loses the click when Slack stumbles."""

    def __init__(self, installations: Installations) -> None:
        self._installations = installations

    async def __call__(
        self, *, enterprise_id: str | None, team_id: str | None, user_id: str | None, **_: object
    ) -> AuthorizeResult | None:
        installation = self._installations.find(team_id or "")
        if installation is None:
            return None
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            bot_user_id=installation.bot_user,
            bot_token=installation.token,
        )


class SlackDoor:
    """Everything that Slack sends comes in here."""

    def __init__(
        self,
        core: Core,
        router: Router,
        sender: SlackSender,
        installations: Installations,
        *,
        signing_secret: str,
        api_url: str,
    ) -> None:
        self._core = core
        self._router = router
        self._sender = sender
        self._installations = installations
        self._signature = SignatureVerifier(signing_secret)
        self._response_hosts = _response_hosts(api_url)
        self._app = self._bolt()
        self._answering: set[asyncio.Task[None]] = set()

    async def receive(self, body: bytes, headers: Mapping[str, str]) -> Answer:
        """One request of Slack's. 401 for a forged or stale signature, 400 for what cannot be read."""
        if not self._signature.is_valid(
            body=body,
            timestamp=headers.get("x-slack-request-timestamp", ""),
            signature=headers.get("x-slack-signature", ""),
        ):
            return Answer(401, "invalid signature")
        payload = _decode(body, headers.get("content-type", ""))
        if payload is None:
            return Answer(400, "malformed body")
        if not self._is_known(payload):
            return Answer(503, "not ready for this workspace")  # events come again; people are told by Slack
        request = AsyncBoltRequest(body=payload, mode="socket_mode")  # this mode takes what is already decoded
        response: BoltResponse = await self._app.async_dispatch(request)
        content_type = response.headers.get("content-type", ["text/plain; charset=utf-8"])[0]
        return Answer(response.status, response.body or "", content_type)

    @property
    def is_answering(self) -> bool:
        """Whether private answers are still on their way."""
        return bool(self._answering)

    async def close(self) -> None:
        """Wait for private answers that are still on their way."""
        if self._answering:
            await asyncio.wait(self._answering, timeout=5)

    def _bolt(self) -> AsyncApp:
        app = AsyncApp(
            authorize=_KnownAlready(self._installations),  # type: ignore[arg-type]  # Bolt takes it; its hint does not
            process_before_response=True,  # stored before acknowledged
            request_verification_enabled=False,  # done on the raw bytes already
            logger=logging.getLogger("slack_bolt"),
        )
        app.action({"type": "block_actions", "action_id": _ANY})(self._click)
        app.view(_ANY)(self._submission)
        app.command(_ANY)(self._command)
        app.event("message")(self._message)
        app.event("user_change")(self._person_changed)
        app.event("team_join")(self._person_changed)
        return app

    def _is_known(self, payload: dict[str, Any]) -> bool:
        if payload.get("type") == "url_verification":
            return True
        team = payload.get("team_id") or (payload.get("team") or {}).get("id")
        return isinstance(team, str) and self._installations.find(team) is not None

    async def _click(self, ack: Any, body: dict[str, Any]) -> None:
        action = body["actions"][0]
        click = Click(
            route=slack.route_of(action["action_id"]),
            subject=str(action.get("value", "")),
            who=_who(body),
            place=_place(_channel(body)),
            at=_moment(action["action_ts"]),
        )
        reply = await self._with_form(await self._router.run(click, self._core), click, body)
        await ack()
        self._answer_privately(reply, click, body.get("response_url"))

    async def _submission(self, ack: Any, body: dict[str, Any]) -> None:
        view = body["view"]
        remembered = json.loads(view["private_metadata"])
        submission = Submission(
            route=view["callback_id"],
            subject=str(remembered["subject"]),
            who=_who(body),
            place=_place(remembered["channel"]),
            values=slack.answers(view["state"]["values"]),
            at=self._core.now(),
        )
        reply = await self._router.run(submission, self._core)
        language = await self._language(submission.who)
        if reply.errors:
            errors = {field: to(said, language) for field, said in reply.errors.items()}
            await ack(response_action="errors", errors=errors)
        elif shown := _shown(reply, language):
            await ack(response_action="update", view=_last_page(view, shown, language))
        else:
            await ack()

    async def _command(self, ack: Any, body: dict[str, Any]) -> None:
        command = Command(
            name=body["command"].removeprefix("/"),
            text=_unescape(body.get("text", "")).strip(),
            who=Who(CHAT, body["team_id"], body["user_id"]),
            place=_place(body["channel_id"]),
            at=self._core.now(),
        )
        reply = await self._with_form(await self._router.run(command, self._core), command, body)
        shown = _shown(reply, await self._language(command.who)) if reply.note or reply.card else None
        if shown:
            await ack(response_type="ephemeral", **shown)
        else:
            await ack()

    async def _message(self, ack: Any, body: dict[str, Any]) -> None:
        event = body["event"]
        message = _thread_answer(body, event)
        if message is not None:
            await self._router.run(message, self._core)
        await ack()

    async def _person_changed(self, ack: Any, body: dict[str, Any]) -> None:
        await self._core.work(_forget_profile, Who(CHAT, body["team_id"], body["event"]["user"]["id"]))
        await ack()

    async def _with_form(self, reply: Reply, interaction: Click | Command, body: dict[str, Any]) -> Reply:
        """Open the form, if that is the reply. When Slack refuses (the trigger lives three seconds), say so."""
        if reply.form is None:
            return reply
        language = await self._language(interaction.who)
        channel = interaction.place.channel
        try:
            await self._sender.open_form(interaction.who.workspace, body["trigger_id"], reply.form, language, channel)
        except SendFailed as failure:
            log.warning("form not opened", reason=failure.reason)
            return Reply(note=with_typed(FORM_NOT_OPENED, interaction))
        return reply

    def _answer_privately(self, reply: Reply, click: Click, url: str | None) -> None:
        """Best effort, after the acknowledgement: what must not be lost is a notice."""
        if not (reply.note or reply.card) or not url or urlsplit(url).netloc not in self._response_hosts:
            return
        task = asyncio.create_task(self._respond(reply, click, url))
        self._answering.add(task)
        task.add_done_callback(self._answering.discard)

    async def _respond(self, reply: Reply, click: Click, url: str) -> None:
        shown = _shown(reply, await self._language(click.who))
        how = {"replace_original": True} if reply.replace else {"response_type": "ephemeral", "replace_original": False}
        try:
            await self._sender.respond(url, {**how, **(shown or {})})
        except SendFailed as failure:
            log.warning("private answer not delivered", route=click.route, reason=failure.reason)

    async def _language(self, who: Who) -> Language:
        return await self._core.read(people.language_for, who)


_ANY = re.compile(".*", re.DOTALL)


def _decode(body: bytes, content_type: str) -> dict[str, Any] | None:
    """The payload as Bolt expects it; None when it is not what Slack sends."""
    try:
        decoded = body.decode("utf-8")
        if content_type.startswith("application/json"):
            payload = json.loads(decoded)
        else:
            form = dict(parse_qsl(decoded, keep_blank_values=True, strict_parsing=True, errors="strict"))
            payload = json.loads(form["payload"]) if "payload" in form else form
    except (ValueError, RecursionError):
        return None
    return payload if isinstance(payload, dict) and payload else None


def _who(body: dict[str, Any]) -> Who:
    team = body.get("team") or {}
    return Who(CHAT, team.get("id") or body["user"]["team_id"], body["user"]["id"])


def _channel(body: dict[str, Any]) -> str:
    channel: str = (body.get("channel") or {}).get("id") or (body.get("container") or {}).get("channel_id") or ""
    return channel


def _place(channel: str) -> Place:
    return Place(channel, direct=channel.startswith("D"))


def _moment(ts: str) -> datetime:
    """Slack's "1763800000.000100" as an instant, exact to the microsecond: it orders clicks."""
    seconds, _, fraction = ts.partition(".")
    return datetime.fromtimestamp(int(seconds), UTC) + timedelta(microseconds=int(fraction.ljust(6, "0")[:6] or 0))


def _thread_answer(body: dict[str, Any], event: dict[str, Any]) -> Message | None:
    """An answer that a person wrote in a thread, or took back; None for every other message."""
    taken_back = event.get("subtype") == "message_deleted"
    if not taken_back and event.get("subtype") not in {None, "thread_broadcast", "file_share"}:
        return None
    said = event.get("previous_message", {}) if taken_back else event
    thread, ts, user = said.get("thread_ts"), said.get("ts"), said.get("user")
    if not (thread and ts and user) or thread == ts or said.get("bot_id"):
        return None
    return Message(
        who=Who(CHAT, body["team_id"], user),
        place=_place(event["channel"]),
        thread=thread,
        message=ts,
        taken_back=taken_back,
        at=_moment(event.get("event_ts") or ts),
    )


def _shown(reply: Reply, language: Language) -> dict[str, Any] | None:
    if reply.card is not None:
        return slack.message(reply.card, language)
    return slack.note(reply.note, language) if reply.note is not None else None


def _last_page(view: dict[str, Any], shown: dict[str, Any], language: Language) -> dict[str, Any]:
    close = to(Text("閉じる", "Close"), language)
    return {
        "type": "modal",
        "title": view["title"],
        "close": {"type": "plain_text", "text": close},
        "blocks": shown["blocks"],
    }


def _unescape(typed: str) -> str:
    """What was typed, before Slack escaped it."""
    return typed.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _response_hosts(api_url: str) -> frozenset[str]:
    """Where private answers may be posted: the API's own host; for slack.com, hooks.slack.com."""
    host = urlsplit(api_url).netloc
    return frozenset({"hooks.slack.com"} if host.endswith("slack.com") else {host})


def _forget_profile(tx: Tx, who: Who) -> None:
    people.forget_profile(tx, people.know(tx, who))
