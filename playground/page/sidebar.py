"""The left column: who one is, one's channels and direct messages, and channels one could join."""

from collections.abc import Awaitable, Callable

from playground.page import words
from playground.page.faces import address, draw_switch
from playground.page.here import Here
from playground.page.reading import Reading
from playground.page.tags import Tag, button, unfolding
from playground.workspace import Channel, Member

# Opening a link in another window or tab stays the browser's affair.
_FOLLOW = """(e) => {
  if (e.ctrlKey || e.metaKey || e.shiftKey) return;
  e.preventDefault();
  // Whoever types on at once means the conversation they have just turned to.
  for (const field of document.querySelectorAll('.composer textarea')) field.disabled = true;
  emit();
}"""


class Sidebar:
    """Draws the column; `open_channel` is called with the conversation one turns to."""

    def __init__(self, here: Here, reading: Reading, open_channel: Callable[[Channel], Awaitable[None]]) -> None:
        self._here, self._reading, self._open = here, reading, open_channel
        self._links: dict[str, tuple[Tag, Tag]] = {}
        self._current = ""
        self._outline: list[tuple[str, str, bool]] = []
        with Tag("nav", css="sidebar", aria_label=here.say(words.MENU)):
            Tag("p", here.workspace.name, "workspace")
            self._switch = Tag("div")
            self._places = Tag("div", css="places")
        self.draw_person()
        self.draw_places()

    def draw_person(self) -> None:
        """Draw who one is; needed when members change."""
        self._switch.clear()
        with self._switch:
            draw_switch(self._here)

    def draw_places(self) -> None:
        """Draw the conversations, if any came, went or is called otherwise now."""
        me, channels = self._here.person.id, self._here.workspace.channels.values()
        visible = [c for c in channels if me in c.members or (c.kind == "public" and not c.archived)]
        outline = [(channel.id, self._here.title(channel), me in channel.members) for channel in visible]
        if outline != self._outline:
            self._outline = outline
            self._links.clear()
            self._places.clear()
            with self._places:
                self._draw_sections([c for c in visible if me in c.members])
                self._draw_joinable([c for c in visible if me not in c.members])
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

    def _draw_sections(self, mine: list[Channel]) -> None:
        with_app = [channel for channel in mine if self._is_with_app(channel)]
        people = [channel for channel in mine if channel.is_direct and channel not in with_app]
        self._draw_section(words.CHANNELS, [channel for channel in mine if not channel.is_direct])
        self._draw_section(words.DIRECT, people, self._draw_writing)
        self._draw_section(words.APPS, with_app, None if with_app else self._draw_app)

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
        css = {"public": "sign", "private": "sign icon lock"}.get(channel.kind, "sign icon person-sign")
        link = Tag("a", css="channel", href=f"{address(here.person.member)}/{channel.id}")
        link.set(data_testid=f"channel-{name}", data_field=f"channel/{channel.id}")
        link.hears("click", lambda: self._open(channel), _FOLLOW)
        with link:
            Tag("span", "#" if channel.kind == "public" else "", css, aria_hidden="true")
            Tag("span", name, "name")
            self._links[channel.id] = (link, Tag("span", "", "dot"))
        self.mark(channel)

    def _draw_writing(self) -> None:
        """Somebody to write to who is not in the list yet."""

        def draw_people() -> None:
            for member in self._here.workspace.people():
                if member.id != self._here.person.id:
                    button(member.shown_name, lambda member=member: self._write_to(member), "item")

        with Tag("details", css="menu write") as menu:
            Tag("summary", f"＋ {self._here.say(words.WRITE_TO)}")
            unfolding(menu, draw_people)

    def _draw_app(self) -> None:
        app = self._here.app
        if app:
            with Tag("ul", css="channels"), Tag("li"):
                link = button("", lambda: self._write_to(app), "channel", data_testid=f"channel-{app.shown_name}")
                with link:
                    Tag("span", "", "sign icon person-sign", aria_hidden="true")
                    Tag("span", app.shown_name, "name")

    async def _write_to(self, member: Member) -> None:
        await self._open(self._here.workspace.direct_channel([self._here.person.id, member.id]))

    def _draw_joinable(self, channels: list[Channel]) -> None:
        here = self._here
        if not channels or here.person.member.is_guest:
            return
        Tag("h2", here.say(words.OTHERS), "section-title")
        with Tag("ul", css="channels"):
            for channel in channels:
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
