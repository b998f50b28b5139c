"""What Slack hands an app and takes back only for a while: trigger ids, response URLs and codes of OAuth."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from playground.app import App
from playground.errors import SlackError
from playground.workspace import Workspace

TRIGGER_SECONDS = 3
RESPONSE_SECONDS = 30 * 60
RESPONSE_USES = 5
CODE_SECONDS = 10 * 60
REMEMBERED_SECONDS = 60 * 60
"""After this a used or expired ticket is forgotten, so that a long run does not fill the memory."""

Clock = Callable[[], float]
"""The machine's time in seconds."""


@dataclass
class Trigger:
    """Whose interaction a trigger id stands for; `view_id` is the modal it happened in, if any."""

    workspace: Workspace
    user_id: str
    view_id: str | None
    issued: float
    exchanged: bool = False


class Triggers:
    """The trigger ids of a playground: each opens one modal, within three seconds."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._issued: dict[str, Trigger] = {}

    def issue(self, workspace: Workspace, user_id: str, view_id: str | None = None) -> str:
        """A new trigger id for this person's interaction."""
        _forget_old(self._issued, self._clock())
        numbers = f"{secrets.randbelow(10**13)}.{secrets.randbelow(10**12)}"
        trigger_id = f"{numbers}.{secrets.token_hex(16)}"
        self._issued[trigger_id] = Trigger(workspace, user_id, view_id, self._clock())
        return trigger_id

    def exchange(self, trigger_id: str, workspace: Workspace) -> Trigger:
        """Use a trigger id up.

        Raises SlackError: invalid_trigger_id, exchanged_trigger_id, expired_trigger_id (Slack API docs, views.open).
        """
        trigger = self._issued.get(trigger_id)
        if trigger is None or trigger.workspace is not workspace:
            raise SlackError("invalid_trigger_id")
        if trigger.exchanged:
            raise SlackError("exchanged_trigger_id")
        if self._clock() - trigger.issued > TRIGGER_SECONDS:
            raise SlackError("expired_trigger_id")
        trigger.exchanged = True
        return trigger


@dataclass
class Response:
    """Where an answer to a response URL goes; `message_ts` is the message that was clicked, if one was."""

    workspace: Workspace
    channel_id: str
    user_id: str
    message_ts: str | None
    issued: float
    uses: int = 0


class Responses:
    """The response URLs of a playground: each takes five answers, within thirty minutes."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._issued: dict[str, Response] = {}

    def issue(
        self, workspace: Workspace, channel_id: str, user_id: str, message_ts: str | None = None
    ) -> tuple[str, Response]:
        """The secret last part of a new response URL, and what it stands for."""
        _forget_old(self._issued, self._clock())
        secret = secrets.token_urlsafe(18)
        response = Response(workspace, channel_id, user_id, message_ts, self._clock())
        self._issued[secret] = response
        return secret, response

    def use(self, secret: str) -> Response:
        """Count one use. Raises SlackError: expired_url for an unknown or old URL, used_url after five uses."""
        response = self._issued.get(secret)
        if response is None or self._clock() - response.issued > RESPONSE_SECONDS:
            raise SlackError("expired_url")
        if response.uses >= RESPONSE_USES:
            raise SlackError("used_url")
        response.uses += 1
        return response


@dataclass
class Code:
    """What a person has allowed: this app in this workspace, with these scopes."""

    workspace: Workspace
    app: App
    user_id: str
    scopes: frozenset[str]
    redirect_uri: str
    issued: float
    used: bool = False


class Codes:
    """The codes of OAuth: each is exchanged for a token once, within ten minutes."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._issued: dict[str, Code] = {}

    def issue(self, workspace: Workspace, app: App, user_id: str, scopes: frozenset[str], redirect_uri: str) -> str:
        """A new code."""
        _forget_old(self._issued, self._clock())
        secret = f"{secrets.randbelow(10**13)}.{secrets.randbelow(10**13)}.{secrets.token_hex(32)}"
        self._issued[secret] = Code(workspace, app, user_id, scopes, redirect_uri, self._clock())
        return secret

    def use(self, secret: str, app: App, redirect_uri: str) -> Code:
        """Use a code up.

        Raises SlackError: invalid_code, code_already_used, bad_redirect_uri (Slack API docs, oauth.v2.access).
        """
        code = self._issued.get(secret)
        if code is None or code.app is not app or self._clock() - code.issued > CODE_SECONDS:
            raise SlackError("invalid_code")
        if code.used:
            raise SlackError("code_already_used")
        if code.redirect_uri != redirect_uri:
            raise SlackError("bad_redirect_uri")
        code.used = True
        return code


Ticket = TypeVar("Ticket", Trigger, Response, Code)


def _forget_old(issued: dict[str, Ticket], now: float) -> None:
    """Drop the oldest tickets, which come first."""
    while issued and now - next(iter(issued.values())).issued > REMEMBERED_SECONDS:
        del issued[next(iter(issued))]
