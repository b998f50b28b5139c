"""The rows of the left column: a conversation one is in, the app's, and a channel one could join."""

from collections.abc import Awaitable, Callable

from playground.page import words
from playground.page.faces import address
from playground.page.here import Here
from playground.page.tags import Tag, button
from playground.workspace import Channel

Open = Callable[[Channel], Awaitable[None]]

# Opening a link in another window or tab stays the browser's affair.
_FOLLOW = """(e) => {
  if (e.ctrlKey || e.metaKey || e.shiftKey) return;
  e.preventDefault();
  // Whoever types on at once means the conversation they have just turned to.
  for (const field of document.querySelectorAll('.composer textarea')) field.disabled = true;
  emit();
}"""
_SIGNS = {"public": "sign", "private": "sign icon lock", "im": "sign icon person-sign", "mpim": "sign icon people-sign"}


class Row:
    """One row, which keeps its elements while what it says changes."""

    def __init__(self) -> None:
        self.place = Tag("li")

    def show(self, channel: Channel | None) -> None:
        """Say what the channel is called now; None while there is none yet."""

    def select(self, channel_id: str) -> None:
        """Show whether this is the conversation that is open."""

    def mark(self, unread: bool) -> None:
        """Show whether there is something unread."""


class PlaceRow(Row):
    """A conversation one is in."""

    def __init__(self, here: Here, channel: Channel, open_channel: Open) -> None:
        super().__init__()
        self._draw(here, _SIGNS[channel.kind], "#" if channel.kind == "public" else "")
        self._channel = channel
        self._link.set(data_field=f"channel/{channel.id}")
        self._link.hears("click", lambda: open_channel(self._channel), _FOLLOW)

    def _draw(self, here: Here, sign: str, letter: str) -> None:
        self._here = here
        with self.place, Tag("a", css="channel", href=address(here.person.member)) as self._link:
            Tag("span", letter, sign, aria_hidden="true")
            self._name = Tag("span", "", "name")
            self._note = Tag("span", "", "dot")

    def show(self, channel: Channel | None) -> None:
        """Say what the channel is called now."""
        if channel:
            self._channel = channel
            self._call(self._here.title(channel).removeprefix("#"))
            self._link.set(href=f"{address(self._here.person.member)}/{channel.id}")

    def _call(self, name: str) -> None:
        if name != self._name.text:
            self._name.set_text(name)
            self._link.set(data_testid=f"channel-{name}", title=name)

    def select(self, channel_id: str) -> None:
        """Show whether this is the conversation that is open."""
        self._link.set(aria_current="page" if self._channel.id == channel_id else None)

    def mark(self, unread: bool) -> None:
        """Show whether there is something unread."""
        self._link.classes(add="unread" if unread else None, remove=None if unread else "unread")
        self._note.set_text(self._here.say(words.UNREAD) if unread else "")


class AppRow(PlaceRow):
    """The conversation with the app, which is opened when one first turns to it."""

    def __init__(self, here: Here, open_channel: Open) -> None:
        Row.__init__(self)
        self._draw(here, "sign icon person-sign", "")
        self._id = ""
        self._link.set(data_field="channel/app")
        self._link.hears("click", lambda: open_channel(here.channel_with_app()), _FOLLOW)

    def show(self, channel: Channel | None) -> None:
        """Say what the app is called now."""
        app = self._here.app
        self._call(app.shown_name if app else "")
        if channel:
            self._id = channel.id
            self._link.set(href=f"{address(self._here.person.member)}/{channel.id}")

    def select(self, channel_id: str) -> None:
        """Show whether this is the conversation that is open."""
        self._link.set(aria_current="page" if channel_id and self._id == channel_id else None)


class JoinRow(Row):
    """A public channel one is not in."""

    def __init__(self, here: Here, channel: Channel, open_channel: Open) -> None:
        super().__init__()
        self._here = here

        async def join() -> None:
            if await here.attempt(here.person.join(channel)):
                await open_channel(channel)

        with self.place.classes("joinable"):
            self._name = Tag("span", "", "name")
            self._button = button(here.say(words.JOIN), join, "quiet")

    def show(self, channel: Channel | None) -> None:
        """Say what the channel is called now."""
        if channel:
            title = self._here.title(channel)
            self._name.set_text(title)
            self._button.set(aria_label=self._here.say(words.JOIN_CHANNEL, channel=title))
