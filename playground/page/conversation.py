"""The middle and right columns: one conversation with its composer or the app's Home tab, and a thread."""

from nicegui import ui

from playground.page import words
from playground.page.composer import Composer
from playground.page.here import Here
from playground.page.home import Home
from playground.page.tags import Tag, button
from playground.page.timeline import Timeline
from playground.workspace import Change, Channel


class Conversation:
    """Shows one channel at a time, and at its side one of its threads."""

    def __init__(self, here: Here) -> None:
        self._here = here
        self.channel: Channel | None = None
        self._timeline: Timeline | None = None
        self._thread: Timeline | None = None
        self._home: Home | None = None
        self._main = Tag("section", css="conversation", tabindex=-1, aria_label=here.say(words.CONVERSATION))
        self.html_id = self._main.html_id
        self._side = Tag("aside", css="thread", aria_label=here.say(words.THREAD))
        if here.clock:
            ui.context.client.on_delete(here.clock.subscribe(self._mark_move))

    def show(self, channel: Channel | None, home: bool = False) -> None:
        """Turn to a conversation; `home` shows the Home tab of the one with the app."""
        self.channel, self._timeline, self._home = channel, None, None
        self.close_thread()
        self._main.clear()
        with self._main:
            if channel is None:
                Tag("p", self._here.say(words.NOWHERE), "empty")
                return
            self._draw_head(channel, home)
            if home:
                self._home = Home(self._here)
                return
            self._timeline = Timeline(self._here, channel, self.open_thread)
            if channel.archived:
                Tag("p", self._here.say(words.ARCHIVED), "empty")
            else:
                Composer(self._here, channel)

    def open_thread(self, thread_ts: str) -> None:
        """Show a thread at the side."""
        channel = self.channel
        if channel is None:
            return
        self._side.clear()
        self._side.classes(add="open")
        with self._side:
            with Tag("div", css="head"):
                Tag("h2", self._here.say(words.THREAD), "title")
                button("✕", self.close_thread, "plain", aria_label=self._here.say(words.CLOSE_THREAD))
            self._thread = Timeline(self._here, channel, thread_ts=thread_ts)
            Composer(self._here, channel, thread_ts)

    def close_thread(self) -> None:
        """Show no thread."""
        self._thread = None
        self._side.clear()
        self._side.classes(remove="open")

    def changed(self, change: Change) -> None:
        """Draw again what a change concerns."""
        if change.kind == "home" and self._home:
            self._home.refresh()
        elif self.channel is None or change.channel_id != self.channel.id:
            return
        elif change.kind == "channel":
            self._name(self.channel)
        else:
            self._draw_message(self.channel, change.ts)

    def _mark_move(self) -> None:
        for timeline in filter(None, (self._timeline, self._thread)):
            timeline.mark_move()

    def _draw_message(self, channel: Channel, ts: str) -> None:
        message = channel.messages.get(ts)
        for timeline in filter(None, (self._timeline, self._thread)):
            if timeline.changed(ts) and message:
                mine = self._here.person.id in (message.user, message.ephemeral_to)
                timeline.to_end() if mine else timeline.arrived()

    def _draw_head(self, channel: Channel, home: bool) -> None:
        with Tag("header", css="head"):
            self._title, self._topic = Tag("h1", "", "title"), Tag("span", "", "topic")
            self._heads = Tag("span", "", "heads")
            if self._here.is_with_app(channel) and self._here.has_home():
                self._draw_tabs(channel, home)
        self._name(channel)

    def _name(self, channel: Channel) -> None:
        self._title.set_text(self._here.title(channel))
        if not channel.is_direct:
            self._topic.set_text(channel.topic)
            self._heads.set_text(self._here.say(words.HEADS, count=len(channel.members)))

    def _draw_tabs(self, channel: Channel, home: bool) -> None:
        with Tag("div", css="tabs"):
            for text, is_home in ((words.HOME, True), (words.MESSAGES, False)):
                current = "page" if is_home == home else None
                button(
                    self._here.say(text),
                    lambda is_home=is_home: self._turn_to(channel, is_home),
                    "tab",
                    aria_current=current,
                )

    async def _turn_to(self, channel: Channel, home: bool) -> None:
        self.show(channel, home)
        person = self._here.person
        await self._here.attempt(person.open_home() if home else person.open_messages())
