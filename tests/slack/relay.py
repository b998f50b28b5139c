"""A port that passes bytes on: a proxy, a server that speaks TLS, or a line that can fall silent."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field


@dataclass(slots=True)
class Proxy:
    """Passes connections on to the one server there is, and remembers for which names it was asked, and by whom."""

    asked: list[str] = field(default_factory=list)
    credentials: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Line:
    """What can fall silent: connections of before stay open, and nothing comes through them any more."""

    times_silent: int = 0

    def fall_silent(self) -> None:
        self.times_silent += 1


@asynccontextmanager
async def relay(
    target: int, *, proxy: Proxy | None = None, tls: ssl.SSLContext | None = None, line: Line | None = None
) -> AsyncIterator[int]:
    """A port from which bytes go to `target`: as they are, after TLS, or after a CONNECT."""
    line = line or Line()
    going: set[asyncio.Task[None]] = set()

    async def pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        began = line.times_silent
        with suppress(OSError):
            while data := await reader.read(65_536):
                if line.times_silent > began:
                    continue
                writer.write(data)
                await writer.drain()
        writer.close()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        going.add(task)
        if proxy is not None:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            proxy.asked.append(head.split("\r\n")[0])
            proxy.credentials |= {line for line in head.split("\r\n") if line.startswith("Proxy-Authorization")}
            writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        there, back = await asyncio.open_connection("127.0.0.1", target)
        await asyncio.gather(pipe(reader, back), pipe(there, writer))
        going.discard(task)

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=tls)
    yield server.sockets[0].getsockname()[1]
    server.close()
    for task in going:
        task.cancel()
    await asyncio.gather(*going, return_exceptions=True)
