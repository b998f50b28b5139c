"""Workspaces let the bot in by OAuth: each with its own token, at once, across a restart, and out again."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest
from cryptography.fernet import Fernet
from pydantic import SecretStr
from sqlalchemy import inspect, text, update
from yarl import URL

from bot import installing
from bot.db import Tx, many
from bot.installing import StoredInstallation, WayIn
from bot.recruitment.model import Recruitment
from bot.refusal import Busy
from handlers.slack_payloads import CHAT
from jobs import installations as jobs_installations
from playground.faults import Fault
from playground.workspace import Message, Workspace
from tests.slack.registry import KEY, SECRET, Registry
from tests.town import words_of

HIROBA = "ひろば"


@pytest.fixture
async def registry(database_url: str) -> AsyncIterator[Registry]:
    async with Registry.open(database_url) as registry:
        yield registry


@pytest.fixture
async def house(registry: Registry) -> AsyncIterator[Any]:
    async with registry.serving() as house:
        yield house


async def _until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not holds():
            await asyncio.sleep(0.01)


async def _until_true(holds: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(10):
        while not await holds():
            await asyncio.sleep(0.02)


def _posted(workspace: Workspace) -> list[Message]:
    return [message for message in workspace.channel_named(HIROBA).history() if message.bot_id]


async def _call(registry: Registry, workspace: Workspace, what: str) -> None:
    """Somebody calls, and the card is shown."""
    before = len(_posted(workspace))
    await registry.person("suzuki.kenta", workspace).say(HIROBA, f"/yubi {what}")
    await _until(lambda: len(_posted(workspace)) > before)


def _everything(tx: Tx) -> str:
    tables = inspect(tx).get_table_names()
    return "\n".join(str(tuple(row)) for table in tables for row in tx.execute(text(f'SELECT * FROM "{table}"')))


def _tokens(registry: Registry) -> list[str]:
    return [place.installation.token for place in (registry.city, registry.town) if place.installation is not None]


# Coming in


async def test_two_workspaces_come_in_and_each_is_served_at_once_with_its_own_token(
    registry: Registry, house: Any
) -> None:
    for workspace in (registry.city, registry.town):
        page = await registry.install(workspace)
        assert page.status == 200 and "Taiwa が入りました" in page.text and "Taiwa is now in" in page.text
        await _call(registry, workspace, f"{workspace.domain}の朝の散歩")
    assert "かわべ&lt;町&gt;役場" in page.text, "a workspace's name is no markup"
    for workspace in (registry.city, registry.town):
        assert [f"{workspace.domain}の朝の散歩" in words_of(card) for card in _posted(workspace)] == [True]
    assert len(set(_tokens(registry))) == 2


async def test_its_people_are_learned_when_a_workspace_comes_in(registry: Registry, house: Any) -> None:
    await registry.install(registry.city)
    await registry.install(registry.town)
    learned = text("SELECT count(DISTINCT workspace_id) FROM person WHERE profiled_at IS NOT NULL")

    async def both() -> bool:
        return bool(await house.core.read(lambda tx: tx.execute(learned).scalar_one() == 2))

    await _until_true(both)


async def test_after_a_restart_nobody_is_asked_before_the_first_click(registry: Registry) -> None:
    async with registry.serving():
        await registry.install(registry.city)
        await _call(registry, registry.city, "朝の散歩")
    card = _posted(registry.city)[-1]
    registry.playground.weather.drop_after_storing = 1
    async with registry.serving() as house:
        await _until(lambda: bool(house.installations.workspaces()))
        await registry.person("ito.sakura", registry.city).click(card, "recruitment.join")
        registry.playground.weather.clear()
        await _until(lambda: "参加者 1人" in words_of(card))


async def test_coming_in_once_more_changes_nothing_but_what_is_new(registry: Registry, house: Any) -> None:
    for _ in range(2):
        assert (await registry.install(registry.city)).status == 200
    assert len(await house.core.read(many, StoredInstallation)) == 1
    await _call(registry, registry.city, "朝の散歩")


async def test_every_scope_of_the_manifest_is_asked_for_and_none_besides(registry: Registry, house: Any) -> None:
    await registry.install(registry.city)
    assert registry.city.installation is not None
    assert registry.city.installation.scopes == registry.app.scopes


# Who does not come in


async def test_who_declines_is_told_kindly_that_nothing_was_changed(registry: Registry, house: Any) -> None:
    page = await registry.install(registry.city, "deny")
    assert page.status == 200 and "いつでもまたはじめられます" in page.text and "whenever you like" in page.text
    assert 'href="install"' in page.text, "beside this page, wherever that is"
    assert house.installations.workspaces() == []


async def test_a_state_is_good_once(registry: Registry, house: Any) -> None:
    async with registry.browser() as browser:
        asked = await registry.consent_page(browser)
        cookies = {cookie.key: cookie.value for cookie in browser.cookie_jar}
        back = await registry.answer(browser, asked, registry.city, "allow")
        assert (await registry.look(browser, back)).status == 200
        browser.cookie_jar.update_cookies(cookies, URL(registry.url))
        again = await registry.look(browser, back)
        assert again.status == 400 and "はじめからもう一度" in again.text and "begin again" in again.text


async def test_a_state_is_good_for_ten_minutes(registry: Registry, house: Any) -> None:
    async with registry.browser() as browser:
        asked = await registry.consent_page(browser)
        back = await registry.answer(browser, asked, registry.city, "allow")
        age = update(WayIn).values(until=datetime.now(UTC) - timedelta(seconds=1))
        await house.core.write(lambda tx: tx.execute(age) and None)
        assert (await registry.look(browser, back)).status == 400
    assert house.installations.workspaces() == []


async def test_another_browser_cannot_finish_what_this_one_began(registry: Registry, house: Any) -> None:
    async with registry.browser() as browser, registry.browser() as other:
        asked = await registry.consent_page(browser)
        back = await registry.answer(browser, asked, registry.city, "allow")
        assert (await registry.look(other, back)).status == 400
        await registry.consent_page(other)
        assert (await registry.look(other, back)).status == 400
        assert house.installations.workspaces() == []
        assert (await registry.look(browser, back)).status == 200


@pytest.mark.parametrize(
    "query", ["", "?code=1", "?state=guessed&code=1", "?state=%ff&code=%00", "?error=access_denied"]
)
async def test_who_comes_from_nowhere_is_told_to_begin_again(registry: Registry, house: Any, query: str) -> None:
    async with registry.browser() as browser:
        browser.cookie_jar.update_cookies({"taiwa-install": "guessed"}, URL(registry.url))
        assert (await registry.look(browser, f"{registry.url}slack/oauth_redirect{query}")).status == 400


@pytest.mark.parametrize("trouble", ["drop_after_storing", "error_after_storing", "rate_limited"])
async def test_when_slack_stumbles_nothing_is_changed_and_one_can_begin_again(
    registry: Registry, house: Any, trouble: Any
) -> None:
    registry.playground.faults.add(Fault(trouble, "oauth.v2.access"))
    page = await registry.install(registry.city)
    assert page.status == 502 and "確認がとれませんでした" in page.text and "could not confirm" in page.text
    assert house.installations.workspaces() == []
    assert (await registry.install(registry.city)).status == 200


async def test_a_token_that_would_expire_is_refused(
    registry: Registry, house: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = {
        "team": {"id": "T1", "name": "市"},
        "access_token": "xoxe.xoxb-1",
        "bot_user_id": "U1",
        "expires_in": 43200,
    }
    for answer, word in ((given, "少し置いて"), ({**given, "team": None}, "ワークスペースをひとつ選んで")):

        async def exchange(code: str, *, answer: Any = answer, **_: str) -> Any:
            return answer

        monkeypatch.setattr(house.core.chats[CHAT], "exchange", exchange)
        page = await registry.install(registry.city)
        assert page.status == 502 and word in page.text
    assert house.installations.workspaces() == []


async def test_when_it_cannot_be_stored_the_person_is_told_and_can_begin_again(
    registry: Registry, house: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    async with registry.browser() as browser:
        asked = await registry.consent_page(browser)
        back = await registry.answer(browser, asked, registry.city, "allow")
        await house.core.write(lambda tx: tx.execute(text("ALTER TABLE installation RENAME TO away")) and None)
        page = await registry.look(browser, back)
        assert page.status == 500 and "もう一度お試しください" in page.text and "nothing was changed" in page.text
        await house.core.write(lambda tx: tx.execute(text("ALTER TABLE way_in RENAME TO way_out")) and None)
        assert (await registry.look(browser, f"{registry.url}slack/install")).status == 500
        assert house.installations.workspaces() == []
        for name, old in (("away", "installation"), ("way_out", "way_in")):
            await house.core.write(
                lambda tx, n=name, o=old: tx.execute(text(f"ALTER TABLE {n} RENAME TO {o}")) and None
            )
    assert (await registry.install(registry.city)).status == 200


async def test_too_many_who_only_begin_are_asked_to_wait(registry: Registry, house: Any) -> None:
    now = datetime.now(UTC)

    def crowd(tx: Tx) -> None:
        for number in range(installing.MOST_OPEN):
            installing.open_way(tx, f"state {number}", now - timedelta(minutes=9))
        with pytest.raises(Busy):
            installing.open_way(tx, "one more", now)

    await house.core.write(crowd)
    async with registry.browser() as browser:
        page = await registry.look(browser, f"{registry.url}slack/install")
        assert page.status == 503 and "混み合っています" in page.text
    await house.core.write(installing.open_way, "later", now + timedelta(minutes=2))
    assert len(await house.core.read(many, WayIn)) == 1


# What is kept


async def test_neither_tokens_nor_states_can_be_read_in_the_database(registry: Registry, house: Any) -> None:
    async with registry.browser() as browser:
        asked = await registry.consent_page(browser)
        stored = await house.core.read(_everything)
        assert asked.query["state"] not in stored
        await registry.look(browser, await registry.answer(browser, asked, registry.city, "allow"))
    [token] = _tokens(registry)
    stored = await house.core.read(_everything)
    for secret in (token, registry.app.client_secret, SECRET, KEY):
        assert secret not in stored
    [row] = await house.core.read(many, StoredInstallation)
    assert Fernet(KEY).decrypt(row.locked_token).decode() == token


async def test_a_new_key_takes_the_place_of_an_old_one(registry: Registry) -> None:
    new = Fernet.generate_key().decode()
    async with registry.serving():
        await registry.install(registry.city)
    async with registry.serving(encryption_keys=SecretStr(f"{new},{KEY}")) as house:
        await _until(lambda: bool(house.installations.workspaces()))
    async with registry.serving(encryption_keys=SecretStr(new)) as house:
        await _until(lambda: bool(house.installations.workspaces()))
        await _call(registry, registry.city, "朝の散歩")


async def test_a_token_that_no_key_opens_is_named_and_the_others_are_served(
    registry: Registry, capsys: pytest.CaptureFixture[str]
) -> None:
    new = Fernet.generate_key().decode()
    async with registry.serving():
        await registry.install(registry.city)
    async with registry.serving(encryption_keys=SecretStr(new)) as house:
        await registry.install(registry.town)
        await _call(registry, registry.town, "朝の散歩")
        assert house.installations.workspaces() == [registry.town.id]
        assert f"TAIWA_ENCRYPTION_KEYS: add its key, or install there again workspace={registry.city.id}" in (
            capsys.readouterr().out
        )
        assert (await registry.install(registry.city)).status == 200
        await _call(registry, registry.city, "朝の散歩")


# Going


async def test_where_the_bot_was_taken_out_nothing_is_addressed_any_more_and_what_was_stored_stays(
    registry: Registry, house: Any
) -> None:
    for workspace in (registry.city, registry.town):
        await registry.install(workspace)
        await _call(registry, workspace, "朝の散歩")
    await registry.person("sato.misaki", registry.city).uninstall_app()
    await registry.playground.settled()
    assert house.installations.workspaces() == [registry.town.id]
    assert [row.workspace for row in await house.core.read(many, StoredInstallation)] == [registry.town.id]
    assert len(await house.core.read(many, Recruitment)) == 2
    registry.playground.calls.clear()
    await house.core.write(lambda tx: tx.execute(text("UPDATE notice SET stale_since = '2026-01-01'")) and None)
    house.core.committed.set()
    await _until(lambda: bool(registry.playground.calls))
    await asyncio.sleep(0.2)
    [card] = _posted(registry.town)
    edits = [(call.method, call.arguments["ts"]) for call in registry.playground.calls]
    assert edits == [("chat.update", card.ts)]


async def test_who_comes_back_is_served_again_and_what_was_missed_is_not_poured_out(
    registry: Registry, house: Any
) -> None:
    await registry.install(registry.city)
    await _call(registry, registry.city, "朝の散歩")
    await registry.person("sato.misaki", registry.city).uninstall_app()
    await registry.playground.settled()
    missed = text("UPDATE notice SET state = 'waiting', sent_message = NULL, due_at = '2026-01-01'")
    await house.core.write(lambda tx: tx.execute(missed) and None)
    assert (await registry.install(registry.city)).status == 200
    await registry.person("sato.misaki", registry.city).say(HIROBA, f"/invite @{registry.app.name}")
    await _call(registry, registry.city, "夕方の散歩")
    assert len(_posted(registry.city)) == 2


async def test_late_word_of_a_farewell_does_not_undo_a_return(registry: Registry, house: Any) -> None:
    await registry.install(registry.city)
    told = {"type": "event_callback", "team_id": registry.city.id, "event": {"type": "app_uninstalled"}}
    long_ago = int(datetime.now(UTC).timestamp()) - 300
    assert (await house.slack.hear({**told, "event_time": long_ago})).status == 200
    people_only = {"type": "tokens_revoked", "tokens": {"oauth": ["U1"], "bot": []}}
    assert (await house.slack.hear({**told, "event": people_only, "event_time": long_ago + 600})).status == 200
    await _call(registry, registry.city, "朝の散歩")
    assert len(await house.core.read(many, StoredInstallation)) == 1


async def test_what_another_replica_was_given_or_has_lost_is_known_here_soon(
    registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs_installations, "LOOK_EVERY", 0.05)
    async with registry.serving() as here:
        assert here.install is not None
        await registry.install(registry.city)
        [row] = await here.core.read(many, StoredInstallation)
        await here.core.write(installing.forget, registry.city.id, datetime.now(UTC))
        await _until(lambda: here.installations.workspaces() == [])
        given = installing.Installation(row.workspace, row.name, _tokens(registry)[0], row.bot_user, row.since)
        await here.core.write(installing.keep, here.install._cipher, given)
        await _until(lambda: here.installations.workspaces() == [registry.city.id])


# The two pages


async def test_a_page_is_in_both_languages_and_neither_kept_nor_passed_on(registry: Registry, house: Any) -> None:
    page = await registry.install(registry.city)
    assert re.findall(r'section lang="(\w+)"', page.text) == ["ja", "en"]
    assert page.headers["cache-control"] == "no-store" and page.headers["referrer-policy"] == "no-referrer"
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert "<script" not in page.text


@pytest.mark.parametrize(
    ("address", "secure", "path"),
    [
        ("https://taiwa.example.jp/", True, "/slack"),
        ("https://city.example.jp/taiwa/", True, "/taiwa/slack"),
        ("http://127.0.0.1/", False, "/slack"),
    ],
)
async def test_the_browsers_cookie_is_out_of_reach_of_scripts_and_of_http(
    registry: Registry, address: str, secure: bool, path: str
) -> None:
    async with registry.serving(public_url=address), registry.browser() as browser:
        async with browser.get(f"{registry.url}slack/install", allow_redirects=False) as sent:
            cookie = sent.headers["Set-Cookie"].lower()
            assert sent.status == 302
            assert URL(sent.headers["Location"]).query["redirect_uri"] == f"{address}slack/oauth_redirect"
    assert "httponly" in cookie and "samesite=lax" in cookie and "max-age=600" in cookie
    assert ("; secure" in cookie) == secure and f"path={path};" in f"{cookie};"


async def test_without_oauth_there_are_no_such_pages(registry: Registry) -> None:
    alone = {"slack_client_id": None, "slack_client_secret": None, "slack_bot_token": SecretStr("xoxb-1")}
    async with registry.serving(**alone), registry.browser() as browser:
        for path in ("slack/install", "slack/oauth_redirect"):
            assert (await registry.look(browser, registry.url + path)).status == 404


async def test_ready_before_anybody_has_come_because_they_come_in_here(registry: Registry, house: Any) -> None:
    async with aiohttp.ClientSession() as session, session.get(f"{registry.url}readyz") as answer:
        assert (answer.status, await answer.json()) == (200, {"database": True, "slack": True})


async def test_by_sockets_and_oauth_a_workspace_is_served_without_a_port_of_slacks(registry: Registry) -> None:
    registry.app.socket_mode = True
    sockets = {"slack_app_token": SecretStr("xapp-registry"), "slack_signing_secret": None}
    async with registry.serving(**sockets):
        await registry.install(registry.town)
        await _until(lambda: bool(registry.playground.sockets.open_for(registry.app)))
        await _call(registry, registry.town, "朝の散歩")
