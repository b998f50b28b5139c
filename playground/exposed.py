"""Carries a request of the app's out under whatever trouble it meets: refused, late, or done and never answered."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from playground.limits import RateLimited

if TYPE_CHECKING:
    from playground.server import Playground


async def exposed(
    playground: "Playground", request: Request, name: str, carry_out: Callable[[], Awaitable[Response]]
) -> Response:
    """What `carry_out` answers, unless trouble strikes what is called `name`.

    Raises RateLimited, and what `carry_out` raises: a call that is refused is not stored, so nothing hides its answer.
    """
    fault = playground.faults.strike(name)
    if fault and fault.kind == "rate_limited":
        raise RateLimited(round(fault.seconds))
    if fault and fault.kind == "slow":
        await asyncio.sleep(fault.seconds)
    response = await carry_out()
    if fault and fault.kind == "error_after_storing":
        return PlainTextResponse("Internal Server Error", status_code=500)
    if fault and fault.kind == "drop_after_storing":
        return await playground.drop(request)
    return response
