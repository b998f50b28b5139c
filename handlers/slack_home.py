"""Shows people their Home in Slack: when they open it, and again after whatever they do there."""

from __future__ import annotations

import asyncio

import structlog

from bot import people
from bot.chat.interaction import Who
from bot.chat.sender import SendFailed
from bot.chat.slack_sender import SlackSender
from bot.core import Core
from bot.text import Text
from handlers import home

log = structlog.get_logger("taiwa")


class SlackHomes:
    """One drawing at a time for each person: what they did meanwhile is on the next one."""

    def __init__(self, core: Core, sender: SlackSender) -> None:
        self._core = core
        self._sender = sender
        self._wanted: dict[Who, Text | None] = {}
        self._drawing: dict[Who, asyncio.Task[None]] = {}

    @property
    def is_drawing(self) -> bool:
        """Whether a Home is on its way."""
        return bool(self._drawing)

    def show(self, who: Who, note: Text | None = None) -> None:
        """Soon, with what `note` answers to what they have just done. Best effort: opening it again draws it anew."""
        self._wanted[who] = note
        if who not in self._drawing:
            self._drawing[who] = asyncio.create_task(self._draw(who))

    async def close(self) -> None:
        """Wait for what is on its way."""
        if self._drawing:
            await asyncio.wait(self._drawing.values(), timeout=5)

    async def _draw(self, who: Who) -> None:
        try:
            while who in self._wanted:
                await self._publish(who, self._wanted.pop(who))
        finally:
            del self._drawing[who]

    async def _publish(self, who: Who, note: Text | None) -> None:
        try:
            await self._core.work(people.know, who)
            card, language = await self._core.read(home.page, who, self._core.activities, self._core.now(), note)
            await self._sender.show_home(who.workspace, who.user, card, language)
        except SendFailed as failure:
            log.warning("home not shown", reason=failure.reason)
        except Exception:
            log.exception("home not drawn")
