"""What happens in a workspace and is told to the app through Slack's Events API.

Every change that Slack would announce goes through here, so that none is made in silence.
"""

import secrets
import time
from dataclasses import dataclass

from playground.app import Installation
from playground.delivery import Delivery
from playground.slack_json import message_json, user_json, view_json
from playground.slack_words import slack_writes
from playground.workspace import Channel, ChannelKind, JsonObject, Member, Message, Workspace, make_id

_CHANNEL_TYPE: dict[ChannelKind, str] = {"public": "channel", "private": "group", "im": "im", "mpim": "mpim"}
_FAMILY: dict[ChannelKind, str] = {"public": "channels", "private": "groups", "im": "im", "mpim": "mpim"}


@dataclass
class Events:
    """Alters workspaces and announces it, as far as the app is subscribed, has the scope and is there to see it."""

    delivery: Delivery

    def post(self, workspace: Workspace, channel: Channel, message: Message) -> Message:
        """Put a message into a channel."""
        workspace.post(channel, message)
        if message.is_reply and (parent := channel.messages.get(message.thread_ts or "")):
            workspace.message_changed(channel, parent)
        if message.ephemeral_to is None:
            self._message_event(workspace, channel, message_json(workspace, channel, message), message.ts)
            self._mention_event(workspace, channel, message)
        return message

    def edit(
        self, workspace: Workspace, channel: Channel, message: Message, text: str, blocks: list[JsonObject]
    ) -> None:
        """Change what a message says, and mark it as edited by its author."""
        before = message_json(workspace, channel, message)
        moment = workspace.next_ts()
        message.text, message.blocks = text, blocks
        message.edited = {"user": message.user, "ts": moment}
        workspace.message_changed(channel, message)
        if message.ephemeral_to is None:
            now = message_json(workspace, channel, message)
            change = {"subtype": "message_changed", "hidden": True, "message": now, "previous_message": before}
            self._message_event(workspace, channel, {"type": "message", "ts": moment, **change}, moment)

    def delete(self, workspace: Workspace, channel: Channel, message: Message) -> None:
        """Take a message away; one with replies leaves a tombstone, as in Slack."""
        before = message_json(workspace, channel, message)
        moment = workspace.next_ts()
        if channel.replies(message.ts):
            message.text, message.blocks, message.files = slack_writes("tombstone", message.user), [], []
            message.subtype, message.metadata, message.reactions = "tombstone", None, {}
            workspace.message_changed(channel, message)
        else:
            workspace.remove(channel, message)
        if message.ephemeral_to is None:
            change = {
                "subtype": "message_deleted",
                "hidden": True,
                "deleted_ts": message.ts,
                "previous_message": before,
            }
            self._message_event(workspace, channel, {"type": "message", "ts": moment, **change}, moment)

    def react(self, workspace: Workspace, channel: Channel, message: Message, user_id: str, name: str) -> None:
        """Put somebody's emoji to a message."""
        message.reactions.setdefault(name, []).append(user_id)
        self._reaction_event("reaction_added", workspace, channel, message, user_id, name)

    def unreact(self, workspace: Workspace, channel: Channel, message: Message, user_id: str, name: str) -> None:
        """Take somebody's emoji back from a message."""
        message.reactions[name].remove(user_id)
        if not message.reactions[name]:
            del message.reactions[name]
        self._reaction_event("reaction_removed", workspace, channel, message, user_id, name)

    def join(self, workspace: Workspace, channel: Channel, user_id: str, inviter: str | None = None) -> None:
        """Let someone into a public or private channel."""
        channel.members.append(user_id)
        subtype = "channel_join" if channel.kind == "public" else "group_join"
        text = slack_writes(subtype, user_id)
        self.post(workspace, channel, Message(workspace.next_ts(), text, user_id, subtype=subtype))
        workspace.channel_changed(channel)
        event = _membership(workspace, channel, user_id)
        if inviter:
            event["inviter"] = inviter
        self._membership_event(workspace, channel, {"type": "member_joined_channel", **event})

    def leave(self, workspace: Workspace, channel: Channel, user_id: str) -> None:
        """Let someone out of a channel. Of its own bot's leaving an app hears as `channel_left` or `group_left`."""
        channel.members.remove(user_id)
        workspace.channel_changed(channel)
        installation = workspace.installation
        if installation and user_id == installation.user_id:
            kind = "channel_left" if channel.kind == "public" else "group_left"
            self.tell(workspace, {"type": kind, "channel": channel.id}, kind, f"{_FAMILY[channel.kind]}:read")
            return
        event = _membership(workspace, channel, user_id)
        self._membership_event(workspace, channel, {"type": "member_left_channel", **event})

    def archive(self, workspace: Workspace, channel: Channel, user_id: str) -> None:
        """Archive a channel."""
        channel.archived = True
        workspace.channel_changed(channel)
        self._archive_event(workspace, channel, user_id, "archive")

    def unarchive(self, workspace: Workspace, channel: Channel, user_id: str) -> None:
        """Open an archived channel again."""
        channel.archived = False
        workspace.channel_changed(channel)
        self._archive_event(workspace, channel, user_id, "unarchive")

    def delete_channel(self, workspace: Workspace, channel: Channel) -> None:
        """Take a channel away with all that was said in it."""
        kind = "channel_deleted" if channel.kind == "public" else "group_deleted"
        self._membership_event(workspace, channel, {"type": kind, "channel": channel.id})
        del workspace.channels[channel.id]
        workspace.channel_changed(channel)

    def rename(self, workspace: Workspace, channel: Channel, name: str) -> None:
        """Give a channel another name."""
        channel.name = name
        workspace.channel_changed(channel)
        kind = "channel_rename" if channel.kind == "public" else "group_rename"
        named = {"id": channel.id, "name": name, "created": channel.created}
        self._membership_event(workspace, channel, {"type": kind, "channel": named})

    def change_member(self, workspace: Workspace, member: Member) -> None:
        """Announce that a member was altered: name, language, time zone, role, or deactivated."""
        member.updated = int(time.time())
        workspace.add_member(member)
        user = user_json(workspace, member, include_locale=True)
        self.tell(workspace, {"type": "user_change", "user": user}, "user_change", "users:read")

    def deactivate(self, workspace: Workspace, member: Member) -> None:
        """Switch a member's account off; what the member wrote and was in stays as it is."""
        member.deleted = True
        workspace.close_modals(member.id)
        self.change_member(workspace, member)

    def welcome(self, workspace: Workspace, member: Member) -> None:
        """Let a new member into the workspace."""
        workspace.add_member(member)
        user = user_json(workspace, member, include_locale=True)
        self.tell(workspace, {"type": "team_join", "user": user}, "team_join", "users:read")

    def open_home(self, workspace: Workspace, member: Member, tab: str) -> None:
        """Announce that a person looks at the app's "home" or "messages" tab."""
        installation = workspace.installation
        if installation is None:
            return
        channel = workspace.direct_channel([member.id, installation.user_id])
        event: JsonObject = {"type": "app_home_opened", "user": member.id, "channel": channel.id, "tab": tab}
        if tab == "home" and (home := workspace.homes.get(member.id)):
            event["view"] = view_json(workspace, installation, home)
        self.tell(workspace, event, "app_home_opened")

    def farewell(self, workspace: Workspace, installation: Installation) -> None:
        """Announce that the app is taken out of the workspace."""
        tokens = {"oauth": [], "bot": [installation.user_id]}
        self.tell(workspace, {"type": "tokens_revoked", "tokens": tokens}, "tokens_revoked")
        self.tell(workspace, {"type": "app_uninstalled"}, "app_uninstalled")

    def tell(self, workspace: Workspace, event: JsonObject, subscription: str, scope: str | None = None) -> None:
        """Send one event if the app is subscribed to it and has the scope that Slack demands for it."""
        installation = workspace.installation
        if installation is None or subscription not in installation.app.events:
            return
        if scope and scope not in installation.scopes:
            return
        app = installation.app
        envelope = {
            "type": "event_callback",
            "token": app.verification_token,
            "team_id": workspace.id,
            "context_team_id": workspace.id,
            "api_app_id": app.id,
            "event": {"event_ts": workspace.next_ts(), **event},
            "event_id": make_id("Ev"),
            "event_time": int(time.time()),
            "event_context": "4-" + secrets.token_urlsafe(24),
            "is_ext_shared_channel": False,
            "authorizations": [
                {
                    "enterprise_id": None,
                    "team_id": workspace.id,
                    "user_id": installation.user_id,
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
        }
        self.delivery.event(app, envelope)

    def _message_event(self, workspace: Workspace, channel: Channel, event: JsonObject, moment: str) -> None:
        if not self._bot_is_in(workspace, channel):
            return
        place = {"channel": channel.id, "channel_type": _CHANNEL_TYPE[channel.kind], "event_ts": moment}
        family = _FAMILY[channel.kind]
        self.tell(workspace, {**event, **place}, f"message.{family}", f"{family}:history")

    def _reaction_event(
        self, kind: str, workspace: Workspace, channel: Channel, message: Message, user_id: str, name: str
    ) -> None:
        workspace.message_changed(channel, message)
        if self._bot_is_in(workspace, channel):
            item = {"type": "message", "channel": channel.id, "ts": message.ts}
            event = {"type": kind, "user": user_id, "reaction": name, "item_user": message.user, "item": item}
            self.tell(workspace, event, kind, "reactions:read")

    def _mention_event(self, workspace: Workspace, channel: Channel, message: Message) -> None:
        bot = workspace.installation.user_id if workspace.installation else ""
        is_to_bot = f"<@{bot}>" in message.text and message.user != bot and message.subtype is None
        if is_to_bot and bot in channel.members and not channel.is_direct:
            said = message_json(workspace, channel, message)
            event = said | {"type": "app_mention", "channel": channel.id, "event_ts": message.ts}
            self.tell(workspace, event, "app_mention", "app_mentions:read")

    def _membership_event(self, workspace: Workspace, channel: Channel, event: JsonObject) -> None:
        if self._bot_is_in(workspace, channel):
            self.tell(workspace, event, str(event["type"]), f"{_FAMILY[channel.kind]}:read")

    def _archive_event(self, workspace: Workspace, channel: Channel, user_id: str, deed: str) -> None:
        kind = f"channel_{deed}" if channel.kind == "public" else f"group_{deed}"
        self._membership_event(workspace, channel, {"type": kind, "channel": channel.id, "user": user_id})

    def _bot_is_in(self, workspace: Workspace, channel: Channel) -> bool:
        installation = workspace.installation
        return installation is not None and installation.user_id in channel.members


def _membership(workspace: Workspace, channel: Channel, user_id: str) -> JsonObject:
    kind = "C" if channel.kind == "public" else "G"
    return {"user": user_id, "channel": channel.id, "channel_type": kind, "team": workspace.id}
