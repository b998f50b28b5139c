"""One subject in a process of its own: python -m benchmarks.serve SOCKET NAME DATABASE_URL API_URL."""

from __future__ import annotations

import socket
import sys

import uvicorn
from pydantic import SecretStr

from benchmarks import bare_bolt, everyday
from benchmarks.clicks import SECRET
from benchmarks.process import end_with_parent
from bot.app import build
from bot.serving import log_as_json, server_config
from bot.settings import Settings

APPLICATIONS = {"bare": bare_bolt.application, "everyday": everyday.application, "ours": build}


def main(listening: int, name: str, database_url: str, api_url: str) -> None:
    """Serve on this inherited socket, all under the product's own settings of the web server."""
    end_with_parent()
    log_as_json()
    settings = Settings(
        _env_file=None,  # type: ignore[call-arg]
        database_url=database_url,
        slack_bot_token=SecretStr("xoxb-bench"),
        slack_signing_secret=SecretStr(SECRET),
        slack_api_url=api_url,
    )
    config = server_config(APPLICATIONS[name](settings), settings)
    uvicorn.Server(config).run(sockets=[socket.socket(fileno=listening)])


if __name__ == "__main__":
    main(int(sys.argv[1]), *sys.argv[2:])
