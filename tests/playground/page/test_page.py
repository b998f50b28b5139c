"""The page in a real browser: what people see of each other, of forms and of the clock."""

from datetime import datetime
from typing import Any

import pytest
from playwright.async_api import expect

from playground.server import Playground
from playground.web_api.views import change_view, show_modal
from playground.workspace import Channel, File, Message
from tests.playground.page.stage import TELEPHONE, Open, ProductTime, entry, form, newest, plain, say, writing
from tests.playground.stub_bot import Received, StubBot

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_two_windows_see_each_others_messages_at_once(open_as: Open) -> None:
    suzuki, emma = await open_as("suzuki.kenta"), await open_as("emma.clark")
    await say(suzuki, "おはようございます")
    await expect(newest(emma)).to_contain_text("おはようございます")
    await emma.get_by_role("textbox", name="Message to #ひろば").fill("Good morning")
    await emma.get_by_role("button", name="Send").click()
    await expect(newest(suzuki)).to_contain_text("Good morning")
    await expect(newest(suzuki)).to_contain_text("Emma Clark")


async def test_typed_markup_and_mentions_are_shown_as_typed(open_as: Open, square: Channel) -> None:
    typed = "<script>document.title = 'x'</script> <!channel> <@U0> &amp; *a*"
    page = await open_as("suzuki.kenta")
    await say(page, typed)
    await expect(newest(page).locator(".text")).to_have_text(typed)
    await expect(newest(page).locator(".mention, script")).to_have_count(0)
    await expect(page).to_have_title("#ひろば — やまなみ市役所")


async def test_enter_during_a_conversion_does_not_send(open_as: Open, square: Channel) -> None:
    page = await open_as("suzuki.kenta")
    await writing(page).fill("きょう")
    await writing(page).dispatch_event("keydown", {"key": "Enter", "isComposing": True})
    await writing(page).press("Shift+Enter")
    await writing(page).press_sequentially("二行目")
    await writing(page).press("Enter")
    await expect(newest(page).locator(".text")).to_have_text("きょう\n二行目")
    assert [message.text for message in square.history()] == ["きょう\n二行目"]


async def test_commands_are_offered_and_completed_by_keyboard(open_as: Open, bot: StubBot) -> None:
    page = await open_as("suzuki.kenta")
    await writing(page).press_sequentially("/")
    offers = page.get_by_role("listbox", name="使えるコマンド").get_by_role("option")
    await expect(offers).to_have_text(
        [
            "/yubi 昼休みに散歩しませんか この指とまれを呼びかけます",
            "/offsite new オフサイトミーティング",
            "/invite @名前 このチャンネルに招待します",
            "/leave このチャンネルから退出します",
        ]
    )
    await writing(page).press_sequentially("y")
    await writing(page).press("Tab")
    await expect(writing(page)).to_have_value("/yubi ")
    await writing(page).press_sequentially("散歩")
    await writing(page).press("Enter")
    await expect(writing(page)).to_have_value("")
    await page.wait_for_timeout(100)
    assert (bot.last["command"], bot.last["text"]) == ("/yubi", "散歩")


async def test_a_private_note_is_seen_by_one_person_only(open_as: Open, bot: StubBot) -> None:
    bot.answer = {"text": "あなたへの知らせ"}
    suzuki, sato = await open_as("suzuki.kenta"), await open_as("sato.misaki")
    await say(suzuki, "/yubi")
    await expect(newest(suzuki)).to_contain_text("あなただけに表示されています")
    await expect(newest(suzuki)).to_contain_text("あなたへの知らせ")
    await expect(sato.get_by_text("あなたへの知らせ")).to_have_count(0)
    await newest(suzuki).get_by_role("button", name="表示を消す").click()
    await expect(suzuki.get_by_text("あなたへの知らせ")).to_have_count(0)


