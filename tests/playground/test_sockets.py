"""Socket Mode: as a bare WebSocket sees it, and with Slack's own client and Bolt on the other side."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any

import aiohttp
import pytest
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from playground.app import App
from playground.server import Playground
from playground.workspace import Channel, Workspace
from tests.playground.stub_bot import TOKEN

APP_TOKEN = "xapp-1-A1-1-secret"
FORM = {
    "type": "modal",
    "callback_id": "new",
    "title": {"type": "plain_text", "text": "呼びかけ"},
    "submit": {"type": "plain_text", "text": "送る"},
    "blocks": [
        {
            "type": "input",
            "block_id": "title",
            "label": {"type": "plain_text", "text": "題名"},
            "element": {"type": "plain_text_input", "action_id": "text"},
        }
    ],
}


class BareSocket:
    """A WebSocket to the playground that speaks only when a test tells it to."""

    def __init__(self, connection: aiohttp.ClientWebSocketResponse) -> None:
        self.connection = connection

    async def take(self) -> dict[str, Any]:
        """The next message."""
        async with asyncio.timeout(5):
            message: dict[str, Any] = await self.connection.receive_json()
            return message

    async def acknowledge(self, envelope: dict[str, Any], **more: Any) -> None:
        await self.connection.send_json({"envelope_id": envelope["envelope_id"], **more})

    async def is_silent(self) -> bool:
        """Whether nothing comes for a moment."""
        try:
            async with asyncio.timeout(0.05):
                await self.connection.receive()
        except TimeoutError:
            return True
        return False


@pytest.fixture
def app(app: App) -> App:
    app.socket_mode, app.app_token = True, APP_TOKEN
    return app


@pytest.fixture
def app_client(playground: Playground) -> AsyncWebClient:
    return AsyncWebClient(APP_TOKEN, base_url=playground.api_url)


@pytest.fixture
async def dial(app_client: AsyncWebClient) -> AsyncIterator[Any]:
    """Opens one more socket, and gives it once it has been greeted."""
    async with AsyncExitStack() as stack:
        session = await stack.enter_async_context(aiohttp.ClientSession())

        async def open_one() -> BareSocket:
            url = (await app_client.apps_connections_open(app_token=APP_TOKEN))["url"]
            socket = BareSocket(await stack.enter_async_context(session.ws_connect(url)))
            assert (await socket.take())["type"] == "hello"
            return socket

        yield open_one


@pytest.fixture
def square(workspace: Workspace) -> Channel:
    return workspace.channel_named("ひろば")


async def refusal(client: AsyncWebClient, method: str) -> dict[str, Any]:
    with pytest.raises(SlackApiError) as caught:
        await client.api_call(method)
    answer: dict[str, Any] = caught.value.response.data
    return answer


async def test_only_an_app_level_token_with_its_scope_opens_a_socket(
    playground: Playground, client: AsyncWebClient, app_client: AsyncWebClient, app: App
) -> None:
    assert (await refusal(client, "apps.connections.open"))["error"] == "not_allowed_token_type"
    assert (await refusal(app_client, "auth.test"))["error"] == "not_allowed_token_type"
    app.app_token_scopes = frozenset()
    answer = await refusal(app_client, "apps.connections.open")
    assert (answer["error"], answer["needed"]) == ("missing_scope", "connections:write")
    forger = AsyncWebClient("xapp-forged", base_url=playground.api_url)
    assert (await refusal(forger, "apps.connections.open"))["error"] == "invalid_auth"


async def test_a_ticket_opens_one_socket(app_client: AsyncWebClient, app: App) -> None:
    url = (await app_client.apps_connections_open(app_token=APP_TOKEN))["url"]
    async with aiohttp.ClientSession() as session, session.ws_connect(url) as connection:
        hello = await connection.receive_json()
        assert (hello["type"], hello["num_connections"]) == ("hello", 1)
        assert hello["debug_info"]["approximate_connection_time"] > 0
        assert hello["connection_info"] == {"app_id": app.id}
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(url)


async def test_an_app_has_ten_sockets_at_most(dial: Any, app_client: AsyncWebClient) -> None:
    sockets = [await dial() for _ in range(10)]
    url = (await app_client.apps_connections_open(app_token=APP_TOKEN))["url"]
    async with aiohttp.ClientSession() as session, session.ws_connect(url) as eleventh:
        assert (await eleventh.receive_json())["reason"] == "too_many_websockets"
    await sockets[0].connection.close()
    await dial()


async def test_each_payload_goes_through_one_socket(playground: Playground, dial: Any) -> None:
    sockets = [await dial(), await dial()]
    person = playground.person("suzuki.kenta")
    await person.say("ひろば", "一")
    await person.say("ひろば", "二")
    texts = set()
    for socket in sockets:
        envelope = await socket.take()
        texts.add(envelope["payload"]["event"]["text"])
        assert (envelope["type"], envelope["retry_attempt"], envelope["retry_reason"]) == ("events_api", 0, "")
        assert envelope["accepts_response_payload"] is False
        await socket.acknowledge(envelope)
        assert await socket.is_silent()
    assert texts == {"一", "二"}


async def test_an_event_that_nobody_acknowledges_comes_again_and_says_so(playground: Playground, dial: Any) -> None:
    socket = await dial()
    await playground.person("suzuki.kenta").say("ひろば", "x")
    first = await socket.take()
    again = await socket.take()
    assert (again["retry_attempt"], again["retry_reason"]) == (1, "timeout")
    assert again["payload"]["event_id"] == first["payload"]["event_id"]
    assert again["envelope_id"] != first["envelope_id"]
    await socket.acknowledge(again)
    await playground.settled()
    assert await socket.is_silent()


async def test_what_a_broken_socket_left_unacknowledged_goes_through_another(
    playground: Playground, dial: Any, app: App
) -> None:
    broken, other = await dial(), await dial()
    playground.sockets.cut(playground.sockets.open_for(app)[0])
    assert (await broken.connection.receive()).type is not aiohttp.WSMsgType.TEXT
    await playground.person("suzuki.kenta").say("ひろば", "一")
    await other.acknowledge(await other.take())
    third = await dial()
    playground.weather.disconnect = 1
    await playground.person("suzuki.kenta").say("ひろば", "二")
    assert (await other.take())["payload"]["event"]["text"] == "二"
    playground.weather.clear()
    again = await third.take()
    assert (again["payload"]["event"]["text"], again["retry_attempt"]) == ("二", 1)
    await third.acknowledge(again)


async def test_a_commands_acknowledgement_carries_its_answer(
    playground: Playground, dial: Any, square: Channel
) -> None:
    socket, person = await dial(), playground.person("suzuki.kenta")
    typed = asyncio.create_task(person.say(square, "/yubi 昼休みに散歩"))
    envelope = await socket.take()
    assert (envelope["type"], envelope["accepts_response_payload"]) == ("slash_commands", True)
    assert (envelope["payload"]["command"], envelope["payload"]["text"]) == ("/yubi", "昼休みに散歩")
    await socket.connection.send_str("not json")
    await socket.acknowledge(envelope, payload={"text": "受け付けました"})
    await typed
    assert [message.text for message in square.seen_by(person.id)] == ["受け付けました"]


async def test_who_types_a_command_while_no_socket_answers_is_told(
    playground: Playground, dial: Any, square: Channel
) -> None:
    person = playground.person("emma.clark")
    await person.say(square, "/yubi")
    assert "dispatch_failed" in square.seen_by(person.id)[-1].text
    await dial()
    await person.say(square, "/yubi")
    assert "operation_timeout" in square.seen_by(person.id)[-1].text


async def test_a_click_is_acknowledged_and_an_answer_that_is_not_asked_for_is_passed_over(
    playground: Playground, client: AsyncWebClient, dial: Any, square: Channel
) -> None:
    button = {"type": "button", "action_id": "join", "text": {"type": "plain_text", "text": "この指とまる"}}
    posted = await client.chat_postMessage(
        channel=square.id, text="x", blocks=[{"type": "actions", "elements": [button]}]
    )
    socket, person = await dial(), playground.person("suzuki.kenta")
    clicked = asyncio.create_task(person.click(square.messages[posted["ts"]], "join"))
    envelope = await socket.take()
    if envelope["type"] == "events_api":
        await socket.acknowledge(envelope)
        envelope = await socket.take()
    assert (envelope["type"], envelope["accepts_response_payload"]) == ("interactive", False)
    await socket.acknowledge(envelope, payload={"text": "unasked"})
    await clicked
    assert [message.text for message in square.seen_by(person.id)] == ["x"]


async def test_a_warned_socket_gets_nothing_more_and_a_refreshed_one_is_closed(
    playground: Playground, dial: Any, app: App
) -> None:
    old = await dial()
    await playground.sockets.disconnect(app, "warning")
    assert (await old.take())["reason"] == "warning"
    new = await dial()
    await playground.person("suzuki.kenta").say("ひろば", "x")
    await new.acknowledge(await new.take())
    assert await old.is_silent()
    await playground.sockets.disconnect(app)
    assert (await new.take())["reason"] == "refresh_requested"
    assert (await new.connection.receive()).type is aiohttp.WSMsgType.CLOSE
    await playground.sockets.disconnect(app, "link_disabled")
    with pytest.raises(SlackApiError, match="socket_mode_disabled"):
        await dial()


async def test_a_ping_is_answered(dial: Any) -> None:
    socket = await dial()
    connection = socket.connection
    connection._autoping = False
    await connection.ping(b"still there?")
    answer = await connection.receive()
    assert (answer.type, bytes(answer.data)) == (aiohttp.WSMsgType.PONG, b"still there?")


@pytest.fixture
async def bolt(playground: Playground, app: App) -> AsyncIterator[AsyncApp]:
    """A Bolt app that is connected by its own Socket Mode handler."""
    bolt = AsyncApp(token=TOKEN, client=AsyncWebClient(TOKEN, base_url=playground.api_url))
    handler = AsyncSocketModeHandler(
        bolt, APP_TOKEN, web_client=AsyncWebClient(base_url=playground.api_url), ping_interval=0.2
    )
    await handler.connect_async()
    yield bolt
    await handler.close_async()


async def until(holds: Any) -> None:
    async with asyncio.timeout(10):
        while not holds():
            await asyncio.sleep(0.01)


async def test_bolt_takes_events_commands_and_forms_through_its_handler(
    playground: Playground, bolt: AsyncApp, square: Channel
) -> None:
    heard: list[str] = []

    @bolt.event("message")
    async def message(event: dict[str, Any]) -> None:
        heard.append(event["text"])

    @bolt.command("/yubi")
    async def command(ack: Any, client: AsyncWebClient, command: dict[str, Any]) -> None:
        await ack("開きます")
        await client.views_open(trigger_id=command["trigger_id"], view=FORM)

    @bolt.view("new")
    async def submit(ack: Any, view: dict[str, Any]) -> None:
        title = view["state"]["values"]["title"]["text"]["value"]
        if title == "短い":
            await ack(response_action="errors", errors={"title": "もう少し長く"})
        else:
            await ack()

    person = playground.person("suzuki.kenta")
    await person.say(square, "おはようございます")
    await person.say(square, "/yubi")
    await until(lambda: person.workspace.top_modal(person.id))
    assert [message.text for message in square.seen_by(person.id)][-1] == "開きます"
    await person.submit({"text": "短い"})
    assert person.modal().errors == {"title": "もう少し長く"}
    await person.submit({"text": "昼休みの散歩"})
    assert person.workspace.top_modal(person.id) is None
    await until(lambda: heard == ["おはようございます"])


async def test_bolt_comes_back_after_a_refresh_and_after_a_broken_line(
    playground: Playground, bolt: AsyncApp, app: App
) -> None:
    heard: list[str] = []

    @bolt.event("message")
    async def message(event: dict[str, Any]) -> None:
        heard.append(event["text"])

    def is_another(old: object) -> bool:
        now = playground.sockets.open_for(app)
        return bool(now) and old not in now

    for number, end in enumerate(("refresh", "cut")):
        old = playground.sockets.open_for(app)[0]
        if end == "refresh":
            await playground.sockets.disconnect(app)
        else:
            playground.sockets.cut(old)
        await until(lambda old=old: is_another(old))
        await playground.person("suzuki.kenta").say("ひろば", f"{number}")
        await until(lambda number=number: f"{number}" in heard)
    assert set(heard) == {"0", "1"}  # what was not acknowledged when the line broke is rightly heard again
