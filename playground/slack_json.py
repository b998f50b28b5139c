"""How members, channels, messages and views look in Slack's JSON."""

from datetime import datetime
from zoneinfo import ZoneInfo

from playground.workspace import Channel, Installation, JsonObject, Member, Message, View, Workspace


def user_json(workspace: Workspace, member: Member, include_locale: bool = False) -> JsonObject:
    """A user object; the locale only when it was asked for (Slack API docs, users.info)."""
    zone = ZoneInfo(member.tz)
    offset = datetime.now(zone).utcoffset()
    user: JsonObject = {
        "id": member.id,
        "team_id": workspace.id,
        "name": member.name,
        "deleted": member.deleted,
        "is_bot": member.is_bot,
        "is_app_user": False,
        "updated": member.updated,
        "profile": {
            "real_name": member.real_name,
            "real_name_normalized": member.real_name,
            "display_name": member.display_name,
            "display_name_normalized": member.display_name,
            "team": workspace.id,
            "title": "",
        },
    }
    if member.deleted:
        return user
    user |= {
        "real_name": member.real_name,
        "tz": member.tz,
        "tz_label": member.tz,
        "tz_offset": int(offset.total_seconds()) if offset else 0,
        "is_admin": member.is_admin,
        "is_owner": member.is_owner,
        "is_primary_owner": member.is_owner,
        "is_restricted": member.is_restricted,
        "is_ultra_restricted": member.is_ultra_restricted,
    }
    if include_locale:
        user["locale"] = member.locale
    return user


def channel_json(workspace: Workspace, channel: Channel, user_id: str) -> JsonObject:
    """A conversation object as seen by one user, usually the bot."""
    shared: JsonObject = {
        "id": channel.id,
        "created": channel.created,
        "is_archived": channel.archived,
        "is_im": channel.kind == "im",
        "context_team_id": workspace.id,
    }
    if channel.kind == "im":
        other = next((member for member in channel.members if member != user_id), user_id)
        return shared | {"user": other, "is_user_deleted": workspace.members[other].deleted}
    return shared | {
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": channel.kind == "public",
        "is_group": channel.kind == "private",
        "is_mpim": channel.kind == "mpim",
        "is_private": channel.kind != "public",
        "is_general": False,
        "is_shared": False,
        "is_ext_shared": False,
        "is_member": user_id in channel.members,
        "creator": channel.creator,
        "topic": {"value": channel.topic, "creator": "", "last_set": 0},
        "purpose": {"value": channel.purpose, "creator": "", "last_set": 0},
    }


def message_json(workspace: Workspace, channel: Channel, message: Message, metadata: bool = False) -> JsonObject:
    """A message object; of its metadata only the type unless all was asked for.

    Source: slackapi/python-slack-sdk issue 1501, "the metadata.event_payload is not returned".
    """
    shown: JsonObject = {
        "type": "message",
        "user": message.user,
        "text": message.text,
        "ts": message.ts,
        "team": workspace.id,
    }
    optional = {
        "subtype": message.subtype,
        "client_msg_id": message.client_msg_id,
        "bot_id": message.bot_id,
        "app_id": message.app_id,
        "edited": message.edited,
        "thread_ts": message.thread_ts,
        "blocks": message.blocks,
        "files": message.files,
        "metadata": message.metadata if metadata else _without_payload(message.metadata),
    }
    shown |= {name: value for name, value in optional.items() if value}
    if message.reactions:
        shown["reactions"] = [
            {"name": name, "users": users, "count": len(users)} for name, users in message.reactions.items()
        ]
    if message.is_reply:
        parent = channel.messages.get(message.thread_ts or "")
        return shown | {"parent_user_id": parent.user} if parent else shown
    if replies := channel.replies(message.ts):
        repliers = list(dict.fromkeys(reply.user for reply in replies))
        shown |= {
            "thread_ts": message.ts,
            "reply_count": len(replies),
            "reply_users": repliers,
            "reply_users_count": len(repliers),
            "latest_reply": replies[-1].ts,
        }
    return shown


def _without_payload(metadata: JsonObject | None) -> JsonObject | None:
    return {"event_type": metadata["event_type"]} if metadata else None


def view_json(workspace: Workspace, installation: Installation, view: View) -> JsonObject:
    """A view object as the Web API and the interaction payloads give it."""
    return {
        "id": view.id,
        "team_id": workspace.id,
        "type": view.type,
        "blocks": view.blocks,
        "private_metadata": view.private_metadata,
        "callback_id": view.callback_id,
        "external_id": view.external_id,
        "state": {"values": view.values},
        "hash": view.hash,
        "title": view.title,
        "submit": view.submit,
        "close": view.close,
        "clear_on_close": view.clear_on_close,
        "notify_on_close": view.notify_on_close,
        "root_view_id": view.root_view_id,
        "previous_view_id": view.previous_view_id,
        "app_id": installation.app.id,
        "bot_id": installation.bot_id,
        "app_installed_team_id": workspace.id,
    }


def person_json(workspace: Workspace, member: Member) -> JsonObject:
    """Who acted, as interaction payloads name them."""
    return {"id": member.id, "username": member.name, "name": member.name, "team_id": workspace.id}


def team_json(workspace: Workspace) -> JsonObject:
    """The team, as interaction payloads name it."""
    return {"id": workspace.id, "domain": workspace.domain}


def payload_channel_name(channel: Channel) -> str:
    """What payloads call a conversation: its name, or Slack's word for one that has none."""
    return {"public": channel.name, "private": "privategroup", "im": "directmessage", "mpim": channel.name}[
        channel.kind
    ]


def bot_profile_json(workspace: Workspace, installation: Installation) -> JsonObject:
    """The profile that comes with each of the bot's own messages in answers to chat methods."""
    return {
        "id": installation.bot_id,
        "app_id": installation.app.id,
        "name": installation.app.name,
        "deleted": False,
        "team_id": workspace.id,
        "updated": 0,
    }
