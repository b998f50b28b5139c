"""The HTTP side of the Web API: reads a call, checks token, limits, scope and arguments, answers as Slack does."""

import asyncio
import json
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from playground.errors import SlackError
from playground.faults import Fault
from playground.limits import RateLimited
from playground.web_api import chat, conversations, files, users, views  # noqa: F401 - each registers its methods
from playground.web_api.method import METHODS, Call, Method
from playground.workspace import Installation, JsonObject, Workspace

if TYPE_CHECKING:
    from playground.server import Playground


async def answer_call(playground: "Playground", request: Request) -> Response:
    """Answer one call of /api/METHOD."""
    name = request.path_params["method"]
    fault = playground.faults.strike(name)
    if fault and fault.kind == "rate_limited":
        return _refusal(RateLimited(round(fault.seconds)))
    if fault and fault.kind == "slow":
        await asyncio.sleep(fault.seconds)
    try:
        body, scopes = await _carried_out(playground, name, request)
    except SlackError as error:
        return _refusal(error)
    return await _after_storing(playground, request, fault) or JSONResponse(body, headers=scopes)


async def _carried_out(playground: "Playground", name: str, request: Request) -> tuple[JsonObject, dict[str, str]]:
    method = METHODS.get(name)
    given = await _given_arguments(request, json_allowed=method is None or method.json)
    token = _token(request, given)
    playground.calls.append((name, given))
    if name == "api.test":
        return _tested(given), {}
    if method is None:
        raise SlackError("unknown_method", req_method=name)
    workspace, installation = _installation(playground, token)
    playground.limits.check(workspace, name, method.per_minute)
    call = Call(playground, workspace, installation)
    if method.scope:
        call.require(method.scope)
    answer = await method.handler(call, **method.arguments(given))
    return {"ok": True, **answer}, _scope_headers(installation, method)


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
    bearer = request.headers.get("authorization", "")
    in_arguments = given.pop("token", "")
    return bearer.removeprefix("Bearer ").strip() if bearer.startswith("Bearer ") else str(in_arguments)


def _installation(playground: "Playground", token: str) -> tuple[Workspace, Installation]:
    if not token:
        raise SlackError("not_authed")
    for workspace in playground.workspaces.values():
        if workspace.installation and workspace.installation.token == token:
            return workspace, workspace.installation
    raise SlackError("invalid_auth")


def _tested(given: dict[str, Any]) -> JsonObject:
    """api.test gives back what it gets, and refuses if it is asked to."""
    if given.get("error"):
        raise SlackError(str(given["error"]), args=given)
    return {"ok": True, "args": given}


def _scope_headers(installation: Installation, method: Method) -> dict[str, str]:
    headers = {"x-oauth-scopes": ",".join(sorted(installation.app.scopes))}
    return headers | ({"x-accepted-oauth-scopes": method.scope} if method.scope else {})


def _refusal(error: SlackError) -> Response:
    if isinstance(error, RateLimited):
        return JSONResponse(error.body(), status_code=429, headers={"Retry-After": str(error.retry_after)})
    return JSONResponse(error.body())


async def _after_storing(playground: "Playground", request: Request, fault: Fault | None) -> Response | None:
    """The call was carried out, but its answer may never arrive."""
    if fault and fault.kind == "error_after_storing":
        return PlainTextResponse("Internal Server Error", status_code=500)
    if fault and fault.kind == "drop_after_storing":
        return await playground.drop(request)
    return None
