"""Saying things through Slack's Web API: one attempt a call, and every failure in our own words.

The clients carry no retry handlers. slack_sdk's defaults post a message twice when the connection
drops after Slack stored it; whether to try again is for `jobs/deliver.py` to decide.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.chat import slack
from bot.chat.card import Card, Facts, Form, Link
from bot.chat.interaction import Place
from bot.chat.sender import (
    Closed,
    MessageRef,
    NotInvited,
    Outgoing,
    OutOfReach,
    Profile,
    RateLimited,
    SendFailed,
    ShutOut,
    TryLater,
    Unknown,
    Unreachable,
)
from bot.installations import Installation, Installations
from bot.outside import proxy_for
from bot.text import Language, Text

TIMEOUT = 5
"""Seconds that one call may take."""
PAGE_TIMEOUT = 30
"""Seconds that the longest answer there is may take; nobody waits for it."""
PAGE = 1_000
"""People asked for at once: the most that Slack gives (users.list)."""
MESSAGES = 200
"""Messages looked through at once: what Slack recommends at most (conversations.history)."""
GONE = frozenset(
    {
        "user_not_found", "users_not_found", "cannot_dm_bot", "message_not_found", "user_disabled",
        "user_not_visible", "cant_update_message", "restricted_action", "user_is_bot", "cannot_message_user",
        "messages_tab_disabled",
    }
)  # fmt: skip
"""Errors of Slack's after which nobody is there to hear us (Slack API reference, per method)."""
SHUT_OUT = frozenset(
    {
        "invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired", "missing_scope",
        "team_access_not_granted", "org_login_required", "ekm_access_denied",
    }
)  # fmt: skip
"""Errors about our own access and not about who is to hear us: nothing is given up until somebody mends it."""
STUMBLED = frozenset({"internal_error", "fatal_error", "service_unavailable", "request_timeout"})
"""Errors of Slack's own, which may come after it did what it was asked."""
WHILE_SHUT_OUT = 60.0
"""Seconds until it is tried again."""


