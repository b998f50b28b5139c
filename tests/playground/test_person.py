"""What people can do beyond typing and clicking: shortcuts, reactions, overflow menus, group conversations."""

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from playground.manifest import app_from_manifest
from playground.person import NotAllowed
from playground.server import Playground
from playground.workspace import Channel, Message, Workspace
from tests.playground.stub_bot import StubBot

HOME = {"type": "home", "blocks": [{"type": "divider"}]}


@pytest.fixture
def square(workspace: Workspace) -> Channel:
    return workspace.channel_named("ひろば")


@pytest.fixture
async def said(playground: Playground) -> Message:
    message = await playground.person("suzuki.kenta").say("ひろば", "昼休みに散歩しませんか")
    assert message
    return message


async def test_a_message_shortcut_brings_the_message_and_an_address_to_answer_to(
    playground: Playground, bot: StubBot, square: Channel, said: Message
) -> None:
    person = playground.person("ito.sakura")
    await person.shortcut(square, said.ts, "from_message")
    payload = bot.last
    assert (payload["type"], payload["callback_id"]) == ("message_action", "from_message")
    assert (payload["message"]["text"], payload["message_ts"]) == (said.text, said.ts)
    assert (payload["channel"]["id"], payload["user"]["id"]) == (square.id, person.id)
    assert payload["trigger_id"] and payload["action_ts"]
    async with aiohttp.ClientSession() as session:
        await session.post(payload["response_url"], json={"text": "受け付けました"})
    assert square.seen_by(person.id)[-1].text == "受け付けました"


async def test_a_global_shortcut_comes_without_a_place(playground: Playground, bot: StubBot) -> None:
    await playground.person("ito.sakura").global_shortcut("from_anywhere")
    assert (bot.last["type"], bot.last["callback_id"]) == ("shortcut", "from_anywhere")
    assert not {"channel", "message", "response_url"} & set(bot.last)


async def test_a_shortcut_is_chosen_only_where_slack_offers_it(
    playground: Playground, bot: StubBot, workspace: Workspace, square: Channel, said: Message
) -> None:
    person = playground.person("ito.sakura")
    with pytest.raises(LookupError):
        await person.shortcut(square, said.ts, "from_anywhere")
    note = workspace.note(square, person.id, "あなただけに")
    with pytest.raises(NotAllowed):
        await person.shortcut(square, note.ts, "from_message")
    await playground.settled()
    assert [received.content["event"]["type"] for received in bot.received] == ["message"]


async def test_who_uses_a_shortcut_that_fails_is_told(
    playground: Playground, bot: StubBot, square: Channel, said: Message
) -> None:
    await playground.settled()
    bot.statuses = [500, 500]
    person = playground.person("emma.clark")
    await person.shortcut(square, said.ts, "from_message")
    assert square.seen_by(person.id)[-1].text == "Taiwa did not respond (dispatch_failed)"
    await person.global_shortcut("from_anywhere")
    assert "did not respond" in (await person.open_messages()).seen_by(person.id)[-1].text


async def test_a_reaction_is_put_once_and_taken_back(
    playground: Playground, bot: StubBot, square: Channel, said: Message
) -> None:
    person = playground.person("ito.sakura")
    await person.react("ひろば", said.ts, "tada")
    await person.react("ひろば", said.ts, "tada")
    assert said.reactions == {"tada": [person.id]}
    await person.unreact("ひろば", said.ts, "tada")
    await person.unreact("ひろば", said.ts, "tada")
    assert said.reactions == {}
    await playground.settled()
    (added,), (removed,) = bot.events("reaction_added"), bot.events("reaction_removed")
    assert (added["reaction"], added["user"], added["item_user"]) == ("tada", person.id, said.user)
    assert added["item"] == removed["item"] == {"type": "message", "channel": square.id, "ts": said.ts}


async def test_an_overflow_menu_says_what_was_chosen(
    playground: Playground, bot: StubBot, client: AsyncWebClient, square: Channel
) -> None:
    options = [{"text": {"type": "plain_text", "text": word}, "value": word} for word in ("直す", "終える")]
    menu = {"type": "overflow", "action_id": "menu", "options": options}
    section = {"type": "section", "text": {"type": "plain_text", "text": "呼びかけ"}, "accessory": menu}
    posted = await client.chat_postMessage(channel=square.id, text="x", blocks=[section])
    await playground.person("ito.sakura").choose(square.messages[posted["ts"]], "menu", "終える")
    (action,) = bot.last["actions"]
    assert (action["type"], action["selected_option"]["value"]) == ("overflow", "終える")


async def test_the_same_people_always_meet_in_the_same_group(playground: Playground) -> None:
    person = playground.person("suzuki.kenta")
    group = await person.open_group(["ito.sakura", "emma.clark"])
    assert (group.kind, len(group.members)) == ("mpim", 3)
    assert await playground.person("emma.clark").open_group(["suzuki.kenta", "ito.sakura"]) is group
    assert (await person.open_group(["ito.sakura"])).kind == "im"
    everyone = [member.name for member in person.workspace.people()]
    with pytest.raises(NotAllowed):
        await person.open_group(everyone)
    with pytest.raises(NotAllowed):
        await person.open_group([])


async def test_opening_the_home_tab_tells_the_bot_what_is_on_it(
    playground: Playground, bot: StubBot, client: AsyncWebClient
) -> None:
    person = playground.person("ito.sakura")
    assert await person.open_home() is None
    published = await client.views_publish(user_id=person.id, view=HOME)
    view = await person.open_home()
    assert view and view.id == published["view"]["id"]
    await playground.settled()
    first, second = sorted(bot.events("app_home_opened"), key=lambda event: str(event["event_ts"]))
    assert (first["tab"], "view" in first, second["view"]["hash"]) == ("home", False, view.hash)


def test_shortcuts_and_the_way_of_delivery_are_read_from_the_manifest() -> None:
    manifest = {
        "display_information": {"name": "Taiwa"},
        "features": {
            "shortcuts": [{"name": "呼びかけにする", "type": "message", "callback_id": "call", "description": "説明"}]
        },
        "settings": {"socket_mode_enabled": True},
    }
    app = app_from_manifest(manifest, signing_secret="s", request_url="http://127.0.0.1/")
    shortcut = app.shortcuts["call"]
    assert (shortcut.name, shortcut.kind, shortcut.description) == ("呼びかけにする", "message", "説明")
    assert app.socket_mode
