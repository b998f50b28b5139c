"""Say what is due, and redraw what is out of date: the only place from which anything is sent.

A notice is claimed, drawn as things stand now, sent, and marked. Redraws of one card are brought together:
the first goes at once, then at most one every two seconds, and all within Slack's budget for edits.
Saying and redrawing go on side by side, and neither waits for the other.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import datetime, timedelta

import structlog

from bot import channels, notices, people
from bot.chat.sender import (
    MessageRef,
    Outgoing,
    OutOfReach,
    RateLimited,
    Sender,
    SendFailed,
    ShutOut,
    TryLater,
    Unknown,
    Unreachable,
)
from bot.core import Core
from bot.db import Tx
from bot.manners import hour_to_tell
from bot.notices import Notice
from bot.people import Person, Workspace
from bot.text import Language
from bot.unposted import service as unposted
from jobs.pace import Budget, Holds, Lane

log = structlog.get_logger("taiwa")

POSTS_AT_ONCE, EDITS_AT_ONCE = 16, 8
BETWEEN_EDITS = 2.0
"""Seconds between two edits of one card: fast enough for a person, slow enough for a crowd."""
SAFETY_NET = 5.0
SEND_WITHIN = 7.0
"""Seconds that saying one thing may take, with all its calls."""
SETTLES_WITHIN = 10.0
"""Seconds after which what was sent without an answer can be seen, if it arrived."""
CLOCKS_APART = timedelta(minutes=10)
"""How far the chat product's clock may be from ours; with more than five its signatures would not be valid."""
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
        self.between_edits, self.settles_within = BETWEEN_EDITS, SETTLES_WITHIN
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
            hour = self._hour(notice, workspace, person)
            if outgoing is None or hour is None:
                await self._core.work(notices.mark_dropped, notice)
                return
            if hour > self._core.now():
                await self._core.work(notices.mark_quiet, notice, hour)
                return
            message, was_found = await self._send(notice, outgoing, workspace, person)
        except NotFoundOut as failure:
            log.warning("nobody can tell yet whether it was said", notice=notice.id, reason=failure.reason)
            await self._core.work(notices.mark_unknown, notice, failure.reason, failure.seconds)
        except NeverFoundOut as failure:
            log.error("nobody knows whether it was said", notice=notice.id, kind=notice.kind, reason=failure.reason)
            await self._core.work(notices.mark_unconfirmed, notice, failure.reason)
        except (RateLimited, ShutOut) as failure:
            log.warning("say later", notice=notice.id, reason=failure.reason, seconds=failure.seconds)
            if isinstance(failure, RateLimited):
                self._no_posts.hold(notice.workspace_id, failure.seconds)
            await self._core.work(notices.mark_later, notice, failure.reason, failure.seconds)
        except TryLater as failure:
            log.warning("try later", notice=notice.id, reason=failure.reason)
            await self._put_off(notice, failure.reason, failure.seconds)
        except Unknown as failure:
            log.warning("perhaps said", notice=notice.id, kind=notice.kind, reason=failure.reason)
            await self._core.work(notices.mark_unknown, notice, failure.reason, self.settles_within)
        except SendFailed as failure:
            await self._give_up(notice, failure.reason)
        except Exception:
            log.exception("notice not drawn", notice=notice.id, kind=notice.kind)
            await self._put_off(notice, "error", FIRST_PAUSE)
        else:
            await self._core.work(_said, notice, message, was_found, self._core.now())

    def _draw(self, tx: Tx, notice: Notice, now: datetime) -> tuple[Outgoing | None, Workspace, Person | None]:
        workspace = people.workspace(tx, notice.workspace_id)
        person = None if notice.person_id is None else people.person(tx, notice.person_id)
        if person is not None and (person.is_gone or person.is_bot):
            return None, workspace, person
        if notice.message is None and notice.responsible_id is None and notice.channel is not None:
            reason = channels.why_lost(tx, notice.workspace_id, notice.channel)
            if reason is not None:  # nobody has just asked for it, so it waits until the channel is regained
                raise Unreachable(reason)
        draw = self._core.activity(notice.activity).notices[notice.kind]
        return draw(tx, notice, now), workspace, person

    def _hour(self, notice: Notice, workspace: Workspace, person: Person | None) -> datetime | None:
        """When it may be said; None: never."""
        now = self._core.now()
        if person is None:
            return now
        return hour_to_tell(self._core.activity(notice.activity).manner(notice.kind), person, workspace, now)

    async def _send(
        self, notice: Notice, outgoing: Outgoing, workspace: Workspace, person: Person | None
    ) -> tuple[MessageRef, bool]:
        """Say it; where it may have been said before, only if it is not there. With the message: whether it was.

        Raises SendFailed; Unknown when it takes too long; NotFoundOut, NeverFoundOut.
        """
        chat, home = self._core.chats[workspace.chat], workspace.external_id
        is_for_one = person is not None and not outgoing.together and outgoing.thread is None
        language: Language = person.reads(workspace) if person is not None and is_for_one else workspace.says()
        try:
            async with asyncio.timeout(SEND_WITHIN):
                channel = await self._channel(notice, outgoing, workspace, person)
                said = await _look_up(chat, home, channel, outgoing, notice) if notice.unknowns else None
                if said is not None:
                    return said, True
                return await chat.post(home, channel, outgoing, language, notice.tag), False
        except TimeoutError as error:
            raise Unknown("took_too_long") from error

    async def _channel(self, notice: Notice, outgoing: Outgoing, workspace: Workspace, person: Person | None) -> str:
        """Where it is said. Raises SendFailed."""
        if outgoing.thread is not None:
            return outgoing.thread.channel
        chat, alone = self._core.chats[workspace.chat], () if person is None else (person.external_id,)
        if outgoing.together:
            return notice.sent_channel or await self._open_once(notice, outgoing.together, workspace)
        if alone:
            return await chat.conversation(workspace.external_id, alone)
        if notice.channel is None:
            raise Unreachable("nobody_named")
        return notice.channel

    async def _open_once(self, notice: Notice, users: tuple[str, ...], workspace: Workspace) -> str:
        """Who is brought together is settled before the first try: by the second, one may have come, and one left."""
        if notice.together is None:
            await self._core.work(notices.settle_together, notice, users)
        else:
            users = tuple(notice.together.split(","))
        channel = await self._core.chats[workspace.chat].conversation(workspace.external_id, users)
        await self._core.work(notices.settle_on, notice, channel)
        return channel

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
        unposted.keep(tx, notice, reason, now)
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
                await chat.update(workspace.external_id, message, outgoing, workspace.says())
                self._resting.hold(notice.id, self.between_edits)
        except TryLater as failure:
            log.warning("redraw later", notice=notice.id, reason=failure.reason, seconds=failure.seconds)
            if isinstance(failure, RateLimited | ShutOut):
                self._no_edits.hold(notice.workspace_id, failure.seconds)
            else:
                self._resting.hold(notice.id, failure.seconds)
            return
        except OutOfReach as failure:
            log.warning("channel lost", notice=notice.id, reason=failure.reason)
            assert message is not None
            await self._core.work(unposted.lose, notice.workspace_id, message.channel, failure.reason, self._core.now())
            return
        except SendFailed as failure:
            log.warning("not redrawn", notice=notice.id, reason=failure.reason)
        except Exception:
            log.exception("card not drawn", notice=notice.id, kind=notice.kind)
            self._resting.hold(notice.id, AFTER_AN_ERROR)
            return
        await self._core.work(notices.mark_redrawn, notice)


