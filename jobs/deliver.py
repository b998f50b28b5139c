"""Say what is due, and redraw what is out of date: the only place from which anything is sent.

A notice is claimed, drawn as things stand now, sent, and marked. Redraws of one card are brought together:
the first goes at once, then at most one every two seconds, and all within Slack's budget for edits.
Saying and redrawing go on side by side, and neither waits for the other.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import datetime

import structlog

from bot import notices, people
from bot.chat.sender import MessageRef, Outgoing, RateLimited, SendFailed, ShutOut, TryLater, Unknown, Unreachable
from bot.core import Core
from bot.db import Tx
from bot.notices import Notice
from bot.people import Person, Workspace
from bot.text import Language
from jobs.pace import Budget, Holds, Lane

log = structlog.get_logger("taiwa")

POSTS_AT_ONCE, EDITS_AT_ONCE = 16, 8
BETWEEN_EDITS = 2.0
"""Seconds between two edits of one card: fast enough for a person, slow enough for a crowd."""
SAFETY_NET = 5.0
SEND_WITHIN = 7.0
"""Seconds that saying one thing may take, with all its calls."""
FINISH_WITHIN = 8.0
"""Seconds that what is on its way has to arrive when the house closes."""
FIRST_PAUSE, LONGEST_PAUSE = 5.0, 15 * 60.0
"""Seconds until what failed is tried again: twice as long each time."""
MOST_FAILURES = 3 * 24 * 4
"""At the longest pause about three days; a house that was closed meanwhile does not count them."""
AFTER_AN_ERROR = 60.0
"""Seconds until a shown card that could not be drawn is tried again."""


class Deliverer:
    """One task that wakes with every commit and every arrival, and every few seconds in any case."""

    def __init__(self, core: Core) -> None:
        self.between_edits = BETWEEN_EDITS
        self._core = core
        self._posts = Lane(POSTS_AT_ONCE, core.committed.set)
        self._edits = Lane(EDITS_AT_ONCE, core.committed.set)
        self._no_posts = Holds()
        self._no_edits = Budget()
        self._resting = Holds()
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
        with suppress(TimeoutError):
            async with asyncio.timeout(FINISH_WITHIN):
                if self._task is not None:
                    await asyncio.wait({self._task})
                while going := self._going():
                    await asyncio.wait(going)
        left = self._going() | ({self._task} if self._task is not None else set())
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    async def deliver(self) -> float:
        """Say and redraw everything that is due now. Returns after how many seconds to look again at the latest."""
        while await self._begin() or self._going():
            if going := self._going():
                await asyncio.wait(going, return_when=asyncio.FIRST_COMPLETED)
        return self._pause()

    async def _run(self) -> None:
        while not self._stopping:
            self._core.committed.clear()
            try:
                await self._begin()
            except Exception:
                log.exception("delivery failed; it is tried again")
            with suppress(TimeoutError):
                async with asyncio.timeout(self._pause()):
                    await self._core.committed.wait()

    def _going(self) -> set[asyncio.Task[None]]:
        return self._posts.tasks | self._edits.tasks

    def _pause(self) -> float:
        return min(SAFETY_NET, self._no_posts.seconds(), self._no_edits.seconds(), self._resting.seconds())

    async def _begin(self) -> bool:
        """Begin what may begin now. Returns whether there was anything."""
        edits = await self._begin_edits()
        return await self._begin_posts() or edits

    async def _begin_posts(self) -> bool:
        held = self._no_posts.held()
        if self._stopping or not self._posts.free or not await self._core.read(notices.due, self._core.now(), held):
            return False
        claimed = await self._core.work(notices.claim, self._core.now(), self._posts.free, held)
        for notice in claimed:
            self._posts.begin(notice.id, self._say(notice))
        return bool(claimed)

    async def _begin_edits(self) -> bool:
        begun = False
        while not self._stopping and self._edits.free:
            resting = self._resting.held() | self._edits.numbers
            stale = await self._core.read(notices.stale, self._edits.free, self._no_edits.held(), resting)
            if not stale or self._stopping:
                break
            for notice in stale:
                if notice.workspace_id not in self._no_edits.held():
                    self._no_edits.spend(notice.workspace_id)
                    self._resting.hold(notice.id, self.between_edits)
                    self._edits.begin(notice.id, self._show_again(notice))
                    begun = True
        return begun

    async def _say(self, notice: Notice) -> None:
        try:
            outgoing, workspace, person = await self._core.read(self._draw, notice, self._core.now())
            if outgoing is None:
                await self._core.work(notices.mark_dropped, notice)
                return
            message = await self._send(notice, outgoing, workspace, person)
        except (RateLimited, ShutOut) as failure:
            log.warning("say later", notice=notice.id, reason=failure.reason, seconds=failure.seconds)
            if isinstance(failure, RateLimited):
                self._no_posts.hold(notice.workspace_id, failure.seconds)
            await self._core.work(notices.mark_later, notice, failure.reason, failure.seconds)
        except TryLater as failure:
            log.warning("try later", notice=notice.id, reason=failure.reason)
            await self._put_off(notice, failure.reason, failure.seconds)
        except Unknown as failure:
            if notice.unknowns:
                log.error("nobody knows whether it was said", notice=notice.id, kind=notice.kind, reason=failure.reason)
                await self._core.work(notices.mark_unconfirmed, notice, failure.reason)
            else:  # it stays claimed: once its lease has run out it is said once more
                log.warning("perhaps said", notice=notice.id, kind=notice.kind, reason=failure.reason)
        except SendFailed as failure:
            await self._give_up(notice, failure.reason)
        except Exception:
            log.exception("notice not drawn", notice=notice.id, kind=notice.kind)
            await self._put_off(notice, "error", FIRST_PAUSE)
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
        """Raises SendFailed; Unknown when it takes too long."""
        chat = self._core.chats[workspace.chat]
        try:
            async with asyncio.timeout(SEND_WITHIN):
                if person is not None:
                    language: Language = person.reads(workspace)
                    return await chat.tell(workspace.external_id, person.external_id, outgoing, language, notice.tag)
                home, everybody = workspace.external_id, workspace.says()
                if outgoing.together:
                    return await chat.gather(home, outgoing.together, outgoing, everybody, notice.tag)
                channel = notice.channel if outgoing.thread is None else outgoing.thread.channel
                if channel is None:
                    raise Unreachable("nobody_named")
                return await chat.post(home, channel, outgoing, everybody, notice.tag)
        except TimeoutError as error:
            raise Unknown("took_too_long") from error

    async def _put_off(self, notice: Notice, reason: str, seconds: float) -> None:
        if notice.failures + 1 >= MOST_FAILURES:
            await self._give_up(notice, reason)
            return
        pause = min(FIRST_PAUSE * 2 ** min(notice.failures, 20), LONGEST_PAUSE)
        await self._core.work(notices.mark_failed, notice, reason, max(pause, seconds))

    async def _give_up(self, notice: Notice, reason: str) -> None:
        log.warning("not delivered", notice=notice.id, kind=notice.kind, reason=reason)
        await self._core.work(self._tell_activity, notice, reason, self._core.now())

    def _tell_activity(self, tx: Tx, notice: Notice, reason: str, now: datetime) -> None:
        notices.mark_unreachable(tx, notice, reason)
        try:
            told = self._core.activity(notice.activity).not_delivered
        except KeyError:  # an activity of old: nobody is left to be told
            return
        if told is not None:
            told(tx, notice, reason, now)

    async def _show_again(self, notice: Notice) -> None:
        """Draw first, then send: a click that comes in between raises the version and is drawn next time."""
        message = notice.message
        try:
            outgoing, workspace, _ = await self._core.read(self._draw, notice, self._core.now())
            if outgoing is not None and message is not None:
                chat = self._core.chats[workspace.chat]
                await chat.update(workspace.external_id, message, outgoing.card, workspace.says())
                self._resting.hold(notice.id, self.between_edits)
        except TryLater as failure:
            log.warning("redraw later", notice=notice.id, reason=failure.reason, seconds=failure.seconds)
            if isinstance(failure, RateLimited | ShutOut):
                self._no_edits.hold(notice.workspace_id, failure.seconds)
            else:
                self._resting.hold(notice.id, failure.seconds)
            return
        except SendFailed as failure:
            log.warning("not redrawn", notice=notice.id, reason=failure.reason)
        except Exception:
            log.exception("card not drawn", notice=notice.id, kind=notice.kind)
            self._resting.hold(notice.id, AFTER_AN_ERROR)
            return
        await self._core.work(notices.mark_redrawn, notice)
