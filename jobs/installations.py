"""Learn where the bot is: from Slack, whose token it is; or from what workspaces gave us, here or at a replica."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import structlog

from bot import installing, people
from bot.chat.sender import SendFailed
from bot.chat.slack_sender import SlackSender
from bot.core import Core
from bot.installations import Installations
from bot.text import Language

if TYPE_CHECKING:
    from bot.cipher import Cipher  # loaded only where workspaces come by OAuth

log = structlog.get_logger("taiwa")

LOOK_EVERY = 30.0
"""Seconds until what another replica was given, or has lost, is known here, too."""

Met = Callable[[], Coroutine[Any, Any, None]]
"""What is done once a workspace has become known."""


async def learn_by_token(
    core: Core,
    sender: SlackSender,
    installations: Installations,
    token: str | None,
    met: Met,
    *,
    chat: str,
    language: Language,
    timezone: str,
) -> None:
    """Learn whose token it is. Until Slack and the database have answered once, requests are refused and come again.

    Without a token nobody is ever known.
    """
    if token is None:
        return
    pause = 1.0
    while True:
        try:
            home = await sender.identify(token)
            await core.work(
                people.settle, chat, home.workspace, home.name, home.bot_user, language=language, timezone=timezone
            )
            break
        except SendFailed as failure:
            log.warning("Slack does not let us in yet: check TAIWA_SLACK_BOT_TOKEN", reason=failure.reason)
        except Exception:
            log.exception("the database does not let us in yet: check TAIWA_DATABASE_URL, and run: taiwa migrate")
        await asyncio.sleep(pause)
        pause = min(pause * 2, 60)
    installations.add(replace(home, since=datetime.now(UTC).replace(microsecond=0)))
    log.info("at home", workspace=home.workspace)
    await met()


class Following:
    """Keeps in memory what is stored: no click needs the network or the database to be let in."""

    def __init__(self, core: Core, installations: Installations, cipher: Cipher, met: Met) -> None:
        self.changed = asyncio.Event()
        """Set when the bot has just been let in somewhere: it is greeted there at once."""
        self._core = core
        self._installations = installations
        self._cipher = cipher
        self._met = met
        self._known: set[str] = set()
        self._unreadable: set[str] = set()
        self._greeting: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Until cancelled."""
        is_locked_anew = False
        try:
            while True:
                try:
                    if not is_locked_anew:
                        await self._core.work(installing.lock_anew, self._cipher)
                        is_locked_anew = True
                    await self._look()
                except Exception:
                    log.exception("installations not read; it is tried again")
                with suppress(TimeoutError):
                    async with asyncio.timeout(LOOK_EVERY):
                        await self.changed.wait()
        finally:
            for task in self._greeting:
                task.cancel()

    async def _look(self) -> None:
        self.changed.clear()
        given, unreadable = await self._core.read(installing.kept, self._cipher)
        if self.changed.is_set():
            return  # somebody came in meanwhile, and perhaps is not among them
        self._installations.become(given)
        now_known = {installation.workspace for installation in given}
        if now_known - self._known:
            log.info("at home", workspaces=sorted(now_known - self._known))
            task = asyncio.create_task(self._met())
            self._greeting.add(task)
            task.add_done_callback(self._greeting.discard)
        for workspace in set(unreadable) - self._unreadable:
            log.error(
                "a token is locked with none of TAIWA_ENCRYPTION_KEYS: add its key, or install there again",
                workspace=workspace,
            )
        self._known, self._unreadable = now_known, set(unreadable)
