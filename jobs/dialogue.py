"""The clock asks each team its weekly topic, and counts how many people are in its channel."""

from __future__ import annotations

import asyncio

import structlog

from bot import people
from bot.chat.sender import RateLimited, SendFailed
from bot.core import Core
from bot.dialogue import orphans, service

log = structlog.get_logger("taiwa")

ASKED_AT_ONCE = 50
ADOPTED_AT_ONCE = 50
COUNTED_AT_ONCE = 10
"""Every half minute: well inside the rate at which a chat product answers such questions (Slack: tier 3, 50/min)."""


async def count_heads(core: Core) -> None:
    """How many people are in a new team's channel, soon after it is set up; in every team's, once a day.

    Too many questions stop the counting in that workspace until the next look. A channel that cannot be counted
    for any other reason is asked again another day, so that it holds up none behind it.
    """
    busy: set[int] = set()
    for team in await core.read(service.uncounted, core.now(), COUNTED_AT_ONCE):
        if team.workspace_id in busy:
            continue
        workspace = await core.read(people.workspace, team.workspace_id)
        headcount = None
        try:
            members = await core.chats[workspace.chat].headcount(workspace.external_id, team.channel)
            headcount = members - 1  # the bot is one of them
        except RateLimited as failure:
            log.warning("channels counted later", workspace=workspace.id, seconds=failure.seconds)
            busy.add(workspace.id)
            continue
        except SendFailed as failure:
            log.warning("channel not counted", team=team.id, reason=failure.reason)
        await core.work(service.keep_headcount, team, headcount, core.now())


async def ask_the_weeks_topic(core: Core) -> None:
    """Every team that meets now, each in a transaction of its own, so that one that fails holds up no other."""
    while teams := await core.read(service.due, core.now(), ASKED_AT_ONCE):
        await asyncio.gather(*(core.work(service.ask, team, core.now()) for team in teams))


async def adopt_orphans(core: Core) -> None:
    """Replies that came before their card was known to be shown, now that it is."""
    for orphan, number in await core.read(orphans.found, ADOPTED_AT_ONCE):
        await core.work(orphans.adopt, orphan, number)


async def forget_orphans(core: Core) -> None:
    """Replies that turned out to answer nothing of ours."""
    await core.work(orphans.forget, core.now())
