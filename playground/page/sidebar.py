"""The left column: who one is, one's channels and direct messages, and channels one could join."""

from collections.abc import Awaitable, Callable
from functools import partial

from playground.page import words
from playground.page.faces import draw_switch
from playground.page.here import Here
from playground.page.new_conversation import draw_new_conversation
from playground.page.reading import Reading
from playground.page.sidebar_rows import AppRow, JoinRow, PlaceRow, Row
from playground.page.tags import Tag
from playground.workspace import Channel


class Sidebar:
    """Draws the column; `open_channel` is called with the conversation one turns to.

    What stays in it keeps its elements, so that no click misses its row because another one has come.
    """

    def __init__(self, here: Here, reading: Reading, open_channel: Callable[[Channel], Awaitable[None]]) -> None:
        self._here, self._reading, self._open = here, reading, open_channel
        self._rows: dict[str, Row] = {}
        self._current = ""
        self._people: list[object] = []
        with Tag("nav", css="sidebar", aria_label=here.say(words.MENU)):
            Tag("p", here.workspace.name, "workspace")
            self._switch = Tag("div")
            with Tag("div", css="places"):
                self._channels = _Section(here.say(words.CHANNELS))
                self._direct = _Section(here.say(words.DIRECT), always=True)
                self._new = Tag("div")
                self._apps = _Section(here.say(words.APPS))
                self._others = _Section(here.say(words.OTHERS))
        self.draw_people()
        self.draw_places()

    def draw_people(self) -> None:
        """Draw who one is and whom one can write to, if any of that is different now."""
        people = [(m.id, m.shown_name, m.is_admin, m.locale) for m in self._here.workspace.people()]
        if people != self._people:
            self._people = list(people)
            self._switch.clear()
            with self._switch:
                draw_switch(self._here)
            self._new.clear()
            with self._new:
                draw_new_conversation(self._here, self._open)

    def draw_places(self) -> None:
        """Draw the conversations: those that came, went or are called otherwise now."""
        here = self._here
        mine = here.workspace.channels_of(here.person.id)
        rows: dict[str, Row] = {}
        self._fill(rows, self._channels, [channel for channel in mine if not channel.is_direct])
        self._fill(rows, self._direct, [c for c in mine if c.is_direct and not here.is_with_app(c)])
        if here.app:
            with_app = next(filter(here.is_with_app, mine), None)
            rows["app"] = self._apps.put("app", partial(AppRow, here, self._open), with_app)
        for channel in self._joinable():
            key = f"join/{channel.id}"
            rows[key] = self._others.put(key, partial(JoinRow, here, channel, self._open), channel)
        for section in (self._channels, self._direct, self._apps, self._others):
            section.keep(list(rows))
        self._rows = rows
        self.select(self._current)
        for channel in mine:
            self.mark(channel)

    def select(self, channel_id: str) -> None:
        """Show which conversation is open."""
        self._current = channel_id
        for row in self._rows.values():
            row.select(channel_id)

    def mark(self, channel: Channel) -> None:
        """Show whether a conversation has something unread."""
        row = self._rows.get("app" if self._here.is_with_app(channel) else channel.id)
        if row:
            row.mark(self._reading.is_unread(self._here.person.member, channel))

    def _fill(self, rows: dict[str, Row], section: "_Section", channels: list[Channel]) -> None:
        for channel in channels:
            rows[channel.id] = section.put(channel.id, partial(PlaceRow, self._here, channel, self._open), channel)

    def _joinable(self) -> list[Channel]:
        me = self._here.person
        if me.member.is_guest:
            return []
        channels = self._here.workspace.channels.values()
        return [c for c in channels if c.kind == "public" and not c.archived and me.id not in c.members]


class _Section:
    """A heading with its rows; without any it is not seen, unless `always`."""

    def __init__(self, title: str, always: bool = False) -> None:
        self._always = always
        self._rows: dict[str, Row] = {}
        self._heading = Tag("h2", title, "section-title")
        self._list = Tag("ul", css="channels", aria_labelledby=self._heading.html_id)

    def put(self, key: str, draw: Callable[[], Row], channel: Channel | None) -> Row:
        """The row of this key, drawn at the end if it is new, and showing the channel as it now is."""
        if key not in self._rows:
            with self._list:
                self._rows[key] = draw()
        self._rows[key].show(channel)
        return self._rows[key]

    def keep(self, keys: list[str]) -> None:
        """Take away all rows but these."""
        for key in [key for key in self._rows if key not in keys]:
            self._rows.pop(key).place.delete()
        self._heading.set_visibility(self._always or bool(self._rows))
        self._list.set_visibility(bool(self._rows))
