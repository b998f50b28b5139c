"""The left column: who one is, one's channels and direct messages, and channels one could join."""

from collections.abc import Awaitable, Callable, Iterable

from playground.page import words
from playground.page.faces import address, draw_switch
from playground.page.here import Here
from playground.page.reading import Reading
from playground.page.tags import Tag, button
from playground.workspace import Channel, Member

# Opening a link in another window or tab stays the browser's affair.
_FOLLOW = "(e) => { if (e.ctrlKey || e.metaKey || e.shiftKey) return; e.preventDefault(); emit(); }"


class Sidebar:
    """Draws the column; `open_channel` is called with the conversation one turns to."""

    def __init__(self, here: Here, reading: Reading, open_channel: Callable[[Channel], Awaitable[None]]) -> None:
        self._here, self._reading, self._open = here, reading, open_channel
        self._links: dict[str, tuple[Tag, Tag]] = {}
        self._current = ""
        self._column = Tag("nav", css="sidebar", aria_label=here.say(words.MENU))
        self.draw()

    def draw(self) -> None:
        """Draw everything; needed when channels or people change."""
        here = self._here
        mine = here.workspace.channels_of(here.person.id)
        self._links.clear()
        self._column.clear()
        with self._column:
            Tag("p", here.workspace.name, "workspace")
            draw_switch(here)
            self._draw_section(words.CHANNELS, [c for c in mine if not c.is_direct])
            with_app = [c for c in mine if self._is_with_app(c)]
            self._draw_section(words.DIRECT, [c for c in mine if c.is_direct and c not in with_app], self._draw_writing)
            self._draw_section(words.APPS, with_app, None if with_app else self._draw_app)
            self._draw_joinable(c for c in here.workspace.channels.values() if c not in mine)
        self.select(self._current)

    def select(self, channel_id: str) -> None:
        """Show which conversation is open."""
        self._current = channel_id
        for link_id, (link, _) in self._links.items():
            link.set(aria_current="page" if link_id == channel_id else None)

    def mark(self, channel: Channel) -> None:
        """Show whether a conversation has something unread."""
        if channel.id in self._links:
            link, note = self._links[channel.id]
            unread = self._reading.is_unread(self._here.person.member, channel)
            link.classes(add="unread" if unread else None, remove=None if unread else "unread")
            note.set_text(self._here.say(words.UNREAD) if unread else "")

    def _draw_section(self, title: words.Text, channels: list[Channel], more: Callable[[], None] | None = None) -> None:
        if not channels and more is None:
            return
        Tag("h2", self._here.say(title), "section-title")
        with Tag("ul", css="channels"):
            for channel in channels:
                with Tag("li"):
                    self._draw_link(channel)
        if more:
            more()

    def _draw_link(self, channel: Channel) -> None:
        here = self._here
        name = here.title(channel).removeprefix("#")
        sign = "●" if channel.is_direct else "🔒" if channel.kind == "private" else "#"
        link = Tag("a", css="channel", href=f"{address(here.person.member)}/{channel.id}")
        link.set(data_testid=f"channel-{name}", data_field=f"channel/{channel.id}")
        link.hears("click", lambda: self._open(channel), _FOLLOW)
        with link:
            Tag("span", sign, "sign", aria_hidden="true")
            Tag("span", name, "name")
            self._links[channel.id] = (link, Tag("span", "", "dot"))
        self.mark(channel)

    def _draw_writing(self) -> None:
        """Somebody to write to who is not in the list yet."""
        here = self._here
        with Tag("details", css="menu write"):
            Tag("summary", f"＋ {here.say(words.WRITE_TO)}")
            with Tag("div", css="sheet"):
                for member in here.workspace.people():
                    if member.id != here.person.id:
                        button(member.shown_name, lambda member=member: self._write_to(member), "item")

    def _draw_app(self) -> None:
        app = self._here.app
        if app:
            with Tag("ul", css="channels"), Tag("li"):
                button(app.shown_name, lambda: self._write_to(app), "channel", data_testid=f"channel-{app.shown_name}")

    async def _write_to(self, member: Member) -> None:
        await self._open(self._here.workspace.direct_channel([self._here.person.id, member.id]))

    def _draw_joinable(self, channels: Iterable[Channel]) -> None:
        here = self._here
        open_to_me = [c for c in channels if c.kind == "public" and not c.archived and not here.person.member.is_guest]
        if not open_to_me:
            return
        Tag("h2", here.say(words.OTHERS), "section-title")
        with Tag("ul", css="channels"):
            for channel in open_to_me:
                with Tag("li", css="joinable"):
                    Tag("span", here.title(channel), "name")
                    label = here.say(words.JOIN_CHANNEL, channel=here.title(channel))
                    button(here.say(words.JOIN), lambda channel=channel: self._join(channel), "quiet", aria_label=label)

    async def _join(self, channel: Channel) -> None:
        if await self._here.attempt(self._here.person.join(channel)):
            await self._open(channel)

    def _is_with_app(self, channel: Channel) -> bool:
        app = self._here.app
        return channel.kind == "im" and app is not None and app.id in channel.members
