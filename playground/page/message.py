"""One message: who wrote it and when, what it says, its files and reactions, its menu, and the way into its thread."""

from collections.abc import Callable

from playground.page import words
from playground.page.blocks import Blocks
from playground.page.editor import Editor
from playground.page.faces import avatar, badges
from playground.page.files import draw_file
from playground.page.here import Here
from playground.page.message_menu import draw_menu
from playground.page.reactions import Reactions
from playground.page.surface import Surface
from playground.page.tags import Tag, button
from playground.slack_words import text_for
from playground.workspace import Channel, JsonObject, Message

OpenThread = Callable[[str], None]
"""Opens the thread of the message with this time stamp."""

_EVENTS = ("channel_join", "group_join")


class ShownMessage:
    """A message in a timeline, which follows what becomes of it.

    With `open_thread` it stands in a channel and leads to its thread; without, it stands in the thread itself.
    """

    def __init__(self, here: Here, channel: Channel, message: Message, open_thread: OpenThread | None) -> None:
        self._here, self._channel, self._open_thread = here, channel, open_thread
        self.day = here.local(message.ts).date()
        # New messages are read aloud by the timeline; a card that changes a little is not read again from its start.
        self.article = Tag("article", css="message", data_testid="message", data_ts=message.ts, aria_live="off")
        self._surface = Surface(here, message)
        self._link: Tag | None = None
        self._menu: Tag | None = None
        self._editor: Editor | None = None
        with self.article:
            if message.subtype in _EVENTS:
                self.article.classes("event")
                self._blocks = Blocks(self._surface)
            else:
                self._draw_frame(message)
        self.refresh(message)

    def refresh(self, message: Message) -> None:
        """Show the message as it is now."""
        self._surface.where = message
        self._blocks.show(self._said(message))
        if message.subtype in _EVENTS:
            return
        if message.subtype == "tombstone":
            self._bury()
        self._edited.set_text(self._here.say(words.EDITED) if message.edited and not message.bot_id else "")
        if message.files != self._drawn_files:
            self._draw_files(message)
        self._reactions.show(message)
        if self._link:
            self._show_replies(self._link, message)

    def remove(self) -> None:
        """Take the message out of the timeline."""
        self.article.delete()

    def _said(self, message: Message) -> list[JsonObject]:
        """A message without blocks is shown as if its text were one."""
        return message.blocks or ([_as_block(text_for(self._here.person.member, message))] if message.text else [])

    def _draw_frame(self, message: Message) -> None:
        here, author = self._here, self._here.author(message.user)
        time = here.clock_time(message.ts)
        self.article.set(aria_label=f"{author.shown_name} {time}")
        self._drawn_files: list[JsonObject] = []
        avatar(author)
        with Tag("div", css="content") as self._content:
            if message.ephemeral_to:
                self._draw_private_mark(message)
            if message.is_reply and self._open_thread:
                Tag("p", here.say(words.ALSO_IN_CHANNEL), "note")
            with Tag("div", css="byline"):
                Tag("b", author.shown_name)
                if author.is_bot:
                    badges(author, here.say)
                Tag("time", time, datetime=f"{here.local(message.ts):%Y-%m-%dT%H:%M:%S}")
            with Tag("div", css="said"):
                self._blocks = Blocks(self._surface)
                self._edited = Tag("span", "", "edited")
            self._editing = Tag("div")
            self._files = Tag("div")
            self._reactions = Reactions(here, self._channel, message)
        if message.ephemeral_to:
            return
        start = message.thread_ts or message.ts
        if open_thread := self._open_thread:
            with self._content:
                self._link = button("", lambda: open_thread(start), data_field=f"{message.ts}/thread")
        if message.subtype is None:
            self._menu = draw_menu(
                here, self._channel, message, open_thread and (lambda: open_thread(start)), self._edit
            )

    def _draw_private_mark(self, message: Message) -> None:
        self.article.classes("private")
        with Tag("p", css="note"):
            Tag("span", self._here.say(words.ONLY_YOU))
            button(self._here.say(words.DISMISS), lambda: self._dismiss(message), "link")

    async def _dismiss(self, message: Message) -> None:
        await self._here.attempt(self._here.person.delete(message))

    def _edit(self) -> None:
        if self._editor is None and isinstance(message := self._surface.where, Message):
            self.article.classes("editing")
            with self._editing:
                self._editor = Editor(self._here, message, self._stop_editing)

    def _stop_editing(self) -> None:
        if self._editor:
            self._editor.delete()
            self._editor = None
            self.article.classes(remove="editing")

    def _bury(self) -> None:
        """Only the place where the message was remains, for the sake of its thread."""
        self._stop_editing()
        self.article.classes("tombstone")
        if self._menu:
            self._menu.delete()
            self._menu = None

    def _draw_files(self, message: Message) -> None:
        self._drawn_files = list(message.files)
        self._files.clear()
        with self._files:
            for file in message.files:
                draw_file(self._here, file)

    def _show_replies(self, link: Tag, message: Message) -> None:
        count = len(self._channel.replies(message.thread_ts or message.ts))
        text = words.REPLIES if count > 1 else words.ONE_REPLY if count else words.REPLY
        link.set_text(self._here.say(text, count=count))
        link.classes(replace="link replies" if count else "link reply")


def _as_block(text: str) -> JsonObject:
    return {"type": "section", "block_id": "text", "text": {"type": "mrkdwn", "text": text}}
