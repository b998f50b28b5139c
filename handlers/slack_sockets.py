"""Socket Mode: what Slack would send to our address comes through WebSockets that we open, and no port is needed.

Two sockets stand side by side, so that the loss of one is not noticed. Slack's SDK is used for one connection each,
and its reconnecting is not: it closes the old socket before it opens the new one, opens a second one when Slack both
announces an end and closes, and dials an address that is good once again and again. A watchdog opens the next instead.
Source: Slack docs, "Using Socket Mode".
"""

from __future__ import annotations

import asyncio
import json
import logging
import ssl
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, Protocol

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.outside import proxy_for

log = structlog.get_logger("taiwa")

SIDE_BY_SIDE = 2
APART = 15.0
"""Seconds between opening them: Slack ends each after the same time, and warns about ten seconds before."""
LOOK_EVERY = 1.0
"""Seconds between two looks at whether a socket is still connected."""
OPEN_WITHIN = 10.0
PING_EVERY = 5.0
"""Seconds; a socket whose other end is silently gone is noticed half as long after."""
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
"""Seconds until the next is opened in the place of one that did not last: twice as long each time."""
STEADY_AFTER = 60.0
"""Seconds after which a socket has lasted."""
LINGER = 10.0
"""Seconds that a socket which is to end may still bring and acknowledge, beside the next."""
ACKNOWLEDGE_WITHIN = 3.0
"""Seconds; afterwards Slack listens no more."""
FINISH_WITHIN, CLOSE_WITHIN = 5.0, 2.0


class Answer(Protocol):
    """What goes back: see handlers/slack.py."""

    @property
    def status(self) -> int: ...
    @property
    def body(self) -> str: ...


Hear = Callable[[dict[str, Any]], Awaitable[Answer]]


class SlackSockets:
    """The sockets of one process."""

    def __init__(
        self, hear: Hear, *, app_token: str, api_url: str, tls: ssl.SSLContext, session: aiohttp.ClientSession
    ) -> None:
        """`hear` takes one payload and answers after what it says is stored."""
        self._hear = hear
        self._app_token = app_token
        self._api_url = api_url
        self._tls = tls
        self._session = session
        self._open: list[_Socket] = []
        self._lines: list[asyncio.Task[None]] = []
        self._leaving: set[asyncio.Task[None]] = set()
        self._running: set[asyncio.Task[Any]] = set()
        self._stopping = False

    def start(self) -> None:
        """Open them, and keep them open. Starting again changes nothing."""
        if not self._lines:
            self._lines = [asyncio.create_task(self._keep_open(line * APART)) for line in range(SIDE_BY_SIDE)]

    async def is_connected(self) -> bool:
        """Whether anything can come in."""
        return any([await socket.is_connected() for socket in self._open])

    async def stop(self) -> None:
        """Take nothing new, finish and acknowledge what has begun, then close.

        What comes meanwhile is not acknowledged: events come again, to whoever opens the next socket.
        """
        self._stopping = True
        if self._running:
            await asyncio.wait(self._running, timeout=FINISH_WITHIN)
        tasks = [*self._lines, *self._leaving]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.gather(*(self._close(socket) for socket in self._open))

    async def _keep_open(self, apart: float) -> None:
        """One socket after the other."""
        pause = 0.0
        while True:
            await asyncio.sleep(pause + apart)
            began = time.monotonic()
            await self._open_one()
            if time.monotonic() - began > STEADY_AFTER:
                pause = apart = 0.0
            else:
                pause = min(max(FIRST_PAUSE, pause * 2), LONGEST_PAUSE)

    async def _open_one(self) -> None:
        """Returns when the next is to be opened: it was not opened, it was lost, or Slack says that it will end."""
        socket = _Socket(self._app_token, self._web_client(), self._take)
        self._open.append(socket)
        try:
            async with asyncio.timeout(OPEN_WITHIN):
                await socket.open()
            log.info("socket open")
            await socket.until_it_ends()
            log.info("socket ends")
        except SlackApiError as refused:
            log.warning("Slack opens no socket: check TAIWA_SLACK_APP_TOKEN", reason=refused.response["error"])
        except Exception as failure:
            log.warning("socket not opened", reason=type(failure).__name__)
        leaving = asyncio.create_task(self._let_go(socket))
        self._leaving.add(leaving)
        leaving.add_done_callback(self._leaving.discard)

    async def _let_go(self, socket: _Socket) -> None:
        if await socket.is_connected():
            await asyncio.sleep(LINGER)
        await self._close(socket)

    async def _close(self, socket: _Socket) -> None:
        """Whether or not the other end still says good-bye."""
        try:
            async with asyncio.timeout(CLOSE_WITHIN):
                await socket.close()  # type: ignore[no-untyped-call]
        except TimeoutError:
            await socket.close()  # type: ignore[no-untyped-call]  # the second time it does not wait for the other end
        self._open.remove(socket)

    def _web_client(self) -> AsyncWebClient:
        client = AsyncWebClient(base_url=self._api_url, ssl=self._tls, session=self._session, retry_handlers=[])
        client.proxy = proxy_for(self._api_url)  # slack_sdk's own choice knows no NO_PROXY
        return client

    async def _take(self, socket: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        """Every envelope runs in a task of its own, which the SDK does not keep hold of."""
        if self._stopping:
            return
        task = asyncio.current_task()
        assert task is not None
        self._running.add(task)
        try:
            answer = await self._hear(request.payload)
            if answer.status == 200:
                await _acknowledge(socket, request, answer.body)
        except Exception:
            log.exception("not acknowledged")
        finally:
            self._running.discard(task)


class _Socket(SocketModeClient):
    """One connection, once."""

    def __init__(self, app_token: str, web_client: AsyncWebClient, take: Callable[..., Awaitable[None]]) -> None:
        super().__init__(
            app_token,
            web_client=web_client,
            logger=_silent(),
            auto_reconnect_enabled=False,
            ping_interval=PING_EVERY,
        )
        self.proxy = web_client.proxy
        self.socket_mode_request_listeners.append(take)
        self._is_to_end = asyncio.Event()

    async def open(self) -> None:
        """Raises SlackApiError when Slack gives no address. Tries the address until it is cancelled."""
        self.wss_uri = await self.issue_new_wss_url()
        await self.connect()  # type: ignore[no-untyped-call]

    async def connect_to_new_endpoint(self, force: bool = False) -> None:
        """The SDK calls it when Slack announces that this connection ends."""
        self._is_to_end.set()

    async def until_it_ends(self) -> None:
        """Until Slack announces it, or it is lost."""
        while not self._is_to_end.is_set() and await self.is_connected():
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_EVERY):
                    await self._is_to_end.wait()


async def _acknowledge(socket: AsyncBaseSocketModeClient, request: SocketModeRequest, body: str) -> None:
    payload = json.loads(body) if body and request.accepts_response_payload else None
    try:
        async with asyncio.timeout(ACKNOWLEDGE_WITHIN):
            await socket.send_socket_mode_response(SocketModeResponse(request.envelope_id, payload))
    except (OSError, TimeoutError) as failure:  # it is stored; an event comes again and changes nothing
        log.warning("acknowledgement lost", reason=type(failure).__name__)


def _silent() -> logging.Logger:
    """The SDK logs the address that opens a socket, when it cannot; what matters we log ourselves."""
    logger = logging.getLogger("slack_sdk.socket_mode.silent")
    logger.disabled = True
    return logger
