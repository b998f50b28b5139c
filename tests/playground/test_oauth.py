"""An app is let into workspaces by OAuth, and taken out of them again."""

import re
from collections.abc import AsyncIterator
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from playground.app import App
from playground.city_hall import city_hall
from playground.person import NotAllowed
from playground.server import Playground
from playground.workspace import Workspace
from tests.playground.stub_bot import TOKEN, MovableClock, StubBot

pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated")  # slack-sdk's own way of showing its secret

BACK = "https://taiwa.example.jp/slack/oauth_redirect"


@pytest.fixture
def app(app: App) -> App:
    app.redirect_urls = ("https://taiwa.example.jp/slack",)
    app.events |= {"app_uninstalled", "tokens_revoked"}
    return app


@pytest.fixture
def town_hall(playground: Playground, app: App) -> Workspace:
    """A second workspace, in which the app is not yet."""
    return playground.add(city_hall(None, name="かわべ町役場", domain="kawabe-town"))


@pytest.fixture
def nobody(playground: Playground) -> AsyncWebClient:
    return AsyncWebClient(base_url=playground.api_url)


class Browser:
    """What a person's browser does with the page."""

    def __init__(self, session: aiohttp.ClientSession, address: str) -> None:
        self._session = session
        self._address = address

    async def look(self, **query: str) -> tuple[int, str]:
        async with self._session.get(self._address, params=query) as response:
            return response.status, await response.text()

    async def answer(self, answer: str, who: str = "", **query: str) -> dict[str, str]:
        """The parameters with which the browser is sent back."""
        form = {"answer": answer, "who": who}
        async with self._session.post(self._address, params=query, data=form, allow_redirects=False) as response:
            location = response.headers["Location"]
        assert location.startswith(BACK)
        return {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}


@pytest.fixture
async def browser(playground: Playground) -> AsyncIterator[Browser]:
    async with aiohttp.ClientSession() as session:
        yield Browser(session, f"{playground.url}oauth/v2/authorize")


@pytest.fixture
def query(app: App) -> dict[str, str]:
    return {"client_id": app.client_id, "scope": "commands,chat:write", "redirect_uri": BACK, "state": "s1"}


def admin_of(workspace: Workspace) -> str:
    return f"{workspace.id}/{workspace.member_named('sato.misaki').id}"


async def refusal(client: AsyncWebClient, method: str, **arguments: str) -> str:
    with pytest.raises(SlackApiError) as caught:
        await client.api_call(method, data=arguments)
    return str(caught.value.response["error"])


async def test_the_page_names_the_scopes_and_every_workspace(
    browser: Browser, query: dict[str, str], workspace: Workspace, town_hall: Workspace
) -> None:
    status, page = await browser.look(**query)
    assert status == 200 and "<code>chat:write</code>" in page
    assert re.findall(r'optgroup label="(.+?)"', page) == [workspace.name, town_hall.name]
    assert "森 翔太" not in page, "a guest cannot let an app in"


async def test_a_faulty_request_is_told_its_fault(browser: Browser, query: dict[str, str]) -> None:
    for fault, word in (
        ({"client_id": "1.2"}, "invalid_client_id"),
        ({"scope": ""}, "invalid_scope"),
        ({"scope": "commands,admin"}, "invalid_scope"),
        ({"user_scope": "chat:write"}, "invalid_scope"),
        ({"redirect_uri": "https://taiwa.example.jp.evil.example/slack"}, "bad_redirect_uri"),
        ({"redirect_uri": "https://taiwa.example.jp/slackers"}, "bad_redirect_uri"),
    ):
        status, page = await browser.look(**{**query, **fault})
        assert (status, word in page) == (400, True), fault


