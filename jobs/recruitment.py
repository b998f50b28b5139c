"""The clock closes calls that nobody closed."""

from __future__ import annotations

from bot.core import Core
from bot.recruitment import service


async def close_old_calls(core: Core) -> None:
    """After 14 days, in small units so that nobody's click waits."""
    while await core.read(service.old_calls, core.now()):
        await core.work(service.close_old, core.now())
