"""Runs the playground with its sample city hall: python -m playground --app-url … --manifest …"""

import argparse
import asyncio
import json
import os
import signal
import sys
from pathlib import Path

from playground.city_hall import city_hall
from playground.manifest import app_from_manifest
from playground.server import Playground
from playground.workspace import Workspace


def main() -> None:
    """Serve until interrupted, or until the parent closes our standard input when asked to watch it."""
    asyncio.run(_serve(_parser().parse_args()))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m playground", description=__doc__)
    parser.add_argument("--port", type=int, default=3999)
    parser.add_argument("--app-url", required=True, help="where the app takes events, commands and interactions")
    parser.add_argument("--manifest", type=Path, required=True, help="the app's Slack manifest as JSON")
    parser.add_argument("--bot-token", default="xoxb-playground")
    parser.add_argument("--signing-secret", default="playground-signing-secret")
    parser.add_argument("--clock-url", default="", help="where the page moves the product's clock, if anywhere")
    parser.add_argument("--no-limits", action="store_true", help="without Slack's rate limits")
    parser.add_argument("--with-parent", action="store_true", help="end when standard input ends")
    return parser


def build(arguments: argparse.Namespace) -> tuple[Playground, Workspace]:
    """The playground that the command line asks for, not yet started."""
    manifest = json.loads(arguments.manifest.read_text(encoding="utf-8"))
    app = app_from_manifest(manifest, signing_secret=arguments.signing_secret, request_url=arguments.app_url)
    playground = Playground(port=arguments.port, limits=not arguments.no_limits)
    return playground, playground.add(city_hall(app, arguments.bot_token))


async def _serve(arguments: argparse.Namespace) -> None:
    from playground.page import attach  # here, so that asking for --help does not load NiceGUI

    playground, workspace = build(arguments)
    attach(playground, arguments.clock_url)
    finished = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, finished.set)
    if arguments.with_parent:
        loop.add_reader(sys.stdin.fileno(), _watch_parent, finished)
    await playground.start()
    print(f"{workspace.name}: {playground.url}", flush=True)
    await finished.wait()
    await playground.stop()


def _watch_parent(finished: asyncio.Event) -> None:
    """Called when there is something to read on standard input; nothing to read any more means the parent is gone."""
    if not os.read(sys.stdin.fileno(), 4096):
        finished.set()


if __name__ == "__main__":
    main()