class NotFoundOut(TryLater):
    """It may have been said, and the chat product does not say just now whether it was."""


class NeverFoundOut(SendFailed):
    """It may have been said, and the chat product will not say whether it was."""


async def _look_up(chat: Sender, home: str, channel: str, outgoing: Outgoing, notice: Notice) -> MessageRef | None:
    """The message that was said before; None where there is none. Raises NotFoundOut, NeverFoundOut."""
    assert notice.tried_at is not None, "it was claimed before"
    if outgoing.file is not None:
        raise NeverFoundOut("a_file_carries_no_tag")
    try:
        return await chat.find(home, channel, outgoing.thread, notice.tag, notice.tried_at - CLOCKS_APART)
    except OutOfReach:
        return None  # where we may not look we may not speak either: that is what it will come to
    except TryLater as failure:
        raise NotFoundOut(failure.reason, failure.seconds) from failure
    except SendFailed as failure:
        raise NeverFoundOut(failure.reason) from failure


def _said(tx: Tx, notice: Notice, message: MessageRef, was_found: bool, now: datetime) -> None:
    """Where something could be said, everything can."""
    (notices.mark_found if was_found else notices.mark_sent)(tx, notice, message)
    if notice.channel is not None and channels.why_lost(tx, notice.workspace_id, notice.channel) is not None:
        unposted.regain(tx, notice.workspace_id, notice.channel, now)
