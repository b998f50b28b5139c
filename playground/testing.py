"""The playground as a pytest fixture, for anybody's bot: pytest_plugins = ["playground.testing"].

Needs pytest-asyncio. A test module or conftest puts its own `slack_manifest` in the place of the one here, and its own
`slack_request_url` if the bot takes HTTP rather than Socket Mode; the bot is given `playground.api_url` and the tokens
below.
"""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from playground.city_hall import city_hall
from playground.ids import JsonObject
from playground.manifest import app_from_manifest
from playground.server import Playground

BOT_TOKEN = "xoxb-playground"
APP_TOKEN = "xapp-1-playground"
SIGNING_SECRET = "playground-signing-secret"

RETRY_PACE = 0.001
"""Slack's minute between two attempts at an event is 60 milliseconds in tests."""


@pytest.fixture
def slack_manifest() -> JsonObject:
    """The manifest of the bot under test; this one is of a bot with sockets that may only speak."""
    return {
        "display_information": {"name": "Bot"},
        "oauth_config": {"scopes": {"bot": ["chat:write"]}},
        "settings": {"socket_mode_enabled": True},
    }


@pytest.fixture
def slack_request_url() -> str:
    """Where the bot under test takes requests; empty for the manifest's own URLs."""
    return ""


@pytest_asyncio.fixture
async def playground(slack_manifest: JsonObject, slack_request_url: str) -> AsyncIterator[Playground]:
    """A running playground with the sample city hall, the bot already let in."""
    app = app_from_manifest(
        slack_manifest, signing_secret=SIGNING_SECRET, request_url=slack_request_url, app_token=APP_TOKEN
    )
    served = Playground(retry_pace=RETRY_PACE)
    served.add(city_hall(app, BOT_TOKEN))
    await served.start()
    yield served
    await served.stop()
