"""The state of a pretended Slack workspace: its people, channels, messages and open views, and who hears of changes."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from playground.app import App as App
from playground.app import Command as Command
from playground.app import Installation as Installation
from playground.ids import JsonObject as JsonObject
from playground.ids import make_id as make_id

ChannelKind = Literal["public", "private", "im", "mpim"]
ViewType = Literal["modal", "home"]
ChangeKind = Literal["message", "channel", "member", "modal", "home"]

SLACKBOT = "USLACKBOT"
"""Who speaks when Slack itself has something to say, such as that a command failed."""


@dataclass
class Member:
    """A person or bot user. Department, grade and cohort are shown on the page only: Slack's API has no such fields."""

    id: str
    name: str
    real_name: str
    display_name: str = ""
    department: str = ""
    grade: str = ""
    cohort: str = ""
    locale: str = "ja-JP"
    tz: str = "Asia/Tokyo"
    is_admin: bool = False
    is_owner: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_bot: bool = False
    deleted: bool = False
    updated: int = field(default_factory=lambda: int(time.time()))

    @property
    def shown_name(self) -> str:
        """The name beside this member's messages."""
        return self.display_name or self.real_name

    @property
    def is_guest(self) -> bool:
        """Whether this is a single- or multi-channel guest."""
        return self.is_restricted or self.is_ultra_restricted


@dataclass
class Message:
    """One message of a channel; `ephemeral_to` makes it visible to one person and absent from every history.

    `inputs` holds, per member id, what that person has chosen in this message's own selects and pickers
    (`{block_id: {action_id: value}}`), as Slack's client does.
    """

    ts: str
    text: str
    user: str
    bot_id: str | None = None
    app_id: str | None = None
    blocks: list[JsonObject] = field(default_factory=list)
    metadata: JsonObject | None = None
    thread_ts: str | None = None
    edited: JsonObject | None = None
    ephemeral_to: str | None = None
    files: list[JsonObject] = field(default_factory=list)
    reactions: dict[str, list[str]] = field(default_factory=dict)
    subtype: str | None = None
    client_msg_id: str | None = None
    reply_broadcast: bool = False
    inputs: dict[str, dict[str, JsonObject]] = field(default_factory=dict)

    @property
    def is_reply(self) -> bool:
        """Whether it stands in a thread, under another message."""
        return self.thread_ts is not None and self.thread_ts != self.ts

    def visible_to(self, user_id: str) -> bool:
        """Whether a member of the channel sees it at all."""
        return self.ephemeral_to in (None, user_id)


@dataclass
class Channel:
    """A conversation: public or private channel, direct message (im) or group conversation (mpim)."""

    id: str
    name: str
    kind: ChannelKind = "public"
    members: list[str] = field(default_factory=list)
    topic: str = ""
    purpose: str = ""
    archived: bool = False
    creator: str = SLACKBOT
    created: int = field(default_factory=lambda: int(time.time()))
    messages: dict[str, Message] = field(default_factory=dict)

    @property
    def is_direct(self) -> bool:
        """Whether it is a direct message or group conversation, which nobody can join or be invited to."""
        return self.kind in ("im", "mpim")

    def history(self) -> list[Message]:
        """The lasting messages at the channel's top level, oldest first: neither replies nor ephemeral ones."""
        return [m for m in self.messages.values() if m.ephemeral_to is None and (not m.is_reply or m.reply_broadcast)]

    def replies(self, thread_ts: str) -> list[Message]:
        """The lasting replies of a thread, oldest first, without the message it started from."""
        return [m for m in self.messages.values() if m.is_reply and m.thread_ts == thread_ts and m.ephemeral_to is None]

    def seen_by(self, user_id: str, thread_ts: str | None = None) -> list[Message]:
        """What a member sees, oldest first: the channel's top level, or one thread with the message it started from."""
        shown = (m for m in self.messages.values() if m.visible_to(user_id))
        if thread_ts is None:
            return [m for m in shown if not m.is_reply or m.reply_broadcast]
        return [m for m in shown if thread_ts in (m.ts, m.thread_ts)]


@dataclass
class View:
    """A modal or Home tab of one person, as the app sent it, with what the person typed and what went wrong.

    `values` is `{block_id: {action_id: value}}` in the shape of a payload's `state.values`. `errors` maps block ids
    to the sentence shown beside the field; `failure` is Slack's own sentence when the app did not answer.
    """

    id: str
    type: ViewType
    user_id: str
    blocks: list[JsonObject]
    hash: str
    title: JsonObject | None = None
    submit: JsonObject | None = None
    close: JsonObject | None = None
    callback_id: str = ""
    private_metadata: str = ""
    external_id: str = ""
    clear_on_close: bool = False
    notify_on_close: bool = False
    root_view_id: str = ""
    previous_view_id: str | None = None
    values: dict[str, JsonObject] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    failure: str = ""


@dataclass
class File:
    """An uploaded file; `content` is None until its bytes have arrived."""

    id: str
    name: str
    title: str
    mimetype: str
    size: int
    user: str
    created: int = field(default_factory=lambda: int(time.time()))
    content: bytes | None = None


@dataclass(frozen=True)
class Change:
    """What has just changed: enough for a page to know what to draw again.

    `user_id` is set when only that person sees a difference (an ephemeral message, a modal, a Home tab).
    """

    kind: ChangeKind
    channel_id: str = ""
    ts: str = ""
    thread_ts: str | None = None
    user_id: str | None = None