async def test_an_app_that_does_not_answer_is_reported_to_who_asked(open_as: Open, bot: StubBot) -> None:
    bot.delay = 1
    page = await open_as("suzuki.kenta")
    await say(page, "/yubi 散歩")
    await expect(newest(page)).to_contain_text("operation_timeout")
    await expect(newest(page)).to_contain_text("あなただけに表示されています")


async def test_a_refused_form_keeps_what_was_typed_beside_the_reason(
    open_as: Open, playground: Playground, bot: StubBot
) -> None:
    person = playground.person("suzuki.kenta")
    page = await open_as("suzuki.kenta")
    show_modal(person.workspace, person.id, form(entry("title", "題名"), entry("about", "くわしく", multiline=True)))
    dialog = page.get_by_role("dialog", name="呼びかけ")
    await dialog.get_by_label("くわしく").fill("二行\nあります")
    await dialog.get_by_role("button", name="出す").click()
    await expect(dialog.get_by_label("題名")).to_have_accessible_description("このフィールドは必須です")
    await expect(dialog.get_by_label("題名")).to_be_focused()
    bot.answer = {"response_action": "errors", "errors": {"title": "もう少し長くお願いします"}}
    await page.keyboard.type("森")
    await page.keyboard.press("Enter")
    await expect(dialog.get_by_label("題名")).to_have_accessible_description("もう少し長くお願いします")
    await expect(dialog.get_by_label("題名")).to_have_value("森")
    await expect(dialog.get_by_label("くわしく")).to_have_value("二行\nあります")
    bot.answer, bot.delay = "", 0.3
    await dialog.get_by_label("題名").press_sequentially("を歩く")
    await dialog.get_by_role("button", name="出す").click()
    await expect(dialog.get_by_role("button", name="処理中…")).to_be_disabled()
    await expect(dialog).to_have_count(0)
    values = bot.last["view"]["state"]["values"]
    assert [values[block]["value"]["value"] for block in ("title", "about")] == ["森を歩く", "二行\nあります"]


async def test_a_form_that_the_app_changes_keeps_what_was_typed_and_a_second_one_leads_back(
    open_as: Open, playground: Playground
) -> None:
    person = playground.person("suzuki.kenta")
    page = await open_as("suzuki.kenta")
    view = show_modal(person.workspace, person.id, form(entry("title", "題名")))
    await page.get_by_role("dialog").get_by_label("題名").press_sequentially("森を")
    change_view(person.workspace, view, form(entry("title", "題名"), entry("place", "場所")))
    await expect(page.get_by_role("dialog").get_by_label("場所")).to_be_visible()
    await expect(page.get_by_role("dialog").get_by_label("題名")).to_be_focused()
    await expect(page.get_by_role("dialog").get_by_label("題名")).to_have_value("森を")
    show_modal(person.workspace, person.id, form(entry("reason", "わけ")))
    await expect(page.get_by_role("dialog").get_by_label("わけ")).to_be_visible()
    await page.get_by_role("dialog").get_by_role("button", name="戻る").click()
    await expect(page.get_by_role("dialog").get_by_label("題名")).to_have_value("森を")
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    assert person.workspace.top_modal(person.id) is None


