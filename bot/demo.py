"""`taiwa demo`: the real product against a pretended Slack workspace, in a browser, with no account.

Everything is new at each start and nothing is kept. Only here can the product's clock be moved.
"""

from __future__ import annotations

import importlib.util
import json
import secrets
import socket
import subprocess
import sys
import tempfile
import threading
import urllib.error
import urllib.request
from datetime import datetime, time, timedelta
from pathlib import Path
from time import sleep
from zoneinfo import ZoneInfo

import typer
import uvicorn
from pydantic import SecretStr
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

import jobs
from bot import calendar
from bot.app import build
from bot.core import Clock, Core
from bot.db import Tx
from bot.dialogue import service as dialogue
from bot.offsite import service as offsite
from bot.serving import log_as_json, server_config
from bot.settings import Settings, secret
from bot.text import Text
from handlers import ACTIVITIES
from handlers import manifest as manifest_file
from handlers.routing import Router

LOOPBACK = "127.0.0.1"
MORNING = time(8, 35)
PLAYGROUND_START_SECONDS = 60


def jumps(tx: Tx, now: datetime, zone: str) -> dict[str, tuple[Text, datetime]]:
    """The moments worth going to from now, those that something of ours waits for first."""
    today = now.astimezone(ZoneInfo(zone)).date()
    offered = {
        "prompt": (Text("次のお題の朝へ", "To the next topic"), dialogue.next_prompt_at(tx)),
        "reminder": (Text("次の前日のお知らせへ", "To the day before"), offsite.next_reminder_at(tx)),
        "morning": (
            Text("次の平日の朝へ", "To the next weekday's morning"),
            calendar.next_working_morning(now, MORNING, zone),
        ),
        "week": (Text("1週間すすめる", "One week on"), now + timedelta(weeks=1)),
        "march": (
            Text("年度末へ", "To the end of the fiscal year"),
            calendar.at(calendar.fiscal_year_of(today).last, MORNING, zone),
        ),
    }
    return {name: (label, moment) for name, (label, moment) in offered.items() if moment is not None and moment > now}


def run(port: int, *, by_sockets: bool = False) -> None:
    """Start the pretended workspace and the bot; end with both when interrupted.

    `by_sockets`: the bot is reached by Socket Mode instead of HTTP, as most real ones will be.
    """
    if importlib.util.find_spec("nicegui") is None:
        typer.echo("The demo's page needs the extra “playground”: pip install 'taiwa[playground]'", err=True)
        raise typer.Exit(1)
    log_as_json()
    port = port or _free_port()
    bot_socket = socket.create_server((LOOPBACK, 0))
    bot_socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # else each answer waits 40 ms for company
    bot_port = bot_socket.getsockname()[1]
    bot_url = f"http://{LOOPBACK}:{bot_port}"
    clock_path = f"/demo/clock/{secrets.token_urlsafe(16)}"
    with tempfile.TemporaryDirectory(prefix="taiwa-demo-") as folder:
        settings = Settings(
            _env_file=None,  # type: ignore[call-arg]
            database_url=f"sqlite:///{folder}/taiwa.sqlite3",
            host=LOOPBACK,
            port=bot_port,
            slack_bot_token=SecretStr(f"xoxb-{secrets.token_hex(12)}"),
            slack_signing_secret=SecretStr(secrets.token_hex(16)),
            # what is set for the real Slack is not meant here
            slack_app_token=SecretStr(f"xapp-1-{secrets.token_hex(12)}") if by_sockets else None,
            slack_client_id=None,
            slack_api_url=f"http://{LOOPBACK}:{port}/api/",
        )
        playground = _start_playground(settings, port, bot_url, clock_path, Path(folder))
        try:
            _wait_for(f"http://{LOOPBACK}:{port}/api/api.test", playground)
            page = f"http://{LOOPBACK}:{port}/"
            threading.Thread(target=_show_when_ready, args=(page, f"{bot_url}/readyz"), daemon=True).start()
            clock = Clock.in_working_time(settings.timezone)
            app = build(settings, clock=clock, extra=[_clock_route(clock_path, settings.timezone)])
            uvicorn.Server(server_config(app, settings)).run(sockets=[bot_socket])
        finally:
            playground.terminate()
            playground.wait(timeout=10)


