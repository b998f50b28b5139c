"""One window on the workspace: one person, one conversation at a time, redrawn where something changes."""

import asyncio
import json
from functools import partial

from nicegui import Client, ui

from playground.page import words
from playground.page.clock import ClockBar
from playground.page.conversation import Conversation
from playground.page.faces import address
from playground.page.here import Here
from playground.page.modal import ModalLayer
from playground.page.reading import Reading
from playground.page.sidebar import Sidebar
from playground.page.tags import Tag, button
from playground.page.weather_panel import WeatherPanel
from playground.workspace import Change, Channel

_BESIDE_MENU = """(e) => {
  if (e.currentTarget.closest('.menu-open') && !e.target.closest('.sidebar, .menu-button')) emit();
}"""
_FROM_MENU = """(e) => {
  if (!e.currentTarget.closest('.menu-open')) return;
  document.querySelector('.menu-button').focus();
  emit();
}"""

# The list of a telephone goes away once one has chosen, and the keyboard must not go with it.
_INTO_CONVERSATION = (
    "if (document.activeElement.matches('body, .sidebar *')) document.querySelector('.conversation').focus()"
)


class Window:
    """Lays the columns out and tells each what has changed."""

    def __init__(self, here: Here, reading: Reading, first: str = "") -> None:
        self._here, self._reading = here, reading
        self._client: Client = ui.context.client
        self._waiting: list[Change] = []
        with Tag("div", css="window") as self._frame:
            self._skip = Tag("a", here.say(words.TO_CONVERSATION), "skip")
            with Tag("div", css="bar"):
                if here.clock:
                    ClockBar(here.clock, here.say)
                WeatherPanel(here.playground.weather, here.say)
            with Tag("div", css="columns") as columns:
                columns.hears("pointerdown", self._close_menu, _BESIDE_MENU)
                columns.hears("keydown.escape", self._close_menu, _FROM_MENU)
                self._menu_button = button("☰", self._toggle_menu, "plain menu-button", aria_expanded="false")
                self._menu_button.set(aria_label=here.say(words.MENU))
                self._sidebar = Sidebar(here, reading, self.open)
                self._conversation = Conversation(here)
                self._skip.set(href=f"#{self._conversation.html_id}")
            self._modal = ModalLayer(here)
        self._client.on_delete(here.workspace.subscribe(self._hear))
        channel = self._first_channel(first)
        home = channel is not None and self._begins_at_home(channel)
        self._show(channel, home)
        if channel:
            ui.timer(0, partial(self._tell_app, channel, home), once=True)

    async def open(self, channel: Channel) -> None:
        """Turn to a conversation; to the app's Home tab, unless the app has written something new."""
        home = self._begins_at_home(channel)
        self._show(channel, home)
        path = f"{address(self._here.person.member)}/{channel.id}"
        ui.run_javascript(f"history.replaceState(null, '', {json.dumps(path)}); {_INTO_CONVERSATION}")
        await self._tell_app(channel, home)

    def _begins_at_home(self, channel: Channel) -> bool:
        here = self._here
        unread = self._reading.is_unread(here.person.member, channel)
        return here.is_with_app(channel) and here.has_home() and not unread

    async def _tell_app(self, channel: Channel, home: bool) -> None:
        """The app hears that somebody looks at its Home or its messages."""
        here = self._here
        if here.is_with_app(channel):
            await here.attempt(here.person.open_home() if home else here.person.open_messages())

    def _show(self, channel: Channel | None, home: bool = False) -> None:
        self._conversation.show(channel, home)
        self._close_menu()
        if channel:
            self._reading.mark(self._here.person.member, channel)
            self._mark(channel)
            self._sidebar.select(channel.id)
            ui.page_title(f"{self._here.title(channel)} — {self._here.workspace.name}")

    def _mark(self, channel: Channel) -> None:
        """Show in the list whether this conversation has something unread, and on its button whether any has."""
        here, me = self._here, self._here.person
        self._sidebar.mark(channel)
        unread = any(self._reading.is_unread(me.member, mine) for mine in here.workspace.channels_of(me.id))
        self._menu_button.classes(add="unread" if unread else None, remove=None if unread else "unread")
        note = here.say(words.UNREAD) if unread else ""
        self._menu_button.set(aria_label=f"{here.say(words.MENU)} {note}".rstrip())

    def _first_channel(self, wanted: str) -> Channel | None:
        mine = self._here.workspace.channels_of(self._here.person.id)
        return next((channel for channel in mine if channel.id == wanted), mine[0] if mine else None)

    def _toggle_menu(self) -> None:
        if "menu-open" in self._frame.classes:
            self._close_menu()
        else:
            self._frame.classes(add="menu-open")
            self._menu_button.set(aria_expanded="true")

    def _close_menu(self) -> None:
        self._frame.classes(remove="menu-open")
        self._menu_button.set(aria_expanded="false")

    def _hear(self, change: Change) -> None:
        """Take note of a change; those of one moment are drawn together, each place once."""
        if change.user_id not in (None, self._here.person.id) and change.kind != "member":
            return
        if not self._waiting:
            asyncio.get_running_loop().call_soon(self._draw_changes)
        if change not in self._waiting:
            self._waiting.append(change)

    def _draw_changes(self) -> None:
        changes, self._waiting = self._waiting, []
        if self._client.is_deleted:
            return
        with self._client.content:
            if any(change.kind == "member" for change in changes):
                self._sidebar.draw_people()
            if any(change.kind in ("member", "channel") for change in changes):
                self._sidebar.draw_places()
            for change in changes:
                self._draw(change)

    def _draw(self, change: Change) -> None:
        if change.kind == "modal":
            self._modal.refresh()
            return
        channel, me = self._here.workspace.channels.get(change.channel_id), self._here.person
        is_open = channel is not None and channel is self._conversation.channel
        if channel and is_open and me.id not in channel.members:
            self._show(self._first_channel(""))
            return
        self._conversation.changed(change)
        if channel and change.kind == "message" and me.id in channel.members:
            if is_open:
                self._reading.mark(me.member, channel)
            self._mark(channel)
