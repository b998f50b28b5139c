"""Shows people their Home in Slack: when they open it, and again after whatever they do there."""

from __future__ import annotations

import asyncio
import time

import structlog

from bot import people
from bot.chat.interaction import Who
from bot.chat.sender import SendFailed
from bot.chat.slack_sender import SlackSender
from bot.core import Core
from bot.text import Text
from handlers import home

ANSWER_SECONDS = 5.0
"""For so long an answer stays on a Home that is drawn again."""

log = structlog.get_logger("taiwa")


class SlackHomes:
    """One drawing at a time for each person: what they did meanwhile is on the next one."""

    def __init__(self, core: Core, sender: SlackSender) -> None:
        self._core = core
        self._sender = sender
        self._wanted: set[Who] = set()
        self._answers: dict[Who, tuple[Text, float]] = {}
        self._drawing: dict[Who, asyncio.Task[None]] = {}

    @property
    def is_drawing(self) -> bool:
        """Whether a Home is on its way."""
        return bool(self._drawing)

    def answer(self, who: Who, note: Text | None) -> None:
        """They have done something there: the same, with what `note` says to it."""
        if note is None:
            self._answers.pop(who, None)
        else:
            self._answers[who] = note, time.monotonic() + ANSWER_SECONDS
        self.show(who)

    def show(self, who: Who) -> None:
        """Soon. Best effort: opening it again draws it anew."""
        self._wanted.add(who)
        if who not in self._drawing:
            self._drawing[who] = asyncio.create_task(self._draw(who))

    async def close(self) -> None:
        """Wait for what is on its way."""
        if self._drawing:
            await asyncio.wait(self._drawing.values(), timeout=5)

    async def _draw(self, who: Who) -> None:
        try:
            while who in self._wanted:
                self._wanted.discard(who)
                await self._publish(who, self._recent_answer(who))
        finally:
            del self._drawing[who]

    def _recent_answer(self, who: Who) -> Text | None:
        """Word that it was opened may come late, and does not wipe out what was said since."""
        note, until = self._answers.get(who, (None, 0.0))
        if until < time.monotonic():
            self._answers.pop(who, None)
            return None
        return note

    async def _publish(self, who: Who, note: Text | None) -> None:
        try:
            await self._core.work(people.know, who)
            card, language = await self._core.read(home.page, who, self._core.activities, self._core.now(), note)
            await self._sender.show_home(who.workspace, who.user, card, language)
        except SendFailed as failure:
            log.warning("home not shown", reason=failure.reason)
        except Exception:
            log.exception("home not drawn")
