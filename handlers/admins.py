"""Ask the chat product whether somebody is an admin before they do what only admins may."""

from __future__ import annotations

import asyncio

from bot.admins import CouldNotCheck, refuse_all_but_admins
from bot.chat.interaction import Who
from bot.chat.sender import SendFailed
from bot.core import Core
from bot.text import Text

PATIENCE_SECONDS = 2
"""How long the chat product may take to say who is an admin: it waits three seconds for our own answer."""


async def admit(who: Who, core: Core, refusal: Text) -> None:
    """It is asked now: what it said yesterday, or what the click says, may be wrong.

    Raises AdminsOnly in these words, and CouldNotCheck.
    """
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            profile = await core.chats[who.chat].profile(who.workspace, who.user)
    except (SendFailed, TimeoutError) as failure:
        raise CouldNotCheck() from failure
    refuse_all_but_admins(profile, refusal)
