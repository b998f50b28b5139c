"""Everything on a telephone by keyboard alone, and the keyboard is never lost."""

from typing import Any

import pytest
from playwright.async_api import expect
from slack_sdk.web.async_client import AsyncWebClient

from playground.page.words import WEATHER_KINDS
from playground.server import Playground
from playground.web_api.views import show_modal
from playground.workspace import Channel
from tests.playground.page.stage import TELEPHONE, Open, entry, form, is_as_wide_as_its_window, newest, plain
from tests.playground.stub_bot import TOKEN, Received, StubBot

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_the_keyboard_reaches_conversation_and_lists_at_once(open_as: Open) -> None:
    page = await open_as("suzuki.kenta", TELEPHONE)
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("link", name="会話へ移動")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("region", name="会話")).to_be_focused()
    await page.get_by_role("button", name="時計を動かす").press("Enter")
    await expect(page.get_by_role("button", name="次の朝へ")).to_be_visible()
    assert await is_as_wide_as_its_window(page)
    await page.get_by_role("button", name="チャンネル一覧").press("Enter")
    await expect(page.get_by_test_id("channel-ひろば")).to_be_visible()
    await page.get_by_test_id("channel-ひろば").press("ArrowDown")
    await expect(page.get_by_test_id("channel-子育て支援課")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(page.get_by_test_id("channel-子育て支援課")).not_to_be_visible()
    await expect(page.get_by_role("button", name="チャンネル一覧")).to_be_focused()


async def test_a_cards_menu_stays_in_the_window_and_gives_the_keyboard_back(
    open_as: Open, playground: Playground, square: Channel, bot: StubBot
) -> None:
    person = playground.person("suzuki.kenta")
    labels = ("内容を直す", "もう一度呼びかける", "取りやめる")
    options = [{"text": plain(label), "value": label} for label in labels]
    buttons = [
        {"type": "button", "action_id": label, "text": plain(label)} for label in ("この指とまる", "今回は見送る")
    ]
    menu: dict[str, Any] = {"type": "overflow", "action_id": "menu", "options": options}
    client = AsyncWebClient(TOKEN, base_url=playground.api_url)
    blocks = [{"type": "actions", "elements": [*buttons, menu]}]
    await client.chat_postMessage(channel=square.id, text="x", blocks=blocks)

    async def answer(received: Received) -> None:
        if "actions" in received.content:
            show_modal(person.workspace, person.id, form(entry("title", "題名")))

    bot.on_request = answer
    page = await open_as("suzuki.kenta", TELEPHONE)
    dots = newest(page).get_by_label("その他の操作")
    await dots.press("Enter")
    for label in labels:
        await page.keyboard.press("ArrowDown")
        await expect(newest(page).get_by_role("button", name=label)).to_be_focused()
        await expect(newest(page).get_by_role("button", name=label)).to_be_in_viewport(ratio=1)
    assert await is_as_wide_as_its_window(page)
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("dialog").get_by_label("題名")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await expect(dots).to_be_focused()


async def test_the_keyboard_goes_where_one_turns_to_and_stays_when_what_it_was_on_is_gone(
    open_as: Open, playground: Playground, bot: StubBot
) -> None:
    page = await open_as("suzuki.kenta", TELEPHONE)
    await page.get_by_role("button", name="チャンネル一覧").press("Enter")
    await expect(page.get_by_test_id("channel-子育て支援課")).to_be_visible()
    await page.get_by_test_id("channel-子育て支援課").press("Enter")
    await expect(page.get_by_role("region", name="会話")).to_be_focused()
    bot.answer = {"text": "お知らせです"}
    await playground.person("suzuki.kenta").say("子育て支援課", "/yubi")
    await newest(page).get_by_role("button", name="表示を消す").press("Enter")
    await expect(page.get_by_text("お知らせです")).to_have_count(0)
    await expect(page.get_by_role("log")).to_be_focused()


async def test_the_bar_is_one_line_in_any_weather(open_as: Open, playground: Playground) -> None:
    page = await open_as("suzuki.kenta", TELEPHONE)
    bar = page.locator(".bar")
    height = (await bar.bounding_box() or {})["height"]
    for kind in WEATHER_KINDS:
        playground.weather.change(kind, 1)
    await expect(page.get_by_test_id("weather").locator("summary")).to_have_accessible_name(
        "お天気 — 雨: 応答が届かない(保存後)、500エラー(保存後)、おそい、混み合い(429)、ソケットの切断"
    )
    assert (await bar.bounding_box() or {})["height"] == height
    playground.weather.clear()


async def test_on_a_telephone_the_lists_button_tells_of_what_is_unread(open_as: Open, playground: Playground) -> None:
    page = await open_as("suzuki.kenta", TELEPHONE)
    button = page.get_by_role("button", name="チャンネル一覧")
    await expect(button).to_have_accessible_name("チャンネル一覧")
    await playground.person("tanaka.daichi").say("子育て支援課", "こちらです")
    await expect(button).to_have_accessible_name("チャンネル一覧 未読あり")
    await button.press("Enter")
    await expect(page.get_by_test_id("channel-子育て支援課")).to_be_visible()
    await page.get_by_test_id("channel-子育て支援課").press("Enter")
    await expect(button).to_have_accessible_name("チャンネル一覧")
