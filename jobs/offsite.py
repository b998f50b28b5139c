"""The clock passes offers on that nobody took, and reminds those who are going."""

from __future__ import annotations

from bot.core import Core
from bot.offsite import service


async def pass_offers_on(core: Core) -> None:
    """A seat that was held long enough goes to the next who waits."""
    while await core.work(service.pass_offers_on, core.now()):
        pass


async def remind(core: Core) -> None:
    """The day before, one offsite at a time so that nobody's click waits."""
    while await core.work(service.remind, core.now()):
        pass