def _free_port() -> int:
    with socket.create_server((LOOPBACK, 0)) as found:
        number: int = found.getsockname()[1]
        return number


def _start_playground(
    settings: Settings, port: int, bot_url: str, clock_path: str, folder: Path
) -> subprocess.Popen[bytes]:
    """A process of its own, which ends when this one does, however this one ends."""
    assert settings.slack_bot_token is not None and settings.slack_signing_secret is not None
    manifest = folder / "manifest.json"
    router = Router(ACTIVITIES)
    made = manifest_file.slack(
        router.commands, settings.language, f"{bot_url}/", router.shortcuts, sockets=settings.by_sockets
    )
    manifest.write_text(json.dumps(made), encoding="utf-8")
    arguments = {
        "--port": str(port),
        "--manifest": str(manifest),
        "--bot-token": settings.slack_bot_token.get_secret_value(),
        "--signing-secret": settings.slack_signing_secret.get_secret_value(),
        "--clock-url": f"{bot_url}{clock_path}",
    }
    if app_token := secret(settings.slack_app_token):
        arguments["--app-token"] = app_token
    else:
        arguments["--app-url"] = f"{bot_url}/slack/events"
    command = [sys.executable, "-m", "playground", "--with-parent"]
    for name, value in arguments.items():
        command += [name, value]
    return subprocess.Popen(command, stdin=subprocess.PIPE)


def _wait_for(url: str, playground: subprocess.Popen[bytes]) -> None:
    """Raises typer.Exit when the pretended workspace does not start, with its own words already on the screen."""
    for _ in range(PLAYGROUND_START_SECONDS * 10):
        if playground.poll() is not None:
            typer.echo("The demo's workspace did not start. Is the port in use? Try: taiwa demo --port 4001", err=True)
            raise typer.Exit(1)
        try:
            urllib.request.urlopen(url, timeout=1).close()
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            sleep(0.1)
    raise typer.Exit(1)


def _show_when_ready(page: str, readyz: str) -> None:
    """Who opens the page earlier presses in vain: no socket is open yet."""
    for _ in range(PLAYGROUND_START_SECONDS * 10):
        try:
            urllib.request.urlopen(readyz, timeout=1).close()
            break
        except OSError:  # an answer that says "not yet" is one, too
            sleep(0.1)
    typer.echo(f"\n  ここを開いてください / Open this page:  {page}\n")


def _clock_route(path: str, zone: str) -> Route:
    """The address that shows and moves the product's time. Its path is the secret."""

    async def clock(request: Request) -> Response:
        core = request.app.state.house.core
        if request.method == "POST":
            try:
                core.clock.move_to(await _goal(await request.json(), core, zone))
            except (ValueError, KeyError, TypeError):
                said = "時計は先にだけ進められます / The clock only moves forward"
                return PlainTextResponse(said, status_code=400)
            await jobs.tick(core)
            core.committed.set()
        offered = await core.read(jumps, core.now(), zone)
        shown = [{"id": name, "ja": label.ja, "en": label.en} for name, (label, _) in offered.items()]
        return JSONResponse({"now": core.now().isoformat(), "zone": zone, "jumps": shown})

    return Route(path, clock, methods=["GET", "POST"])


async def _goal(asked: dict[str, str], core: Core, zone: str) -> datetime:
    if "jump" in asked:
        return (await core.read(jumps, core.now(), zone))[asked["jump"]][1]
    return datetime.fromisoformat(asked["to"]).replace(tzinfo=ZoneInfo(zone))
