"""The state of a pretended Slack workspace: its people, channels, messages and open views, and who hears of changes."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from playground.app import App, Command, Installation
from playground.ids import JsonObject, make_id
from playground.objects import SLACKBOT, Channel, ChannelKind, File, Member, Message, View, ViewType

__all__ = [
    "SLACKBOT",
    "App",
    "Change",
    "ChangeKind",
    "Channel",
    "ChannelKind",
    "Command",
    "File",
    "Installation",
    "JsonObject",
    "Member",
    "Message",
    "View",
    "ViewType",
    "Workspace",
    "make_id",
]

ChangeKind = Literal["message", "channel", "member", "modal", "home"]


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
        seed = "/".join([self.domain, *wanted])  # the same people meet in the same place in every run
        if len(wanted) == 2:
            return self.add_channel(Channel(make_id("D", seed), "", "im", wanted))
        names = "--".join(self.members[user_id].name for user_id in wanted)
        return self.add_channel(Channel(make_id("C", seed), f"mpdm-{names}-1", "mpim", wanted))

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
