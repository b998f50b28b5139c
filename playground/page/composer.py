"""The field at the bottom, where one writes messages and commands."""

from functools import partial
from typing import Any

from nicegui import ui

from playground.app import Shortcut
from playground.page import words
from playground.page.here import Here
from playground.page.tags import CLOSING, Tag
from playground.workspace import Channel


class Composer(ui.element, component="composer.js"):
    """Sends what is typed to a channel, or with `thread_ts` into one thread of it."""

    def __init__(self, here: Here, channel: Channel, thread_ts: str | None = None) -> None:
        super().__init__()
        self._here, self._channel, self._thread_ts = here, channel, thread_ts
        text = words.REPLY_IN_THREAD if thread_ts else words.MESSAGE_TO
        self.props["label"] = here.say(text, place=here.title(channel))
        self.props["hint"] = here.say(words.THREAD_HINT if thread_ts else words.WRITING_HINT)
        self.props["send"] = here.say(words.SEND)
        self.props["commandsLabel"] = here.say(words.COMMANDS)
        self.props["peopleLabel"] = here.say(words.PEOPLE)
        # In a thread Slack runs no commands.
        self.props["commands"] = [] if thread_ts else _commands(here)
        self.props["people"] = _people(here)
        self.props["focused"] = True
        self.on("send", lambda event: self._send(event.args))
        if thread_ts is None and (shortcuts := _global_shortcuts(here)):
            with self:
                _draw_shortcuts(here, shortcuts)

    async def _send(self, text: str) -> None:
        if not await self._here.attempt(self._here.person.say(self._channel, text, self._thread_ts)):
            self.run_method("restore", text)


def _global_shortcuts(here: Here) -> list[Shortcut]:
    installation = here.workspace.installation
    shortcuts = installation.app.shortcuts.values() if installation else ()
    return [shortcut for shortcut in shortcuts if shortcut.kind == "global"]


def _draw_shortcuts(here: Here, shortcuts: list[Shortcut]) -> None:
    """A menu of what the app offers anywhere, whatever conversation one is in."""
    label = here.say(words.SHORTCUTS)
    with Tag("details", css="menu shortcuts"):
        with Tag("summary", css="button plain", aria_label=label, title=label):
            Tag("span", css="icon lightning", aria_hidden="true")
        with Tag("div", css="sheet"):
            Tag("p", label, "sheet-title")
            for shortcut in shortcuts:
                item = Tag("button", css="item", type="button")
                item.hears("click", partial(_use, here, shortcut.callback_id), CLOSING)
                with item:
                    Tag("span", shortcut.name)
                    Tag("span", shortcut.description or (here.app.shown_name if here.app else ""), "about")


async def _use(here: Here, callback_id: str) -> None:
    await here.attempt(here.person.global_shortcut(callback_id))


def _commands(here: Here) -> list[dict[str, Any]]:
    """The app's commands and Slack's own."""
    installation = here.workspace.installation
    commands = installation.app.commands.values() if installation else ()
    return [
        *({"name": c.name, "usage": c.usage_hint, "about": c.description} for c in commands),
        {"name": "/invite", "usage": here.say(words.INVITE_USAGE), "about": here.say(words.INVITE_ABOUT)},
        {"name": "/leave", "usage": "", "about": here.say(words.LEAVE_ABOUT)},
    ]


def _people(here: Here) -> list[dict[str, Any]]:
    """Whom one can mention, the app among them."""
    members = [member for member in here.workspace.members.values() if not member.deleted]
    return [{"name": f"@{member.shown_name}", "usage": "", "about": member.name} for member in members]
