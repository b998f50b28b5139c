"""Runs the playground with its sample city hall, for any bot: python -m playground --manifest … --app-url …"""

import argparse
import asyncio
import json
import os
import signal
import sys
from pathlib import Path

from playground.app import App
from playground.city_hall import city_hall
from playground.installing import new_bot_token
from playground.keeping import keep
from playground.manifest import UnreadableManifest, app_from_manifest
from playground.server import Playground
from playground.state import UnreadableState


def main() -> None:
    """Serve until interrupted, or until the parent closes our standard input when asked to watch it."""
    parser = _parser()
    arguments = parser.parse_args()
    try:
        asyncio.run(_serve(arguments))
    except (UnreadableManifest, UnreadableState, OSError) as error:
        parser.exit(2, f"{parser.prog}: {error}\n")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m playground", description=__doc__)
    parser.add_argument("--port", type=int, default=3999)
    parser.add_argument("--manifest", type=Path, required=True, help="the app's Slack manifest as JSON")
    parser.add_argument("--app-url", default="", help="where the app takes requests; the manifest's unless given")
    parser.add_argument(
        "--app-token", default="", help="the app-level token of Socket Mode (xapp-…); made up unless given"
    )
    parser.add_argument("--bot-token", default="", help="made up unless given")
    parser.add_argument("--signing-secret", default="playground-signing-secret")
    parser.add_argument("--not-installed", action="store_true", help="two workspaces that wait for OAuth")
    parser.add_argument("--state", type=Path, help="a JSON file that keeps everything from one run to the next")
    parser.add_argument("--clock-url", default="", help="where the page moves the product's clock, if anywhere")
    parser.add_argument("--no-limits", action="store_true", help="without Slack's rate limits")
    parser.add_argument("--with-parent", action="store_true", help="end when standard input ends")
    return parser


async def build(arguments: argparse.Namespace) -> Playground:
    """The playground that the command line asks for, not yet started.

    Raises UnreadableManifest, UnreadableState, and OSError for files that cannot be read and a port that is taken.
    """
    manifest = _read_manifest(arguments.manifest)
    app = app_from_manifest(manifest, signing_secret=arguments.signing_secret, request_url=arguments.app_url)
    playground = Playground(port=arguments.port, limits=not arguments.no_limits)
    if arguments.state and arguments.state.exists():
        try:
            playground.load(arguments.state, app)
        except UnreadableState:
            await playground.stop()
            raise
    else:
        _settle(playground, app, installed=not arguments.not_installed)
    app.app_token = arguments.app_token or app.app_token or f"xapp-1-{app.id}-playground"
    for workspace in playground.workspaces.values():
        if arguments.bot_token and workspace.installation:
            workspace.installation = workspace.installation.with_token(arguments.bot_token)
            break
    return playground


def introduce(playground: Playground) -> str:
    """What the app has to be told, one `NAME=value` a line, below the address of the page."""
    lines = [f"{', '.join(place.name for place in playground.workspaces.values())}: {playground.url}"]
    lines.append(f"  SLACK_API_URL={playground.api_url}")
    for app in playground.apps:
        if app.socket_mode:
            lines.append(f"  SLACK_APP_TOKEN={app.app_token}")
        else:
            lines.append(f"  SLACK_SIGNING_SECRET={app.signing_secret}")
        if app.redirect_urls:
            lines.append(f"  SLACK_CLIENT_ID={app.client_id}")
            lines.append(f"  SLACK_CLIENT_SECRET={app.client_secret}")
            lines.append(f"  {playground.url}oauth/v2/authorize")
    for workspace in playground.workspaces.values():
        if workspace.installation:
            lines.append(f"  SLACK_BOT_TOKEN={workspace.installation.token}")
    return "\n".join(lines)


def _read_manifest(path: Path) -> dict[str, object]:
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise UnreadableManifest(f"{path} is not JSON: {error}") from error
    if not isinstance(manifest, dict):
        raise UnreadableManifest(f"{path} is no JSON object")
    return manifest


def _settle(playground: Playground, app: App, installed: bool) -> None:
    playground.register(app)
    playground.add(city_hall(app if installed else None, new_bot_token()))
    if not installed:
        playground.add(city_hall(None, name="かわべ町役場", domain="kawabe-town"))


async def _serve(arguments: argparse.Namespace) -> None:
    playground = await build(arguments)
    from playground.page import attach, warm_up  # here, so that --help and a faulty manifest do not wait for NiceGUI

    attach(playground, arguments.clock_url)
    finished = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, finished.set)
    if arguments.with_parent:
        loop.add_reader(sys.stdin.fileno(), _watch_parent, finished)
    await playground.start()
    await warm_up(playground)
    if not arguments.with_parent:  # a parent knows all of this, because it said so
        print(introduce(playground), flush=True)
    if arguments.state:
        await keep(playground, arguments.state, finished)
    else:
        await finished.wait()
    await playground.stop()


def _watch_parent(finished: asyncio.Event) -> None:
    """Called when there is something to read on standard input; nothing to read any more means the parent is gone."""
    if not os.read(sys.stdin.fileno(), 4096):
        finished.set()


if __name__ == "__main__":
    main()
