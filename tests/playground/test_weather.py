"""Bad weather: what a bot's calls meet as long as it lasts."""

import time

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from playground.faults import Fault
from playground.server import Playground
from playground.weather import Weather
from playground.workspace import Workspace
from tests.playground.stub_bot import TOKEN, StubBot


@pytest.fixture
def client(playground: Playground) -> AsyncWebClient:
    """A client that gives up at once."""
    return AsyncWebClient(TOKEN, base_url=playground.api_url, retry_handlers=[])


async def test_in_bad_weather_a_message_is_stored_though_no_answer_comes(
    playground: Playground, workspace: Workspace, client: AsyncWebClient
) -> None:
    square = workspace.channel_named("ひろば")
    playground.weather.change("drop_after_storing", 1)
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await client.chat_postMessage(channel=square.id, text="dropped")
    playground.weather.clear()
    playground.weather.change("error_after_storing", 1)
    with pytest.raises(SlackApiError) as caught:
        await client.chat_postMessage(channel=square.id, text="answered with 500")
    assert caught.value.response.status_code == 500
    assert [message.text for message in square.history()] == ["dropped", "answered with 500"]


async def test_in_bad_weather_calls_are_slow_or_refused_for_a_while(
    playground: Playground, workspace: Workspace, client: AsyncWebClient
) -> None:
    playground.weather.rate_limited, playground.weather.retry_after = 1, 7
    with pytest.raises(SlackApiError) as caught:
        await client.auth_test()
    assert (caught.value.response.status_code, caught.value.response.headers["Retry-After"]) == (429, "7")
    playground.weather.clear()
    playground.weather.slow, playground.weather.slow_seconds = 1, 0.2
    started = time.monotonic()
    await client.auth_test()
    assert time.monotonic() - started >= 0.2


async def test_in_bad_weather_an_answer_to_a_response_url_meets_the_same(
    playground: Playground, workspace: Workspace, bot: StubBot
) -> None:
    square, person = workspace.channel_named("ひろば"), playground.person("suzuki.kenta")
    await person.say(square, "/yubi")
    address = bot.last["response_url"]
    async with aiohttp.ClientSession() as session:
        playground.weather.rate_limited = 1
        refused = await session.post(address, json={"text": "refused"})
        assert (refused.status, refused.headers["Retry-After"]) == (429, "1")
        playground.weather.clear()
        playground.faults.add(Fault("error_after_storing", "response_url"))
        assert (await session.post(address, json={"text": "answered with 500"})).status == 500
        playground.weather.drop_after_storing = 1
        with pytest.raises(aiohttp.ServerDisconnectedError):
            await session.post(address, json={"text": "dropped"})
    assert [message.text for message in square.seen_by(person.id)] == ["answered with 500", "dropped"]


def test_trouble_comes_as_often_as_it_was_set() -> None:
    thrown = iter([0.0, 0.29, 0.3, 0.99])
    weather = Weather(slow=0.3, dice=lambda: next(thrown))
    assert [weather.strikes("slow") for _ in range(4)] == [True, True, False, False]
    assert not weather.strikes("disconnect") and not weather.is_fair
    with pytest.raises(ValueError):
        weather.change("slow", 30)
    weather.clear()
    assert weather.is_fair
