"""Learn who the people are: their language, their zone, and who has left."""

from __future__ import annotations

import structlog

from bot import people
from bot.chat.sender import SendFailed, TryLater, Unreachable
from bot.core import Core

log = structlog.get_logger("taiwa")

AT_ONCE = 50


async def learn_everyone(core: Core) -> None:
    """Once a day, and at start: everybody, so that nobody's first click is answered in the wrong language."""
    for workspace in await core.read(people.workspaces):
        try:
            profiles = await core.chats[workspace.chat].everyone(workspace.external_id)
        except SendFailed as failure:
            log.warning("people not learned", workspace=workspace.external_id, reason=failure.reason)
            continue
        for start in range(0, len(profiles), AT_ONCE):
            await core.work(people.introduce, workspace.id, profiles[start : start + AT_ONCE], core.now())


async def learn_new_faces(core: Core) -> None:
    """Those whom the chat product has not told us of yet, or whose profile has changed."""
    not_now: set[int] = set()
    for workspace, person in await core.read(people.unprofiled):
        if workspace.id in not_now:
            continue
        try:
            profile = await core.chats[workspace.chat].profile(workspace.external_id, person.external_id)
        except Unreachable:
            await core.work(people.mark_gone, person, core.now())
        except SendFailed as failure:
            log.warning("person not learned", workspace=workspace.external_id, reason=failure.reason)
            if isinstance(failure, TryLater):
                not_now.add(workspace.id)
        else:
            await core.work(people.introduce, workspace.id, [profile], core.now())
