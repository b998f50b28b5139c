"""Slack's side of the door: signed requests in, our words for them, and the acknowledgement back.

The body is verified as raw bytes and read once, before Bolt sees it: Bolt would parse it first, and
answers an unsigned malformed body with an error. Bolt never needs the network to let a request in.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from slack_bolt.async_app import AsyncApp, AsyncBoltContext, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.response import BoltResponse

from bot import installing, people
from bot.chat.interaction import Click, Command, Message, Shortcut, Submission, Who
from bot.chat.slack_sender import SlackSender
from bot.core import Core
from bot.db import Tx
from bot.installations import Installations
from bot.text import Language, to
from bot.unposted import service as unposted
from handlers import slack_payloads as payloads
from handlers.routing import Router
from handlers.slack_answers import SlackAnswers, last_page, shown
from handlers.slack_payloads import ChannelChanged, Departed, HomeOpened, Malformed, PersonChanged
from handlers.slack_signature import Signatures

log = structlog.get_logger("taiwa")

MOST_BYTES = 1024 * 1024


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
        signing_secret: str | None,
        api_url: str,
        language: Language,
    ) -> None:
        """`language` is spoken where a person's own cannot be looked up. Without a secret no request is let in.

        Raises ValueError for an empty secret.
        """
        self._core = core
        self._router = router
        self._installations = installations
        self._signatures = Signatures(signing_secret)
        self._answers = SlackAnswers(core, sender, api_url=api_url, language=language)
        self._app = self._bolt()

    async def receive(self, body: bytes, headers: Mapping[str, str]) -> Answer:
        """One request of Slack's. 401 for a forged or stale signature, 400 for what cannot be read."""
        if not self._signatures.is_genuine(body, headers):
            return Answer(401, "invalid signature")
        if self._signatures.is_replay(headers):
            return Answer(200)
        try:
            answer = await self._answer(payloads.decode(body, headers.get("content-type", "")))
        except Malformed:
            return _malformed()
        if answer.status == 200:
            self._signatures.answered(headers)
        return answer

    async def hear(self, payload: payloads.Payload) -> Answer:
        """The same for what came through a socket of ours, already decoded and surely from Slack."""
        try:
            return await self._answer(payload)
        except Malformed:
            return _malformed()

    async def _answer(self, payload: payloads.Payload) -> Answer:
        """Raises Malformed."""
        said = None
        if not payloads.is_handshake(payload):
            said = payloads.read(payload)
            if self._installations.find(payloads.team_of(payload)) is None and not isinstance(said, Departed):
                return Answer(503, "not ready for this workspace")  # events come again; people are told by Slack
            if said is None:
                return Answer(200)
        request = _bolt_request(payload, said)
        response: BoltResponse = await self._app.async_dispatch(request)
        content_type = response.headers.get("content-type", ["text/plain; charset=utf-8"])[0]
        return Answer(response.status, response.body or "", content_type)

    @property
    def is_answering(self) -> bool:
        """Whether private answers are still on their way."""
        return self._answers.is_going

    async def close(self) -> None:
        """Wait for private answers that are still on their way."""
        await self._answers.close()

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
        app.message_shortcut(_ANY)(self._shortcut)
        app.event("message")(self._message)
        app.event("app_home_opened")(self._home_opened)
        app.event("user_change")(self._person_changed)
        app.event("team_join")(self._person_changed)
        app.event("channel_archive")(self._channel_changed)
        app.event("channel_deleted")(self._channel_changed)
        app.event("channel_left")(self._channel_changed)
        app.event("channel_unarchive")(self._channel_changed)
        app.event("group_archive")(self._channel_changed)
        app.event("group_deleted")(self._channel_changed)
        app.event("group_left")(self._channel_changed)
        app.event("group_unarchive")(self._channel_changed)
        app.event("member_joined_channel")(self._channel_changed)
        app.event("app_uninstalled")(self._departed)
        app.event("tokens_revoked")(self._departed)
        app.error(_failed)
        return app

    async def _click(self, ack: Any, body: dict[str, Any], context: AsyncBoltContext) -> None:
        await self._pressed(context["said"], ack, body)

    async def _shortcut(self, ack: Any, body: dict[str, Any], context: AsyncBoltContext) -> None:
        await self._pressed(context["said"], ack, body)

    async def _pressed(self, click: Click | Shortcut, ack: Any, body: dict[str, Any]) -> None:
        reply = await self._answers.with_form(await self._router.run(click, self._core), click, body)
        await ack()
        await self._answers.to_click(reply, click, body)

    async def _submission(self, ack: Any, body: dict[str, Any], context: AsyncBoltContext) -> None:
        submission: Submission = context["said"]
        reply = await self._router.run(submission, self._core)
        language = await self._answers.language(submission.who)
        if submission.place.home and not reply.errors:
            self._answers.show_home(submission.who)
        if reply.errors:
            errors = {field: to(said, language) for field, said in reply.errors.items()}
            await ack(response_action="errors", errors=errors)
        elif reply.note or reply.card:
            await ack(response_action="update", view=last_page(body["view"], shown(reply, language), language))
        else:
            await ack()

    async def _command(self, ack: Any, body: dict[str, Any], context: AsyncBoltContext) -> None:
        command: Command = context["said"]
        reply = await self._answers.with_form(await self._router.run(command, self._core), command, body)
        if reply.note or reply.card:
            await ack(response_type="ephemeral", **shown(reply, await self._answers.language(command.who)))
        else:
            await ack()

    async def _message(self, ack: Any, context: AsyncBoltContext) -> None:
        message: Message = context["said"]
        await self._router.run(message, self._core)
        await ack()

    async def _home_opened(self, ack: Any, context: AsyncBoltContext) -> None:
        opened: HomeOpened = context["said"]
        self._answers.show_home(opened.who)
        await ack()

    async def _person_changed(self, ack: Any, context: AsyncBoltContext) -> None:
        changed: PersonChanged = context["said"]
        await self._core.work(_person_changed, changed, self._core.now())
        await ack()

    async def _channel_changed(self, ack: Any, context: AsyncBoltContext) -> None:
        changed: ChannelChanged = context["said"]
        installation = self._installations.find(changed.workspace)
        if changed.joined is None or (installation is not None and changed.joined == installation.bot_user):
            await self._core.work(_channel_changed, changed, self._core.now())
        await ack()

    async def _departed(self, ack: Any, context: AsyncBoltContext) -> None:
        """Nothing is addressed there any more. What was stored of the workspace stays: it may come back."""
        departed: Departed = context["said"]
        await self._core.work(installing.forget, departed.workspace, departed.at)
        self._installations.remove(departed.workspace, departed.at)
        log.info("taken out", workspace=departed.workspace)
        await ack()


