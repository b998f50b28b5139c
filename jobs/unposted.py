"""The clock tells the rest of those responsible that a channel is lost, and looks whether it can be spoken in again."""

from __future__ import annotations

import structlog

from bot import channels, people
from bot.chat.sender import RateLimited, SendFailed
from bot.core import Core
from bot.unposted import service

log = structlog.get_logger("taiwa")

LOOKED_AT_ONCE = 40
"""Every hour: inside the rate at which a chat product answers such questions (Slack: tier 3, 50/min)."""


async def tell(core: Core) -> None:
    """A few people at a time, so that nobody's click waits."""
    while (lost := await core.read(service.untold)) is not None:
        await core.work(service.tell_some, lost, core.now())


async def look_again(core: Core) -> None:
    """Word of an invitation may have been lost while the house was closed. Too many questions end the looking."""
    for lost in await core.read(channels.lost, LOOKED_AT_ONCE):
        workspace = await core.read(people.workspace, lost.workspace_id)
        try:
            is_reached = await core.chats[workspace.chat].reaches(workspace.external_id, lost.channel)
        except RateLimited as failure:
            log.warning("channels looked at later", workspace=workspace.id, seconds=failure.seconds)
            return
        except SendFailed as failure:
            log.warning("channel not looked at", workspace=workspace.id, reason=failure.reason)
            continue
        if is_reached:
            await core.work(service.regain, lost.workspace_id, lost.channel, core.now())
