"""chat.*: posting, changing and deleting the bot's messages."""

import json
import re
from typing import Any

from playground.block_defaults import stored_blocks
from playground.block_rules import message_problems
from playground.errors import SlackError
from playground.slack_json import bot_profile_json, message_json
from playground.web_api.lookup import joined_channel, lasting_message, own_message, visible_channel, writable_channel
from playground.web_api.method import SPECIAL, TIER_3, TIER_4, Blocks, Call, Metadata, method
from playground.workspace import Channel, JsonObject, Message

LONGEST_TEXT = 40_000
LONGEST_UPDATE = 4_000
LARGEST_METADATA = 16_000


@method("chat.postMessage", scope="chat:write", per_minute=SPECIAL, json=True)
async def post_message(
    call: Call,
    channel: str,
    text: str = "",
    blocks: Blocks = None,
    thread_ts: str = "",
    reply_broadcast: bool = False,
    metadata: Metadata = None,
    mrkdwn: bool = True,
    parse: str = "none",
    link_names: bool = False,
    unfurl_links: bool = False,
    unfurl_media: bool = True,
) -> JsonObject:
    """Post a message, or a reply under `thread_ts` (Slack API docs, chat.postMessage)."""
    place = writable_channel(call, channel)
    message = composed(call, text, blocks, metadata)
    if thread_ts:
        message.thread_ts = thread_start(place, thread_ts)
        message.reply_broadcast = reply_broadcast
    call.playground.limits.check_posting(call.workspace, place)
    call.playground.events.post(call.workspace, place, message)
    return {"channel": place.id, "ts": message.ts, "message": _shown(call, place, message)}


@method("chat.postEphemeral", scope="chat:write", per_minute=TIER_4, json=True)
async def post_ephemeral(
    call: Call,
    channel: str,
    user: str,
    text: str = "",
    blocks: Blocks = None,
    thread_ts: str = "",
    parse: str = "none",
    link_names: bool = False,
) -> JsonObject:
    """Show a message to one member of a channel only (Slack API docs, chat.postEphemeral)."""
    place = writable_channel(call, channel)
    if user not in place.members:
        raise SlackError("user_not_in_channel")
    message = composed(call, text, blocks)
    message.ephemeral_to = user
    if thread_ts:
        message.thread_ts = thread_start(place, thread_ts)
    call.playground.events.post(call.workspace, place, message)
    return {"message_ts": message.ts}


@method("chat.update", scope="chat:write", per_minute=TIER_3, json=True)
async def update(
    call: Call,
    channel: str,
    ts: str,
    text: str = "",
    blocks: Blocks = None,
    metadata: Metadata = None,
    parse: str = "none",
    link_names: bool = False,
) -> JsonObject:
    """Change one of the bot's own messages (Slack API docs, chat.update).

    Blocks are replaced by those given; text without blocks takes the blocks away, as in Slack. Metadata stays unless
    other metadata is given.
    """
    place = visible_channel(call, channel)
    message = own_message(call, place, ts, "cant_update_message")
    if place.archived:
        raise SlackError("is_archived")
    if len(text) > LONGEST_UPDATE:
        raise SlackError("msg_too_long")
    changed = composed(call, text, blocks, metadata)
    message.metadata = changed.metadata or message.metadata
    call.playground.events.edit(call.workspace, place, message, changed.text, changed.blocks)
    return {"channel": place.id, "ts": ts, "text": message.text, "message": _shown(call, place, message)}


@method("chat.delete", scope="chat:write", per_minute=TIER_3, json=True)
async def delete(call: Call, channel: str, ts: str) -> JsonObject:
    """Take one of the bot's own messages away (Slack API docs, chat.delete)."""
    place = visible_channel(call, channel)
    message = own_message(call, place, ts, "cant_delete_message")
    call.playground.events.delete(call.workspace, place, message)
    return {"channel": place.id, "ts": ts}


@method("chat.getPermalink", per_minute=SPECIAL)
async def get_permalink(call: Call, channel: str, message_ts: str) -> JsonObject:
    """A link to a message (Slack API docs, chat.getPermalink)."""
    place = joined_channel(call, channel)
    message = lasting_message(place, message_ts)
    link = f"{call.playground.url}archives/{place.id}/p{message.ts.replace('.', '')}"
    if message.is_reply:
        link += f"?thread_ts={message.thread_ts}&cid={place.id}"
    return {"channel": place.id, "permalink": link}


def composed(call: Call, text: str, blocks: Blocks, metadata: Metadata = None) -> Message:
    """A new message of the bot's, not yet posted.

    Raises SlackError: no_text, invalid_blocks, invalid_metadata_schema, metadata_too_large.
    """
    if not text.strip() and not blocks:
        raise SlackError("no_text")
    if problems := message_problems(blocks or []):
        raise SlackError("invalid_blocks", problems)
    if metadata is not None:
        _check_metadata(metadata)
    if len(text) > LONGEST_TEXT:
        call.warnings.append("message_truncated")
    installation = call.installation
    return Message(
        ts=call.workspace.next_ts(),
        text=text[:LONGEST_TEXT],
        user=installation.user_id,
        bot_id=installation.bot_id,
        app_id=installation.app.id,
        blocks=stored_blocks(blocks or []),
        metadata=metadata,
    )


def thread_start(channel: Channel, thread_ts: str) -> str:
    """The `ts` of the message that a thread hangs under; a reply's own `ts` stands for its thread.

    Raises SlackError(thread_not_found).
    """
    parent = channel.messages.get(thread_ts)
    if parent is None or parent.ephemeral_to is not None:
        raise SlackError("thread_not_found")
    return parent.thread_ts or parent.ts


def _check_metadata(metadata: JsonObject) -> None:
    event_type, event_payload = metadata.get("event_type"), metadata.get("event_payload")
    well_named = isinstance(event_type, str) and re.fullmatch(r"[A-Za-z_]{1,255}", event_type)
    if not well_named or not isinstance(event_payload, dict) or set(metadata) - {"event_type", "event_payload"}:
        raise SlackError("invalid_metadata_schema")
    if not all(_is_flat(value) for value in event_payload.values()):
        raise SlackError("invalid_metadata_schema")
    if len(json.dumps(metadata)) > LARGEST_METADATA:
        raise SlackError("metadata_too_large")


def _is_flat(value: Any, depth: int = 2) -> bool:
    if isinstance(value, list):
        return depth > 0 and all(_is_flat(item, depth - 1) for item in value)
    if isinstance(value, dict):
        return depth > 0 and all(_is_flat(item, depth - 1) for item in value.values())
    return isinstance(value, str | int | float | bool)


def _shown(call: Call, channel: Channel, message: Message) -> JsonObject:
    shown = message_json(call.workspace, channel, message, metadata=True)
    return shown | {"bot_profile": bot_profile_json(call.workspace, call.installation)}