def _malformed() -> Answer:
    log.warning("malformed request")
    return Answer(400, "malformed body")


_ANY = re.compile(".*", re.DOTALL)


async def _failed(error: Exception) -> BoltResponse:
    """An event that could not be stored comes again. Bolt's own log line would repeat the error's message."""
    log.error("not answered", exc_info=error)
    return BoltResponse(status=500)


def _bolt_request(payload: payloads.Payload, said: payloads.Said | None) -> AsyncBoltRequest:
    """What was read travels with the request to its listener. Raises Malformed for shapes that Bolt stumbles on."""
    try:
        # "socket_mode" takes what is already decoded
        return AsyncBoltRequest(body=payload, mode="socket_mode", context={"said": said})
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise Malformed from error


def _person_changed(tx: Tx, changed: PersonChanged, now: datetime) -> None:
    """Who has left is addressed no more from this moment on; the rest is asked for."""
    person = people.know(tx, changed.who)
    if changed.is_gone:
        people.mark_gone(tx, person, now)
    else:
        people.forget_profile(tx, person, now)


def _channel_changed(tx: Tx, changed: ChannelChanged, now: datetime) -> None:
    home = people.workspace_of(tx, Who(payloads.CHAT, changed.workspace, "")).id
    if changed.reason is None:
        unposted.regain(tx, home, changed.channel, now, heard_at=changed.at)
    else:
        unposted.lose(tx, home, changed.channel, changed.reason, now, heard_at=changed.at)
