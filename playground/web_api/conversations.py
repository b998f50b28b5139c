"""conversations.*: finding, joining and reading conversations."""

from playground.errors import SlackError
from playground.slack_json import channel_json, message_json
from playground.web_api.lookup import FAMILY, joined_channel, lasting_message, reachable_person, visible_channel
from playground.web_api.method import TIER_2, TIER_3, TIER_4, Call, method
from playground.web_api.paging import check_limit, make_cursor, page, read_cursor
from playground.workspace import Channel, ChannelKind, JsonObject, Message

MOST_USERS_IN_GROUP = 8

_KINDS: dict[str, ChannelKind] = {
    "public_channel": "public",
    "private_channel": "private",
    "im": "im",
    "mpim": "mpim",
}


@method("conversations.info", per_minute=TIER_3)
async def info(call: Call, channel: str, include_locale: bool = False, include_num_members: bool = False) -> JsonObject:
    """One conversation (Slack API docs, conversations.info)."""
    place = visible_channel(call, channel)
    call.require(f"{FAMILY[place.kind]}:read")
    shown = channel_json(call.workspace, place, call.bot)
    if include_num_members:
        shown["num_members"] = len(place.members)
    return {"channel": shown}


@method("conversations.list", per_minute=TIER_2)
async def list_conversations(
    call: Call,
    types: str = "public_channel",
    exclude_archived: bool = False,
    limit: int = 100,
    cursor: str = "",
    team_id: str = "",
) -> JsonObject:
    """The conversations of the wanted types, private ones only where the bot is in (conversations.list)."""
    wanted = {name.strip() for name in types.split(",")}
    if not wanted <= set(_KINDS):
        raise SlackError("invalid_types")
    kinds = {_KINDS[name] for name in wanted}
    for kind in sorted(kinds):
        call.require(f"{FAMILY[kind]}:read")
    found = [
        channel
        for channel in call.workspace.channels.values()
        if channel.kind in kinds
        and (channel.kind == "public" or call.bot in channel.members)
        and not (exclude_archived and channel.archived)
    ]
    some, metadata = page(found, cursor, limit, most=999)
    shown = [channel_json(call.workspace, c, call.bot) | {"num_members": len(c.members)} for c in some]
    return {"channels": shown, "response_metadata": metadata}


@method("conversations.members", per_minute=TIER_4)
async def members(call: Call, channel: str, limit: int = 100, cursor: str = "") -> JsonObject:
    """The ids of a conversation's members (Slack API docs, conversations.members)."""
    place = visible_channel(call, channel)
    call.require(f"{FAMILY[place.kind]}:read")
    some, metadata = page(place.members, cursor, limit, most=999)
    return {"members": list(some), "response_metadata": metadata}


@method("conversations.join", scope="channels:join", per_minute=TIER_3, json=True)
async def join(call: Call, channel: str) -> JsonObject:
    """Let the bot into a public channel (Slack API docs, conversations.join)."""
    place = visible_channel(call, channel)
    if place.kind != "public":
        raise SlackError("method_not_supported_for_channel_type")
    if place.archived:
        raise SlackError("is_archived")
    if call.bot in place.members:
        call.warnings.append("already_in_channel")
    else:
        call.playground.events.join(call.workspace, place, call.bot)
    return {"channel": channel_json(call.workspace, place, call.bot)}


@method("conversations.open", per_minute=TIER_3, json=True)
async def open_conversation(
    call: Call, users: str = "", channel: str = "", return_im: bool = False, prevent_creation: bool = False
) -> JsonObject:
    """Open the direct message with one person, or the group conversation with up to eight (conversations.open)."""
    if channel:
        place = visible_channel(call, channel)
        if not place.is_direct:
            raise SlackError("method_not_supported_for_channel_type")
    else:
        place = _with_people(call, [user_id for user_id in users.split(",") if user_id])
    shown = channel_json(call.workspace, place, call.bot) if return_im else {"id": place.id}
    return {"channel": shown}


def _with_people(call: Call, user_ids: list[str]) -> Channel:
    if not user_ids:
        raise SlackError("users_list_not_supplied")
    if len(user_ids) > MOST_USERS_IN_GROUP:
        raise SlackError("too_many_users")
    call.require("im:write" if len(user_ids) == 1 else "mpim:write")
    people = [reachable_person(call, user_id, "user_disabled").id for user_id in user_ids]
    return call.workspace.direct_channel([*dict.fromkeys(people), call.bot])


@method("conversations.history", per_minute=TIER_3)
async def history(
    call: Call,
    channel: str,
    oldest: str = "0",
    latest: str = "",
    inclusive: bool = False,
    limit: int = 100,
    cursor: str = "",
    include_all_metadata: bool = False,
) -> JsonObject:
    """The messages at a conversation's top level, newest first (Slack API docs, conversations.history)."""
    place = joined_channel(call, channel)
    call.require(f"{FAMILY[place.kind]}:history")
    check_limit(limit, most=999)
    found = [m for m in reversed(place.history()) if _within(m, oldest, latest, inclusive)]
    if cursor:
        start = read_cursor(cursor)
        found = [m for m in found if m.ts <= start]
    return _messages(call, place, found, limit, include_all_metadata) | {"pin_count": 0}


@method("conversations.replies", per_minute=TIER_3)
async def replies(
    call: Call,
    channel: str,
    ts: str,
    oldest: str = "0",
    latest: str = "",
    inclusive: bool = False,
    limit: int = 1000,
    cursor: str = "",
    include_all_metadata: bool = False,
) -> JsonObject:
    """A thread: the message it started from, then its replies, oldest first (Slack API docs, conversations.replies)."""
    place = joined_channel(call, channel)
    call.require(f"{FAMILY[place.kind]}:history")
    check_limit(limit)
    try:
        parent = lasting_message(place, ts)
    except SlackError as error:
        raise SlackError("thread_not_found") from error
    found = [m for m in place.replies(parent.ts) if _within(m, oldest, latest, inclusive)]
    if cursor:
        start = read_cursor(cursor)
        found = [m for m in found if m.ts >= start]
    answer = _messages(call, place, found, limit, include_all_metadata)
    first = message_json(call.workspace, place, parent, include_all_metadata)
    return answer | {"messages": [first, *answer["messages"]]}


def _messages(call: Call, channel: Channel, found: list[Message], limit: int, metadata: bool) -> JsonObject:
    some, rest = found[:limit], found[limit:]
    return {
        "messages": [message_json(call.workspace, channel, m, metadata) for m in some],
        "has_more": bool(rest),
        "response_metadata": {"next_cursor": make_cursor(rest[0].ts) if rest else ""},
    }


def _within(message: Message, oldest: str, latest: str, inclusive: bool) -> bool:
    """Whether a message lies between two moments; these count only when `inclusive`."""
    try:
        moment, first, last = float(message.ts), float(oldest), float(latest) if latest else float("inf")
    except ValueError as error:
        raise SlackError("invalid_ts_oldest") from error
    return first <= moment <= last if inclusive else first < moment < last
