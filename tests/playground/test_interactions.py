"""What people do reaches the bot signed and in Slack's shape, and what the bot answers reaches the person."""

import json
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from playground.server import Playground
from playground.workspace import Channel, Message, View, Workspace
from tests.playground.stub_bot import MovableClock, Received, StubBot


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


OPTIONS = [{"text": plain("はい"), "value": "yes"}, {"text": plain("いいえ"), "value": "no"}]
JOIN = {"type": "button", "action_id": "join", "text": plain("この指とまる"), "value": "p1"}
SELECT = {"type": "static_select", "action_id": "when", "options": OPTIONS}
CARD = [{"type": "actions", "block_id": "row", "elements": [JOIN, SELECT]}]
TITLE = {
    "type": "input",
    "block_id": "title",
    "label": plain("題名"),
    "element": {"type": "plain_text_input", "action_id": "text", "max_length": 10},
}
FORM = {
    "type": "modal",
    "callback_id": "new",
    "title": plain("新しい呼びかけ"),
    "submit": plain("送る"),
    "blocks": [TITLE],
}


@pytest.fixture
def square(workspace: Workspace) -> Channel:
    return workspace.channel_named("ひろば")


@pytest.fixture
async def card(client: AsyncWebClient, square: Channel) -> Message:
    posted = await client.chat_postMessage(channel=square.id, text="card", blocks=CARD)
    return square.messages[posted["ts"]]


@pytest.fixture
async def form(playground: Playground, client: AsyncWebClient, bot: StubBot) -> View:
    """A form that one of the people has just opened by a command."""
    person = playground.person("suzuki.kenta")

    async def open_form(received: Received) -> None:
        await client.views_open(trigger_id=received.content["trigger_id"], view=FORM)

    bot.on_request = open_form
    await person.say("ひろば", "/yubi")
    bot.on_request = None
    return person.modal()


async def test_a_command_arrives_signed_and_its_answer_is_private(
    playground: Playground, bot: StubBot, square: Channel
) -> None:
    person, other = playground.person("suzuki.kenta"), playground.person("ito.sakura")
    bot.answer = "受け付けました"
    await person.say(square, "/yubi  昼休みに <!channel> & 散歩")
    assert (bot.last["command"], bot.last["text"]) == ("/yubi", "昼休みに <!channel> & 散歩")
    assert (bot.last["user_id"], bot.last["channel_name"]) == (person.id, "ひろば")
    assert [message.text for message in square.seen_by(person.id)] == ["受け付けました"]
    assert square.seen_by(other.id) == []
    await person.say(square, "/escape @伊藤 さくら <b>")
    assert bot.last["text"] == f"<@{other.id}|ito.sakura> &lt;b&gt;"


async def test_slacks_own_notes_tell_a_person_what_failed(
    playground: Playground, bot: StubBot, square: Channel
) -> None:
    person = playground.person("suzuki.kenta")
    bot.statuses = [404]
    await person.say(square, "/yubi x")
    bot.delay = 1
    await person.say(square, "/yubi x")
    await person.say(square, "/unheard of")
    assert [message.text for message in square.seen_by(person.id)] == [
        "/yubi は失敗しました（dispatch_failed）",
        "/yubi は失敗しました（operation_timeout）",
        "/unheard は有効なコマンドではありません。",
    ]
    assert len(bot.received) == 2
    emma = playground.person("emma.clark")
    await emma.say(square, "/unheard of")
    assert square.seen_by(emma.id)[-1].text == "/unheard is not a valid command."


async def test_a_click_brings_the_message_the_place_and_what_is_chosen(
    playground: Playground, bot: StubBot, square: Channel, card: Message
) -> None:
    person = playground.person("suzuki.kenta")
    await person.choose(card, "when", "yes")
    await person.click(card, "join")
    payload = bot.last
    assert (payload["type"], payload["user"]["id"]) == ("block_actions", person.id)
    assert payload["container"]["message_ts"] == payload["message"]["ts"] == card.ts
    assert payload["message"]["blocks"] == card.blocks
    assert payload["state"]["values"]["row"]["when"]["selected_option"]["value"] == "yes"
    action = payload["actions"][0]
    assert (action["action_id"], action["block_id"], action["value"]) == ("join", "row", "p1")
    assert float(action["action_ts"]) > float(card.ts)


async def test_of_an_ephemeral_message_a_click_brings_only_the_place(
    playground: Playground, client: AsyncWebClient, bot: StubBot, square: Channel
) -> None:
    person = playground.person("suzuki.kenta")
    await client.chat_postEphemeral(channel=square.id, user=person.id, text="x", blocks=CARD)
    await person.click(square.seen_by(person.id)[-1], "join")
    assert bot.last["container"]["is_ephemeral"] is True
    assert "message" not in bot.last
    with pytest.raises(LookupError):
        await playground.person("ito.sakura").click(square.seen_by(person.id)[-1], "join")


async def respond(url: str, **answer: Any) -> tuple[int, str]:
    """What a response URL says to an answer."""
    async with aiohttp.ClientSession() as session, session.post(url, json=answer) as response:
        return response.status, await response.text()


async def test_a_response_url_takes_five_answers_within_thirty_minutes(
    playground: Playground, bot: StubBot, clock: MovableClock, square: Channel, card: Message
) -> None:
    person = playground.person("suzuki.kenta")
    await person.click(card, "join")
    for _ in range(5):
        assert await respond(bot.last["response_url"], text="あなただけに", replace_original=False) == (200, "ok")
    assert (await respond(bot.last["response_url"], text="x"))[0] == 404
    await person.click(card, "join")
    clock.now += 30 * 60 + 1
    assert (await respond(bot.last["response_url"], text="x"))[0] == 404
    assert [message.text for message in square.seen_by(person.id)] == ["card", *["あなただけに"] * 5]


async def test_an_answer_to_a_click_replaces_the_card_unless_it_says_otherwise(
    playground: Playground, bot: StubBot, square: Channel, card: Message
) -> None:
    await playground.person("suzuki.kenta").click(card, "join")
    await respond(bot.last["response_url"], text="done")
    assert [message.text for message in square.history()] == ["done"]
    await respond(bot.last["response_url"], text="for all", response_type="in_channel", replace_original=False)
    await respond(bot.last["response_url"], delete_original=True)
    assert [message.text for message in square.history()] == ["for all"]


async def test_a_faulty_answer_to_a_response_url_is_refused_and_what_slack_does_not_know_is_remembered(
    playground: Playground, bot: StubBot, square: Channel, card: Message, caplog: pytest.LogCaptureFixture
) -> None:
    person = playground.person("suzuki.kenta")
    faulty: dict[str, dict[str, Any]] = {
        "no_text": {"response_type": "in_channel"},
        "invalid_payload": {"text": 5},
        "invalid_metadata_format": {"text": "x", "metadata": "y"},
        "invalid_blocks": {"text": "x", "blocks": "y"},
        "thread_not_found": {"text": "x", "replace_original": False, "thread_ts": "1.1"},
    }
    for code, answer in faulty.items():
        await person.click(card, "join")
        status, body = await respond(bot.last["response_url"], **answer)
        assert (status, json.loads(body)["error"]) == (400, code)
    assert [message.text for message in square.seen_by(person.id)] == ["card"]
    await person.click(card, "join")
    assert await respond(bot.last["response_url"], text="done", colour="red") == (200, "ok")
    assert "response_url: unknown argument: colour" in caplog.messages


