"""What one can do with a message, with people and with the app, by mouse and by keyboard."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.async_api import Locator, expect
from slack_sdk.web.async_client import AsyncWebClient

from playground.app import Shortcut
from playground.server import Playground
from playground.workspace import Channel, Message
from tests.playground.page.stage import TELEPHONE, Open, Stage, is_as_wide_as_its_window, newest, plain, say, writing
from tests.playground.stub_bot import TOKEN, StubBot

pytestmark = pytest.mark.asyncio(loop_scope="module")


def menu(message: Locator) -> Locator:
    return message.get_by_label("このメッセージの操作")


async def test_a_message_is_edited_and_deleted_by_keyboard(open_as: Open, square: Channel) -> None:
    suzuki, sato = await open_as("suzuki.kenta"), await open_as("sato.misaki")
    await say(suzuki, "@佐藤 美咲 さん <3 おはよ")
    await expect(newest(sato)).to_contain_text("おはよ")
    await menu(newest(suzuki)).press("Enter")
    await suzuki.get_by_role("button", name="編集する").press("Enter")
    field = suzuki.get_by_role("textbox", name="メッセージの編集")
    await expect(field).to_be_focused()
    await expect(field).to_have_value("@佐藤 美咲 さん <3 おはよ")
    await suzuki.keyboard.type("うございます")
    await suzuki.keyboard.press("Enter")
    await expect(newest(sato)).to_contain_text("@佐藤 美咲 さん <3 おはようございます")
    await expect(newest(sato)).to_contain_text("(編集済み)")
    await expect(newest(sato).locator(".mention")).to_have_text("@佐藤 美咲")
    await menu(newest(sato)).press("Enter")
    await expect(newest(sato).get_by_role("button", name="ハート")).to_be_visible()
    await expect(newest(sato).get_by_role("button", name="削除する")).to_have_count(0)
    await menu(newest(suzuki)).press("Enter")
    await suzuki.get_by_role("button", name="削除する").press("Enter")
    await suzuki.get_by_role("dialog").get_by_role("button", name="削除する").press("Enter")
    await expect(sato.get_by_text("まだメッセージはありません。")).to_be_visible()
    assert square.history() == []


async def test_a_thread_outlives_the_message_it_began_with(open_as: Open, playground: Playground) -> None:
    suzuki = playground.person("suzuki.kenta")
    root = await suzuki.say("ひろば", "お題について")
    assert root
    await playground.person("sato.misaki").say("ひろば", "話しました", root.ts)
    emma = await open_as("emma.clark")
    await suzuki.delete(root)
    await expect(newest(emma)).to_contain_text("This message was deleted")
    await expect(newest(emma).get_by_label("Message actions")).to_have_count(0)
    await newest(emma).get_by_role("button", name="1 reply").click()
    await expect(emma.get_by_role("complementary")).to_contain_text("話しました")


async def test_reactions_are_counted_and_taken_back_by_a_click(open_as: Open, playground: Playground) -> None:
    suzuki, sato = await open_as("suzuki.kenta"), await open_as("sato.misaki")
    await say(suzuki, "できました")
    await menu(newest(suzuki)).press("Enter")
    await expect(newest(suzuki).get_by_role("button", name="いいね")).to_be_visible()
    await suzuki.keyboard.press("ArrowDown")
    await suzuki.keyboard.press("Enter")
    chip = newest(sato).get_by_role("button", name="いいね")
    await expect(chip).to_have_accessible_name("いいね 1人")
    await expect(chip).to_have_attribute("title", "鈴木 健太")
    await chip.click()
    await expect(newest(suzuki).get_by_role("button", name="いいね 2人")).to_have_attribute("aria-pressed", "true")
    await chip.click()
    await expect(chip).to_have_attribute("aria-pressed", "false")
    await newest(suzuki).get_by_role("button", name="いいね 1人").click()
    await expect(chip).to_have_count(0)


async def test_a_message_is_given_to_the_app_by_its_shortcut(open_as: Open, stage: Stage, bot: StubBot) -> None:
    stage.app.shortcuts = {"call": Shortcut("これで呼びかける", "message", "call")}
    page = await open_as("suzuki.kenta")
    await say(page, "散歩に行きたいですね")
    await menu(newest(page)).click()
    await page.get_by_role("button", name="これで呼びかける").click()
    await page.wait_for_timeout(100)
    assert bot.last["callback_id"] == "call"
    assert bot.last["message"]["text"] == "散歩に行きたいですね"


async def test_days_stand_between_messages_and_older_ones_come_above(
    open_as: Open, playground: Playground, square: Channel
) -> None:
    workspace = next(iter(playground.workspaces.values()))
    morning = datetime(2026, 3, 30, 9, tzinfo=ZoneInfo("Asia/Tokyo"))
    sato = workspace.member_named("sato.misaki")
    for hours in range(0, 60 * 12, 12):
        moment = (morning + timedelta(hours=hours)).timestamp()
        workspace.post(square, Message(f"{moment:.6f}", f"{hours}時間後", sato.id))
    page = await open_as("suzuki.kenta")
    messages = page.get_by_role("log").get_by_test_id("message")
    await expect(messages).to_have_count(40)
    await page.get_by_role("button", name="以前のメッセージを表示").click()
    await expect(messages).to_have_count(60)
    await expect(messages.first).to_contain_text("0時間後")
    days = page.get_by_role("log").get_by_role("heading", level=2)
    await expect(days).to_have_count(30)
    await expect(days.first).to_contain_text("3月30日(月)")
    await expect(page.get_by_role("button", name="以前のメッセージを表示")).not_to_be_visible()


async def test_whoever_reads_above_is_told_of_what_is_new_below(open_as: Open, playground: Playground) -> None:
    sato = playground.person("sato.misaki")
    for number in range(30):
        await sato.say("ひろば", f"{number}行目")
    page = await open_as("suzuki.kenta")
    await expect(newest(page)).to_be_in_viewport()
    for number in range(5):
        await sato.say("ひろば", f"続き{number}")
    await expect(page.get_by_text("続き4")).to_be_in_viewport()
    await page.get_by_role("log").hover()
    await page.mouse.wheel(0, -600)
    await expect(newest(page)).not_to_be_in_viewport()
    await sato.say("ひろば", "こちらです")
    await page.get_by_role("button", name="新しいメッセージがあります").click()
    await expect(page.get_by_text("こちらです")).to_be_in_viewport()
    await expect(page.get_by_role("button", name="新しいメッセージがあります")).to_have_count(0)


async def test_a_name_is_completed_into_a_mention(open_as: Open, playground: Playground, square: Channel) -> None:
    page = await open_as("suzuki.kenta")
    await writing(page).press_sequentially("これは@")
    offers = page.get_by_role("listbox", name="メンバー").get_by_role("option")
    await expect(offers).to_have_count(8)
    await writing(page).press_sequentially("emm")
    await expect(offers).to_have_count(1)
    await writing(page).press("Escape")
    await expect(offers).to_have_count(0)
    for _ in range(3):
        await writing(page).press("Backspace")
    await writing(page).press_sequentially("美咲")
    await writing(page).press("Enter")
    await expect(writing(page)).to_have_value("これは@佐藤 美咲 ")
    await writing(page).press_sequentially("さんへ")
    await writing(page).press("Enter")
    await expect(newest(page).locator(".mention")).to_have_text("@佐藤 美咲")
    assert [m.text for m in square.history()] == [f"これは<@{playground.person('sato.misaki').id}> さんへ"]


async def test_people_are_chosen_for_a_conversation_of_their_own(open_as: Open, playground: Playground) -> None:
    suzuki, sato = await open_as("suzuki.kenta"), await open_as("sato.misaki")
    beside = sato.get_by_test_id("channel-子育て支援課").or_(sato.get_by_test_id("channel-オフサイト")).first
    await beside.evaluate("link => link.isOfOld = true")
    await suzuki.get_by_text("だれかに送る").click()
    for name in ("佐藤 美咲", "伊藤 さくら"):
        await suzuki.get_by_role("checkbox", name=name).check()
    await suzuki.get_by_role("button", name="会話を開く").click()
    title = suzuki.get_by_role("heading", level=1)
    await expect(title).to_contain_text("佐藤 美咲")
    await expect(title).to_contain_text("伊藤 さくら")
    field = suzuki.get_by_role("textbox", name="へのメッセージ")
    await field.fill("3人で話しましょう")
    await field.press("Enter")
    link = sato.get_by_role("link", name="未読あり")
    await expect(link).to_contain_text("鈴木 健太")
    assert await beside.evaluate("link => link.isOfOld"), "a row is not drawn again because another one has come"
    await link.click()
    await expect(newest(sato)).to_contain_text("3人で話しましょう")


async def test_a_row_that_moves_while_one_presses_it_is_still_the_one_meant(
    open_as: Open, playground: Playground
) -> None:
    page = await open_as("suzuki.kenta")
    row = page.get_by_test_id("channel-Taiwa")
    await row.hover()
    await page.mouse.down()
    for handle in ("sato.misaki", "ito.sakura"):
        await playground.person(handle).open_group(["suzuki.kenta"])
    await expect(page.get_by_test_id("channel-伊藤 さくら")).to_be_visible()
    await page.mouse.up()
    await expect(page.get_by_role("heading", level=1)).to_contain_text("Taiwa")


async def test_home_follows_what_the_app_publishes(open_as: Open, playground: Playground, bot: StubBot) -> None:
    person = playground.person("suzuki.kenta")
    page = await open_as("suzuki.kenta", TELEPHONE)
    await page.get_by_role("button", name="チャンネル一覧").press("Enter")
    await expect(page.get_by_test_id("channel-Taiwa")).to_be_visible()
    await page.get_by_test_id("channel-Taiwa").press("Enter")
    await expect(page.get_by_text("ホームにはまだ何もありません。")).to_be_visible()
    await playground.settled()
    assert [event["tab"] for event in bot.events("app_home_opened")] == ["home"]
    await page.reload()
    await expect(page.get_by_text("ホームにはまだ何もありません。")).to_be_visible()
    await page.wait_for_timeout(200)
    await playground.settled()
    assert [event["tab"] for event in bot.events("app_home_opened")] == ["home", "home"]

    def view(first: str) -> dict[str, Any]:
        rows = [{"type": "section", "text": plain(f"{number}番")} for number in range(98)]
        button = {"type": "button", "action_id": "pause", "text": plain("しばらくお休み")}
        blocks = [{"type": "header", "text": plain(first)}, *rows, {"type": "actions", "elements": [button]}]
        return {"type": "home", "blocks": blocks}

    client = AsyncWebClient(TOKEN, base_url=playground.api_url)
    await client.views_publish(user_id=person.id, view=view("これからの予定"))
    home = page.get_by_test_id("home")
    await expect(home.get_by_role("heading")).to_have_text("これからの予定")
    await home.get_by_role("button", name="しばらくお休み").press("Enter")
    await client.views_publish(user_id=person.id, view=view("お休み中です"))
    await expect(home.get_by_role("heading")).to_have_text("お休み中です")
    await expect(home.get_by_role("button", name="しばらくお休み")).to_be_focused()
    assert await is_as_wide_as_its_window(page)
    await page.get_by_role("button", name="メッセージ").click()
    await expect(page.get_by_role("log")).to_be_visible()


async def test_the_weather_is_the_same_in_every_window(open_as: Open, playground: Playground) -> None:
    suzuki, emma = await open_as("suzuki.kenta"), await open_as("emma.clark", TELEPHONE)
    weather = suzuki.get_by_test_id("weather")
    await expect(weather.locator("summary")).to_have_accessible_name("お天気 — 晴れ")
    await weather.locator("summary").press("Enter")
    await weather.get_by_role("checkbox", name="おそい").check()
    await weather.get_by_role("checkbox", name="混み合い(429)").check()
    await weather.get_by_label("降り方").select_option("本降り(毎回)")
    await expect(weather.locator("summary")).to_have_accessible_name("お天気 — 雨: おそい、混み合い(429)")
    await expect(emma.get_by_test_id("weather").locator("summary")).to_have_accessible_name(
        "Weather — Rain: Slow, Too many requests (429)"
    )
    assert (playground.weather.slow, playground.weather.rate_limited) == (1, 1)
    assert await is_as_wide_as_its_window(emma)
    await weather.get_by_role("button", name="晴れに戻す").click()
    await expect(weather.get_by_role("checkbox", name="おそい")).not_to_be_checked()
    assert playground.weather.is_fair
