"""What a person can do in a workspace: the page's hands and a test's."""

import uuid
from typing import TYPE_CHECKING

from playground.app import Shortcut, ShortcutKind
from playground.installing import uninstall
from playground.interactions import Interactions
from playground.slack_words import slack_says
from playground.typed_text import command_text, message_text, rich_text
from playground.workspace import Channel, Member, Message, View, Workspace

if TYPE_CHECKING:
    from playground.server import Playground

MOST_OTHERS = 8
"""With how many people one can open a group conversation."""


class NotAllowed(Exception):
    """Slack's client would not offer this to the person."""


class Person:
    """Someone to act as. Methods return when the app has answered, or has failed to in time; they never raise for that.

    Channels are given as objects or by name.
    """

    def __init__(self, playground: "Playground", workspace: Workspace, member: Member) -> None:
        self.workspace = workspace
        self.member = member
        self.id = member.id
        self._playground = playground
        self._events = playground.events
        self._interactions = Interactions(playground, workspace, member)

    async def say(self, channel: Channel | str, text: str, thread_ts: str | None = None) -> Message | None:
        """Type into a channel's field and press Enter: a message, or a command when it begins with "/".

        Returns the message, or None for a command. Raises NotAllowed where the person cannot write.
        """
        place = self._place(channel)
        if self.id not in place.members or place.archived:
            raise NotAllowed(f"{self.member.name} cannot write in {place.name}")
        if text.startswith("/"):
            await self._command(place, text, in_thread=thread_ts is not None)
            return None
        content = message_text(self.workspace, text)
        message = Message(
            self.workspace.next_ts(),
            content,
            self.id,
            blocks=rich_text(content),
            thread_ts=thread_ts,
            client_msg_id=str(uuid.uuid4()),
        )
        return self._events.post(self.workspace, place, message)

    async def edit(self, message: Message, text: str) -> None:
        """Change what one's own message says. Raises NotAllowed."""
        self._must_own(message)
        content = message_text(self.workspace, text)
        channel = self.workspace.channel_of(message)
        self._events.edit(self.workspace, channel, message, content, rich_text(content))

    async def delete(self, message: Message) -> None:
        """Take one's own message away for all, or an ephemeral one out of one's own sight. Raises NotAllowed."""
        if message.ephemeral_to != self.id:
            self._must_own(message)
        self._events.delete(self.workspace, self.workspace.channel_of(message), message)

    async def react(self, channel: Channel | str, ts: str, name: str) -> None:
        """Put an emoji (its name without colons) to a message; twice is the same as once. Raises NotAllowed."""
        place, message = self._seen(channel, ts)
        if self.id not in message.reactions.get(name, []):
            self._events.react(self.workspace, place, message, self.id, name)

    async def unreact(self, channel: Channel | str, ts: str, name: str) -> None:
        """Take one's emoji back from a message. Raises NotAllowed."""
        place, message = self._seen(channel, ts)
        if self.id in message.reactions.get(name, []):
            self._events.unreact(self.workspace, place, message, self.id, name)

    async def shortcut(self, channel: Channel | str, ts: str, callback_id: str) -> None:
        """Choose one of the app's shortcuts from a message's menu. Raises NotAllowed, LookupError."""
        _, message = self._seen(channel, ts)
        await self._interactions.use_shortcut(self._shortcut(callback_id, "message"), message)

    async def global_shortcut(self, callback_id: str) -> None:
        """Choose one of the app's shortcuts beside the text field. Raises LookupError."""
        await self._interactions.use_shortcut(self._shortcut(callback_id, "global"))

    async def click(self, where: Message | View, action_id: str, *, block_id: str | None = None) -> None:
        """Press a button. Raises LookupError when there is none with this action id to be seen."""
        await self.choose(where, action_id, None, block_id=block_id)

    async def choose(
        self, where: Message | View, action_id: str, value: object, *, block_id: str | None = None
    ) -> None:
        """Choose, pick or type in an element; `value` as in `input_values.answer`. Raises LookupError, ValueError."""
        if isinstance(where, View):
            await self._interactions.use_in_view(where, action_id, value, block_id)
        else:
            await self._interactions.use_in_message(where, action_id, value, block_id)

    async def submit(self, values: dict[str, object] | None = None) -> None:
        """Fill the top modal in, `{action_id: value}`, and submit it. Raises LookupError when none is open."""
        view = self.modal()
        for action_id, value in (values or {}).items():
            await self.choose(view, action_id, value)
        await self._interactions.submit(view)

    async def close_view(self, everything: bool = False) -> None:
        """Close the top modal, or the whole stack. Raises LookupError when none is open."""
        await self._interactions.close(self.modal(), everything)

    def modal(self) -> View:
        """The modal this person looks at. Raises LookupError when none is open."""
        view = self.workspace.top_modal(self.id)
        if view is None:
            raise LookupError(f"{self.member.name} has no modal open")
        return view

    async def open_home(self) -> View | None:
        """Look at the app's Home tab. Returns what is on it so far; the app may publish another soon after."""
        self._events.open_home(self.workspace, self.member, "home")
        return self.workspace.homes.get(self.id)

    async def open_messages(self) -> Channel:
        """Look at the direct messages with the app."""
        if self.workspace.installation is None:
            raise NotAllowed("no app is installed")
        self._events.open_home(self.workspace, self.member, "messages")
        return self.workspace.direct_channel([self.id, self.workspace.installation.user_id])

    async def open_group(self, handles: list[str]) -> Channel:
        """Open the conversation with these people, one to eight; the same people always meet in the same one.

        Raises NotAllowed, and KeyError for an unknown handle.
        """
        others = {member.id: member for member in map(self.workspace.member_named, handles) if member.id != self.id}
        if not 1 <= len(others) <= MOST_OTHERS or any(member.deleted for member in others.values()):
            raise NotAllowed(f"{self.member.name} cannot open a conversation with {', '.join(handles)}")
        return self.workspace.direct_channel([self.id, *others])

    async def join(self, channel: Channel | str) -> None:
        """Enter a public channel. Raises NotAllowed for guests and for private channels."""
        place = self._place(channel)
        if place.kind != "public" or self.member.is_guest or place.archived:
            raise NotAllowed(f"{self.member.name} cannot join {place.name}")
        if self.id not in place.members:
            self._events.join(self.workspace, place, self.id)

    async def leave(self, channel: Channel | str) -> None:
        """Leave a channel."""
        place = self._place(channel)
        if not place.is_direct and self.id in place.members:
            self._events.leave(self.workspace, place, self.id)

    async def invite(self, channel: Channel | str, member: Member) -> None:
        """Bring somebody, or the app, into a channel one is in. Raises NotAllowed."""
        place = self._place(channel)
        if self.id not in place.members or place.is_direct or place.archived:
            raise NotAllowed(f"{self.member.name} cannot invite to {place.name}")
        if member.id not in place.members:
            self._events.join(self.workspace, place, member.id, inviter=self.id)

    async def remove(self, channel: Channel | str, member: Member) -> None:
        """Take somebody, or the app, out of a channel. Raises NotAllowed."""
        place = self._place(channel)
        if self.id not in place.members or place.is_direct or member.id not in place.members:
            raise NotAllowed(f"{self.member.name} cannot remove {member.name} from {place.name}")
        self._events.leave(self.workspace, place, member.id)

    async def archive(self, channel: Channel | str) -> None:
        """Archive a channel one is in. Raises NotAllowed for guests."""
        place = self._place(channel)
        if self.id not in place.members or place.is_direct or place.archived or self.member.is_guest:
            raise NotAllowed(f"{self.member.name} cannot archive {place.name}")
        self._events.archive(self.workspace, place, self.id)

    async def unarchive(self, channel: Channel | str) -> None:
        """Open an archived channel again. Raises NotAllowed for guests."""
        place = self._place(channel)
        if not place.archived or self.member.is_guest:
            raise NotAllowed(f"{self.member.name} cannot open {place.name} again")
        self._events.unarchive(self.workspace, place, self.id)

    async def delete_channel(self, channel: Channel | str) -> None:
        """Take a channel away for good. Raises NotAllowed for whoever is no admin."""
        place = self._place(channel)
        if not self.member.is_admin or place.is_direct:
            raise NotAllowed(f"{self.member.name} cannot delete {place.name}")
        self._events.delete_channel(self.workspace, place)

    async def deactivate(self, member: Member) -> None:
        """Switch somebody's account off. Raises NotAllowed for whoever is no admin."""
        if not self.member.is_admin or member.is_bot:
            raise NotAllowed(f"{self.member.name} cannot deactivate {member.name}")
        self._events.deactivate(self.workspace, member)

    async def uninstall_app(self) -> None:
        """Take the app out of the workspace. Raises NotAllowed for whoever is no admin."""
        if not self.member.is_admin:
            raise NotAllowed(f"{self.member.name} is no admin")
        uninstall(self._playground, self.workspace)

    async def _command(self, channel: Channel, typed: str, in_thread: bool) -> None:
        name, _, text = typed.partition(" ")
        installation = self.workspace.installation
        command = installation.app.commands.get(name) if installation else None
        if in_thread:
            self._note(channel, "not_in_threads", command=name)
        elif command:
            shown = command_text(self.workspace, text) if command.should_escape else text
            await self._interactions.run_command(channel, command, shown.strip())
        elif name == "/invite":
            await self._invite_typed(channel, text.strip())
        elif name == "/leave":
            await self.leave(channel)
        else:
            self._note(channel, "unknown_command", command=name)

    async def _invite_typed(self, channel: Channel, mention: str) -> None:
        wanted = mention.removeprefix("@")
        for member in self.workspace.members.values():
            if wanted and wanted in (member.name, member.display_name, member.real_name) and not member.deleted:
                await self.invite(channel, member)
                return
        self._note(channel, "no_such_member", name=mention)

    def _note(self, channel: Channel, sentence: str, **parts: object) -> None:
        self.workspace.note(channel, self.id, slack_says(self.member, sentence, **parts))

    def _seen(self, channel: Channel | str, ts: str) -> tuple[Channel, Message]:
        """A lasting message that this person sees, and where it is."""
        place = self._place(channel)
        message = place.messages.get(ts)
        if self.id not in place.members or message is None or message.ephemeral_to or message.subtype == "tombstone":
            raise NotAllowed(f"{self.member.name} sees no lasting message {ts} in {place.name}")
        return place, message

    def _shortcut(self, callback_id: str, kind: ShortcutKind) -> Shortcut:
        installation = self.workspace.installation
        shortcut = installation.app.shortcuts.get(callback_id) if installation else None
        if shortcut is None or shortcut.kind != kind:
            raise LookupError(f"no {kind} shortcut {callback_id!r}")
        return shortcut

    def _must_own(self, message: Message) -> None:
        if message.user != self.id or message.subtype:
            raise NotAllowed(f"{self.member.name} did not write message {message.ts}")

    def _place(self, channel: Channel | str) -> Channel:
        return self.workspace.channel_named(channel) if isinstance(channel, str) else channel
