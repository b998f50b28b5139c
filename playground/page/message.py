"""One message: who wrote it and when, what it says, its files, and the way into its thread."""

from collections.abc import Callable

from playground.input_values import carried_over
from playground.page import words
from playground.page.blocks import draw_blocks
from playground.page.controls import Surface
from playground.page.faces import avatar, badges
from playground.page.here import Here
from playground.page.tags import Tag, button, drawn
from playground.workspace import Channel, JsonObject, Message

OpenThread = Callable[[str], None]
"""Opens the thread of the message with this time stamp."""

_EVENTS = {"channel_join", "group_join", "channel_leave", "group_leave"}


class ShownMessage:
    """A message in a timeline, drawn anew whenever it changes; without `open_thread` it stands in a thread itself."""

    def __init__(self, here: Here, channel: Channel, message: Message, open_thread: OpenThread | None) -> None:
        self._here, self._channel, self._open_thread = here, channel, open_thread
        # New messages are read aloud by the timeline; a card that changes a little is not read again from its start.
        self._article = Tag("article", data_testid="message", data_ts=message.ts, aria_live="off")
        self.draw(message)

    def draw(self, message: Message) -> None:
        """Show the message as it is now."""
        self._article.clear()
        private = "private" if message.ephemeral_to else ""
        self._article.classes(replace=f"message {message.subtype or ''} {private}")
        with self._article:
            if message.subtype in _EVENTS:
                drawn(self._here.marked.mrkdwn(message.text), "event text")
            else:
                self._draw_whole(message)

    def remove(self) -> None:
        """Take the message out of the timeline."""
        self._article.delete()

    def _draw_whole(self, message: Message) -> None:
        here, author = self._here, self._here.author(message.user)
        time = here.clock_time(message.ts)
        self._article.set(aria_label=f"{author.shown_name} {time}")
        avatar(author)
        with Tag("div", css="content"):
            if message.ephemeral_to:
                self._draw_private_mark(message)
            if message.is_reply and self._open_thread:
                Tag("p", here.say(words.ALSO_IN_CHANNEL), "note")
            with Tag("div", css="byline"):
                Tag("b", author.shown_name)
                badges(author, here.say) if author.is_bot else None
                Tag("time", time, datetime=f"{here.local(message.ts):%Y-%m-%dT%H:%M:%S}")
            self._draw_words(message)
            for file in message.files:
                _draw_file(here, file)
            if message.reactions:
                with Tag("p", css="reactions"):
                    for name, people in message.reactions.items():
                        Tag("span", f":{name}: {len(people)}", "reaction")
            if self._open_thread and not message.ephemeral_to:
                self._draw_thread_link(message.thread_ts or message.ts)

    def _draw_words(self, message: Message) -> None:
        if message.blocks:
            values = carried_over(message.blocks, message.inputs.get(self._here.person.id, {}))
            draw_blocks(Surface(self._here, message, values), message.blocks)
        elif message.text:
            drawn(self._here.marked.mrkdwn(message.text), "part text")
        if message.edited and not message.bot_id:
            Tag("span", self._here.say(words.EDITED), "edited")

    def _draw_private_mark(self, message: Message) -> None:
        with Tag("p", css="note"):
            Tag("span", self._here.say(words.ONLY_YOU))
            button(self._here.say(words.DISMISS), lambda: self._dismiss(message), "link")

    async def _dismiss(self, message: Message) -> None:
        await self._here.attempt(self._here.person.delete(message))

    def _draw_thread_link(self, thread_ts: str) -> None:
        count = len(self._channel.replies(thread_ts))
        text = words.REPLIES if count > 1 else words.ONE_REPLY if count else words.REPLY
        open_thread = self._open_thread
        assert open_thread is not None
        css = "link replies" if count else "link reply"
        button(self._here.say(text, count=count), lambda: open_thread(thread_ts), css, data_field=f"{thread_ts}/thread")


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
