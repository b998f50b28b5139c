"""Answers that an app gives outside the Web API: to a response URL, or as the acknowledgement of a command."""

import json
import logging
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from playground.errors import SlackError
from playground.exposed import exposed
from playground.limits import RateLimited
from playground.tickets import Response as Ticket
from playground.web_api.chat import composed, thread_start
from playground.web_api.method import Call
from playground.workspace import JsonObject

if TYPE_CHECKING:
    from playground.server import Playground

_GONE = {"expired_url", "used_url"}
_KNOWN = {
    "blocks",
    "delete_original",
    "link_names",
    "metadata",
    "mrkdwn",
    "parse",
    "replace_original",
    "response_type",
    "text",
    "thread_ts",
    "unfurl_links",
    "unfurl_media",
}
_log = logging.getLogger("playground")


async def answer_response_url(playground: "Playground", request: Request) -> Response:
    """Answer one POST to a response URL: `ok`, or Slack's error with status 404 (gone) or 400 (refused)."""
    try:
        return await exposed(playground, request, "response_url", lambda: _answered(playground, request))
    except RateLimited as error:
        return JSONResponse(error.body(), status_code=429, headers={"Retry-After": str(error.retry_after)})
    except SlackError as error:
        return JSONResponse(error.body(), status_code=404 if error.code in _GONE else 400)


async def _answered(playground: "Playground", request: Request) -> Response:
    ticket = playground.responses.use(request.path_params["secret"])
    give_response(playground, ticket, _read(await request.body()))
    return PlainTextResponse("ok")


def give_response(playground: "Playground", ticket: Ticket, answer: JsonObject) -> None:
    """Show an app's answer where the interaction was (Slack docs, "Message responses").

    To a click, an answer replaces the clicked message unless `replace_original` is false; otherwise it is a new
    message, ephemeral unless `response_type` is "in_channel". What Slack would pass over in silence is remarked on in
    the log. Raises SlackError: no_text, invalid_blocks, invalid_payload, invalid_metadata_format, thread_not_found.
    """
    for name in sorted(answer.keys() - _KNOWN):
        _log.warning("response_url: unknown argument: %s", name)
    workspace, installation = ticket.workspace, ticket.workspace.installation
    channel = workspace.channels[ticket.channel_id]
    original = channel.messages.get(ticket.message_ts or "")
    if installation is None:
        raise SlackError("expired_url")
    if original and _is_true(answer, "delete_original", False):
        playground.events.delete(workspace, channel, original)
        return
    call = Call(playground, workspace, installation)
    text, metadata = answer.get("text") or "", answer.get("metadata")
    if not isinstance(text, str):
        raise SlackError("invalid_payload")
    if not isinstance(metadata, dict | None):
        raise SlackError("invalid_metadata_format")
    message = composed(call, text, answer.get("blocks"), metadata)
    in_channel = answer.get("response_type", "ephemeral") == "in_channel"
    if original and _is_true(answer, "replace_original", True):
        playground.events.edit(workspace, channel, original, message.text, message.blocks)
        return
    message.ephemeral_to = None if in_channel else ticket.user_id
    if thread_ts := answer.get("thread_ts"):
        message.thread_ts = thread_start(channel, str(thread_ts))
    playground.events.post(workspace, channel, message)


def _is_true(answer: JsonObject, name: str, default: bool) -> bool:
    return answer.get(name, default) in (True, "true")


def _read(body: bytes) -> JsonObject:
    try:
        answer = json.loads(body)
    except ValueError as error:
        raise SlackError("invalid_payload") from error
    if not isinstance(answer, dict):
        raise SlackError("invalid_payload")
    return answer
