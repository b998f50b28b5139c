"""What a workspace is made of: members, channels with their messages, views and files."""

import time
from dataclasses import dataclass, field
from typing import Literal

from playground.ids import JsonObject

ChannelKind = Literal["public", "private", "im", "mpim"]
ViewType = Literal["modal", "home"]

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
