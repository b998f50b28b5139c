"""The composition root: builds the Core, the chats, the routes and the clock into one web application."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

import aiohttp
import structlog
from sqlalchemy import text
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

import jobs
import migrations
from bot import people
from bot.chat.sender import SendFailed
from bot.chat.slack_sender import SlackSender
from bot.core import Clock, Core
from bot.db import Tx, engine_for
from bot.installations import Installations
from bot.settings import Settings
from bot.writer import Reader, Writer
from handlers import ACTIVITIES
from handlers.routing import Router
from handlers.slack import MOST_BYTES, SlackDoor
from handlers.slack_payloads import CHAT

log = structlog.get_logger("taiwa")


@dataclass(slots=True)
class House:
    """Everything that runs, as long as it runs."""

    core: Core
    slack: SlackDoor
    installations: Installations
    timetable: jobs.Timetable


@asynccontextmanager
async def open_house(settings: Settings, clock: Clock | None = None) -> AsyncIterator[House]:
    """Build everything on a running loop; take it down in the reverse order."""
    if settings.database_url.startswith("sqlite"):
        await asyncio.to_thread(migrations.upgrade, settings.database_url)
    committed = asyncio.Event()
    loop = asyncio.get_running_loop()

    def wake() -> None:
        loop.call_soon_threadsafe(committed.set)

    write_engine = engine_for(settings.database_url, write=True)
    read_engine = engine_for(settings.database_url, write=False)
    writer = Writer(write_engine, wake=wake)
    reader = Reader(read_engine)
    installations = Installations()
    async with aiohttp.ClientSession(trust_env=True) as session:
        sender = SlackSender(installations, settings.slack_api_url, session)
        core = Core(writer, reader, {CHAT: sender}, ACTIVITIES, clock or Clock(), committed)
        door = SlackDoor(
            core,
            Router(ACTIVITIES),
            sender,
            installations,
            signing_secret=_secret(settings),
            api_url=settings.slack_api_url,
            language=settings.language,
        )
        timetable = await jobs.start(core)
        meeting = asyncio.create_task(_meet_workspace(settings, core, sender, installations, timetable))
        try:
            yield House(core, door, installations, timetable)
        finally:
            meeting.cancel()
            await timetable.stop()
            await door.close()
            await asyncio.to_thread(writer.close)
            reader.close()
    write_engine.dispose()
    read_engine.dispose()


def build(settings: Settings, *, clock: Clock | None = None, extra: list[Route] | None = None) -> Starlette:
    """The web application. `extra` routes are the demo's own; `serve` has none."""

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with open_house(settings, clock) as house:
            app.state.house = house
            log.info("ready to listen", host=settings.host, port=settings.port)
            yield

    routes = [
        Route("/slack/events", _slack_events, methods=["POST"]),
        Route("/healthz", _healthz),
        Route("/readyz", _readyz),
        *(extra or []),
    ]
    return Starlette(routes=routes, lifespan=lifespan)


async def _slack_events(request: Request) -> Response:
    body = await _body(request)
    if body is None:
        return PlainTextResponse("body too large", status_code=413)
    house: House = request.app.state.house
    answer = await house.slack.receive(body, _headers(request))
    return Response(answer.body, status_code=answer.status, headers={"content-type": answer.content_type})


async def _healthz(_: Request) -> Response:
    return PlainTextResponse("ok")


async def _readyz(request: Request) -> Response:
    """Ready when the database answers and is up to date, and a workspace is known."""
    house: House = request.app.state.house
    checks = {"database": await _works(lambda: house.core.read(_refuse_old_schema))}
    checks["slack"] = bool(house.installations.workspaces())
    return JSONResponse(checks, status_code=200 if all(checks.values()) else 503)


def _refuse_old_schema(tx: Tx) -> None:
    """Raises RuntimeError when `taiwa migrate` has not been run."""
    revision = tx.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
    if revision != migrations.newest():
        raise RuntimeError("the database is not up to date: run taiwa migrate")


async def _works(check: Callable[[], Awaitable[object]]) -> bool:
    try:
        await asyncio.wait_for(check(), timeout=2)
    except Exception:
        log.exception("not ready")
        return False
    return True


def _headers(request: Request) -> dict[str, str]:
    """A header that comes twice is one that says both (RFC 9110, 5.2): nobody can choose the signature they like."""
    headers: dict[str, str] = {}
    for name, value in request.headers.items():
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    return headers


async def _body(request: Request) -> bytes | None:
    """The raw body; None when it is longer than anything Slack sends."""
    if int(request.headers.get("content-length") or 0) > MOST_BYTES:
        return None
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > MOST_BYTES:
                return None
    except ClientDisconnect:
        return b""
    return bytes(body)


def _secret(settings: Settings) -> str:
    return "" if settings.slack_signing_secret is None else settings.slack_signing_secret.get_secret_value()


async def _meet_workspace(
    settings: Settings, core: Core, sender: SlackSender, installations: Installations, timetable: jobs.Timetable
) -> None:
    """Learn whose token it is. Until Slack and the database have answered once, requests are refused and come again."""
    if settings.slack_bot_token is None:
        return
    token = settings.slack_bot_token.get_secret_value()
    pause = 1.0
    while True:
        try:
            home = await sender.identify(token)
            await core.work(
                people.settle,
                CHAT,
                home.workspace,
                home.name,
                home.bot_user,
                language=settings.language,
                timezone=settings.timezone,
            )
            break
        except SendFailed as failure:
            log.warning("Slack does not let us in yet: check TAIWA_SLACK_BOT_TOKEN", reason=failure.reason)
        except Exception:
            log.exception("the database does not let us in yet: check TAIWA_DATABASE_URL, and run: taiwa migrate")
        await asyncio.sleep(pause)
        pause = min(pause * 2, 60)
    installations.add(home)
    log.info("at home", workspace=home.workspace)
    await jobs.meet(core, timetable)
