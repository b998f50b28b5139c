"""The playground by itself, for anybody's bot: its command line, and what it keeps from one run to the next."""

import asyncio
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from playground.__main__ import _parser, build, introduce
from playground.keeping import keep
from playground.manifest import UnreadableManifest
from playground.server import Playground
from playground.state import UnreadableState

MANIFEST: dict[str, Any] = {
    "display_information": {"name": "Hello"},
    "features": {"bot_user": {"display_name": "hello"}},
    "oauth_config": {"scopes": {"bot": ["chat:write"]}, "redirect_urls": ["http://127.0.0.1:3000/"]},
    "settings": {"event_subscriptions": {"request_url": "http://127.0.0.1:3000/slack/events"}},
}
SOCKETS = {**MANIFEST, "settings": {"socket_mode_enabled": True}}


async def built(folder: Path, manifest: dict[str, Any], *options: str) -> Playground:
    file = folder / "manifest.json"
    file.write_text(json.dumps(manifest), encoding="utf-8")
    playground = await build(_parser().parse_args(["--port", "0", "--manifest", str(file), *options]))
    await playground.start()
    return playground


async def test_a_bot_that_takes_http_is_told_its_secrets(tmp_path: Path) -> None:
    playground = await built(tmp_path, MANIFEST, "--signing-secret", "s", "--bot-token", "xoxb-mine")
    (app,) = playground.apps
    assert app.request_url == "http://127.0.0.1:3000/slack/events"
    lines = introduce(playground).split("\n  ")
    assert lines[0] == f"やまなみ市役所: {playground.url}"
    assert {f"SLACK_API_URL={playground.api_url}", "SLACK_SIGNING_SECRET=s", "SLACK_BOT_TOKEN=xoxb-mine"} < set(lines)
    await playground.stop()


async def test_a_bot_with_sockets_gets_an_app_token(tmp_path: Path) -> None:
    playground = await built(tmp_path, SOCKETS, "--app-token", "xapp-mine")
    assert "SLACK_APP_TOKEN=xapp-mine" in introduce(playground)
    assert "SIGNING_SECRET" not in introduce(playground)
    await playground.stop()


async def test_a_bot_that_comes_by_oauth_finds_two_workspaces_waiting(tmp_path: Path) -> None:
    playground = await built(tmp_path, MANIFEST, "--not-installed")
    assert [workspace.installation for workspace in playground.workspaces.values()] == [None, None]
    assert f"SLACK_CLIENT_ID={playground.apps[0].client_id}" in introduce(playground)
    await playground.stop()


async def test_a_second_run_goes_on_where_the_first_ended(tmp_path: Path) -> None:
    state = tmp_path / "state.json"
    first = await built(tmp_path, MANIFEST, "--state", str(state))
    finished = asyncio.Event()
    keeping = asyncio.create_task(keep(first, state, finished, pause=0))
    await first.person("suzuki.kenta").say("オフサイト", "おはようございます")
    async with asyncio.timeout(5):
        while not state.exists():
            await asyncio.sleep(0.01)
    await first.person("ito.sakura").say("オフサイト", "よろしくお願いします")
    finished.set()
    await keeping
    await first.stop()
    second = await built(tmp_path, MANIFEST, "--state", str(state))
    channel = second.person("suzuki.kenta").workspace.channel_named("オフサイト")
    assert [message.text for message in channel.history()] == ["おはようございます", "よろしくお願いします"]
    told, told_before = (introduce(one).replace(one.url, "http://here/") for one in (second, first))
    assert told == told_before, "the same tokens and secrets"
    await second.stop()


async def test_a_changed_manifest_holds_for_what_was_saved(tmp_path: Path) -> None:
    state = tmp_path / "state.json"
    first = await built(tmp_path, MANIFEST)
    first.save(state)
    await first.stop()
    second = await built(tmp_path, SOCKETS, "--state", str(state))
    installation = next(iter(second.workspaces.values())).installation
    assert installation and installation.app.socket_mode
    assert (installation.app.client_secret, second.apps) == (first.apps[0].client_secret, [installation.app])
    await second.stop()


async def test_a_faulty_manifest_or_state_is_told_in_a_sentence(tmp_path: Path) -> None:
    for manifest, said in (
        ({}, "lacks 'display_information'"),
        ({"display_information": []}, "wrong kind"),
        ({"display_information": {"name": "Hello"}}, "neither a request URL nor Socket Mode"),
    ):
        with pytest.raises(UnreadableManifest, match=said):
            await built(tmp_path, manifest)
    state = tmp_path / "state.json"
    state.write_text("{", encoding="utf-8")
    with pytest.raises(UnreadableState, match=r"state\.json"):
        await built(tmp_path, MANIFEST, "--state", str(state))


def test_the_command_line_ends_with_a_sentence_and_not_with_a_traceback(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "playground", "--manifest", str(tmp_path / "missing.json")]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 2
    assert "missing.json" in ended.stderr and "Traceback" not in ended.stderr
