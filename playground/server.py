"""The playground itself: pretended workspaces served over HTTP on loopback, for tests and for the page."""

import asyncio
import socket
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from starlette.datastructures import Address
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from playground.answers import ANSWER_SECONDS
from playground.app import App
from playground.consent import authorize
from playground.delivery import Delivery
from playground.events import Events
from playground.faults import Faults
from playground.limits import Limits
from playground.person import Person
from playground.response_urls import answer_response_url
from playground.sockets import Sockets
from playground.state import read, restored, state_of, write
from playground.tickets import Clock, Codes, Responses, Triggers
from playground.weather import Weather
from playground.web_api.endpoint import RecordedCall, answer_call
from playground.workspace import File, Workspace

LOOPBACK = "127.0.0.1"
REMEMBERED_CALLS = 10_000


class Playground:
    """Several workspaces behind one address. Start it before the bot; everything lives in one event loop.

    `limits` switches Slack's rate limits on; `retry_pace` scales the delays between attempts at an event (1 is Slack's
    own); `answer_seconds` is how long an app may take to answer; `clock` is the machine's time for trigger ids,
    response URLs and limits, so that a test can let time pass; `port` 0 takes a free one.

    `app` is the web application: a page may add its own routes to it before `start`. `faults` makes chosen calls
    fail, `weather` any call now and then.
    `calls` holds the last ten thousand Web API calls that arrived.
    """

    def __init__(
        self,
        *,
        port: int = 0,
        limits: bool = True,
        retry_pace: float = 1.0,
        answer_seconds: float = ANSWER_SECONDS,
        clock: Clock = time.time,
    ) -> None:
        self.workspaces: dict[str, Workspace] = {}
        self.apps: list[App] = []
        self.ended_tokens: dict[str, str] = {}
        self.calls: deque[RecordedCall] = deque(maxlen=REMEMBERED_CALLS)
        self.uploads: dict[str, File] = {}
        self.weather = Weather()
        self.faults = Faults(self.weather)
        self.limits = Limits(clock, limits)
        self.triggers = Triggers(clock)
        self.responses = Responses(clock)
        self.codes = Codes(clock)
        self.sockets = Sockets(self.weather, self._abort)
        self.delivery = Delivery(self.sockets, retry_pace, answer_seconds)
        self.events = Events(self.delivery)
        self.app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
        self.app.router.routes.extend(self._routes())
        self._socket = socket.create_server((LOOPBACK, port))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # else each answer waits 40 ms for company
        self.url = f"http://{LOOPBACK}:{self._socket.getsockname()[1]}/"
        self.api_url = f"{self.url}api/"
        config = uvicorn.Config(
            self.app,
            http=HttpToolsProtocol,
            ws=WebSocketsSansIOProtocol,
            log_level="warning",
            access_log=False,
            timeout_graceful_shutdown=1,
        )
        self._server = _EmbeddedServer(config)
        self._serving: asyncio.Task[None] | None = None

    def add(self, workspace: Workspace) -> Workspace:
        """Let the playground serve this workspace."""
        self.workspaces[workspace.id] = workspace
        if workspace.installation:
            self.register(workspace.installation.app)
        return workspace

    def register(self, app: App) -> App:
        """Make an app known, so that it can open sockets and be installed by OAuth."""
        if app not in self.apps:
            self.apps.append(app)
        return app

    def person(self, name: str, workspace: Workspace | None = None) -> Person:
        """Someone to act as, by handle; in the first workspace unless another is given. Raises KeyError."""
        place = workspace or next(iter(self.workspaces.values()))
        return Person(self, place, place.member_named(name))

    def save(self, path: Path) -> None:
        """Write everything that outlives the process into a JSON file; it has the tokens in it."""
        write(state_of(self.apps, self.workspaces.values(), self.ended_tokens), path)

    def load(self, path: Path, present: App | None = None) -> None:
        """Bring back what was saved; a `present` app, newly read from its manifest, takes the place of the saved one.

        Raises UnreadableState, and OSError when there is no such file.
        """
        saved = read(path)
        apps = {app.id: app for app in saved.apps}
        if present:
            if present.id in apps:
                present.remember(apps[present.id])
            apps[present.id] = present
        workspaces = [restored(workspace, apps) for workspace in saved.workspaces]
        for app in apps.values():
            self.register(app)
        for workspace in workspaces:
            self.add(workspace)
        self.ended_tokens |= saved.ended_tokens

    async def start(self) -> None:
        """Serve until `stop`. Returns once requests are taken."""
        self._serving = asyncio.create_task(self._server.serve(sockets=[self._socket]))
        while not self._server.started:
            if self._serving.done():
                await self._serving
                raise RuntimeError("the playground's web server did not start")
            await asyncio.sleep(0.01)

    async def stop(self) -> None:
        """Give up deliveries still under way and close the address."""
        await self.delivery.close()
        if self._serving:
            self._server.should_exit = True
            await self._serving
        self._socket.close()

    async def settled(self) -> None:
        """Wait until every event under way has been delivered or given up."""
        await self.delivery.settled()

    async def drop(self, request: Request) -> Response:
        """Cut a request's connection without a byte of answer."""
        self._abort(request.client)
        while (await request.receive())["type"] != "http.disconnect":
            pass
        return Response()

    def _abort(self, client: Address | None) -> None:
        for connection in list(self._server.server_state.connections):
            if isinstance(connection, HttpToolsProtocol | WebSocketsSansIOProtocol) and connection.client == client:
                connection.transport.abort()

    def _routes(self) -> list[BaseRoute]:
        return [
            Route("/api/{method}", self._call, methods=["GET", "POST"]),
            Route("/oauth/v2/authorize", self._authorize, methods=["GET", "POST"]),
            Route("/response/{secret}", self._respond, methods=["POST"]),
            Route("/upload/{secret}", self._upload, methods=["POST", "PUT"]),
            Route("/files/{team}/{file}/{name}", self._download),
            WebSocketRoute("/link/", self.sockets.serve),
        ]

    async def _call(self, request: Request) -> Response:
        return await answer_call(self, request)

    async def _authorize(self, request: Request) -> Response:
        return await authorize(self, request)

    async def _respond(self, request: Request) -> Response:
        return await answer_response_url(self, request)

    async def _upload(self, request: Request) -> Response:
        file = self.uploads.pop(request.path_params["secret"], None)
        if file is None:
            return PlainTextResponse("not found", status_code=404)
        file.content = await request.body()
        if len(file.content) != file.size:
            return PlainTextResponse("the length is not the announced one", status_code=400)
        return PlainTextResponse(f"OK - {file.size}")

    async def _download(self, request: Request) -> Response:
        workspace = self.workspaces.get(request.path_params["team"])
        file = workspace.files.get(request.path_params["file"]) if workspace else None
        if file is None or file.content is None:
            return PlainTextResponse("not found", status_code=404)
        return Response(file.content, media_type=file.mimetype)


class _EmbeddedServer(uvicorn.Server):
    """Leaves the process's signals to whoever runs the event loop."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield
