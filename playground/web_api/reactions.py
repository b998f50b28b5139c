"""reactions.*: the emoji under a message."""

import re

from playground.errors import SlackError
from playground.slack_json import message_json
from playground.web_api.lookup import joined_channel, lasting_message
from playground.web_api.method import TIER_2, TIER_3, Call, method
from playground.workspace import Channel, JsonObject, Message

_NAME = re.compile(r"[a-z0-9_+'-]+(::skin-tone-[2-6])?")


@method("reactions.add", scope="reactions:write", per_minute=TIER_3, json=True)
async def add(call: Call, channel: str, name: str, timestamp: str) -> JsonObject:
    """Put an emoji to a message (Slack API docs, reactions.add); any well-formed name stands for an emoji."""
    place, message = _message(call, channel, timestamp)
    if place.archived:
        raise SlackError("is_archived")
    if not _NAME.fullmatch(name):
        raise SlackError("invalid_name")
    if call.bot in message.reactions.get(name, []):
        raise SlackError("already_reacted")
    call.playground.events.react(call.workspace, place, message, call.bot, name)
    return {}


@method("reactions.remove", scope="reactions:write", per_minute=TIER_2, json=True)
async def remove(call: Call, channel: str, name: str, timestamp: str) -> JsonObject:
    """Take the bot's own emoji back (Slack API docs, reactions.remove)."""
    place, message = _message(call, channel, timestamp)
    if call.bot not in message.reactions.get(name, []):
        raise SlackError("no_reaction")
    call.playground.events.unreact(call.workspace, place, message, call.bot, name)
    return {}


@method("reactions.get", scope="reactions:read", per_minute=TIER_3)
async def get(call: Call, channel: str, timestamp: str, full: bool = False) -> JsonObject:
    """One message with everybody's emoji (Slack API docs, reactions.get)."""
    place, message = _message(call, channel, timestamp)
    return {"type": "message", "channel": place.id, "message": message_json(call.workspace, place, message)}


def _message(call: Call, channel: str, timestamp: str) -> tuple[Channel, Message]:
    place = joined_channel(call, channel)
    return place, lasting_message(place, timestamp)