async def test_a_trigger_works_once_and_for_three_seconds(
    playground: Playground, client: AsyncWebClient, bot: StubBot, clock: MovableClock, card: Message
) -> None:
    person = playground.person("suzuki.kenta")

    async def error_of(trigger_id: str) -> str:
        with pytest.raises(SlackApiError) as caught:
            await client.views_open(trigger_id=trigger_id, view=FORM)
        return str(caught.value.response["error"])

    await person.click(card, "join")
    await client.views_open(trigger_id=bot.last["trigger_id"], view=FORM)
    assert person.modal().callback_id == "new"
    assert await error_of(bot.last["trigger_id"]) == "exchanged_trigger_id"
    await person.click(card, "join")
    clock.now += 3.1
    assert await error_of(bot.last["trigger_id"]) == "expired_trigger_id"
    assert await error_of("1.2.3") == "invalid_trigger_id"


async def test_slacks_client_looks_at_a_form_before_the_bot_does(
    playground: Playground, bot: StubBot, form: View
) -> None:
    person = playground.person("suzuki.kenta")
    await person.submit()
    assert form.errors == {"title": "このフィールドは必須です"}
    await person.submit({"text": "長すぎる題名はここで止まります"})
    assert form.errors == {"title": "10文字以内で入力してください"}
    assert bot.last["command"] == "/yubi"


async def test_the_bots_errors_stand_beside_the_fields_and_the_words_stay(
    playground: Playground, bot: StubBot, form: View
) -> None:
    person = playground.person("suzuki.kenta")
    bot.answer = {"response_action": "errors", "errors": {"title": "もう使われています"}}
    await person.submit({"text": "散歩"})
    assert bot.last["view"]["state"]["values"]["title"]["text"] == {"type": "plain_text_input", "value": "散歩"}
    assert (person.modal().errors, form.values["title"]["text"]["value"]) == ({"title": "もう使われています"}, "散歩")
    bot.answer = {"response_action": "errors", "errors": {"no_such_block": "x"}}
    await person.submit()
    assert (form.errors, bool(form.failure)) == ({}, True)
    bot.answer = ""
    await person.submit()
    with pytest.raises(LookupError):
        person.modal()


async def test_modals_are_updated_pushed_and_cleared(
    playground: Playground, client: AsyncWebClient, bot: StubBot, form: View
) -> None:
    person = playground.person("suzuki.kenta")
    pushed = {**FORM, "callback_id": "second", "notify_on_close": True}
    bot.answer = {"response_action": "push", "view": pushed}
    await person.submit({"text": "散歩"})
    assert (person.modal().callback_id, person.modal().previous_view_id) == ("second", form.id)
    bot.answer = {"response_action": "update", "view": {**pushed, "callback_id": "third"}}
    await person.submit({"text": "二枚目"})
    assert (person.modal().callback_id, person.modal().values["title"]["text"]["value"]) == ("third", "二枚目")
    await person.close_view()
    assert (bot.last["type"], bot.last["is_cleared"], person.modal()) == ("view_closed", False, form)
    with pytest.raises(SlackApiError, match="hash_conflict"):
        await client.views_update(view_id=form.id, view=FORM, hash="1.2")
    bot.answer = {"response_action": "clear"}
    await person.submit()
    with pytest.raises(LookupError):
        person.modal()


async def test_a_home_tab_is_published_for_one_person(
    playground: Playground, client: AsyncWebClient, bot: StubBot
) -> None:
    person = playground.person("suzuki.kenta")
    assert await person.open_home() is None
    await playground.settled()
    opened = bot.events("app_home_opened")[0]
    assert (opened["user"], opened["tab"]) == (person.id, "home")
    home = {"type": "home", "blocks": CARD}
    first = await client.views_publish(user_id=person.id, view=home)
    await client.views_publish(user_id=person.id, view=home, hash=first["view"]["hash"])
    with pytest.raises(SlackApiError, match="hash_conflict"):
        await client.views_publish(user_id=person.id, view=home, hash=first["view"]["hash"])
    shown = await person.open_home()
    assert shown
    await person.click(shown, "join")
    assert (bot.last["container"]["type"], bot.last["view"]["id"]) == ("view", shown.id)
    assert "response_url" not in bot.last
