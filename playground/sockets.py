"""Socket Mode: the WebSockets that an app has opened, and what goes through them.

Source: Slack docs, "Using Socket Mode". Which of several sockets a payload takes, Slack leaves open; here they take
turns, so that a bot that relies on one of them is found out.
"""

import asyncio
import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from starlette.datastructures import Address
from starlette.websockets import WebSocket, WebSocketDisconnect

from playground.answers import Answer, DeliveryFailed
from playground.app import App
from playground.ids import JsonObject
from playground.weather import Weather

EnvelopeKind = Literal["events_api", "interactive", "slash_commands"]
DisconnectReason = Literal["warning", "refresh_requested", "link_disabled"]

MOST_SOCKETS = 10
CONNECTION_SECONDS = 18_060
"""How long Slack says that a connection will last; this playground never tires of one by itself."""
HOST = "applink-playground"


@dataclass(eq=False)
class Socket:
    """One open connection; `waiting` holds, by envelope id, who waits for the app's acknowledgement."""

    app: App
    websocket: WebSocket
    is_leaving: bool = False
    waiting: dict[str, asyncio.Future[Answer]] = field(default_factory=dict)


class Sockets:
    """The open sockets of every app. `abort` cuts a connection without a word."""

    def __init__(self, weather: Weather, abort: Callable[[Address | None], None]) -> None:
        self._weather = weather
        self._abort = abort
        self._tickets: dict[str, App] = {}
        self._open: list[Socket] = []

    def ticket(self, app: App) -> str:
        """The secret that opens one socket for this app, once."""
        ticket = str(uuid.uuid4())
        self._tickets[ticket] = app
        return ticket

    def open_for(self, app: App) -> list[Socket]:
        """This app's sockets, the one whose turn it is first."""
        return [socket for socket in self._open if socket.app is app]

    async def serve(self, websocket: WebSocket) -> None:
        """Keep one connection: greet, then listen for acknowledgements until it ends."""
        app = self._tickets.pop(websocket.query_params.get("ticket", ""), None)
        if app is None:
            await websocket.close()
            return
        await websocket.accept()
        if len(self.open_for(app)) >= MOST_SOCKETS:
            await websocket.send_json(_disconnect("too_many_websockets"))
            await websocket.close()
            return
        socket = Socket(app, websocket)
        self._open.append(socket)
        try:
            await websocket.send_json(self._hello(app))
            while True:
                self._acknowledge(app, await websocket.receive_text())
        except (WebSocketDisconnect, RuntimeError, KeyError):  # gone, ended from here, or not speaking text
            pass
        finally:
            self._forget(socket)

    async def send(
        self, app: App, kind: EnvelopeKind, payload: JsonObject, seconds: float, retry: JsonObject | None = None
    ) -> Answer:
        """Put a payload into one of the app's sockets and wait for its acknowledgement. Raises DeliveryFailed."""
        socket = self._next(app)
        envelope_id = str(uuid.uuid4())
        accepts = kind == "slash_commands" or payload.get("type") == "view_submission"
        envelope = {"envelope_id": envelope_id, "type": kind, "payload": payload, "accepts_response_payload": accepts}
        acknowledged: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        socket.waiting[envelope_id] = acknowledged
        try:
            await _put(socket, envelope | (retry or {}))
            if self._weather.strikes("disconnect"):
                self.cut(socket)
            async with asyncio.timeout(seconds):
                answer = await acknowledged
        except TimeoutError as error:
            raise DeliveryFailed("timeout") from error
        finally:
            socket.waiting.pop(envelope_id, None)
        return answer if accepts else Answer("")

    async def disconnect(self, app: App, reason: DisconnectReason = "refresh_requested") -> None:
        """Tell all of this app's sockets that they will end, and end them unless it is only a warning.

        Nothing more is sent through a socket that has been warned. "link_disabled" switches Socket Mode off.
        """
        if reason == "link_disabled":
            app.socket_mode = False
        for socket in self.open_for(app):
            socket.is_leaving = True
            await _put(socket, _disconnect(reason))
            if reason != "warning":
                await socket.websocket.close()
                self._forget(socket)

    def cut(self, socket: Socket) -> None:
        """End a connection as a broken network does, without a closing frame."""
        self._forget(socket)
        self._abort(socket.websocket.client)

    def _next(self, app: App) -> Socket:
        """The socket whose turn it is."""
        for socket in self.open_for(app):
            if not socket.is_leaving:
                self._open.remove(socket)
                self._open.append(socket)
                return socket
        raise DeliveryFailed("connection_failed")

    def _acknowledge(self, app: App, text: str) -> None:
        """Settle the envelope that the app names, whichever of its sockets it answers by; pass over anything else."""
        try:
            answer: Any = json.loads(text)
        except ValueError:
            return
        envelope_id = answer.get("envelope_id") if isinstance(answer, dict) else None
        for socket in self.open_for(app):
            waiting = socket.waiting.get(str(envelope_id))
            if waiting and not waiting.done():
                payload = answer.get("payload")
                waiting.set_result(Answer(json.dumps(payload, ensure_ascii=False) if payload else ""))

    def _forget(self, socket: Socket) -> None:
        if socket in self._open:
            self._open.remove(socket)
        for waiting in socket.waiting.values():
            if not waiting.done():
                waiting.set_exception(DeliveryFailed("connection_failed"))

    def _hello(self, app: App) -> JsonObject:
        return {
            "type": "hello",
            "num_connections": len(self.open_for(app)),
            "connection_info": {"app_id": app.id},
            "debug_info": {"host": HOST, "build_number": 1, "approximate_connection_time": CONNECTION_SECONDS},
        }


def _disconnect(reason: str) -> JsonObject:
    return {"type": "disconnect", "reason": reason, "debug_info": {"host": HOST}}


async def _put(socket: Socket, message: JsonObject) -> None:
    """Send, whether or not the other side is still there: that it is gone shows when nobody acknowledges."""
    try:
        await socket.websocket.send_text(json.dumps(message, ensure_ascii=False))
    except (WebSocketDisconnect, RuntimeError):
        socket.is_leaving = True