async def test_an_allowed_app_gets_a_token_of_that_workspace_alone(
    playground: Playground,
    browser: Browser,
    query: dict[str, str],
    nobody: AsyncWebClient,
    app: App,
    town_hall: Workspace,
) -> None:
    back = await browser.answer("allow", admin_of(town_hall), **query)
    assert back["state"] == "s1"
    granted = await nobody.oauth_v2_access(
        client_id=app.client_id, client_secret=app.client_secret, code=back["code"], redirect_uri=BACK
    )
    assert (granted["team"]["id"], granted["scope"], granted["token_type"]) == (
        town_hall.id,
        "chat:write,commands",
        "bot",
    )
    client = AsyncWebClient(granted["access_token"], base_url=playground.api_url)
    assert (await client.auth_test())["user_id"] == granted["bot_user_id"]
    assert await refusal(client, "users.list") == "missing_scope"
    square = town_hall.channel_named("ひろば")
    assert await refusal(client, "chat.postMessage", channel=square.id, text="x") == "not_in_channel"
    await playground.person("sato.misaki", town_hall).say(square, f"/invite @{app.name}")
    await client.chat_postMessage(channel=square.id, text="はじめまして")


async def test_who_declines_sends_the_app_away(browser: Browser, query: dict[str, str]) -> None:
    assert await browser.answer("deny", **query) == {"error": "access_denied", "state": "s1"}


async def test_a_code_is_good_once_for_ten_minutes_for_its_own_app_and_address(
    browser: Browser,
    query: dict[str, str],
    nobody: AsyncWebClient,
    app: App,
    clock: MovableClock,
    town_hall: Workspace,
) -> None:
    credentials = {"client_id": app.client_id, "client_secret": app.client_secret, "redirect_uri": BACK}

    async def new_code() -> str:
        return (await browser.answer("allow", admin_of(town_hall), **query))["code"]

    async def exchange(code: str, **other: str) -> str:
        return await refusal(nobody, "oauth.v2.access", **{**credentials, "code": code, **other})

    code = await new_code()
    assert await exchange(code, client_secret="guessed") == "bad_client_secret"
    assert await exchange(code, client_id="1.2") == "invalid_client_id"
    assert await exchange(code, redirect_uri=f"{BACK}/other") == "bad_redirect_uri"
    assert await exchange("guessed") == "invalid_code"
    await nobody.oauth_v2_access(code=code, **credentials)
    assert await exchange(code) == "code_already_used"
    late = await new_code()
    clock.now += 601
    assert await exchange(late) == "invalid_code"


async def test_installing_once_more_keeps_the_token_and_adds_scopes(
    browser: Browser, query: dict[str, str], nobody: AsyncWebClient, app: App, town_hall: Workspace
) -> None:
    tokens, scopes = set(), ""
    for scope in ("commands", "users:read"):
        back = await browser.answer("allow", admin_of(town_hall), **{**query, "scope": scope})
        granted = await nobody.oauth_v2_access(
            client_id=app.client_id, client_secret=app.client_secret, code=back["code"], redirect_uri=BACK
        )
        tokens.add(granted["access_token"])
        scopes = granted["scope"]
    assert (len(tokens), scopes) == (1, "commands,users:read")


async def test_an_app_that_is_taken_out_hears_so_and_its_token_ends(
    playground: Playground, bot: StubBot, client: AsyncWebClient, workspace: Workspace
) -> None:
    user_id = workspace.member_named("taiwa").id
    with pytest.raises(NotAllowed):
        await playground.person("suzuki.kenta").uninstall_app()
    await playground.person("sato.misaki").uninstall_app()
    await playground.settled()
    assert bot.events("tokens_revoked")[0]["tokens"] == {"oauth": [], "bot": [user_id]}
    assert len(bot.events("app_uninstalled")) == 1
    assert await refusal(client, "auth.test") == "account_inactive"
    assert workspace.members[user_id].deleted
    assert all(user_id not in channel.members for channel in workspace.channels.values())


async def test_an_app_may_take_itself_out(
    playground: Playground, client: AsyncWebClient, app: App, workspace: Workspace
) -> None:
    assert (await client.auth_revoke(test=True))["revoked"] is False
    assert await refusal(client, "apps.uninstall", client_id=app.client_id, client_secret="x") == "bad_client_secret"
    await client.auth_revoke()
    assert await refusal(client, "auth.test") == "token_revoked"
    assert workspace.installation is None
    other = playground.add(city_hall(app, f"{TOKEN}-2", domain="kawabe-town"))
    second = AsyncWebClient(f"{TOKEN}-2", base_url=playground.api_url)
    await second.apps_uninstall(client_id=app.client_id, client_secret=app.client_secret)
    assert other.installation is None