async def test_every_field_of_a_form_reaches_the_app(open_as: Open, playground: Playground, bot: StubBot) -> None:
    person = playground.person("suzuki.kenta")
    page = await open_as("suzuki.kenta")
    options = [{"text": plain(name), "value": name} for name in ("甲", "乙")]
    kinds: dict[str, dict[str, Any]] = {
        "date": {"type": "datepicker"},
        "time": {"type": "timepicker"},
        "moment": {"type": "datetimepicker"},
        "number": {"type": "number_input", "is_decimal_allowed": False},
        "one": {"type": "static_select", "options": options},
        "radio": {"type": "radio_buttons", "options": options},
        "many": {"type": "checkboxes", "options": options},
        "who": {"type": "users_select"},
    }
    show_modal(person.workspace, person.id, form(*(entry(name, name, **element) for name, element in kinds.items())))
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("date").fill("2026-12-04")
    await dialog.get_by_label("time").fill("18:30")
    await dialog.get_by_label("moment").fill("2026-12-04T18:30")
    await dialog.get_by_label("number").fill("12")
    await dialog.get_by_label("one").select_option("乙")
    await dialog.get_by_role("radio", name="乙").check()
    for name in ("甲", "乙"):
        await dialog.get_by_role("checkbox", name=name).check()
    await dialog.get_by_label("who").select_option("佐藤 美咲")
    await dialog.get_by_role("button", name="出す").click()
    await expect(dialog).to_have_count(0)
    state = {name: entered["value"] for name, entered in bot.last["view"]["state"]["values"].items()}
    assert state["date"]["selected_date"] == "2026-12-04"
    assert state["time"]["selected_time"] == "18:30"
    assert state["moment"]["selected_date_time"] == datetime.fromisoformat("2026-12-04T18:30+09:00").timestamp()
    assert state["number"]["value"] == "12"
    assert state["one"]["selected_option"]["value"] == state["radio"]["selected_option"]["value"] == "乙"
    assert [option["value"] for option in state["many"]["selected_options"]] == ["甲", "乙"]
    assert state["who"]["selected_user"] == person.workspace.member_named("sato.misaki").id


async def test_a_card_is_redrawn_for_all_and_the_keyboard_keeps_its_place(
    open_as: Open, playground: Playground, square: Channel, bot: StubBot
) -> None:
    workspace = next(iter(playground.workspaces.values()))
    installation = workspace.installation
    assert installation is not None
    question = {
        "title": plain("取りやめますか"),
        "text": plain("お知らせします"),
        "confirm": plain("はい"),
        "deny": plain("いいえ"),
    }

    def card(count: int) -> list[dict[str, Any]]:
        join = {"type": "button", "action_id": "join", "text": plain("この指とまる")}
        cancel = {"type": "button", "action_id": "cancel", "text": plain("取りやめる"), "confirm": question}
        return [
            {"type": "section", "block_id": "who", "text": {"type": "mrkdwn", "text": f"*{count}人*"}},
            {"type": "actions", "block_id": "do", "elements": [join, cancel]},
        ]

    post = Message(workspace.next_ts(), "x", installation.user_id, installation.bot_id, blocks=card(0))
    workspace.post(square, post)

    async def count(received: Received) -> None:
        if "actions" in received.content:
            post.blocks = card(len([r for r in bot.received if "actions" in r.content]))
            workspace.message_changed(square, post)

    bot.on_request = count
    suzuki, sato = await open_as("suzuki.kenta"), await open_as("sato.misaki")
    join = newest(suzuki).get_by_role("button", name="この指とまる")
    await join.evaluate("button => button.isOfOld = true")
    await join.press("Enter")
    await expect(newest(sato)).to_contain_text("1人")
    await expect(newest(suzuki)).to_contain_text("1人")
    await expect(join).to_be_focused()
    assert await join.evaluate("button => button.isOfOld"), "a finger on the button must not miss it"
    await newest(sato).get_by_role("button", name="取りやめる").click()
    await sato.get_by_role("dialog", name="取りやめますか").get_by_role("button", name="いいえ").click()
    await newest(sato).get_by_role("button", name="取りやめる").click()
    await sato.get_by_role("dialog").get_by_role("button", name="はい").click()
    await expect(newest(suzuki)).to_contain_text("2人")


async def test_a_thread_is_read_and_answered_at_the_side(open_as: Open) -> None:
    suzuki, sato = await open_as("suzuki.kenta"), await open_as("sato.misaki")
    await say(suzuki, "お題について")
    await newest(sato).get_by_role("button", name="スレッドで返信").click()
    await sato.get_by_role("textbox", name="スレッドへの返信").fill("話しました")
    await sato.keyboard.press("Enter")
    await newest(suzuki).get_by_role("button", name="1件の返信").click()
    thread = suzuki.get_by_role("complementary", name="スレッド")
    await expect(thread.get_by_test_id("message")).to_have_count(2)
    await expect(thread.get_by_test_id("message").last).to_contain_text("話しました")


