"""A town to test in: the whole product over real HTTP, and the pretended Slack of its city hall on the other side."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import uvicorn
from pydantic import SecretStr
from sqlalchemy import func, or_, select

import jobs
from bot import channels
from bot.app import House, build
from bot.core import Clock, Core
from bot.db import Tx
from bot.notices import SENDING, SENT, WAITING, Notice
from bot.serving import server_config
from bot.settings import Settings
from handlers import ACTIVITIES, manifest
from handlers.routing import Router
from playground.city_hall import city_hall
from playground.manifest import app_from_manifest
from playground.objects import View
from playground.person import Person
from playground.server import Playground
from playground.workspace import Channel, Message, Workspace

TOKEN, SECRET, APP_TOKEN = "xoxb-town", "town-signing-secret", "xapp-town"


A_MOMENT = timedelta(seconds=1)
"""What becomes due while we look is due as well."""


@dataclass(slots=True)
class Town:
    """Act with `person(...)`, let things settle with `settled()`, look with `card(...)` and `notes(...)`."""

    playground: Playground
    workspace: Workspace
    house: House
    url: str

    @classmethod
    @asynccontextmanager
    async def open(
        cls,
        database_url: str,
        clock: Clock,
        *,
        limits: bool = False,
        sockets: bool = False,
        retry_pace: float = 0.001,
    ) -> AsyncIterator[Town]:
        """Everything started; everything stopped afterwards.

        `limits`: its Slack counts calls, as the real one. `sockets`: by Socket Mode instead of HTTP.
        """
        listening = socket.create_server(("127.0.0.1", 0))
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # asyncio sets it on its own sockets only
        url = f"http://127.0.0.1:{listening.getsockname()[1]}/"
        router = Router(ACTIVITIES)
        made = manifest.slack(router.commands, "ja", url, router.shortcuts, sockets=sockets)
        playground = Playground(retry_pace=retry_pace, limits=limits)
        knocks = {} if sockets else {"signing_secret": SECRET, "request_url": f"{url}slack/events"}
        app = app_from_manifest(made, **knocks, app_token=APP_TOKEN)
        workspace = playground.add(city_hall(app, TOKEN))
        await playground.start()
        settings = Settings(
            _env_file=None,
            database_url=database_url,
            slack_bot_token=SecretStr(TOKEN),
            **({"slack_app_token": SecretStr(APP_TOKEN)} if sockets else {"slack_signing_secret": SecretStr(SECRET)}),
            slack_api_url=playground.api_url,
        )
        application = build(settings, clock=clock)
        server = uvicorn.Server(server_config(application, settings))
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        try:
            await _until(lambda: hasattr(application.state, "house"))
            deliverer = application.state.house.timetable.deliverer
            deliverer.between_edits = deliverer.settles_within = 0.05
            town = cls(playground, workspace, application.state.house, url)
            await _until(lambda: town.house.installations.find(workspace.id) is not None)
            await town._until_everyone_is_known()
            yield town
        finally:
            server.should_exit = True
            await serving
            await playground.stop()

    @property
    def core(self) -> Core:
        """The product's own Core, to look at what is stored."""
        return self.house.core

    def person(self, handle: str) -> Person:
        """Somebody of the sample city hall, to act as."""
        return self.playground.person(handle)

    def channel(self, name: str) -> Channel:
        """A channel by name."""
        return self.workspace.channel_named(name)

    def card(self, channel: str | Channel) -> Message:
        """The newest lasting message of the bot in a channel."""
        place = self.channel(channel) if isinstance(channel, str) else channel
        return [message for message in place.history() if message.bot_id][-1]

    def notes(self, handle: str, channel: str) -> list[Message]:
        """What only this person sees in a channel, oldest first."""
        person = self.person(handle)
        return [m for m in self.channel(channel).messages.values() if m.ephemeral_to == person.id]

    async def home(self, handle: str) -> View:
        """What this person sees when they open their Home."""
        person, shown = self.person(handle), self.workspace.homes
        before = shown[person.id].hash if person.id in shown else ""
        await person.open_home()
        await _until(lambda: person.id in shown and shown[person.id].hash != before)
        return shown[person.id]

    def told(self, handle: str) -> list[Message]:
        """What the bot told this person directly, oldest first."""
        assert self.workspace.installation is not None
        pair = {self.person(handle).id, self.workspace.installation.user_id}
        return [
            message
            for channel in self.workspace.channels.values()
            if channel.kind == "im" and set(channel.members) == pair
            for message in channel.messages.values()
            if message.bot_id
        ]

    async def settled(self) -> None:
        """Until everything that is due has been said, and every card shows its last state."""
        async with asyncio.timeout(15):
            while await self.core.read(_unsettled, self.core.now() + A_MOMENT) or self.house.slack.is_answering:
                await asyncio.sleep(0.02)
        assert not await self.core.read(_failed), "a notice could not be drawn"

    async def move_clock_to(self, instant: datetime) -> None:
        """The product's time jumps forward, every job looks, and what became due is said."""
        self.core.clock.move_to(instant)
        await jobs.tick(self.core)
        self.core.committed.set()
        await self.settled()

    async def _until_everyone_is_known(self) -> None:
        async with asyncio.timeout(10):
            while not await self.core.read(_known):
                await asyncio.sleep(0.02)


def words_of(message: Message | View | dict[str, Any]) -> str:
    """Every word that a message's or view's blocks show, in order, one line each."""
    blocks = message["blocks"] if isinstance(message, dict) else message.blocks
    return "\n".join(_texts(blocks))


def _texts(node: Any) -> list[str]:
    if isinstance(node, list):
        return [text for item in node for text in _texts(item)]
    if not isinstance(node, dict):
        return []
    found = [node["text"]] if isinstance(node.get("text"), str) else []
    if node.get("type") == "user":
        found.append(f"@{node['user_id']}")
    return found + [text for key, value in node.items() if key != "text" or not found for text in _texts(value)]


def _unsettled(tx: Tx, now: datetime) -> int:
    due = (
        (Notice.state == WAITING)
        & (Notice.due_at <= now)
        & or_(Notice.quiet_until.is_(None), Notice.quiet_until <= now)
        & or_(Notice.retry_at.is_(None), Notice.retry_at <= datetime.now(UTC))
    )
    reached = ~channels.is_lost(Notice.workspace_id, Notice.sent_channel)
    stale = (Notice.state == SENT) & Notice.stale_since.is_not(None) & reached
    open_ones = select(func.count()).select_from(Notice).where(or_(due, stale, Notice.state == SENDING))
    return tx.execute(open_ones).scalar_one()


def _failed(tx: Tx) -> int:
    """What could not be drawn waits for a long time, and would look as if nothing had been said on purpose."""
    return tx.execute(select(func.count()).select_from(Notice).where(Notice.reason == "error")).scalar_one()


def _known(tx: Tx) -> bool:
    from bot.people import Person as Row

    return bool(tx.execute(select(func.count()).select_from(Row).where(Row.profiled_at.is_not(None))).scalar_one())


async def _until(holds: Any) -> None:
    async with asyncio.timeout(10):
        while not holds():
            await asyncio.sleep(0.01)