class SlackSender:
    """The `Sender` of Slack, for all workspaces in which the bot is installed."""

    def __init__(self, installations: Installations, api_url: str, session: aiohttp.ClientSession) -> None:
        self._installations = installations
        self._api_url = api_url
        self._session = session
        self._proxy = proxy_for(api_url)
        self._conversations: dict[tuple[str, tuple[str, ...]], str] = {}
        self._permalinks: dict[tuple[str, MessageRef], str] = {}

    def client(self, workspace: str) -> AsyncWebClient:
        """The client of one workspace. Raises ShutOut where the bot is not installed (any more, or yet)."""
        return self._client_for(self._installed(workspace).token)

    async def identify(self, token: str) -> Installation:
        """Whose token this is. Raises SendFailed."""
        me = await _attempt(self._client_for(token).auth_test())
        return Installation(workspace=me["team_id"], name=me["team"], token=token, bot_user=me["user_id"])

    async def exchange(self, code: str, *, client_id: str, client_secret: str, redirect_uri: str) -> dict[str, Any]:
        """What Slack gives for the code with which somebody came back: `access_token`, `team`, `bot_user_id`.

        Source: Slack API reference, oauth.v2.access. Raises SendFailed.
        """
        given = {"code": code, "client_id": client_id, "client_secret": client_secret, "redirect_uri": redirect_uri}
        return await _attempt(self._client_for(None).api_call("oauth.v2.access", data=given))

    async def post(self, workspace: str, channel: str, outgoing: Outgoing, language: Language, tag: str) -> MessageRef:
        try:
            return await self._post(workspace, channel, outgoing, language, tag)
        except NotInvited:
            await self._join(workspace, channel)
            return await self._post(workspace, channel, outgoing, language, tag)

    async def conversation(self, workspace: str, users: tuple[str, ...]) -> str:
        channel = self._conversations.get((workspace, users))
        if channel is None:
            channel = await (self._open_direct if len(users) == 1 else self._open_group)(workspace, users)
            self._conversations[workspace, users] = channel
        return channel

    async def find(
        self, workspace: str, channel: str, thread: MessageRef | None, tag: str, since: datetime
    ) -> MessageRef | None:
        where: dict[str, Any] = {"channel": channel}
        method = "conversations.history"
        if thread is not None:
            method, where["ts"] = "conversations.replies", thread.message
        where |= {"oldest": f"{since.timestamp():.6f}", "inclusive": True, "include_all_metadata": True}
        ours, cursor, is_last = self._installed(workspace).bot_user, "", False
        while not is_last:
            page = await self._read(workspace, method, limit=MESSAGES, cursor=cursor, **where)
            for message in page["messages"]:
                if message.get("user") == ours and message.get("metadata") == _metadata(tag):
                    return MessageRef(channel, message["ts"])
            cursor = page.get("response_metadata", {}).get("next_cursor", "")
            is_last = not cursor
        return None

    async def update(self, workspace: str, message: MessageRef, outgoing: Outgoing, language: Language) -> None:
        shown = slack.message(await self._linked(workspace, outgoing), language)
        await self.call(workspace, "chat.update", channel=message.channel, ts=message.message, **shown)

    async def profile(self, workspace: str, user: str) -> Profile:
        answer = await self._read(workspace, "users.info", user=user, include_locale=True)
        return _profile(workspace, answer["user"])

    async def everyone(self, workspace: str, cursor: str = "") -> tuple[list[Profile], str]:
        asked = {"limit": PAGE, "include_locale": True, "cursor": cursor}
        page = await _attempt(
            self.client(workspace).api_call("users.list", http_verb="GET", params=asked), within=PAGE_TIMEOUT
        )
        members = [_profile(workspace, user) for user in page["members"]]
        return members, page.get("response_metadata", {}).get("next_cursor", "")

    async def headcount(self, workspace: str, channel: str) -> int:
        answer = await self._read(workspace, "conversations.info", channel=channel, include_num_members=True)
        return int(answer["channel"].get("num_members", 0))

    async def reaches(self, workspace: str, channel: str) -> bool:
        try:
            answer = await self._read(workspace, "conversations.info", channel=channel)
        except OutOfReach:
            return False
        return bool(answer["channel"].get("is_member")) and not answer["channel"].get("is_archived")

    async def open_form(self, workspace: str, trigger: str, form: Form, language: Language, place: Place) -> None:
        """Open a modal. The trigger lives three seconds and works once. Raises SendFailed."""
        await self.call(workspace, "views.open", trigger_id=trigger, view=slack.view(form, language, place))

    async def open_page(
        self, workspace: str, trigger: str, card: Card, language: Language, title: Text, place: Place
    ) -> None:
        """Open a modal that shows this card. Raises SendFailed."""
        await self.call(workspace, "views.open", trigger_id=trigger, view=slack.page(card, language, title, place))

    async def show_home(self, workspace: str, user: str, card: Card, language: Language) -> None:
        """Show this person this card as their Home. Raises SendFailed."""
        await self.call(workspace, "views.publish", user_id=user, view=slack.home(card, language))

    async def is_public(self, workspace: str, channel: str) -> bool:
        """Whether everybody in the workspace may see this channel. Raises SendFailed."""
        answer = await self._read(workspace, "conversations.info", channel=channel)
        return bool(answer["channel"].get("is_channel")) and not answer["channel"].get("is_private")

    async def respond(self, url: str, payload: Mapping[str, Any]) -> None:
        """One private answer to a click, without a second attempt. Raises SendFailed."""
        try:
            timeout = aiohttp.ClientTimeout(total=TIMEOUT)
            how: dict[str, Any] = {"timeout": timeout, "allow_redirects": False, "proxy": proxy_for(url)}
            async with self._session.post(url, json=payload, **how) as answer:
                if answer.status != 200:
                    raise SendFailed(f"http_{answer.status}")
        except (aiohttp.ClientError, TimeoutError) as error:
            raise SendFailed(type(error).__name__) from error

    async def call(self, workspace: str, method: str, **arguments: Any) -> dict[str, Any]:
        """One call that may be made twice without harm. Raises SendFailed, never slack_sdk's own errors."""
        return await _attempt(self.client(workspace).api_call(method, json=arguments))

    async def _open_direct(self, workspace: str, users: tuple[str, ...]) -> str:
        opened = await self.call(workspace, "conversations.open", users=users[0])
        return str(opened["channel"]["id"])

    async def _open_group(self, workspace: str, users: tuple[str, ...]) -> str:
        """One who has left does not keep the others apart."""
        try:
            return await self._open_group_of(workspace, users)
        except Unreachable:
            there = tuple([user for user in users if await self._is_there(workspace, user)])
            if there == users or len(there) < 2:
                raise
            return await self._open_group_of(workspace, there)

    async def _open_group_of(self, workspace: str, users: tuple[str, ...]) -> str:
        try:
            opened = await self.call(workspace, "conversations.open", users=",".join(users))
        except ShutOut as failure:
            if failure.reason != "missing_scope":
                raise
            raise Unreachable(failure.reason) from failure  # an organisation may keep group conversations from us
        return str(opened["channel"]["id"])

    async def _is_there(self, workspace: str, user: str) -> bool:
        try:
            profile = await self.profile(workspace, user)
        except Unreachable:
            return False
        return not (profile.is_gone or profile.is_bot)

    async def _read(self, workspace: str, method: str, **arguments: Any) -> dict[str, Any]:
        """One call that asks. Slack takes no JSON body there."""
        return await _attempt(self.client(workspace).api_call(method, http_verb="GET", params=arguments))

    def _installed(self, workspace: str) -> Installation:
        installation = self._installations.find(workspace)
        if installation is None:
            raise ShutOut("not_installed", seconds=WHILE_SHUT_OUT)
        return installation

    def _client_for(self, token: str | None) -> AsyncWebClient:
        client = AsyncWebClient(
            token=token, base_url=self._api_url, session=self._session, timeout=TIMEOUT, retry_handlers=[]
        )
        client.proxy = self._proxy  # slack_sdk's own choice knows no NO_PROXY
        return client

    async def _post(self, workspace: str, channel: str, outgoing: Outgoing, language: Language, tag: str) -> MessageRef:
        if outgoing.file is not None:
            return await self._upload(workspace, channel, outgoing, language)
        arguments = {
            "channel": channel,
            "unfurl_links": False,
            "metadata": _metadata(tag),
            **slack.message(await self._linked(workspace, outgoing), language),
        }
        if outgoing.thread is not None:
            arguments["thread_ts"] = outgoing.thread.message
        answer = await _attempt(self.client(workspace).api_call("chat.postMessage", json=arguments), lost=Unknown)
        return MessageRef(channel=answer["channel"], message=answer["ts"])

    async def _linked(self, workspace: str, outgoing: Outgoing) -> Card:
        """The card with a link to the message that it speaks of; without, where Slack knows none any more."""
        if outgoing.see is None:
            return outgoing.card
        try:
            link = Link(await self._permalink(workspace, outgoing.see))
        except TryLater:
            raise
        except SendFailed:
            return outgoing.card
        first, *others = outgoing.card.parts
        return Card(outgoing.card.summary, (first, Facts(((outgoing.see_as, link),)), *others))

    async def _permalink(self, workspace: str, message: MessageRef) -> str:
        """Kept once known: a card is redrawn with every click, and the address of a message never changes."""
        known = self._permalinks.get((workspace, message))
        if known is None:
            where = {"channel": message.channel, "message_ts": message.message}
            known = str((await self._read(workspace, "chat.getPermalink", **where))["permalink"])
            self._permalinks[workspace, message] = known
        return known

    async def _upload(self, workspace: str, channel: str, outgoing: Outgoing, language: Language) -> MessageRef:
        assert outgoing.file is not None
        await _attempt(
            self.client(workspace).files_upload_v2(
                channel=channel,
                content=outgoing.file.content,
                filename=outgoing.file.name,
                title=outgoing.file.name,
                initial_comment=slack.message(outgoing.card, language)["text"],
            ),
            lost=Unknown,
        )
        return MessageRef(channel=channel, message="")

    async def _join(self, workspace: str, channel: str) -> None:
        """Only public channels can be joined; to a private one somebody must invite the bot."""
        try:
            await self.call(workspace, "conversations.join", channel=channel)
        except ShutOut as error:  # an organisation may keep the scope to join from us
            raise NotInvited() from error
        except (TryLater, Closed):
            raise
        except SendFailed as error:
            raise NotInvited() from error