class Workspace:
    """One team: its members, channels, open modals, Home tabs, and the app installed in it."""

    def __init__(self, name: str, domain: str, team_id: str | None = None) -> None:
        self.id = team_id or make_id("T")
        self.name = name
        self.domain = domain
        self.members: dict[str, Member] = {}
        self.channels: dict[str, Channel] = {}
        self.modals: dict[str, list[View]] = {}
        self.homes: dict[str, View] = {}
        self.files: dict[str, File] = {}
        self.installation: Installation | None = None
        self._listeners: list[Callable[[Change], None]] = []
        self._last_ts = 0

    def subscribe(self, callback: Callable[[Change], None]) -> Callable[[], None]:
        """Have `callback` called in the event loop after each change; returns a function that ends it."""
        self._listeners.append(callback)
        return lambda: self._listeners.remove(callback)

    def changed(self, change: Change) -> None:
        """Tell every listener; whoever alters this state calls it once the alteration is complete."""
        for listener in list(self._listeners):
            listener(change)

    def next_ts(self) -> str:
        """A message time stamp from the machine's clock, like "1763800000.000100": unique and ever increasing."""
        self._last_ts = max(time.time_ns() // 1000, self._last_ts + 1)
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def add_member(self, member: Member) -> Member:
        """Let a member in, or put the altered one in the place of the old."""
        self.members[member.id] = member
        self.changed(Change("member", user_id=member.id))
        return member

    def add_channel(self, channel: Channel) -> Channel:
        """Open a channel."""
        self.channels[channel.id] = channel
        self.channel_changed(channel)
        return channel

    def channel_changed(self, channel: Channel) -> None:
        """Tell listeners that a channel was opened, renamed or archived, or that its members are others now."""
        self.changed(Change("channel", channel_id=channel.id))

    def people(self) -> list[Member]:
        """Everyone a visitor can be: present members who are not bots."""
        return [m for m in self.members.values() if not m.is_bot and not m.deleted]

    def channel_named(self, name: str) -> Channel:
        """The channel of that name, without "#". Raises KeyError when there is none."""
        for channel in self.channels.values():
            if channel.name == name and not channel.is_direct:
                return channel
        raise KeyError(name)

    def member_named(self, name: str) -> Member:
        """The member with that handle (`Member.name`). Raises KeyError when there is none."""
        for member in self.members.values():
            if member.name == name:
                return member
        raise KeyError(name)

    def channels_of(self, user_id: str) -> list[Channel]:
        """Every conversation this member is in, in the order they were opened."""
        return [c for c in self.channels.values() if user_id in c.members]

    def direct_channel(self, user_ids: list[str]) -> Channel:
        """The direct message of two members, or group conversation of three to nine; opened when there is none."""
        wanted = sorted(user_ids)
        for channel in self.channels.values():
            if channel.is_direct and sorted(channel.members) == wanted:
                return channel
        if len(wanted) == 2:
            return self.add_channel(Channel(make_id("D"), "", "im", wanted))
        names = "--".join(self.members[user_id].name for user_id in wanted)
        return self.add_channel(Channel(make_id("C"), f"mpdm-{names}-1", "mpim", wanted))

    def channel_of(self, message: Message) -> Channel:
        """The conversation a message is in. Raises LookupError for one that has been deleted."""
        for channel in self.channels.values():
            if channel.messages.get(message.ts) is message:
                return channel
        raise LookupError(f"no message {message.ts}")

    def post(self, channel: Channel, message: Message) -> Message:
        """Put a message into a channel."""
        channel.messages[message.ts] = message
        self.message_changed(channel, message)
        return message

    def remove(self, channel: Channel, message: Message) -> None:
        """Take a message out of a channel for everyone."""
        del channel.messages[message.ts]
        self.message_changed(channel, message)

    def message_changed(self, channel: Channel, message: Message) -> None:
        """Tell listeners that a message was put, altered or taken away."""
        self.changed(Change("message", channel.id, message.ts, message.thread_ts, message.ephemeral_to))

    def note(self, channel: Channel, user_id: str, text: str) -> Message:
        """Show one person a private sentence of Slack's own in a channel."""
        return self.post(channel, Message(self.next_ts(), text, SLACKBOT, ephemeral_to=user_id))

    def open_modal(self, view: View) -> None:
        """Put a modal on top of this person's stack."""
        self.modals.setdefault(view.user_id, []).append(view)
        self.changed(Change("modal", user_id=view.user_id))

    def close_modals(self, user_id: str, keep: int = 0) -> None:
        """Take modals off the top of this person's stack until `keep` remain."""
        del self.modals.get(user_id, [])[keep:]
        self.changed(Change("modal", user_id=user_id))

    def view_changed(self, view: View) -> None:
        """Tell listeners that a modal or Home tab now looks different to its person."""
        self.changed(Change(view.type, user_id=view.user_id))

    def top_modal(self, user_id: str) -> View | None:
        """The modal this person looks at, or None."""
        stack = self.modals.get(user_id)
        return stack[-1] if stack else None

    def views(self) -> Iterator[View]:
        """Every open modal and published Home tab."""
        for stack in self.modals.values():
            yield from stack
        yield from self.homes.values()
