"""What one person does and sees in their window, with a mouse."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

PICTURES = Path("build/screenshots")
APP = "Taiwa"


@dataclass
class Window:
    """One person's window."""

    page: Page
    name: str
    patience: float = 10_000
    """Milliseconds in which what is expected has to come."""

    def open(self, channel: str) -> None:
        """Turn to a channel."""
        self.page.get_by_test_id(f"channel-{channel}").click()
        self.is_in(channel)

    def is_in(self, channel: str) -> None:
        """That conversation is the one that is open."""
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(channel, timeout=self.patience)

    def opens_home(self) -> None:
        """Turn to the app's Home."""
        self.open(APP)
        self.press("ホーム|Home")

    def hears(self, text: str) -> None:
        """Turn to the app's direct messages, where it stands within a few seconds."""
        self.open(APP)
        self.press("メッセージ|Messages")
        self.sees(text)

    def hears_nothing_of(self, text: str) -> None:
        """Turn to the app's direct messages, where it is not."""
        self.open(APP)
        self.press("メッセージ|Messages")
        self.does_not_see(text)

    def say(self, text: str) -> None:
        """Type into the conversation's field and press Enter."""
        field = self.page.get_by_role("textbox", name=re.compile("へのメッセージ|^Message ")).first
        field.fill(text)
        field.press("Enter")

    def fills(self, label: str, text: str) -> None:
        """Fill one field of the open form."""
        self.page.get_by_role("dialog").get_by_label(label).fill(text)

    def chooses(self, label: str, option: str) -> None:
        """Choose from a list of the open form."""
        self.page.get_by_role("dialog").get_by_label(label).select_option(option)

    def form_shows(self, text: str) -> None:
        """The open form says so."""
        expect(self.page.get_by_role("dialog")).to_contain_text(text, timeout=self.patience)

    def reply(self, text: str) -> None:
        """Answer in the thread of the newest message."""
        thread = self.page.get_by_role("complementary")
        self.timeline.get_by_role("button", name=re.compile("返信")).last.click()
        field = thread.get_by_role("textbox")
        field.fill(text)
        field.press("Enter")
        expect(thread).to_contain_text(text, timeout=self.patience)

    def moves_clock(self, label: str) -> None:
        """Press a button of the product's clock."""
        button = self.page.get_by_test_id("clock").get_by_role("button", name=label)
        expect(button).to_be_visible(timeout=30_000)
        button.click()

    def rains(self, *kinds: str) -> None:
        """In the weather's panel let these happen each time, and nothing else; fair when there are none."""
        panel = self.page.get_by_test_id("weather")
        panel.locator("summary").click()
        panel.get_by_role("button", name="晴れに戻す").click()
        for kind in kinds:
            panel.get_by_label(kind).check()
        if kinds:
            panel.get_by_label("降り方").select_option("本降り(毎回)")
        expect(panel).to_contain_text("、".join(kinds) or "晴れ")
        panel.locator("summary").click()

    @property
    def timeline(self) -> Locator:
        """What stands in the conversation, or on the app's Home."""
        return self.page.get_by_role("log").or_(self.page.get_by_test_id("home")).first

    def press(self, label: str) -> None:
        """Press the newest button of this name, which may be several, one a language: "ホーム|Home"."""
        self.page.get_by_role("button", name=re.compile(f"^({label})$")).last.click()

    def picks(self, label: str) -> None:
        """Open the newest menu on a card and press this line of it."""
        menu = self.page.locator("details.overflow").last
        menu.locator("summary").click()
        menu.get_by_role("button", name=label, exact=True).click()

    def picks_for_message(self, text: str, label: str) -> None:
        """Open the menu of the message that says so and press this line of it."""
        message = self.timeline.get_by_test_id("message").filter(has_text=text).last
        message.hover()
        message.get_by_label("このメッセージの操作").click()
        message.get_by_role("button", name=label).click()

    def confirms(self, label: str) -> None:
        """Say yes to the question that has just opened."""
        self.page.get_by_role("dialog").get_by_role("button", name=label, exact=True).click()

    def confirms_until_it_is_heard(self, label: str) -> None:
        """The form said that nobody answered: press again, as people do, until it goes."""
        dialog = self.page.get_by_role("dialog")
        for _ in range(10):
            if dialog.count() == 0:
                return
            self.confirms(label)
            self.page.wait_for_timeout(1_000)
        expect(dialog).to_have_count(0)

    @property
    def group_conversations(self) -> list[str]:
        """What the conversations of several in the list are called."""
        return self.page.locator(".sidebar .people-sign + .name").all_text_contents()

    def is_in_groups(self, count: int) -> None:
        """So many conversations of several come to stand in the list."""
        expect(self.page.locator(".sidebar .people-sign")).to_have_count(count, timeout=self.patience)

    def counts(self, text: str, count: int) -> None:
        """So many messages of the conversation say so."""
        messages = self.timeline.get_by_test_id("message").filter(has_text=text)
        expect(messages).to_have_count(count, timeout=self.patience)

    def sees(self, text: str) -> None:
        """It appears in the conversation within a few seconds."""
        expect(self.timeline).to_contain_text(text, timeout=self.patience)

    def does_not_see(self, text: str) -> None:
        """It is not, or no longer, in the conversation."""
        expect(self.timeline).not_to_contain_text(text, timeout=self.patience)

    def picture(self, name: str) -> None:
        """Keep what this person sees, for people to look at."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=PICTURES / f"{name}.png", animations="disabled")
