"""The bodies of the requests that tell an app what a person did: commands, clicks, submitted and closed modals.

Source: Slack docs, "Slash commands" and "Interaction payloads".
"""

from typing import Any

from playground.app import Shortcut
from playground.block_defaults import elements_of
from playground.input_values import Values, carried_over
from playground.slack_json import message_json, payload_channel_name, person_json, team_json, view_json
from playground.workspace import Channel, Installation, JsonObject, Member, Message, View, Workspace


def command_fields(
    workspace: Workspace, installation: Installation, member: Member, channel: Channel, command: str, text: str
) -> dict[str, str]:
    """The form fields of a slash command, without its trigger id and response URL."""
    return {
        "token": installation.app.verification_token,
        "team_id": workspace.id,
        "team_domain": workspace.domain,
        "channel_id": channel.id,
        "channel_name": payload_channel_name(channel),
        "user_id": member.id,
        "user_name": member.name,
        "command": command,
        "text": text,
        "api_app_id": installation.app.id,
        "is_enterprise_install": "false",
    }


def message_action(
    workspace: Workspace, installation: Installation, member: Member, channel: Channel, message: Message
) -> JsonObject:
    """A block_actions payload for an element of a message, without its actions, trigger id and response URL.

    Of an ephemeral message an app gets the place only: Slack does not keep its content.
    """
    ephemeral = message.ephemeral_to is not None
    container: JsonObject = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": ephemeral,
    }
    if message.is_reply:
        container["thread_ts"] = message.thread_ts
    payload = _payload("block_actions", workspace, installation, member) | {
        "container": container,
        "channel": {"id": channel.id, "name": payload_channel_name(channel)},
        "state": {"values": message_values(message, member.id)},
    }
    if not ephemeral:
        payload["message"] = message_json(workspace, channel, message, metadata=True)
    return payload


def shortcut(
    workspace: Workspace, installation: Installation, member: Member, used: Shortcut, action_ts: str
) -> JsonObject:
    """A payload for a shortcut, without its trigger id, and without what only a message shortcut has."""
    kind = "message_action" if used.kind == "message" else "shortcut"
    payload = _payload(kind, workspace, installation, member)
    return payload | {"callback_id": used.callback_id, "action_ts": action_ts}


def shortcut_message(workspace: Workspace, channel: Channel, message: Message) -> JsonObject:
    """What a message shortcut's payload says about its message."""
    return {
        "channel": {"id": channel.id, "name": payload_channel_name(channel)},
        "message_ts": message.ts,
        "message": message_json(workspace, channel, message, metadata=True),
    }


def view_action(workspace: Workspace, installation: Installation, member: Member, view: View) -> JsonObject:
    """A block_actions payload for an element of a modal or Home tab, without its actions and trigger id."""
    return _payload("block_actions", workspace, installation, member) | {
        "container": {"type": "view", "view_id": view.id},
        "view": view_json(workspace, installation, view),
    }


def view_event(
    kind: str, workspace: Workspace, installation: Installation, member: Member, view: View, **more: Any
) -> JsonObject:
    """A view_submission or view_closed payload."""
    payload = _payload(kind, workspace, installation, member)
    return payload | {"view": view_json(workspace, installation, view), **more}


def action(block: JsonObject, element: JsonObject, state: JsonObject, action_ts: str) -> JsonObject:
    """One entry of a payload's `actions`: the element, what is chosen in it now, and when."""
    kept = {
        name: element[name]
        for name in ("type", "action_id", "text", "value", "style", "placeholder")
        if name in element
    }
    return kept | state | {"block_id": block["block_id"], "action_ts": action_ts}


def find_element(blocks: list[JsonObject], action_id: str, block_id: str | None) -> tuple[JsonObject, JsonObject]:
    """The block and element with this action id; the first one unless a block is named. Raises LookupError."""
    for block in blocks:
        for element in elements_of(block):
            if element["action_id"] == action_id and block_id in (None, block["block_id"]):
                return block, element
    raise LookupError(f"no element {action_id!r}")


def message_values(message: Message, user_id: str) -> Values:
    """What one person has chosen in a message's own elements."""
    return carried_over(message.blocks, message.inputs.get(user_id, {}))


def _payload(kind: str, workspace: Workspace, installation: Installation, member: Member) -> JsonObject:
    return {
        "type": kind,
        "team": team_json(workspace),
        "user": person_json(workspace, member),
        "api_app_id": installation.app.id,
        "token": installation.app.verification_token,
        "enterprise": None,
        "is_enterprise_install": False,
    }
