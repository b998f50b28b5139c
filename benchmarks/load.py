"""The load generator, in a process of its own: so many connections, each sending when answered, or at a steady pace.

Reads an Order as JSON from standard input and writes a Report as JSON to standard output.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from urllib.parse import urlsplit

import uvloop

from benchmarks.clicks import POSTS, Click, clicks_of, signed

LATE_SECONDS = 10
"""An answer that takes longer is a failure."""


@dataclass(frozen=True, slots=True)
class Order:
    """Where to, for how long, and how many clicks each connection has sent there already."""

    url: str
    seconds: float
    sent: list[int]
    pace: float | None = None
    """Clicks a second, of all connections together; None: each sends its next one when one is answered."""
    posts: int = POSTS
    most: int | None = None
    """Clicks of all runs together, after which it ends; None: only the time ends it."""


@dataclass(slots=True)
class Report:
    """What came of it."""

    sent: list[int]
    """How many clicks each connection has now sent, those before included."""
    began: float = 0
    """In seconds since 1970."""
    answered: int = 0
    failures: list[str] = field(default_factory=list)
    seconds: float = 0
    median_ms: float = 0
    worst_ms: float = 0
    """The latency that 99 in 100 stay below."""
    busy: float = 0
    """The generator's own share of a processor: near 1 it would measure itself."""


async def run(order: Order) -> Report:
    """Send until the time is over; what is on its way then is waited for."""
    report = Report(sent=list(order.sent))
    latencies: list[float] = []
    clicks = [clicks_of(connection, order.posts) for connection in range(len(order.sent))]
    report.began = time.time()
    started, worked = time.perf_counter(), time.process_time()
    await asyncio.gather(
        *(_connection(order, number, mine, started, report, latencies) for number, mine in enumerate(clicks))
    )
    report.seconds = time.perf_counter() - started
    report.busy = (time.process_time() - worked) / report.seconds
    report.answered = len(latencies)
    if latencies:
        latencies.sort()
        report.median_ms = latencies[len(latencies) // 2] * 1000
        report.worst_ms = latencies[len(latencies) * 99 // 100] * 1000
    return report


async def _connection(
    order: Order, number: int, clicks: list[Click], started: float, report: Report, latencies: list[float]
) -> None:
    address = urlsplit(order.url)
    reader, writer = await asyncio.open_connection(address.hostname, address.port)
    for place, click in enumerate(_from(clicks, order.sent[number])):
        began = time.perf_counter()
        if order.pace is not None:  # what has to wait for an answer before it is late, and its lateness counts
            began = started + (place * len(order.sent) + number) / order.pace
            await asyncio.sleep(began - time.perf_counter())
        if began >= started + order.seconds or (order.most is not None and sum(report.sent) >= order.most):
            break
        body = click.body(time.time_ns() // 1000)
        report.sent[number] += 1
        try:
            writer.write(_request(address.netloc, address.path, body))
            async with asyncio.timeout(LATE_SECONDS):
                status = await _status(reader)
        except (OSError, EOFError, TimeoutError) as failure:
            report.failures.append(type(failure).__name__)
            break
        if status != 200:
            report.failures.append(f"status {status}")
            continue
        latencies.append(time.perf_counter() - began)
    writer.close()


def _from(clicks: list[Click], sent: int) -> Iterator[Click]:
    """The clicks from where an earlier run left off, for ever."""
    while True:
        yield clicks[sent % len(clicks)]
        sent += 1


def _request(host: str, path: str, body: bytes) -> bytes:
    headers = {"host": host, "content-length": str(len(body)), **signed(body)}
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"POST {path} HTTP/1.1\r\n{lines}\r\n".encode() + body


async def _status(reader: asyncio.StreamReader) -> int:
    """The status of one answer, read to its end. The subjects always send a content-length."""
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    length = int(head.partition(b"\r\ncontent-length:")[2].partition(b"\r\n")[0])
    await reader.readexactly(length)
    return int(head.split(b" ", 2)[1])


if __name__ == "__main__":
    print(json.dumps(asdict(uvloop.run(run(Order(**json.load(sys.stdin)))))))
