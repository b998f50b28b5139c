"""A list of messages, of a channel or of a thread, in which only what changes is drawn again."""

import math
from datetime import date

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
    """The messages of a channel, or with `thread_ts` of one thread, as one person sees them, under their days."""

    def __init__(
        self, here: Here, channel: Channel, open_thread: OpenThread | None = None, thread_ts: str | None = None
    ) -> None:
        self._here, self._channel, self._thread_ts = here, channel, thread_ts
        self._open_thread = open_thread
        self._shown: dict[str, ShownMessage] = {}
        self._days: dict[date, Tag] = {}
        label = here.say(words.THREAD if thread_ts else words.MESSAGES_IN, place=here.title(channel))
        self._scroller = Scroller().classes("scroller")
        self._scroller.props.update(label=label, newer=here.say(words.NEWER))
        with self._scroller, Tag("div", css="timeline"):
            self._earlier = button(here.say(words.EARLIER), self._draw_earlier, "link earlier")
            self._empty = Tag("p", here.say(words.EMPTY), "empty")
            self._list = Tag("div")
        self._moved: Tag | None = None
        for message in self._belonging()[-_AT_ONCE:]:
            self._add(message)
        self.mark_move()
        self._frame()

    def changed(self, ts: str) -> bool:
        """Show the message with this time stamp as it now is, altered, gone or new; whether it is new."""
        message, shown = self._channel.messages.get(ts), self._shown.get(ts)
        if message is None or not self._belongs(message):
            if shown:
                self._take_away(ts)
        elif shown:
            shown.refresh(message)
        elif ts > max(self._shown, default=""):
            self._add(message)
            self._frame()
            return True
        return False

    def to_end(self) -> None:
        """Scroll to the newest message."""
        self._scroller.run_method("toEnd")

    def arrived(self) -> None:
        """Let whoever has scrolled up to read know that there is something new."""
        self._scroller.run_method("arrived")

    def mark_move(self, before: float = math.inf) -> None:
        """Where the product's clock was moved since the newest message here, say to when."""
        clock, since = self._here.clock, float(max(self._shown, default=0))
        moves = [move for move in clock.moves if since < move.at < before] if clock else []
        if not moves:
            return
        if self._moved is None:
            with self._list:
                self._moved = Tag("p", "", "day moved")
        to = moves[-1].to
        moment = f"{self._here.day(to.date())} {to.hour}:{to:%M}"
        self._moved.set_text(self._here.say(words.CLOCK_MOVED, moment=moment))

    def _belonging(self) -> list[Message]:
        return self._channel.seen_by(self._here.person.id, self._thread_ts)

    def _frame(self) -> None:
        """Offer what came earlier, or say that there is nothing."""
        oldest = min(self._shown, default="")
        self._earlier.set_visibility(any(message.ts < oldest for message in self._belonging()))
        self._empty.set_visibility(not self._shown)

    def _draw_earlier(self) -> None:
        """Put as many older messages as there are now above them."""
        oldest = min(self._shown, default="")
        earlier = [message for message in self._belonging() if message.ts < oldest][-len(self._shown) :]
        for message in reversed(earlier):
            self._add(message, first=True)
        self._frame()

    def _add(self, message: Message, first: bool = False) -> None:
        """Put a message at the end, or before all others; where its day begins, the day's name goes above it."""
        if not first:
            self.mark_move(float(message.ts))
            self._moved = None
        with self._list:
            shown = self._shown[message.ts] = ShownMessage(self._here, self._channel, message, self._open_thread)
            is_new_day = shown.day not in self._days
            if is_new_day:
                self._days[shown.day] = Tag("h2", self._here.day(shown.day), "day")
        if first:
            shown.article.move(target_index=0)
        if first or is_new_day:
            self._days[shown.day].move(target_index=self._list.default_slot.children.index(shown.article))

    def _take_away(self, ts: str) -> None:
        gone = self._shown.pop(ts)
        gone.remove()
        if not any(shown.day == gone.day for shown in self._shown.values()):
            self._days.pop(gone.day).delete()
        self._frame()

    def _belongs(self, message: Message) -> bool:
        if not message.visible_to(self._here.person.id):
            return False
        if self._thread_ts:
            return self._thread_ts in (message.ts, message.thread_ts)
        return not message.is_reply or message.reply_broadcast
