"""Say what is due, and redraw what is out of date: the only place from which anything is sent.

A notice is claimed, drawn as things stand now, sent, and marked. Redraws of one card are brought together:
the first goes at once, then at most one every two seconds, and all within Slack's budget for edits.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from contextlib import suppress
from datetime import datetime

import structlog

from bot import notices, people
from bot.chat.sender import MessageRef, Outgoing, SendFailed, TryLater, Unreachable
from bot.core import Core
from bot.db import Tx
from bot.notices import Notice
from bot.people import Person, Workspace
from bot.text import Language

log = structlog.get_logger("taiwa")

AT_ONCE = 20
BETWEEN_EDITS = 2.0
"""Seconds between two edits of one card: fast enough for a person, slow enough for a crowd."""
EDITS_A_MINUTE = 45
"""Slack allows about 50 calls of chat.update a minute and workspace (rate limit tier 3); the rest is a margin."""
SAFETY_NET = 5.0
AFTER_AN_ERROR = 60.0
"""Seconds until what could not be drawn is tried again."""
FINISH_WITHIN = 8.0
"""Seconds that what is on its way has to arrive when the house closes."""


class Deliverer:
    """One task that wakes with every commit, and every few seconds in any case."""

    def __init__(self, core: Core) -> None:
        self.between_edits = BETWEEN_EDITS
        self._core = core
        self._edited: dict[int, float] = {}
        self._edits: dict[int, deque[float]] = {}
        self._no_edits_before: dict[int, float] = {}
        self._task: asyncio.Task[None] | None = None
        self._stopping = False

    def start(self) -> None:
        """Begin. Starting again changes nothing."""
        if self._task is None:
            self._task = asyncio.create_task(self._run(), name="deliver")

    async def stop(self) -> None:
        """Finish what is on its way, because what was sent and not marked would be sent again. Begin nothing new."""
        self._stopping = True
        self._core.committed.set()
        if self._task is not None:
            await asyncio.wait({self._task}, timeout=FINISH_WITHIN)
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self) -> None:
        while not self._stopping:
            self._core.committed.clear()
            wait = SAFETY_NET
            try:
                wait = await self.deliver()
            except Exception:
                log.exception("delivery failed; it is tried again")
            with suppress(TimeoutError):
                async with asyncio.timeout(wait):
                    await self._core.committed.wait()

    async def deliver(self) -> float:
        """Say and redraw everything that is due. Returns after how many seconds to look again at the latest."""
        while not self._stopping and await self._core.read(notices.due, self._core.now()):
            claimed = await self._core.work(notices.claim, self._core.now(), AT_ONCE)
            await asyncio.gather(*(self._say(notice) for notice in claimed))
        return await self._redraw()

    async def _say(self, notice: Notice) -> None:
        try:
            outgoing, workspace, person = await self._core.read(self._draw, notice, self._core.now())
            if outgoing is None:
                await self._core.work(notices.mark_dropped, notice)
                return
            message = await self._send(notice, outgoing, workspace, person)
        except TryLater as failure:
            log.warning("try later", notice=notice.id, reason=failure.reason, seconds=failure.seconds)
            await self._core.work(notices.mark_later, notice, failure.reason, failure.seconds)
        except SendFailed as failure:
            log.warning("not delivered", notice=notice.id, kind=notice.kind, reason=failure.reason)
            await self._core.work(self._give_up, notice, failure.reason, self._core.now())
        except Exception:
            log.exception("notice not drawn", notice=notice.id, kind=notice.kind)
            await self._core.work(notices.mark_later, notice, "error", AFTER_AN_ERROR)
        else:
            await self._core.work(notices.mark_sent, notice, message)

    def _draw(self, tx: Tx, notice: Notice, now: datetime) -> tuple[Outgoing | None, Workspace, Person | None]:
        workspace = people.workspace(tx, notice.workspace_id)
        person = None if notice.person_id is None else people.person(tx, notice.person_id)
        if person is not None and (person.is_gone or person.is_bot):
            return None, workspace, person
        draw = self._core.activity(notice.activity).notices[notice.kind]
        return draw(tx, notice, now), workspace, person

    async def _send(
        self, notice: Notice, outgoing: Outgoing, workspace: Workspace, person: Person | None
    ) -> MessageRef:
        chat = self._core.chats[workspace.chat]
        if person is None:
            if notice.channel is None:
                raise Unreachable("nobody_named")
            return await chat.post(workspace.external_id, notice.channel, outgoing, workspace.says(), notice.tag)
        language: Language = person.reads(workspace)
        return await chat.tell(workspace.external_id, person.external_id, outgoing, language, notice.tag)

    def _give_up(self, tx: Tx, notice: Notice, reason: str, now: datetime) -> None:
        notices.mark_unreachable(tx, notice, reason)
        told = self._core.activity(notice.activity).not_delivered
        if told is not None:
            told(tx, notice, reason, now)

    async def _redraw(self) -> float:
        wait = SAFETY_NET
        now_due = []
        for notice in await self._core.read(notices.stale, 100):
            pause = self._pause_before(notice)
            if pause > 0:
                wait = min(wait, pause)
            else:
                self._count_edit(notice)
                now_due.append(notice)
        await asyncio.gather(*(self._show_again(notice) for notice in now_due))
        return wait

    async def _show_again(self, notice: Notice) -> None:
        """Draw first, then send: a click that comes in between raises the version and is drawn next time."""
        message = notice.message
        try:
            outgoing, workspace, _ = await self._core.read(self._draw, notice, self._core.now())
            if outgoing is not None and message is not None:
                chat = self._core.chats[workspace.chat]
                await chat.update(workspace.external_id, message, outgoing.card, workspace.says())
        except TryLater as failure:
            self._no_edits_before[notice.workspace_id] = time.monotonic() + failure.seconds
            log.warning("redraw later", notice=notice.id, reason=failure.reason, seconds=failure.seconds)
            return
        except SendFailed as failure:
            log.warning("not redrawn", notice=notice.id, reason=failure.reason)
        except Exception:
            log.exception("card not drawn", notice=notice.id, kind=notice.kind)
            self._edited[notice.id] = time.monotonic() + AFTER_AN_ERROR
            return
        await self._core.work(notices.mark_redrawn, notice)

    def _pause_before(self, notice: Notice) -> float:
        """Seconds until this card may be edited again."""
        now = time.monotonic()
        own = self._edited.get(notice.id, -self.between_edits) + self.between_edits - now
        edits = self._edits.setdefault(notice.workspace_id, deque())
        while edits and edits[0] <= now - 60:
            edits.popleft()
        shared = edits[0] + 60 - now if len(edits) >= EDITS_A_MINUTE else 0.0
        told = self._no_edits_before.get(notice.workspace_id, now) - now
        return max(own, shared, told, 0.0)

    def _count_edit(self, notice: Notice) -> None:
        now = time.monotonic()
        self._edited = {card: at for card, at in self._edited.items() if at > now - 60}
        self._edited[notice.id] = now
        self._edits[notice.workspace_id].append(now)
