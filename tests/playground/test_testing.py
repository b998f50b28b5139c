"""The fixture that anybody's tests can import, with a small bot that knows nothing of this house."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from playground.server import Playground
from playground.testing import APP_TOKEN, BOT_TOKEN, playground, slack_request_url  # noqa: F401 - fixtures


@pytest.fixture
def slack_manifest() -> dict[str, Any]:
    return {
        "display_information": {"name": "Hello"},
        "features": {"slash_commands": [{"command": "/hello", "description": "says hello"}]},
        "oauth_config": {"scopes": {"bot": ["commands", "chat:write", "app_mentions:read"]}},
        "settings": {"socket_mode_enabled": True, "event_subscriptions": {"bot_events": ["app_mention"]}},
    }


@pytest.fixture
async def hello_bot(playground: Playground) -> AsyncIterator[None]:  # noqa: F811
    client = AsyncWebClient(BOT_TOKEN, base_url=playground.api_url)
    bot = AsyncApp(client=client, process_before_response=True)  # acknowledges once it has done its work

    @bot.command("/hello")
    async def hello(ack: Any, command: dict[str, str]) -> None:
        await ack(f"こんにちは、{command['user_name']} さん")

    @bot.event("app_mention")
    async def mentioned(say: Any, event: dict[str, str]) -> None:
        await say(f"<@{event['user']}> さん、呼びましたか", thread_ts=event["ts"])

    handler = AsyncSocketModeHandler(bot, APP_TOKEN, web_client=client)
    await handler.connect_async()
    yield
    await handler.close_async()


@pytest.mark.usefixtures("hello_bot")
async def test_a_bot_from_elsewhere_is_tried_in_a_few_lines(playground: Playground) -> None:  # noqa: F811
    person = playground.person("ito.sakura")
    square = person.workspace.channel_named("ひろば")
    await person.say("ひろば", "/hello")
    assert square.seen_by(person.id)[-1].text == "こんにちは、ito.sakura さん"
    said = await person.say("ひろば", "@Hello ちょっといいですか")
    await playground.settled()
    assert said
    assert [reply.text for reply in square.replies(said.ts)] == [f"<@{person.id}> さん、呼びましたか"]
