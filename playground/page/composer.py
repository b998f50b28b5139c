"""The field at the bottom, where one writes messages and commands."""

from typing import Any

from nicegui import ui

from playground.page import words
from playground.page.here import Here
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

    async def _send(self, text: str) -> None:
        if not await self._here.attempt(self._here.person.say(self._channel, text, self._thread_ts)):
            self.run_method("restore", text)


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
