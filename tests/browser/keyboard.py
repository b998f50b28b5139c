"""The same person on a telephone of 390 × 844 pixels who never touches the glass: every step is a key."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.window import Window

TELEPHONE = {"width": 390, "height": 844}
COMPOSER = ".* へのメッセージ|Message to .*"
MENU = "チャンネル一覧.*|Channels and people.*"
MOST_TABS = 300
"""More than any page here has things to stop at."""
_NAME = """() => {
  const it = document.activeElement;
  const by = (it.getAttribute('aria-labelledby') ?? '').split(' ').map((id) => document.getElementById(id));
  const labels = [...by, ...(it.labels ?? [])].filter((label) => label);
  return (it.ariaLabel || labels.map((label) => label.innerText).join(' ') || it.innerText || '').trim();
}"""


class Keyboard(Window):
    """A window in which everything is done by Tab, Enter, Space, the arrows and Escape."""

    def keys(self, *keys: str) -> None:
        """Press them one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def focused(self) -> str:
        """What a screen reader would call the thing that has the keyboard."""
        name: str = self.page.evaluate(_NAME)
        return name

    def has_focus(self, name: str) -> bool:
        """Whether the keyboard is on what bears this name (a pattern)."""
        return re.match(rf"({name})(?!\w)", self.focused()) is not None

    def tabs_to(self, name: str, *, back: bool = False) -> None:
        """Press Tab, or with `back` Shift+Tab, until one is there."""
        for _ in range(MOST_TABS):
            self.keys("Shift+Tab" if back else "Tab")
            if self.has_focus(name):
                return
        raise AssertionError(f"no Tab leads {self.name} to “{name}”, but to “{self.focused()}”")

    def goes_down_to(self, name: str) -> None:
        """Press the arrow until one is on that entry of a list or menu."""
        for _ in range(MOST_TABS):
            if self.has_focus(name):
                return
            self.keys("ArrowDown")
        raise AssertionError(f"no arrow leads {self.name} to “{name}”, but to “{self.focused()}”")

    def open(self, channel: str) -> None:
        """Unfold the list and go down in it."""
        self.tabs_to(MENU)
        self.keys("Enter")
        expect(self.page.locator(".sidebar")).to_be_visible()
        self.tabs_to(_row("ひろば"))
        self.goes_down_to(_row(channel))
        self.keys("Enter")
        self.is_in(channel)

    def say(self, text: str) -> None:
        """Type into the conversation's field and press Enter."""
        self.tabs_to(COMPOSER)
        self.page.keyboard.insert_text(text)
        self.keys("Enter")

    def fills(self, label: str, text: str) -> None:
        """Type over what one field of the open form holds."""
        self.tabs_to(label)
        self.keys("Control+a")
        self.page.keyboard.insert_text(text)

    def press(self, label: str) -> None:
        """Go back from the conversation's field to the newest button of this name; on a form or Home, go on to it."""
        if self.page.get_by_role("dialog").count() == 0 and self.page.locator(".composer").count():
            self.tabs_to(COMPOSER)
            self.tabs_to(label, back=True)
        else:
            self.tabs_to(label)
        self.keys("Space")

    def picks(self, label: str) -> None:
        """Unfold the newest card's menu and go down in it."""
        self.press("その他の操作|More actions")
        self.keys("ArrowDown")
        self.goes_down_to(label)
        self.keys("Enter")

    def confirms(self, label: str) -> None:
        """Press a button of the open form."""
        expect(self.page.get_by_role("dialog")).to_be_visible()
        self.tabs_to(label)
        self.keys("Enter")


def _row(channel: str) -> str:
    """What a row of the list is called, whether or not something in it is unread."""
    return rf"#?\s*{re.escape(channel)}\s*(未読あり|unread)?$"
