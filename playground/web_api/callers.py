"""Who calls: what each kind of token stands for, and which methods it opens."""

import base64
import binascii
from typing import TYPE_CHECKING

from playground.errors import SlackError
from playground.web_api.method import AnyCall, AppCall, Call, Method, OpenCall

if TYPE_CHECKING:
    from playground.server import Playground


def caller(playground: "Playground", method: Method, token: str, authorization: str) -> AnyCall:
    """The call that a token makes.

    Raises SlackError: not_authed, invalid_auth, not_allowed_token_type, and what the playground remembers of a token
    that is no longer good (account_inactive, token_revoked).
    """
    if method.token == "none":
        return OpenCall(playground, _basic(authorization))
    if not token:
        raise SlackError("not_authed")
    if token in playground.ended_tokens:
        raise SlackError(playground.ended_tokens[token])
    for app in playground.apps:
        if app.app_token == token:
            return _allowed(method, AppCall(playground, app))
    for workspace in playground.workspaces.values():
        if workspace.installation and workspace.installation.token == token:
            return _allowed(method, Call(playground, workspace, workspace.installation))
    raise SlackError("invalid_auth")


def _allowed(method: Method, call: Call | AppCall) -> Call | AppCall:
    if method.token != ("bot" if isinstance(call, Call) else "app"):
        raise SlackError("not_allowed_token_type")
    return call


def _basic(authorization: str) -> tuple[str, str]:
    """The two halves of an Authorization header of the kind "Basic"; empty when there is none."""
    try:
        pair = base64.b64decode(authorization.removeprefix("Basic "), validate=True).decode()
    except (binascii.Error, ValueError):
        return "", ""
    name, _, secret = pair.partition(":")
    return name, secret
