"""The clock passes word of offsites to the alumni who asked for it."""

from __future__ import annotations

from bot.alumni import service
from bot.core import Core


async def pass_the_word(core: Core) -> None:
    """A few people at a time, so that nobody's click waits."""
    while (word := await core.read(service.due_word, core.now())) is not None:
        await core.work(service.tell_some, word, core.now())
