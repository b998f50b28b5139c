"""R, the measure of everything: what Bolt takes for a signed click that does nothing at all."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.settings import Settings

ANY = re.compile(".*")


def application(settings: Settings) -> Starlette:
    """Bolt's own no-op behind Bolt's own Starlette adapter."""
    app = bolt(settings)

    @app.action(ANY)
    async def click(ack: Any) -> None:
        await ack()

    return web(app)


def bolt(settings: Settings) -> AsyncApp:
    """A Bolt app as its documentation shows it, with signatures checked, answering after its listener has run."""
    assert settings.slack_bot_token is not None and settings.slack_signing_secret is not None
    token = settings.slack_bot_token.get_secret_value()
    return AsyncApp(
        client=AsyncWebClient(token=token, base_url=settings.slack_api_url),
        signing_secret=settings.slack_signing_secret.get_secret_value(),
        process_before_response=True,
    )


@asynccontextmanager
async def _nothing(_: Starlette) -> AsyncIterator[None]:
    yield


def web(app: AsyncApp, lifespan: Callable[[Starlette], AbstractAsyncContextManager[None]] = _nothing) -> Starlette:
    """Bolt's adapter at the same address as ours."""
    handler = AsyncSlackRequestHandler(app)

    async def events(request: Request) -> Response:
        return await handler.handle(request)

    async def ready(_: Request) -> Response:
        return PlainTextResponse("ok")

    routes = [Route("/slack/events", events, methods=["POST"]), Route("/readyz", ready)]
    return Starlette(routes=routes, lifespan=lifespan)