def _metadata(tag: str) -> dict[str, Any]:
    """With this a message of ours is found again. Any app in the channel can read it."""
    return {"event_type": "taiwa_notice", "event_payload": {"id": tag}}


def _soon(reason: str) -> SendFailed:
    return TryLater(reason, seconds=5)


async def _attempt(
    call: Awaitable[AsyncSlackResponse], *, lost: Callable[[str], SendFailed] = _soon, within: float | None = None
) -> dict[str, Any]:
    """`lost` is the failure when nobody can tell whether Slack did it."""
    try:
        async with asyncio.timeout(within or TIMEOUT):  # slack_sdk's own counts only for a session that it opens itself
            answer = await call
    except SlackApiError as error:
        raise _failure(error, lost) from error
    except (SlackClientError, aiohttp.ClientConnectorError) as error:
        raise _soon(type(error).__name__) from error  # the file's bytes did not get there, or there was no connection
    except (aiohttp.ClientError, TimeoutError) as error:
        raise lost(type(error).__name__) from error
    data: dict[str, Any] = answer.data  # type: ignore[assignment]
    return data


def _failure(error: SlackApiError, lost: Callable[[str], SendFailed]) -> SendFailed:
    answer = error.response
    if not isinstance(answer, AsyncSlackResponse):
        return lost("unreadable")  # slack_sdk hands over the bare response whose body was no JSON
    data = answer.data if isinstance(answer.data, dict) else {}
    reason = str(data.get("error", f"http_{answer.status_code}"))
    if answer.status_code == 429 or reason == "ratelimited":
        return RateLimited("ratelimited", seconds=float(answer.headers.get("Retry-After", 1)))
    if answer.status_code >= 500 or "error" not in data or reason in STUMBLED:
        return lost(reason)
    if reason in SHUT_OUT:
        return ShutOut(reason, seconds=WHILE_SHUT_OUT)
    if reason in {"not_in_channel", "channel_not_found"}:
        return NotInvited()  # a private channel without the bot looks like no channel at all
    if reason == "is_archived":
        return Closed()
    return Unreachable(reason) if reason in GONE else SendFailed(reason)


def _profile(workspace: str, user: dict[str, Any]) -> Profile:
    profile = user.get("profile", {})
    return Profile(
        user=user["id"],
        name=profile.get("display_name") or profile.get("real_name") or user.get("real_name") or user.get("name", ""),
        locale=user.get("locale"),
        timezone=user.get("tz"),
        is_admin=bool(user.get("is_admin") or user.get("is_owner")),
        is_guest=_is_guest(workspace, user),
        is_bot=bool(user.get("is_bot")) or user["id"] == "USLACKBOT",
        is_gone=bool(user.get("deleted")),
    )


def _is_guest(workspace: str, user: dict[str, Any]) -> bool:
    """Whether they are here for a few channels only, or belong to an organisation with which a channel is shared.

    In an organisation of several workspaces a person names one of them, and all of theirs beside it.
    """
    homes = {user.get("team_id") or workspace, *user.get("enterprise_user", {}).get("teams", ())}
    is_restricted = user.get("is_restricted") or user.get("is_ultra_restricted")
    return bool(is_restricted or user.get("is_stranger")) or workspace not in homes
