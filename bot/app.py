"""The composition root: builds the Core, the chats, the routes and the clock into one web application."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp
import structlog
from sqlalchemy import text
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

import jobs
import migrations
from bot.chat.slack_sender import SlackSender
from bot.core import Clock, Core
from bot.db import Tx, engine_for
from bot.installations import Installations
from bot.installing import OPEN_FOR
from bot.outside import certificates
from bot.settings import Settings, secret
from bot.writer import Reader, Writer
from handlers import ACTIVITIES
from handlers.manifest import INSTALL_PATH, REDIRECT_PATH, REQUEST_PATH
from handlers.routing import Router
from handlers.slack import MOST_BYTES, SlackDoor
from handlers.slack_install import COOKIE, Shown, SlackInstall
from handlers.slack_payloads import CHAT
from handlers.slack_sockets import SlackSockets
from jobs.installations import Following, learn_by_token

log = structlog.get_logger("taiwa")

ANSWERED_WITHIN = 0.01
"""Seconds after a commit in which whoever clicked is answered; only then begins what is to be said because of it."""


@dataclass(slots=True)
class House:
    """Everything that runs, as long as it runs."""

    core: Core
    slack: SlackDoor
    installations: Installations
    timetable: jobs.Timetable
    sockets: SlackSockets | None
    install: SlackInstall | None


@asynccontextmanager
async def open_house(settings: Settings, clock: Clock | None = None) -> AsyncIterator[House]:
    """Build everything on a running loop; take it down in the reverse order."""
    if settings.database_url.startswith("sqlite"):
        await asyncio.to_thread(migrations.upgrade, settings.database_url)
    committed = asyncio.Event()
    loop = asyncio.get_running_loop()

    def wake() -> None:
        loop.call_soon_threadsafe(loop.call_later, ANSWERED_WITHIN, committed.set)

    write_engine = engine_for(settings.database_url, write=True)
    read_engine = engine_for(settings.database_url, write=False)
    writer = Writer(write_engine, wake=wake)
    reader = Reader(read_engine)
    installations = Installations()
    tls = certificates(settings.ca_file)
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(ssl=tls)) as session:
        sender = SlackSender(installations, settings.slack_api_url, session)
        core = Core(writer, reader, {CHAT: sender}, ACTIVITIES, clock or Clock(), committed)
        door = SlackDoor(
            core,
            Router(ACTIVITIES),
            sender,
            installations,
            signing_secret=secret(settings.slack_signing_secret),
            api_url=settings.slack_api_url,
            language=settings.language,
        )
        timetable = await jobs.start(core)
        sockets = _sockets(settings, door, tls, session)

        async def met() -> None:
            """Sockets open once somebody is known to come in: a click that is turned away does not come again."""
            if sockets is not None:
                sockets.start()
            await jobs.meet(core, timetable)

        install, learn = _arrivals(settings, core, sender, installations, met)
        learning = asyncio.create_task(learn)
        try:
            yield House(core, door, installations, timetable, sockets, install)
        finally:
            learning.cancel()
            if sockets is not None:
                await sockets.stop()
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

    routes = [Route("/healthz", _healthz), Route("/readyz", _readyz), *(extra or [])]
    if settings.slack_signing_secret is not None:
        routes.append(Route(f"/{REQUEST_PATH}", _slack_events, methods=["POST"]))
    if settings.by_oauth:
        routes += [Route(f"/{INSTALL_PATH}", _install), Route(f"/{REDIRECT_PATH}", _oauth_redirect)]
    return Starlette(routes=routes, lifespan=lifespan)


async def _slack_events(request: Request) -> Response:
    body = await _body(request)
    if body is None:
        return PlainTextResponse("body too large", status_code=413)
    house: House = request.app.state.house
    answer = await house.slack.receive(body, _headers(request))
    return Response(answer.body, status_code=answer.status, headers={"content-type": answer.content_type})


async def _install(request: Request) -> Response:
    install = _installing(request)
    sent = await install.begin()
    if isinstance(sent, Shown):
        return _page(sent)
    answer = RedirectResponse(sent.url, 302, headers={"cache-control": "no-store"})
    kept_for = int(OPEN_FOR.total_seconds())
    where, is_secure = install.cookie_path, install.cookie_is_secure
    answer.set_cookie(COOKIE, sent.state, kept_for, path=where, secure=is_secure, httponly=True)
    return answer


async def _oauth_redirect(request: Request) -> Response:
    install = _installing(request)
    answer = _page(await install.finish(request.query_params, request.cookies.get(COOKIE, "")))
    answer.delete_cookie(COOKIE, path=install.cookie_path)
    return answer


def _installing(request: Request) -> SlackInstall:
    install: SlackInstall | None = request.app.state.house.install
    assert install is not None, "the routes are there only with OAuth"
    return install


def _page(shown: Shown) -> Response:
    """The address of the page has a code in it: it is neither kept nor passed on."""
    headers = {
        "cache-control": "no-store",
        "referrer-policy": "no-referrer",
        "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    }
    return HTMLResponse(shown.html, shown.status, headers=headers)


async def _healthz(_: Request) -> Response:
    return PlainTextResponse("ok")


async def _readyz(request: Request) -> Response:
    """Ready when the database answers and is up to date, a workspace is known or can come, and a socket is open."""
    house: House = request.app.state.house
    checks = {"database": await _works(lambda: house.core.read(_refuse_old_schema))}
    is_somewhere = bool(house.installations.workspaces())
    checks["slack"] = is_somewhere or house.install is not None
    if house.sockets is not None:
        checks["socket"] = not is_somewhere or await house.sockets.is_connected()
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


def _sockets(
    settings: Settings, door: SlackDoor, tls: ssl.SSLContext, session: aiohttp.ClientSession
) -> SlackSockets | None:
    token = secret(settings.slack_app_token)
    if token is None:
        return None
    return SlackSockets(door.hear, app_token=token, api_url=settings.slack_api_url, tls=tls, session=session)


def _arrivals(
    settings: Settings,
    core: Core,
    sender: SlackSender,
    installations: Installations,
    met: Callable[[], Coroutine[Any, Any, None]],
) -> tuple[SlackInstall | None, Coroutine[Any, Any, None]]:
    """How workspaces come in (None: by their token), and what learns of those that have."""
    begins_with: dict[str, Any] = {"language": settings.language, "timezone": settings.timezone}
    if not settings.by_oauth:
        token = secret(settings.slack_bot_token)
        return None, learn_by_token(core, sender, installations, token, met, chat=CHAT, **begins_with)
    from bot.cipher import Cipher  # here: who has one token needs no encryption in memory

    cipher = Cipher(settings.keys())
    following = Following(core, installations, cipher, met)
    install = SlackInstall(
        core,
        sender,
        installations,
        cipher,
        following.changed,
        client_id=settings.slack_client_id or "",
        client_secret=secret(settings.slack_client_secret) or "",
        public_url=settings.public_url or "",
        api_url=settings.slack_api_url,
        **begins_with,
    )
    return install, following.run()
