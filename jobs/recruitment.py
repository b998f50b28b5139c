"""The clock closes calls that nobody closed, and passes seats on that nobody took."""

from __future__ import annotations

from bot.core import Core
from bot.recruitment import service


async def close_old_calls(core: Core) -> None:
    """After 14 days, in small units so that nobody's click waits."""
    while await core.read(service.old_calls, core.now()):
        await core.work(service.close_old, core.now())


async def pass_seats_on(core: Core) -> None:
    """A seat that was offered and not taken in its time goes to the next in line."""
    for call in await core.read(service.ran_out, core.now()):
        await core.work(service.pass_on, call, core.now())


async def offer_on(core: Core) -> None:
    """When a caller has left the organisation, those who joined may go on."""
    for call in await core.read(service.left_alone):
        await core.work(service.offer_on, call, core.now())
