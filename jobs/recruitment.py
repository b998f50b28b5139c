"""The clock closes calls that nobody closed, and passes seats on that nobody took."""

from __future__ import annotations

from bot.core import Core
from bot.recruitment import overdue


async def close_old_calls(core: Core) -> None:
    """After 14 days, in small units so that nobody's click waits."""
    while await core.read(overdue.old_calls, core.now()):
        await core.work(overdue.close_old, core.now())


async def pass_seats_on(core: Core) -> None:
    """A seat that was offered and not taken in its time goes to the next in line."""
    for call in await core.read(overdue.ran_out, core.now()):
        await core.work(overdue.pass_on, call, core.now())


async def offer_on(core: Core) -> None:
    """When a caller has left the organisation, those who joined may go on."""
    for call in await core.read(overdue.left_alone):
        await core.work(overdue.offer_on, call, core.now())
