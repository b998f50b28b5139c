"""One message: who wrote it and when, what it says, its files, and the way into its thread."""

from collections.abc import Callable

from playground.page import words
from playground.page.blocks import Blocks
from playground.page.controls import Surface
from playground.page.faces import avatar, badges
from playground.page.here import Here
from playground.page.tags import Tag, button
from playground.workspace import Channel, JsonObject, Message

OpenThread = Callable[[str], None]
"""Opens the thread of the message with this time stamp."""

_EVENTS = {"channel_join", "group_join", "channel_leave", "group_leave"}


class ShownMessage:
    """A message in a timeline, which follows what becomes of it.

    With `open_thread` it stands in a channel and leads to its thread; without, it stands in the thread itself.
    """

    def __init__(self, here: Here, channel: Channel, message: Message, open_thread: OpenThread | None) -> None:
        self._here, self._channel, self._open_thread = here, channel, open_thread
        # New messages are read aloud by the timeline; a card that changes a little is not read again from its start.
        self._article = Tag("article", css="message", data_testid="message", data_ts=message.ts, aria_live="off")
        self._surface = Surface(here, message)
        self._link: Tag | None = None
        with self._article:
            if message.subtype in _EVENTS:
                self._article.classes("event")
                self._blocks = Blocks(self._surface)
            else:
                self._draw_frame(message)
        self.refresh(message)

    def refresh(self, message: Message) -> None:
        """Show the message as it is now."""
        self._surface.where = message
        self._blocks.show(message.blocks or [_as_block(message.text)])
        if message.subtype in _EVENTS:
            return
        self._article.classes(add="tombstone" if message.subtype == "tombstone" else None)
        self._edited.set_text(self._here.say(words.EDITED) if message.edited and not message.bot_id else "")
        if (message.files, message.reactions) != self._drawn_more:
            self._draw_more(message)
        if self._link:
            self._show_replies(self._link, message)

    def remove(self) -> None:
        """Take the message out of the timeline."""
        self._article.delete()

    def _draw_frame(self, message: Message) -> None:
        here, author = self._here, self._here.author(message.user)
        time = here.clock_time(message.ts)
        self._article.set(aria_label=f"{author.shown_name} {time}")
        self._drawn_more: tuple[object, object] = ([], {})
        avatar(author)
        with Tag("div", css="content"):
            if message.ephemeral_to:
                self._draw_private_mark(message)
            if message.is_reply and self._open_thread:
                Tag("p", here.say(words.ALSO_IN_CHANNEL), "note")
            with Tag("div", css="byline"):
                Tag("b", author.shown_name)
                if author.is_bot:
                    badges(author, here.say)
                Tag("time", time, datetime=f"{here.local(message.ts):%Y-%m-%dT%H:%M:%S}")
            self._blocks = Blocks(self._surface)
            self._edited = Tag("span", "", "edited")
            self._more = Tag("div")
            if (open_thread := self._open_thread) and not message.ephemeral_to:
                start = message.thread_ts or message.ts
                self._link = button("", lambda: open_thread(start), data_field=f"{message.ts}/thread")

    def _draw_private_mark(self, message: Message) -> None:
        self._article.classes("private")
        with Tag("p", css="note"):
            Tag("span", self._here.say(words.ONLY_YOU))
            button(self._here.say(words.DISMISS), lambda: self._dismiss(message), "link")

    async def _dismiss(self, message: Message) -> None:
        await self._here.attempt(self._here.person.delete(message))

    def _draw_more(self, message: Message) -> None:
        """Files and reactions."""
        self._drawn_more = (list(message.files), {name: list(people) for name, people in message.reactions.items()})
        self._more.clear()
        with self._more:
            for file in message.files:
                _draw_file(self._here, file)
            for name, people in message.reactions.items():
                Tag("span", f":{name}: {len(people)}", "reaction")

    def _show_replies(self, link: Tag, message: Message) -> None:
        count = len(self._channel.replies(message.thread_ts or message.ts))
        text = words.REPLIES if count > 1 else words.ONE_REPLY if count else words.REPLY
        link.set_text(self._here.say(text, count=count))
        link.classes(replace="link replies" if count else "link reply")


def _as_block(text: str) -> JsonObject:
    """A message without blocks is shown as if its text were one."""
    return {"type": "section", "block_id": "text", "text": {"type": "mrkdwn", "text": text}}


def _draw_file(here: Here, file: JsonObject) -> None:
    """A file with a link that saves it, and a picture of it if it is one."""
    with Tag("div", css="file"):
        if file["mimetype"].startswith("image/") and file["url_private"].startswith(here.playground.url):
            Tag("img", css="picture", src=file["url_private"], alt=file["title"])
        link = Tag("a", file["title"], "file-name", href=file["url_private_download"], download=file["name"])
        link.set(aria_label=here.say(words.DOWNLOAD, name=file["title"]))
        size = file["size"]
        kilobytes = size >= 1024
        text = words.KILOBYTES if kilobytes else words.BYTES
        Tag("span", here.say(text, size=round(size / 1024) if kilobytes else size), "size")
