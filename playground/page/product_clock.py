"""The product's own time, which a demonstration can move: read from and moved through an address the app gives out."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import aiohttp

_PATIENCE = aiohttp.ClientTimeout(total=20)


class ClockRefused(Exception):
    """The app would not, or could not, move its clock; the text says why."""


@dataclass(frozen=True)
class Jump:
    """A place in time the app proposes."""

    id: str
    ja: str
    en: str


@dataclass(frozen=True)
class Move:
    """That the clock was moved: when, by the machine's time in seconds, and to what time of the product's."""

    at: float
    to: datetime


class ProductClock:
    """One clock for all windows: `now` goes on by itself between two readings, None while the app is away.

    `moves` holds, in order, how it was moved in this run.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._read: datetime | None = None
        self._read_at = 0.0
        self._listeners: list[Callable[[], None]] = []
        self.jumps: list[Jump] = []
        self.moves: list[Move] = []

    def subscribe(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Have `callback` called after each reading; returns a function that ends it."""
        self._listeners.append(callback)
        return lambda: self._listeners.remove(callback)

    @property
    def now(self) -> datetime | None:
        """The product's time in its own zone."""
        if self._read is None:
            return None
        return self._read + timedelta(seconds=time.monotonic() - self._read_at)

    async def refresh(self) -> None:
        """Read the clock."""
        try:
            await self._ask("GET")
        except ClockRefused:
            self._read = None
        self._tell()

    async def move(self, **wish: str) -> None:
        """Move it: `jump="…"` to a place it proposes, `to="2026-12-01T08:35"` in its zone. Raises ClockRefused."""
        began = time.time()
        await self._ask("POST", wish)
        if self.now:
            self.moves.append(Move(began, self.now))
        self._tell()

    async def _ask(self, method: str, body: dict[str, str] | None = None) -> None:
        try:
            async with aiohttp.ClientSession(timeout=_PATIENCE) as session:
                async with session.request(method, self._url, json=body) as response:
                    if response.status != 200:
                        raise ClockRefused((await response.text())[:200] or str(response.status))
                    self._take(await response.json())
        except (aiohttp.ClientError, TimeoutError, KeyError, ValueError) as error:
            raise ClockRefused(str(error) or type(error).__name__) from error

    def _take(self, answer: dict[str, Any]) -> None:
        moment = datetime.fromisoformat(answer["now"]).astimezone(ZoneInfo(answer["zone"]))
        self.jumps = [Jump(entry["id"], entry["ja"], entry["en"]) for entry in answer["jumps"]]
        self._read, self._read_at = moment, time.monotonic()

    def _tell(self) -> None:
        for listener in list(self._listeners):
            listener()
