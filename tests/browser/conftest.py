"""A real browser on the real demo: each story starts `taiwa demo` anew and looks at it as people do."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

PICTURES = Path("build/screenshots")
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
START_SECONDS = 90


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The system's Chromium. Without one the stories are skipped, unless TAIWA_REQUIRE_BROWSER says that they count.

    For one module at a time: as long as it runs, no other test of the same worker can run a loop of its own.
    """
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        if os.environ.get("TAIWA_REQUIRE_BROWSER"):
            pytest.fail("TAIWA_REQUIRE_BROWSER is set, but no Chromium was found")
        pytest.skip("no Chromium on this machine: install the package chromium to run the browser stories")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[str]:
    """The address of a fresh `taiwa demo`."""
    log = tmp_path / "demo.log"
    with log.open("w") as output:
        command = [sys.executable, "-m", "bot", "demo", "--port", "0"]
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)
        try:
            yield _address(process, log)
        finally:
            process.terminate()
            process.wait(timeout=15)


def _address(process: subprocess.Popen[bytes], log: Path) -> str:
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        if shown := re.search(r"Open this page:\s+(http://127\.0\.0\.1:\d+/)", log.read_text()):
            return shown.group(1)
        time.sleep(0.1)
    pytest.fail(f"taiwa demo did not show its address:\n{log.read_text()}")


@dataclass
class Window:
    """One person's window."""

    page: Page
    name: str

    def open(self, channel: str) -> None:
        """Turn to a channel."""
        title = self.page.get_by_role("heading", level=1)

        def is_open() -> None:
            self.page.get_by_test_id(f"channel-{channel}").click()
            expect(title).to_contain_text(channel, timeout=3_000)

        try:
            is_open()
        except AssertionError:
            is_open()  # the list was redrawn under the pointer, because a first direct message had just come

    def say(self, text: str) -> None:
        """Type into the conversation's field and press Enter."""
        field = self.page.get_by_role("textbox", name=re.compile("へのメッセージ|^Message ")).first
        field.fill(text)
        field.press("Enter")

    def fills(self, label: str, text: str) -> None:
        """Fill one field of the open form."""
        self.page.get_by_role("dialog").get_by_label(label).fill(text)

    def form_shows(self, text: str) -> None:
        """The open form says so."""
        expect(self.page.get_by_role("dialog")).to_contain_text(text, timeout=10_000)

    def reply(self, text: str) -> None:
        """Answer in the thread of the newest message."""
        thread = self.page.get_by_role("complementary")
        self.timeline.get_by_role("button", name=re.compile("返信")).last.click()
        field = thread.get_by_role("textbox")
        field.fill(text)
        field.press("Enter")
        expect(thread).to_contain_text(text, timeout=10_000)

    def moves_clock(self, label: str) -> None:
        """Press a button of the product's clock."""
        button = self.page.get_by_test_id("clock").get_by_role("button", name=label)
        expect(button).to_be_visible(timeout=30_000)
        button.click()

    @property
    def timeline(self) -> Locator:
        """What stands in the conversation."""
        return self.page.get_by_role("log").first

    def press(self, label: str) -> None:
        """Press the newest button of this name."""
        self.page.get_by_role("button", name=label, exact=True).last.click()

    def picks(self, label: str) -> None:
        """Open the newest menu on a card and press this line of it."""
        menu = self.page.locator("details.overflow").last
        menu.locator("summary").click()
        menu.get_by_role("button", name=label, exact=True).click()

    def confirms(self, label: str) -> None:
        """Say yes to the question that has just opened."""
        self.page.get_by_role("dialog").get_by_role("button", name=label, exact=True).click()

    def sees(self, text: str) -> None:
        """It appears in the conversation within a few seconds."""
        expect(self.timeline).to_contain_text(text, timeout=10_000)

    def does_not_see(self, text: str) -> None:
        """It is not, or no longer, in the conversation."""
        expect(self.timeline).not_to_contain_text(text, timeout=10_000)

    def picture(self, name: str) -> None:
        """Keep what this person sees, for people to look at."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=PICTURES / f"{name}.png")


@pytest.fixture
def window(browser: Browser, demo: str) -> Iterator[Callable[..., Window]]:
    """`window("suzuki.kenta")`: a window of their own for one person of the city hall."""
    contexts = []

    def open_window(handle: str, *, width: int = 1280, height: int = 800, language: str = "ja") -> Window:
        context = browser.new_context(viewport={"width": width, "height": height}, locale=language)
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{demo}as/{handle}")
        expect(page.get_by_role("log").first).to_be_visible(timeout=15_000)
        return Window(page, handle)

    yield open_window
    for context in contexts:
        context.close()
