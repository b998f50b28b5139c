"""What happened in a playground can be put aside and taken up again."""

import json
from pathlib import Path

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from playground.app import App
from playground.server import Playground
from playground.state import UnreadableState
from playground.workspace import Workspace
from tests.playground.stub_bot import TOKEN, StubBot

BUTTON = {"type": "button", "action_id": "join", "text": {"type": "plain_text", "text": "この指とまる"}}
CARD = [{"type": "actions", "block_id": "row", "elements": [BUTTON]}]
MODAL = {"type": "modal", "title": {"type": "plain_text", "text": "呼びかけ"}, "blocks": [{"type": "divider"}]}


async def _again(playground: Playground, path: Path) -> Playground:
    playground.save(path)
    second = Playground(answer_seconds=0.3)
    second.load(path)
    await second.start()
    return second


async def test_everything_is_there_again_after_a_restart(
    playground: Playground, client: AsyncWebClient, workspace: Workspace, bot: StubBot, tmp_path: Path
) -> None:
    square, person = workspace.channel_named("ひろば"), playground.person("suzuki.kenta")
    posted = await client.chat_postMessage(
        channel=square.id,
        text="card",
        blocks=CARD,
        metadata={"event_type": "taiwa_notice", "event_payload": {"id": "n1"}},
    )
    reply = await person.say(square, "いいですね", posted["ts"])
    assert reply
    await person.react(square, posted["ts"], "tada")
    await client.files_upload_v2(channel=square.id, filename="表.bin", content=b"\xff\x00")
    await client.views_publish(user_id=person.id, view={"type": "home", "blocks": CARD})
    trigger = playground.triggers.issue(workspace, person.id)
    await client.views_open(trigger_id=trigger, view=MODAL)
    group = await person.open_group(["ito.sakura", "emma.clark"])
    second = await _again(playground, tmp_path / "state.json")
    try:
        (again,) = second.workspaces.values()
        assert again.members == workspace.members
        assert again.channels == workspace.channels
        assert (again.homes, again.modals, again.files) == (workspace.homes, workspace.modals, workspace.files)
        assert again.channels[group.id].kind == "mpim"
        same = second.person("suzuki.kenta")
        await same.click(again.channels[square.id].messages[posted["ts"]], "join")
        assert bot.last["message"]["reply_count"] == 1
        known = AsyncWebClient(TOKEN, base_url=second.api_url)
        assert (await known.conversations_history(channel=square.id, include_all_metadata=True))["messages"][1][
            "metadata"
        ]["event_payload"] == {"id": "n1"}
        file = again.channels[square.id].history()[-1].files[0]
        async with aiohttp.ClientSession() as session:
            answer = await session.get(f"{second.url}files/{again.id}/{file['id']}/{file['name']}")
            assert await answer.read() == b"\xff\x00"
    finally:
        await second.stop()


async def test_an_app_and_an_ended_token_are_remembered(
    playground: Playground, app: App, tmp_path: Path, workspace: Workspace
) -> None:
    app.redirect_urls = ("https://taiwa.example.jp/slack",)
    await playground.person("sato.misaki").uninstall_app()
    second = await _again(playground, tmp_path / "state.json")
    try:
        assert second.apps == [app]
        assert next(iter(second.workspaces.values())).installation is None
        answer = await AsyncWebClient(TOKEN, base_url=second.api_url).api_test()
        assert answer["ok"]
        with pytest.raises(Exception, match="account_inactive"):
            await AsyncWebClient(TOKEN, base_url=second.api_url).auth_test()
    finally:
        await second.stop()


async def test_the_file_is_its_owners_alone(playground: Playground, tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    playground.save(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert TOKEN in path.read_text(encoding="utf-8")


async def test_a_file_that_is_no_saved_playground_is_refused_and_says_why(
    playground: Playground, tmp_path: Path
) -> None:
    path = tmp_path / "state.json"
    playground.save(path)
    content = json.loads(path.read_text(encoding="utf-8"))
    for damaged in ("", "[]", json.dumps(content | {"version": 2}), json.dumps(content | {"apps": []})):
        path.write_text(damaged, encoding="utf-8")
        before = dict(playground.workspaces)
        with pytest.raises(UnreadableState, match=r"state\.json|not in the file"):
            playground.load(path)
        assert playground.workspaces == before
