"""What the page's tests stand on: a playground that stays up, an app's clock, and the words for what people do."""

import os
import shutil
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from aiohttp import web
from playwright.async_api import Locator, Page

from playground.server import Playground
from playground.workspace import App, Command
from tests.playground.stub_bot import StubBot

OFFLINE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
DESK, TELEPHONE = (1280, 800), (390, 844)
COMMANDS = {
    "/yubi": Command("/yubi", "この指とまれを呼びかけます", "昼休みに散歩しませんか"),
    "/offsite": Command("/offsite", "オフサイトミーティング", "new"),
}

Open = Callable[..., Awaitable[Page]]


def find_chromium() -> str:
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if path := shutil.which(name):
            return path
    if os.environ.get("TAIWA_REQUIRE_BROWSER") == "1":
        pytest.fail("no Chromium on the path, and TAIWA_REQUIRE_BROWSER asks for one")
    pytest.skip("no Chromium on the path")


class ProductTime:
    """An app's clock as the page's bar expects it."""

    def __init__(self) -> None:
        self.now = datetime.fromisoformat("2026-11-24T09:00+09:00")
        self.refusal = ""

    async def read(self, _: web.Request) -> web.Response:
        return web.json_response(
            {
                "now": self.now.isoformat(),
                "zone": "Asia/Tokyo",
                "jumps": [{"id": "morning", "ja": "次の朝へ", "en": "Next morning"}],
            }
        )

    async def move(self, request: web.Request) -> web.Response:
        if self.refusal:
            return web.Response(status=409, text=self.refusal)
        wish = await request.json()
        if "jump" in wish:
            self.now += timedelta(days=1)
        else:
            self.now = datetime.fromisoformat(f"{wish['to']}+09:00")
        return await self.read(request)


@dataclass
class Stage:
    """What stays up from test to test, so that the browser need not fetch the page's scripts anew each time."""

    app: App
    playground: Playground = field(default_factory=lambda: Playground(answer_seconds=0.5))
    bot: StubBot = field(default_factory=StubBot)
    time: ProductTime = field(default_factory=ProductTime)

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """What the app of the present test answers."""
        match request.method, request.path:
            case _, "/slack/events":
                return await self.bot.take(request)
            case "GET", _:
                return await self.time.read(request)
        return await self.time.move(request)


def is_local(url: str) -> bool:
    return url.startswith(("http://127.0.0.1:", "data:"))


def writing(page: Page) -> Locator:
    return page.get_by_role("textbox", name="#ひろば へのメッセージ")


async def say(page: Page, text: str) -> None:
    await writing(page).fill(text)
    await writing(page).press("Enter")


def newest(page: Page) -> Locator:
    return page.get_by_role("log").get_by_test_id("message").last


async def is_as_wide_as_its_window(page: Page) -> bool:
    fits: bool = await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    return fits


def plain(text: str) -> dict[str, str]:
    return {"type": "plain_text", "text": text}


def form(*blocks: dict[str, Any]) -> dict[str, Any]:
    return {"type": "modal", "title": plain("呼びかけ"), "submit": plain("出す"), "blocks": list(blocks)}


def entry(block_id: str, label: str, **element: Any) -> dict[str, Any]:
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain(label),
        "element": {"type": "plain_text_input", "action_id": "value", **element},
    }
