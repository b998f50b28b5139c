"""A list of messages, of a channel or of a thread, in which only what changes is drawn again."""

from nicegui import ui

from playground.page import words
from playground.page.here import Here
from playground.page.message import OpenThread, ShownMessage
from playground.page.tags import Tag, button
from playground.workspace import Channel, Message

_AT_ONCE = 40


class Scroller(ui.element, component="scroll.js"):
    """Scrolls, and stays at its end while its content grows unless one has scrolled up."""


class Timeline:
    """The messages of a channel, or with `thread_ts` of one thread, as one person sees them."""

    def __init__(
        self, here: Here, channel: Channel, open_thread: OpenThread | None = None, thread_ts: str | None = None
    ) -> None:
        self._here, self._channel, self._thread_ts = here, channel, thread_ts
        self._open_thread = open_thread
        self._shown: dict[str, ShownMessage] = {}
        self._most = _AT_ONCE
        label = here.say(words.THREAD if thread_ts else words.MESSAGES_IN, place=here.title(channel))
        self._scroller = Scroller().classes("scroller").props("tabindex=0 role=log")
        self._scroller.props["aria-label"] = label
        with self._scroller:
            self._list = Tag("div", css="timeline")
        self._draw()

    def changed(self, ts: str) -> bool:
        """Show the message with this time stamp as it now is, altered, gone or new; whether it is new."""
        message, shown = self._channel.messages.get(ts), self._shown.get(ts)
        if message is None or not self._belongs(message):
            if shown:
                self._shown.pop(ts).remove()
        elif shown:
            shown.refresh(message)
        elif not self._shown:
            self._draw()
            return True
        elif ts > max(self._shown):
            self._add(message)
            return True
        return False

    def to_end(self) -> None:
        """Scroll to the newest message."""
        self._scroller.run_method("toEnd")

    def _draw(self) -> None:
        self._list.clear()
        self._shown.clear()
        messages = self._channel.seen_by(self._here.person.id, self._thread_ts)
        with self._list:
            if len(messages) > self._most:
                button(self._here.say(words.EARLIER), self._draw_more, "link earlier")
            if not messages:
                Tag("p", self._here.say(words.EMPTY), "empty")
        for message in messages[-self._most :]:
            self._add(message)

    def _draw_more(self) -> None:
        self._most *= 2
        self._draw()

    def _add(self, message: Message) -> None:
        with self._list:
            self._shown[message.ts] = ShownMessage(self._here, self._channel, message, self._open_thread)

    def _belongs(self, message: Message) -> bool:
        if not message.visible_to(self._here.person.id):
            return False
        if self._thread_ts:
            return self._thread_ts in (message.ts, message.thread_ts)
        return not message.is_reply or message.reply_broadcast
