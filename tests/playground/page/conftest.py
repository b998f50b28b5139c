"""The page in a real browser, with no network at hand; browser and playground stay up for the tests of one file."""

from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import TestServer
from playwright.async_api import Browser, Page, async_playwright

from playground.city_hall import city_hall
from playground.page import attach
from playground.server import Playground
from playground.workspace import App, Channel
from tests.playground.page.stage import COMMANDS, DESK, OFFLINE, Open, ProductTime, Stage, find_chromium, is_local
from tests.playground.stub_bot import EVENTS, SCOPES, SIGNING_SECRET, TOKEN, StubBot


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def browser() -> AsyncIterator[Browser]:
    path = find_chromium()
    async with async_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", OFFLINE]
        chromium = await playwright.chromium.launch(executable_path=path, args=arguments)
        yield chromium
        await chromium.close()


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def stage() -> AsyncIterator[Stage]:
    stage = Stage(App("Taiwa", SIGNING_SECRET, "", commands=COMMANDS, scopes=SCOPES, events=EVENTS))
    application = web.Application()
    application.router.add_route("*", "/{path:.*}", stage.serve)
    async with TestServer(application) as server:
        stage.app.request_url = str(server.make_url("/slack/events"))
        attach(stage.playground, str(server.make_url("/clock")))
        await stage.playground.start()
        yield stage
        await stage.playground.stop()


@pytest.fixture
def bot(stage: Stage) -> StubBot:
    stage.bot = StubBot()
    return stage.bot


@pytest.fixture
def time(stage: Stage) -> ProductTime:
    stage.time = ProductTime()
    return stage.time


@pytest.fixture
def playground(stage: Stage, bot: StubBot, time: ProductTime) -> Playground:
    stage.playground.workspaces.clear()
    stage.playground.add(city_hall(stage.app, TOKEN))
    return stage.playground


@pytest.fixture
def square(playground: Playground) -> Channel:
    return next(iter(playground.workspaces.values())).channel_named("ひろば")


@pytest_asyncio.fixture(loop_scope="module")
async def open_as(browser: Browser, playground: Playground) -> AsyncIterator[Open]:
    """Opens a window as somebody; fails when a page reports an error or asks another host for anything."""
    # Each window is a context of its own: Chromium lets pages behind another one draw only once a second.
    idle = [context.pages[0] for context in browser.contexts]
    used, troubles = [], []
    listeners: dict[Any, Callable[[Any], None]] = {
        "pageerror": lambda error: troubles.append(str(error)),
        "console": lambda entry: troubles.append(entry.text) if entry.type == "error" else None,
        "request": lambda request: None if is_local(request.url) else troubles.append(request.url),
    }

    async def open_as(name: str, size: tuple[int, int] = DESK) -> Page:
        page = idle.pop(0) if idle else await browser.new_page(locale="ja-JP")
        used.append(page)
        page.set_default_timeout(5000)
        for event, listener in listeners.items():
            page.on(event, listener)
        await page.set_viewport_size({"width": size[0], "height": size[1]})
        await page.goto(f"{playground.url}as/{name}")
        await page.get_by_role("log").wait_for()
        return page

    yield open_as
    for page in used:
        for event, listener in listeners.items():
            page.remove_listener(event, listener)
    assert troubles == []