async def test_an_unread_channel_has_a_dot_until_it_is_opened(open_as: Open, playground: Playground) -> None:
    page = await open_as("suzuki.kenta")
    link = page.get_by_test_id("channel-子育て支援課")
    await playground.person("tanaka.daichi").say("子育て支援課", "こちらです")
    await expect(link).to_have_accessible_name("子育て支援課 未読あり")
    await link.click()
    await expect(newest(page)).to_contain_text("こちらです")
    await expect(link).to_have_accessible_name("子育て支援課")


async def test_a_public_channel_is_joined_from_the_list(open_as: Open, playground: Playground) -> None:
    page = await open_as("suzuki.kenta")
    await page.get_by_role("button", name="#市民課 に参加する").click()
    await expect(page.get_by_role("heading", name="#市民課")).to_be_visible()
    await expect(newest(page)).to_contain_text("@鈴木 健太 がチャンネルに参加しました")


async def test_a_file_can_be_saved(open_as: Open, playground: Playground, square: Channel) -> None:
    workspace = next(iter(playground.workspaces.values()))
    address = f"{playground.url}files/{workspace.id}/F1/counts.csv"
    workspace.files["F1"] = File("F1", "counts.csv", "counts.csv", "text/csv", 3, "", content=b"a,b")
    shown = {"title": "参加の数", "name": "counts.csv", "mimetype": "text/csv", "size": 3, "url_private": address}
    file = Message(workspace.next_ts(), "", "USLACKBOT", files=[shown | {"url_private_download": address}])
    workspace.post(square, file)
    page = await open_as("sato.misaki")
    async with page.expect_download() as download:
        await page.get_by_role("link", name="参加の数 をダウンロード").click()
    saved = await (await download.value).path()
    assert saved.read_bytes() == b"a,b"


async def test_the_clock_is_moved_for_every_window(open_as: Open, time: ProductTime) -> None:
    suzuki, emma = await open_as("suzuki.kenta"), await open_as("emma.clark")
    await expect(suzuki.get_by_test_id("clock-now")).to_have_text("2026年11月24日(火) 9:00")
    await suzuki.get_by_role("button", name="次の朝へ").click()
    await expect(emma.get_by_test_id("clock-now")).to_have_text("Wed 25 Nov 2026, 9:00")
    await emma.get_by_label("Date and time").fill("2027-03-31T08:35")
    await emma.get_by_role("button", name="Set the clock").click()
    await expect(suzuki.get_by_test_id("clock-now")).to_have_text("2027年3月31日(水) 8:35")
    time.refusal = "過去へは戻れません"
    await suzuki.get_by_role("button", name="次の朝へ").click()
    await expect(suzuki.get_by_test_id("clock").get_by_role("alert")).to_contain_text("過去へは戻れません")


async def test_on_a_telephone_the_channels_are_behind_a_button(open_as: Open) -> None:
    page = await open_as("suzuki.kenta", TELEPHONE)
    link = page.get_by_test_id("channel-子育て支援課")
    await expect(link).not_to_be_visible()
    await page.get_by_role("button", name="チャンネル一覧").press("Enter")
    await expect(link).to_be_visible()
    await link.press("Enter")
    await expect(page.get_by_role("heading", name="#子育て支援課")).to_be_visible()
    await expect(link).not_to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


async def test_one_becomes_somebody_else(open_as: Open) -> None:
    page = await open_as("suzuki.kenta")
    await page.get_by_test_id("who").locator("summary").click()
    await page.get_by_role("link", name="佐藤 美咲 人事課 係長 管理者").click()
    await expect(page.get_by_test_id("who").locator("summary")).to_contain_text("佐藤 美咲")
    await page.goto(page.url.replace("sato.misaki", "nobody"))
    await expect(page.get_by_role("alert")).to_contain_text("その人は見つかりませんでした")
    await expect(page.get_by_role("heading", name="だれとして使いますか")).to_be_visible()
