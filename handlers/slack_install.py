"""Letting the bot into a workspace by OAuth: to Slack with a state that is good once, and back with a code.

Who comes back must be the browser that was sent: else somebody could be led into finishing what another began.
Source: Slack docs, "Installing with OAuth".
"""

from __future__ import annotations

import asyncio
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urljoin, urlsplit

import structlog

from bot import installing, notices, people
from bot.chat.sender import SendFailed
from bot.chat.slack_sender import SlackSender
from bot.core import Core
from bot.db import Tx
from bot.installations import Installation, Installations
from bot.refusal import Busy
from bot.text import Language, Text
from handlers.manifest import REDIRECT_PATH, SCOPES
from handlers.routing import WENT_WRONG
from handlers.slack_install_page import page
from handlers.slack_payloads import CHAT

if TYPE_CHECKING:
    from bot.cipher import Cipher  # loaded only where workspaces come by OAuth

log = structlog.get_logger("taiwa")

COOKIE = "taiwa-install"

INSTALLED = Text("{name} に Taiwa が入りました", "Taiwa is now in {name}")
WHAT_NEXT = Text(
    "このページは閉じてかまいません。Slack で、使いたいチャンネルに /invite @Taiwa と入力すると、そこで使えます。",
    "You may close this page. In Slack, type /invite @Taiwa in a channel to use it there.",
)
LEFT_AS_IT_WAS = Text("何も変わっていません", "Nothing was changed")
DECLINED = Text(
    "Taiwa は入れずに戻りました。よろしければ、いつでもまたはじめられます。",
    "You came back without letting Taiwa in. You can begin again whenever you like.",
)
TOO_OLD = Text(
    "このリンクは10分を過ぎたか、すでに使われています。お手数ですが、はじめからもう一度お願いします。",
    "This link is more than ten minutes old, or was used already. Please begin again.",
)
NOT_CONFIRMED = Text(
    "Slack で確認がとれませんでした。少し置いて、はじめからもう一度お願いします。",
    "Slack could not confirm it. Please begin again in a little while.",
)
ONE_BY_ONE = Text(
    "Enterprise の組織全体ではなく、ワークスペースをひとつ選んでお願いします。",
    "Please choose one workspace rather than the whole organisation.",
)


@dataclass(frozen=True, slots=True)
class Sent:
    """Where the browser is sent, and the state that it keeps as a cookie."""

    url: str
    state: str


@dataclass(frozen=True, slots=True)
class Shown:
    """The page that the person sees."""

    status: int
    html: str


class _NotLetIn(Exception):
    """Slack let us in nowhere; `said` to the person, `reason` to the log."""

    def __init__(self, said: Text, reason: str) -> None:
        super().__init__(reason)
        self.said = said
        self.reason = reason


class SlackInstall:
    """The two addresses of installing."""

    def __init__(
        self,
        core: Core,
        sender: SlackSender,
        installations: Installations,
        cipher: Cipher,
        changed: asyncio.Event,
        *,
        client_id: str,
        client_secret: str,
        public_url: str,
        api_url: str,
        language: Language,
        timezone: str,
    ) -> None:
        """`changed` is set when a workspace has let the bot in; `language` and `timezone` are what it begins with."""
        self._core = core
        self._sender = sender
        self._installations = installations
        self._cipher = cipher
        self._changed = changed
        self._client = {"client_id": client_id, "client_secret": client_secret}
        self._redirect_uri = public_url + REDIRECT_PATH
        self._authorize_url = urljoin(api_url, "../oauth/v2/authorize")
        self._begins_with: dict[str, Any] = {"language": language, "timezone": timezone}
        home = urlsplit(public_url)
        self.cookie_is_secure = home.scheme == "https"
        self.cookie_path = home.path + "slack"

    async def begin(self) -> Sent | Shown:
        """Send a person to Slack."""
        state = secrets.token_urlsafe(32)
        try:
            await self._core.write(installing.open_way, state, datetime.now(UTC))
        except Busy as busy:
            return Shown(503, page(LEFT_AS_IT_WAS, busy.text))
        except Exception:
            return _went_wrong()
        asked = {
            "client_id": self._client["client_id"],
            "scope": ",".join(sorted(SCOPES)),
            "redirect_uri": self._redirect_uri,
            "state": state,
        }
        return Sent(f"{self._authorize_url}?{urlencode(asked)}", state)

    async def finish(self, query: Mapping[str, str], cookie: str) -> Shown:
        """A person comes back from Slack."""
        try:
            return await self._finish(query, cookie)
        except _NotLetIn as refused:
            log.warning("not let in", reason=refused.reason)
            return Shown(502, page(LEFT_AS_IT_WAS, refused.said, begin_again=True))
        except Exception:
            return _went_wrong()

    async def _finish(self, query: Mapping[str, str], cookie: str) -> Shown:
        """Raises _NotLetIn."""
        state = query.get("state", "")
        is_same_browser = hmac.compare_digest(state.encode(), cookie.encode())
        if not state or not is_same_browser or not await self._close_way(state):
            return Shown(400, page(LEFT_AS_IT_WAS, TOO_OLD, begin_again=True))
        if query.get("error") == "access_denied":
            return Shown(200, page(LEFT_AS_IT_WAS, DECLINED, begin_again=True))
        installation = await self._let_in(query.get("code", ""))
        log.info("let in", workspace=installation.workspace)
        return Shown(200, page(INSTALLED.fill(name=installation.name), WHAT_NEXT))

    async def _close_way(self, state: str) -> bool:
        return await self._core.write(installing.close_way, state, datetime.now(UTC))

    async def _let_in(self, code: str) -> Installation:
        """Exchange the code and keep what Slack gives for it. Raises _NotLetIn."""
        now = datetime.now(UTC)
        try:
            given = await self._sender.exchange(code, **self._client, redirect_uri=self._redirect_uri)
        except SendFailed as failure:
            raise _NotLetIn(NOT_CONFIRMED, failure.reason) from failure
        installation = _installation(given, now.replace(microsecond=0))
        await self._core.write(_keep, self._cipher, installation, self._begins_with, self._core.now())
        self._installations.add(installation)
        self._changed.set()
        return installation


def _went_wrong() -> Shown:
    log.exception("not let in")
    return Shown(500, page(LEFT_AS_IT_WAS, WENT_WRONG, begin_again=True))


def _installation(given: dict[str, Any], since: datetime) -> Installation:
    """Raises _NotLetIn."""
    team = given.get("team")
    if not team:
        raise _NotLetIn(ONE_BY_ONE, "installed for an organisation")
    if "expires_in" in given:
        raise _NotLetIn(NOT_CONFIRMED, "token rotation is on: switch it off in the app's OAuth & Permissions")
    return Installation(team["id"], team["name"], given["access_token"], given["bot_user_id"], since)


def _keep(tx: Tx, cipher: Cipher, given: Installation, begins_with: dict[str, Any], now: datetime) -> None:
    was_there = installing.is_kept(tx, given.workspace)
    installing.keep(tx, cipher, given)
    workspace = people.settle(tx, CHAT, given.workspace, given.name, given.bot_user, **begins_with)
    if not was_there:
        notices.drop_missed(tx, workspace.id, now)
