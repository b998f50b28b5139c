"""Every block and element that is drawn: chosen from by keyboard, and told to the app as Slack tells it."""

from typing import Any

import pytest
from playwright.async_api import expect
from slack_sdk.web.async_client import AsyncWebClient

from playground.app import Shortcut
from playground.server import Playground
from playground.web_api.views import show_modal
from playground.workspace import Channel
from tests.playground.page.stage import TELEPHONE, Open, Stage, entry, form, newest, plain, say
from tests.playground.stub_bot import TOKEN, StubBot

pytestmark = pytest.mark.asyncio(loop_scope="module")


def option(value: str) -> dict[str, Any]:
    return {"text": plain(value), "value": value}


GROUPS = [
    {"label": plain("庁内"), "options": [option("会議室")]},
    {"label": plain("庁外"), "options": [option("公園"), option("喫茶")]},
]


async def test_several_are_chosen_from_one_list_by_keyboard(
    open_as: Open, playground: Playground, bot: StubBot
) -> None:
    person = playground.person("suzuki.kenta")
    page = await open_as("suzuki.kenta", TELEPHONE)
    view = form(
        entry("who", "だれと", type="multi_users_select", max_selected_items=2),
        entry("where", "どこで", type="multi_static_select", option_groups=GROUPS),
        entry("in", "どのチャンネルで", type="multi_channels_select"),
        entry("with", "どの会話で", type="multi_conversations_select"),
    )
    show_modal(person.workspace, person.id, view)
    dialog = page.get_by_role("dialog")
    who = dialog.get_by_role("group", name="だれと")
    await expect(who.locator("summary")).to_be_focused()
    await page.keyboard.press("Enter")
    for name in ("佐藤 美咲", "伊藤 さくら"):
        await who.get_by_role("checkbox", name=name).press("Space")
    await expect(who.get_by_role("checkbox", name="森 翔太")).to_be_disabled()
    await page.keyboard.press("Escape")
    await expect(who.locator("summary")).to_have_text("佐藤 美咲、伊藤 さくら")
    await expect(who.locator("summary")).to_be_focused()
    await dialog.get_by_role("button", name="出す").press("Enter")
    await expect(dialog.get_by_role("group", name="どこで").locator("summary")).to_be_focused()
    for field, name in (("どこで", "公園"), ("どのチャンネルで", "#ひろば"), ("どの会話で", "#子育て支援課")):
        group = dialog.get_by_role("group", name=field)
        await group.locator("summary").press("Enter")
        await group.get_by_role("checkbox", name=name).check()
        await page.keyboard.press("Escape")
    await dialog.get_by_role("button", name="出す").press("Enter")
    await expect(dialog).to_have_count(0)
    state = {name: entered["value"] for name, entered in bot.last["view"]["state"]["values"].items()}
    workspace = person.workspace
    ids = [workspace.member_named(handle).id for handle in ("sato.misaki", "ito.sakura")]
    assert state["who"]["selected_users"] == ids
    assert [option["value"] for option in state["where"]["selected_options"]] == ["公園"]
    assert state["in"]["selected_channels"] == [workspace.channel_named("ひろば").id]
    assert state["with"]["selected_conversations"] == [workspace.channel_named("子育て支援課").id]


async def test_a_conversation_is_chosen_from_those_one_can_see(
    open_as: Open, playground: Playground, square: Channel, bot: StubBot
) -> None:
    client = AsyncWebClient(TOKEN, base_url=playground.api_url)
    only_public = {"include": ["public"]}
    place: dict[str, Any] = {"type": "conversations_select", "action_id": "place", "filter": only_public}
    spot = {"type": "static_select", "action_id": "spot", "option_groups": GROUPS, "placeholder": plain("場所")}
    blocks = [
        {"type": "section", "text": {"type": "mrkdwn", "text": "*どこで* 話しますか"}, "accessory": place},
        {"type": "actions", "elements": [spot]},
    ]
    await client.chat_postMessage(channel=square.id, text="x", blocks=blocks)
    page = await open_as("suzuki.kenta")
    select = newest(page).get_by_role("combobox", name="どこで 話しますか")
    places = playground.person("suzuki.kenta").workspace.channels.values()
    public = [channel for channel in places if channel.kind == "public"]
    await expect(select.locator("option")).to_have_count(1 + len(public))
    await select.select_option("#ひろば")
    await page.wait_for_timeout(100)
    assert bot.last["actions"][0]["selected_conversation"] == square.id
    groups = newest(page).get_by_role("combobox", name="場所").locator("optgroup")
    assert [await group.get_attribute("label") for group in await groups.all()] == ["庁内", "庁外"]


