"""An office in which two workspaces let the product in by OAuth, as people do it with a browser."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp
import uvicorn
from pydantic import SecretStr
from yarl import URL

from bot.app import House, build
from bot.core import Clock
from bot.serving import server_config
from bot.settings import Settings
from handlers import ACTIVITIES, manifest
from handlers.routing import Router
from playground.app import App
from playground.city_hall import city_hall
from playground.manifest import app_from_manifest
from playground.person import Person
from playground.server import Playground
from playground.workspace import Workspace

SECRET = "registry-signing-secret"
KEY = "bGV0LW1lLWluLWxldC1tZS1pbi1sZXQtbWUtaW4tMTI="


@dataclass(frozen=True, slots=True)
class Page:
    """What a browser shows in the end."""

    status: int
    text: str
    headers: dict[str, str]


@dataclass(slots=True)
class Registry:
    """The pretended Slack with two workspaces, and the product while it is open for them."""

    playground: Playground
    app: App
    city: Workspace
    town: Workspace
    url: str
    settings: dict[str, Any]
    listening: socket.socket
    house: House | None = None

    @classmethod
    @asynccontextmanager
    async def open(cls, database_url: str) -> AsyncIterator[Registry]:
        """Both workspaces wait; the product is not started yet."""
        listening = socket.create_server(("127.0.0.1", 0))
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        url = f"http://127.0.0.1:{listening.getsockname()[1]}/"
        router = Router(ACTIVITIES)
        made = manifest.slack(router.commands, "ja", url, router.shortcuts, oauth=True)
        playground = Playground(retry_pace=0.001, limits=False)
        app = playground.register(
            app_from_manifest(made, signing_secret=SECRET, request_url=f"{url}slack/events", app_token="xapp-registry")
        )
        city = playground.add(city_hall(None))
        town = playground.add(city_hall(None, name="かわべ<町>役場", domain="kawabe-town"))
        await playground.start()
        settings = {
            "database_url": database_url,
            "slack_signing_secret": SecretStr(SECRET),
            "slack_client_id": app.client_id,
            "slack_client_secret": SecretStr(app.client_secret),
            "encryption_keys": SecretStr(KEY),
            "public_url": url,
            "slack_api_url": playground.api_url,
        }
        yield cls(playground, app, city, town, url, settings, listening)
        await playground.stop()
        listening.close()

    @asynccontextmanager
    async def serving(self, **other: Any) -> AsyncIterator[House]:
        """The product runs, with these settings in the place of the usual ones."""
        settings = Settings(_env_file=None, **(self.settings | other))
        application = build(settings, clock=Clock())
        server = uvicorn.Server(server_config(application, settings))
        serving = asyncio.create_task(server.serve(sockets=[self.listening.dup()]))
        try:
            async with asyncio.timeout(10):
                while not hasattr(application.state, "house"):
                    await asyncio.sleep(0.01)
            self.house = application.state.house
            self.house.timetable.deliverer.between_edits = 0.05
            yield self.house
        finally:
            self.house = None
            server.should_exit = True
            await serving

    def browser(self) -> aiohttp.ClientSession:
        """A browser of its own, which keeps cookies."""
        return aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))

    async def consent_page(self, browser: aiohttp.ClientSession) -> URL:
        """Follow our link to Slack's page, where a person is asked."""
        async with browser.get(f"{self.url}slack/install") as shown:
            assert shown.status == 200, await shown.text()
            return shown.url

    async def answer(self, browser: aiohttp.ClientSession, asked: URL, workspace: Workspace, answer: str) -> URL:
        """Choose on Slack's page. Returns where the browser is sent then."""
        form = {"answer": answer, "who": f"{workspace.id}/{workspace.member_named('sato.misaki').id}"}
        async with browser.post(asked, data=form, allow_redirects=False) as sent:
            return URL(sent.headers["Location"])

    async def look(self, browser: aiohttp.ClientSession, url: URL | str) -> Page:
        """What this page shows."""
        async with browser.get(url) as shown:
            return Page(shown.status, await shown.text(), {k.lower(): v for k, v in shown.headers.items()})

    async def install(self, workspace: Workspace, answer: str = "allow") -> Page:
        """The whole way, in a new browser."""
        async with self.browser() as browser:
            asked = await self.consent_page(browser)
            return await self.look(browser, await self.answer(browser, asked, workspace, answer))

    def person(self, handle: str, workspace: Workspace) -> Person:
        """Somebody of this workspace, to act as."""
        return self.playground.person(handle, workspace)
