"""A playground with its sample city hall, a bot to receive and Slack's own client to call with."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from slack_sdk.web.async_client import AsyncWebClient

from playground.app import App, Command, Shortcut
from playground.city_hall import city_hall
from playground.server import Playground
from playground.workspace import Workspace
from tests.playground.stub_bot import EVENTS, SCOPES, SIGNING_SECRET, TOKEN, MovableClock, StubBot


@pytest.fixture
async def bot() -> AsyncIterator[StubBot]:
    stub = StubBot()
    application = web.Application()
    application.router.add_post("/slack/events", stub.take)
    async with TestServer(application) as server:
        stub.url = str(server.make_url("/slack/events"))
        yield stub


@pytest.fixture
def app(bot: StubBot) -> App:
    commands = {"/yubi": Command("/yubi"), "/escape": Command("/escape", should_escape=True)}
    shortcuts = {
        "from_message": Shortcut("呼びかけにする", "message", "from_message", "このメッセージから呼びかけます"),
        "from_anywhere": Shortcut("呼びかける", "global", "from_anywhere"),
    }
    return App("Taiwa", SIGNING_SECRET, bot.url, commands=commands, shortcuts=shortcuts, scopes=SCOPES, events=EVENTS)


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture
async def playground(app: App, clock: MovableClock) -> AsyncIterator[Playground]:
    served = Playground(retry_pace=0.0001, answer_seconds=0.3, clock=clock)
    served.add(city_hall(app, TOKEN))
    await served.start()
    yield served
    await served.stop()


@pytest.fixture
def workspace(playground: Playground) -> Workspace:
    return next(iter(playground.workspaces.values()))


@pytest.fixture
def client(playground: Playground) -> AsyncWebClient:
    return AsyncWebClient(TOKEN, base_url=playground.api_url)
