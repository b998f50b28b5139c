"""The clock passes offers on that nobody took, tells those concerned, and shows on its card that an offsite started.

Each job looks first and writes only when something is due; in slices, so that nobody's click waits.
"""

from __future__ import annotations

from bot.core import Core
from bot.offsite import service, telling


async def pass_offers_on(core: Core) -> None:
    """A seat that was held long enough goes to the next who waits."""
    while await core.read(service.ended_offers, core.now()):
        await core.work(service.pass_offers_on, core.now())


async def tell(core: Core) -> None:
    """The day before, or soon after it was called off."""
    while await core.read(telling.is_to_tell, core.now()):
        await core.work(telling.tell_some, core.now())


async def show_starts(core: Core) -> None:
    """From the start on nothing can be answered, so the buttons go."""
    while await core.read(telling.just_started, core.now()):
        await core.work(telling.show_starts, core.now())