async def test_a_choice_that_is_not_meant_is_shown_no_longer(
    open_as: Open, playground: Playground, square: Channel, bot: StubBot
) -> None:
    client = AsyncWebClient(TOKEN, base_url=playground.api_url)
    sure = {part: plain(part) for part in ("title", "text", "confirm", "deny")}
    options = [option("会議室"), option("公園")]
    elements: list[dict[str, Any]] = [
        {"type": "static_select", "action_id": "one", "options": options, "placeholder": plain("場所")},
        {"type": "radio_buttons", "action_id": "radio", "options": options, "initial_option": options[0]},
        {"type": "datetimepicker", "action_id": "moment", "initial_date_time": 1775000100},
    ]
    blocks = [{"type": "actions", "elements": [element | {"confirm": sure} for element in elements]}]
    await client.chat_postMessage(channel=square.id, text="x", blocks=blocks)
    page = await open_as("suzuki.kenta")
    deny = page.get_by_role("dialog").get_by_role("button", name="deny")
    select, moment = newest(page).get_by_role("combobox", name="場所"), newest(page).locator("[type=datetime-local]")
    await select.select_option("公園")
    await deny.press("Enter")
    await expect(select).to_have_value("")
    await newest(page).get_by_role("radio", name="公園").check()
    await deny.press("Enter")
    await expect(newest(page).get_by_role("radio", name="会議室")).to_be_checked()
    await moment.fill("2026-12-04T18:30")
    await deny.press("Enter")
    await expect(moment).to_have_value("2026-04-01T08:35")
    assert not any("actions" in received.content for received in bot.received)
    await select.select_option("公園")
    await page.get_by_role("dialog").get_by_role("button", name="confirm").press("Enter")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await page.wait_for_timeout(100)
    assert bot.last["actions"][0]["selected_option"]["value"] == "公園"
    await expect(select).to_have_value("公園")


async def test_a_forms_addresses_are_looked_at_before_the_app_sees_them(
    open_as: Open, playground: Playground, bot: StubBot
) -> None:
    person = playground.person("emma.clark")
    page = await open_as("emma.clark")
    view = form(entry("mail", "Mail", type="email_text_input"), entry("page", "Page", type="url_text_input"))
    show_modal(person.workspace, person.id, view)
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Mail").fill("emma at example")
    await dialog.get_by_label("Page").fill("example.jp")
    await page.keyboard.press("Enter")
    await expect(dialog.get_by_label("Mail")).to_have_accessible_description("Please enter an email address.")
    await expect(dialog.get_by_label("Page")).to_have_accessible_description("Please enter a URL.")
    await dialog.get_by_label("Mail").fill("emma@example.jp")
    await dialog.get_by_label("Page").fill("https://example.jp/a?b=c")
    await page.keyboard.press("Enter")
    await expect(dialog).to_have_count(0)


async def test_a_global_shortcut_is_chosen_beside_the_field(open_as: Open, stage: Stage, bot: StubBot) -> None:
    stage.app.shortcuts = {"new": Shortcut("呼びかける", "global", "new", "ひとこと募ります")}
    page = await open_as("suzuki.kenta", TELEPHONE)
    await page.get_by_label("ショートカット", exact=True).press("Enter")
    await page.keyboard.press("ArrowDown")
    await expect(page.get_by_role("button", name="呼びかける")).to_be_focused()
    await page.keyboard.press("Enter")
    await page.wait_for_timeout(100)
    assert bot.last["callback_id"] == "new"
    assert "channel" not in bot.last
    stage.app.shortcuts = {}


async def test_what_cannot_be_drawn_is_named_and_hinders_nothing(
    open_as: Open, playground: Playground, square: Channel, bot: StubBot
) -> None:
    client = AsyncWebClient(TOKEN, base_url=playground.api_url)
    outside = {"type": "external_select", "action_id": "from_outside", "placeholder": plain("どれか")}
    blocks = [{"type": "markdown", "text": "# 見出し"}, {"type": "actions", "elements": [outside]}]
    await client.chat_postMessage(channel=square.id, text="x", blocks=blocks)
    page = await open_as("suzuki.kenta")
    await expect(newest(page)).to_contain_text("ここでは表示できません: markdown")
    await expect(newest(page)).to_contain_text("ここでは表示できません: external_select")
    person = playground.person("suzuki.kenta")
    show_modal(person.workspace, person.id, form(entry("papers", "資料", type="file_input"), entry("title", "題名")))
    dialog = page.get_by_role("dialog")
    await expect(dialog).to_contain_text("ここでは表示できません: file_input")
    await dialog.get_by_label("題名").fill("散歩")
    await page.keyboard.press("Enter")
    await expect(dialog).to_have_count(0)


async def test_a_moved_clock_leaves_a_line_between_the_messages(open_as: Open) -> None:
    suzuki, emma = await open_as("suzuki.kenta"), await open_as("emma.clark")
    await say(suzuki, "前")
    for _ in range(2):
        await suzuki.get_by_role("button", name="次の朝へ").click()
    line = suzuki.get_by_role("log").get_by_text("時計を進めました → 11月26日(木) 9:00")
    await expect(line).to_have_count(1)
    await say(suzuki, "あと")
    await suzuki.get_by_role("button", name="次の朝へ").click()
    await expect(suzuki.get_by_role("log")).to_contain_text("11月27日(金)")
    await expect(emma.get_by_role("log")).to_contain_text("The clock was moved → Thu 26 Nov 9:00")
    await suzuki.reload()
    await expect(line).to_have_count(1)
    shown = await suzuki.get_by_role("log").inner_text()
    places = [shown.index(part) for part in ("前", "26日", "あと", "27日")]
    assert places == sorted(places)
