"""Slack's API as far as the subjects call it; keeps the edits alone: python -m benchmarks.recorder SOCKET."""

from __future__ import annotations

import socket
import sys
import time
from itertools import count

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from benchmarks.clicks import CHANNEL, WORKSPACE
from benchmarks.process import end_with_parent

_ANSWERS: dict[str, dict[str, object]] = {
    "auth.test": {"team": "Bench", "team_id": WORKSPACE, "user_id": "U0BOT", "bot_id": "B0BOT"},
    "users.list": {"members": []},
}


def application() -> Starlette:
    """The pretended API."""
    numbers = count(1)
    edits: list[dict[str, object]] = []

    async def call(request: Request) -> Response:
        if request.path_params["method"] == "chat.update":
            said = await request.json()
            edits.append({"at": time.time(), "message": said["ts"], "blocks": said["blocks"]})
        posted = {"channel": CHANNEL, "ts": f"1763800000.{next(numbers):06}"}
        return JSONResponse({"ok": True, **_ANSWERS.get(request.path_params["method"], posted)})

    async def edited(_: Request) -> Response:
        return JSONResponse(edits)

    return Starlette(routes=[Route("/api/{method}", call, methods=["GET", "POST"]), Route("/edits", edited)])


if __name__ == "__main__":
    end_with_parent()
    config = uvicorn.Config(application(), log_config=None, access_log=False)
    uvicorn.Server(config).run(sockets=[socket.socket(fileno=int(sys.argv[1]))])
