"""How a reply gets back to the person in Slack: as a form, a private note, a page, or on their Home."""

from __future__ import annotations

import asyncio
from typing import Any, TypeGuard
from urllib.parse import urlsplit

import structlog

from bot import people
from bot.chat import slack
from bot.chat.interaction import Click, Command, Reply, Shortcut, Who
from bot.chat.sender import SendFailed
from bot.chat.slack_sender import SlackSender
from bot.core import Core
from bot.text import Language, Text, to
from handlers.routing import with_typed
from handlers.slack_home import SlackHomes

log = structlog.get_logger("taiwa")

FORM_NOT_OPENED = Text(
    "フォームを開けませんでした。お手数ですが、もう一度お願いします。",
    "The form could not be opened. Please try again.",
)


class SlackAnswers:
    """Best effort, all of it: what must not be lost is a notice."""

    def __init__(self, core: Core, sender: SlackSender, *, api_url: str, language: Language) -> None:
        """`language` is spoken where a person's own cannot be looked up."""
        self._core = core
        self._sender = sender
        self._homes = SlackHomes(core, sender)
        self._response_origins = _response_origins(api_url)
        self._fallback = language
        self._going: set[asyncio.Task[None]] = set()

    @property
    def is_going(self) -> bool:
        """Whether answers are still on their way."""
        return bool(self._going) or self._homes.is_drawing

    async def close(self) -> None:
        """Wait for answers that are still on their way."""
        if self._going:
            await asyncio.wait(self._going, timeout=5)
        await self._homes.close()

    def show_home(self, who: Who) -> None:
        """Their Home is drawn anew, soon."""
        self._homes.show(who)

    async def with_form(self, reply: Reply, interaction: Click | Command | Shortcut, body: dict[str, Any]) -> Reply:
        """Open the form, if that is the reply. When Slack refuses (the trigger lives three seconds), say so."""
        if reply.form is None:
            return reply
        language = await self.language(interaction.who)
        trigger = str(body.get("trigger_id", ""))
        try:
            await self._sender.open_form(interaction.who.workspace, trigger, reply.form, language, interaction.place)
        except SendFailed as failure:
            log.warning("form not opened", reason=failure.reason)
            return Reply(note=with_typed(FORM_NOT_OPENED, interaction))
        return reply

    async def to_click(self, reply: Reply, click: Click | Shortcut, body: dict[str, Any]) -> None:
        """A Home is drawn anew at once; a note or card is on its way when this returns."""
        if click.place.home and reply.form is None:
            await self._at_home(reply, click, body)
        if (reply.note or reply.card) and not _is_home(body):
            task = asyncio.create_task(self._privately(reply, click, body))
            self._going.add(task)
            task.add_done_callback(self._going.discard)

    async def _at_home(self, reply: Reply, click: Click | Shortcut, body: dict[str, Any]) -> None:
        """The Home shows what has changed, and a note above it; a card that is not part of it opens as a page."""
        self._homes.answer(click.who, reply.note if _is_home(body) else None)
        if reply.card is None or reply.replace or not _is_home(body):
            return
        trigger, language = str(body.get("trigger_id", "")), await self.language(click.who)
        try:
            await self._sender.open_page(
                click.who.workspace, trigger, reply.card, language, Text("Taiwa", "Taiwa"), click.place
            )
        except SendFailed as failure:
            log.warning("page not opened", reason=failure.reason)
            self._homes.answer(click.who, FORM_NOT_OPENED)

    async def _privately(self, reply: Reply, click: Click | Shortcut, body: dict[str, Any]) -> None:
        """To the address that came with the click, or in the page on which it was pressed."""
        language = await self.language(click.who)
        content, url, view = shown(reply, language), body.get("response_url"), body.get("view")
        how = {"replace_original": True} if reply.replace else {"response_type": "ephemeral", "replace_original": False}
        try:
            if self._may_answer(url):
                await self._sender.respond(url, {**how, **content})
            elif isinstance(view, dict) and view.get("type") == "modal":
                page = last_page(view, content, language)
                await self._sender.call(click.who.workspace, "views.update", view_id=str(view.get("id")), view=page)
            else:
                log.warning("nowhere to answer", route=click.route)
        except SendFailed as failure:
            log.warning("private answer not delivered", route=click.route, reason=failure.reason)

    def _may_answer(self, url: object) -> TypeGuard[str]:
        try:
            parts = urlsplit(url) if isinstance(url, str) else None
        except ValueError:
            return False
        return parts is not None and (parts.scheme, parts.netloc) in self._response_origins

    async def language(self, who: Who) -> Language:
        """A person's language. Even while the database is away, they are told that it did not work."""
        try:
            return await self._core.read(people.language_for, who)
        except Exception:
            log.exception("language not known")
            return self._fallback


def shown(reply: Reply, language: Language) -> dict[str, Any]:
    """The arguments `text` and `blocks` of a message that says it."""
    if reply.card is not None:
        return slack.message(reply.card, language)
    assert reply.note is not None
    return slack.note(reply.note, language)


def last_page(view: dict[str, Any], shown: dict[str, Any], language: Language) -> dict[str, Any]:
    """The page that stands in the place of this one, with nothing left to send."""
    close = to(Text("閉じる", "Close"), language)
    return {
        "type": "modal",
        "title": view.get("title"),
        "close": {"type": "plain_text", "text": close},
        "private_metadata": view.get("private_metadata") or "",
        "blocks": shown["blocks"],
    }


def _is_home(body: dict[str, Any]) -> bool:
    """Whether it was pressed on a Home itself, and not on a page that was opened from there."""
    view = body.get("view")
    return isinstance(view, dict) and view.get("type") == "home"


def _response_origins(api_url: str) -> frozenset[tuple[str, str]]:
    """Where private answers may be posted: the API's own origin; for slack.com, https://hooks.slack.com."""
    parts = urlsplit(api_url)
    host = parts.netloc
    return frozenset({("https", "hooks.slack.com")} if host.endswith("slack.com") else {(parts.scheme, host)})
