"""The HTTP side of the Web API: reads a call, checks token, limits, scope and arguments, answers as Slack does."""

import json
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from playground.errors import SlackError
from playground.exposed import exposed
from playground.limits import RateLimited
from playground.web_api import apps, chat, conversations, files, oauth, reactions, users, views  # noqa: F401 - each registers its methods
from playground.web_api.callers import caller
from playground.web_api.method import METHODS, AnyCall, Method, require
from playground.workspace import JsonObject

if TYPE_CHECKING:
    from playground.server import Playground


async def answer_call(playground: "Playground", request: Request) -> Response:
    """Answer one call of /api/METHOD."""
    name = request.path_params["method"]
    try:
        return await exposed(playground, request, name, lambda: _carried_out(playground, name, request))
    except SlackError as error:
        return _refusal(error)


_log = logging.getLogger("playground")


@dataclass
class RecordedCall:
    """One call that arrived: its method and arguments, without the token.

    `warnings` are for whoever writes the bot: Slack itself would pass over what they say in silence.
    """

    method: str
    arguments: dict[str, Any]
    warnings: list[str]


async def _carried_out(playground: "Playground", name: str, request: Request) -> Response:
    method = METHODS.get(name)
    given = await _given_arguments(request, json_allowed=method is None or method.json)
    token = _token(request, given)
    given.pop("token", None)
    if name == "api.test":
        return JSONResponse(_tested(given))
    recorded = RecordedCall(name, given, _remarks(method, given))
    playground.calls.append(recorded)
    for remark in recorded.warnings:
        _log.warning("%s: %s", name, remark)
    if method is None:
        raise SlackError("unknown_method", req_method=name)
    call = caller(playground, method, token, request.headers.get("authorization", ""))
    call.warnings.extend(_charset_warnings(request))
    playground.limits.check(call.caller, name, method.per_minute)
    if method.scope:
        require(method.scope, call.scopes)
    answer = await method.handler(call, **method.arguments(given))
    body = {"ok": True, **_with_warnings(answer, call.warnings)}
    return JSONResponse(body, headers=_scope_headers(call, method))


def _remarks(method: Method | None, given: dict[str, Any]) -> list[str]:
    if method is None:
        return ["no such method here"]
    return [f"unknown argument: {name}" for name in method.unknown(given)]


def _charset_warnings(request: Request) -> list[str]:
    """What Slack remarks about a content type (Slack docs, "Web API", warnings)."""
    content_type = request.headers.get("content-type", "").replace(" ", "").lower()
    if content_type.startswith("application/json") and "charset=" not in content_type:
        return ["missing_charset"]
    if content_type.startswith("application/x-www-form-urlencoded") and "charset=" in content_type:
        return ["superfluous_charset"]
    return []


def _with_warnings(answer: JsonObject, warnings: list[str]) -> JsonObject:
    if not warnings:
        return answer
    metadata = {**answer.get("response_metadata", {}), "warnings": warnings}
    return answer | {"warning": ",".join(warnings), "response_metadata": metadata}


async def _given_arguments(request: Request, json_allowed: bool) -> dict[str, Any]:
    """Arguments from the query and the body: a form always counts, JSON only where Slack reads it."""
    given: dict[str, Any] = dict(request.query_params)
    body = await request.body()
    content_type = request.headers.get("content-type", "")
    if content_type.startswith("application/json") and body:
        try:
            content = json.loads(body)
        except ValueError as error:
            raise SlackError("invalid_json") from error
        if not isinstance(content, dict):
            raise SlackError("json_not_object")
        if json_allowed:
            given |= content
    elif content_type.startswith("application/x-www-form-urlencoded"):
        given |= dict(parse_qsl(body.decode(errors="replace"), keep_blank_values=True))
    elif body:
        raise SlackError("invalid_post_type")
    return given


def _token(request: Request, given: dict[str, Any]) -> str:
    """From the header or a form; one in the address does not count (Slack changelog, 2020-11)."""
    bearer = request.headers.get("authorization", "")
    in_form = "" if "token" in request.query_params else given.get("token", "")
    return bearer.removeprefix("Bearer ").strip() if bearer.startswith("Bearer ") else str(in_form)


def _tested(given: dict[str, Any]) -> JsonObject:
    """api.test gives back what it gets, and refuses if it is asked to."""
    if given.get("error"):
        raise SlackError(str(given["error"]), args=given)
    return {"ok": True, "args": given}


def _scope_headers(call: AnyCall, method: Method) -> dict[str, str]:
    headers = {"x-oauth-scopes": ",".join(sorted(call.scopes))}
    return headers | ({"x-accepted-oauth-scopes": method.scope} if method.scope else {})


def _refusal(error: SlackError) -> Response:
    if isinstance(error, RateLimited):
        return JSONResponse(error.body(), status_code=429, headers={"Retry-After": str(error.retry_after)})
    return JSONResponse(error.body())
