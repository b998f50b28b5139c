"""Finding what an argument names, as far as the calling bot may see it."""

from playground.errors import SlackError
from playground.web_api.method import Call
from playground.workspace import Channel, ChannelKind, Member, Message

FAMILY: dict[ChannelKind, str] = {"public": "channels", "private": "groups", "im": "im", "mpim": "mpim"}
"""The first half of the scopes for each kind of conversation: `groups:read`."""


def visible_channel(call: Call, channel_id: str) -> Channel:
    """The conversation, if it is public or the bot is in it. Raises SlackError(channel_not_found)."""
    channel = call.workspace.channels.get(channel_id)
    if channel is None or (channel.kind != "public" and call.bot not in channel.members):
        raise SlackError("channel_not_found")
    return channel


def joined_channel(call: Call, channel_id: str) -> Channel:
    """The conversation, if the bot is in it. Raises SlackError: channel_not_found, not_in_channel."""
    channel = visible_channel(call, channel_id)
    if call.bot not in channel.members:
        raise SlackError("not_in_channel")
    return channel


def writable_channel(call: Call, channel_id: str) -> Channel:
    """The conversation to post to; a person's id stands for the direct message with that person.

    Raises SlackError: channel_not_found, not_in_channel, is_archived.
    """
    if channel_id in call.workspace.members:
        channel = call.workspace.direct_channel([reachable_person(call, channel_id, "channel_not_found").id, call.bot])
    else:
        channel = joined_channel(call, channel_id)
    if channel.archived:
        raise SlackError("is_archived")
    return channel


def user(call: Call, user_id: str) -> Member:
    """The member, present or deactivated. Raises SlackError(user_not_found)."""
    member = call.workspace.members.get(user_id)
    if member is None:
        raise SlackError("user_not_found")
    return member


def reachable_person(call: Call, user_id: str, when_deactivated: str) -> Member:
    """A member whom the bot can write to. Raises SlackError: user_not_found, cannot_dm_bot, or `when_deactivated`."""
    member = user(call, user_id)
    if member.is_bot:
        raise SlackError("cannot_dm_bot")
    if member.deleted:
        raise SlackError(when_deactivated)
    return member


def lasting_message(channel: Channel, ts: str) -> Message:
    """A message that is not ephemeral. Raises SlackError(message_not_found)."""
    message = channel.messages.get(ts)
    if message is None or message.ephemeral_to is not None:
        raise SlackError("message_not_found")
    return message


def own_message(call: Call, channel: Channel, ts: str, refusal: str) -> Message:
    """A message the bot itself posted. Raises SlackError: message_not_found, or `refusal` for somebody else's."""
    message = lasting_message(channel, ts)
    if message.bot_id != call.installation.bot_id or message.subtype == "tombstone":
        raise SlackError(refusal)
    return message
