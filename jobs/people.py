"""Learn who the people are: their language, their zone, and who has left."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import structlog

from bot import people
from bot.chat.sender import RateLimited, SendFailed, TryLater, Unreachable
from bot.core import Core
from bot.db import Tx
from bot.people import Person, Workspace

log = structlog.get_logger("taiwa")

STORED_AT_ONCE = 25


async def learn_everyone(core: Core) -> None:
    """Once a day, and at start: everybody, so that nobody's first click is answered in the wrong language."""
    await asyncio.gather(*(_learn_all_of(core, workspace) for workspace in await core.read(people.workspaces)))


async def _learn_all_of(core: Core, workspace: Workspace) -> None:
    """Page by page, so that being told to wait loses nothing of what was learned before."""
    cursor, is_last = "", False
    while not is_last:
        asked = core.now()
        try:
            profiles, cursor = await core.chats[workspace.chat].everyone(workspace.external_id, cursor)
        except RateLimited as failure:
            log.warning("people learned later", workspace=workspace.external_id, seconds=failure.seconds)
            await asyncio.sleep(failure.seconds)
            continue
        except SendFailed as failure:
            log.warning("people not learned", workspace=workspace.external_id, reason=failure.reason)
            return
        for start in range(0, len(profiles), STORED_AT_ONCE):
            await core.work(people.introduce, workspace.id, profiles[start : start + STORED_AT_ONCE], asked)
        is_last = not cursor


async def learn_new_faces(core: Core) -> None:
    """Those whom the chat product has not told us of yet, or whose profile has changed."""
    not_now: set[int] = set()
    for workspace, person in await core.read(people.unprofiled):
        if workspace.id in not_now:
            continue
        asked = core.now()
        try:
            profile = await core.chats[workspace.chat].profile(workspace.external_id, person.external_id)
        except Unreachable:
            await core.work(people.mark_gone, person, asked)
        except TryLater as failure:
            log.warning("people learned later", workspace=workspace.external_id, reason=failure.reason)
            not_now.add(workspace.id)
            until = datetime.now(UTC) + timedelta(seconds=failure.seconds)
            await core.work(people.put_off_questions, workspace, until)
        except SendFailed as failure:
            log.warning("person not learned", workspace=workspace.external_id, reason=failure.reason)
            await core.work(people.leave_as_is, person, asked)
        else:
            await core.work(people.introduce, workspace.id, [profile], asked)


async def see_off(core: Core) -> None:
    """Every activity is told of those who have left, once, in a transaction for each of them."""
    for person in await core.read(people.just_left):
        try:
            await core.work(_see_off, person, core)
        except Exception:
            log.exception("not seen off", person=person.id)


def _see_off(tx: Tx, person: Person, core: Core) -> None:
    for activity in core.activities:
        if activity.departed is not None:
            activity.departed(tx, person, core.now())
    people.keep_seen_off(tx, person)
