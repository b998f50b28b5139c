"""A real browser on the real demo: each file of stories starts one `taiwa demo` and looks at it as people do."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.keyboard import TELEPHONE, Keyboard
from tests.browser.window import Window

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


@pytest.fixture(scope="module")
def demo(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a fresh `taiwa demo`, started with the file's own DEMO_OPTIONS if it has any."""
    options: tuple[str, ...] = getattr(request.module, "DEMO_OPTIONS", ())
    log = tmp_path_factory.mktemp("demo") / "demo.log"
    with log.open("w") as output:
        command = [sys.executable, "-m", "bot", "demo", "--port", "0", *options]
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


@pytest.fixture
def page_of(browser: Browser, demo: str) -> Iterator[Callable[..., Page]]:
    """A browser of their own for one person of the city hall, open on their page."""
    contexts = []

    def open_page(handle: str, language: str, width: int, height: int) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, locale=language)
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{demo}as/{handle}")
        expect(page.get_by_role("log").first).to_be_visible(timeout=15_000)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def window(page_of: Callable[..., Page]) -> Callable[..., Window]:
    """`window("suzuki.kenta")`: what they do with a mouse."""

    def open_window(
        handle: str, *, width: int = 1280, height: int = 800, language: str = "ja", patience: float = 10_000
    ) -> Window:
        return Window(page_of(handle, language, width, height), handle, patience)

    return open_window


@pytest.fixture
def telephone(page_of: Callable[..., Page]) -> Callable[..., Keyboard]:
    """`telephone("emma.clark", language="en")`: what they do by keyboard alone on a small screen."""

    def open_telephone(handle: str, *, language: str = "ja") -> Keyboard:
        return Keyboard(page_of(handle, language, **TELEPHONE), handle)

    return open_telephone
