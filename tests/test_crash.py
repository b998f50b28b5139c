"""kill -9 between a click and its redraw: what was acknowledged is there after the next start, and shown once."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp

from handlers import ACTIVITIES, manifest
from handlers.routing import Router
from playground.city_hall import city_hall
from playground.faults import Fault
from playground.manifest import app_from_manifest
from playground.server import Playground
from tests.town import words_of

TOKEN, SECRET = "xoxb-crash", "crash-signing-secret"
HIROBA = "ひろば"


class Process:
    """The product as an operator runs it: `taiwa serve`, with its settings in the environment."""

    def __init__(self, playground: Playground, port: int, database_url: str, folder: Path) -> None:
        self._port = port
        self._folder = folder
        self._log = folder / "log.txt"
        self._environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("TAIWA_")},
            "TAIWA_DATABASE_URL": database_url,
            "TAIWA_PORT": str(port),
            "TAIWA_SLACK_BOT_TOKEN": TOKEN,
            "TAIWA_SLACK_SIGNING_SECRET": SECRET,
            "TAIWA_SLACK_API_URL": playground.api_url,
        }
        self._running: subprocess.Popen[bytes] | None = None

    async def start(self) -> None:
        """Returns when it is ready."""
        running = self._running = self._launched()
        async with asyncio.timeout(30), aiohttp.ClientSession() as session:
            while not await self._is_ready(session):
                assert running.poll() is None, self._log.read_text()
                await asyncio.sleep(0.05)

    def _launched(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "bot", "serve"]
        with self._log.open("ab") as log:
            return subprocess.Popen(command, env=self._environment, cwd=self._folder, stdout=log, stderr=log)

    async def _is_ready(self, session: aiohttp.ClientSession) -> bool:
        try:
            async with session.get(f"http://127.0.0.1:{self._port}/readyz") as answer:
                return answer.status == 200
        except aiohttp.ClientError:
            return False

    async def end(self, how: signal.Signals) -> int:
        """Send this signal and wait for the end. Returns the exit status."""
        assert self._running is not None
        self._running.send_signal(how)
        status = await asyncio.to_thread(self._running.wait, timeout=20)
        self._running = None
        return status

    def is_running(self) -> bool:
        return self._running is not None


@asynccontextmanager
async def _product(database_url: str, folder: Path) -> AsyncIterator[tuple[Playground, Process]]:
    with socket.create_server(("127.0.0.1", 0)) as found:
        port = found.getsockname()[1]
    url = f"http://127.0.0.1:{port}/"
    made = manifest.slack(Router(ACTIVITIES).commands, "ja", url, Router(ACTIVITIES).shortcuts)
    playground = Playground(retry_pace=0.001, limits=False)
    playground.add(city_hall(app_from_manifest(made, signing_secret=SECRET, request_url=f"{url}slack/events"), TOKEN))
    await playground.start()
    process = Process(playground, port, database_url, folder)
    try:
        await process.start()
        yield playground, process
    finally:
        if process.is_running():
            await process.end(signal.SIGKILL)
        await playground.stop()


async def test_what_was_clicked_before_a_kill_is_shown_after_the_next_start_and_once(
    database_url: str, tmp_path: Path
) -> None:
    async with _product(database_url, tmp_path) as (playground, process):
        workspace = playground.workspaces[next(iter(playground.workspaces))]
        channel = workspace.channel_named(HIROBA)
        await playground.person("suzuki.kenta").say(HIROBA, "/yubi 昼休みに昇仙峡の話をしませんか")
        await _until(lambda: any(message.bot_id for message in channel.history()))
        card = channel.history()[-1]
        await asyncio.sleep(0.5)  # until the house, too, knows that the card is shown

        playground.faults.add(Fault("slow", "chat.update", times=100, seconds=20))
        for handle in ("ito.sakura", "kobayashi.yuta", "yoshida.aoi"):
            await playground.person(handle).click(card, "recruitment.join")
        await playground.person("kobayashi.yuta").click(card, "recruitment.leave")
        assert await process.end(signal.SIGKILL) == -signal.SIGKILL
        assert "参加者" not in words_of(card), "the kill came before the redraw"

        playground.faults.clear()
        playground.faults.add(Fault("slow", "auth.test", seconds=0.5))  # what waits must wait for Slack to know us
        playground.calls.clear()
        await process.start()
        await _until(lambda: "参加者 2人" in words_of(card))
        await asyncio.sleep(0.5)
        assert f"@{playground.person('kobayashi.yuta').id}" not in words_of(card)
        assert [call.method for call in playground.calls if call.method == "chat.update"] == ["chat.update"]
        assert sum("昇仙峡" in words_of(message) for message in channel.history() if message.bot_id) == 1


async def test_after_a_friendly_end_nothing_is_said_twice(tmp_path: Path) -> None:
    async with _product(f"sqlite:///{tmp_path}/new.sqlite3", tmp_path) as (playground, process):
        channel = playground.workspaces[next(iter(playground.workspaces))].channel_named(HIROBA)
        playground.faults.add(Fault("slow", "chat.postMessage", seconds=1))
        await playground.person("suzuki.kenta").say(HIROBA, "/yubi 朝の散歩")
        assert await process.end(signal.SIGTERM) in {0, -signal.SIGTERM}
        await process.start()
        await asyncio.sleep(1)
        assert sum("朝の散歩" in words_of(message) for message in channel.history() if message.bot_id) == 1


async def _until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(15):
        while not holds():
            await asyncio.sleep(0.02)
