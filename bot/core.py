"""The Core: all that a handler or a job is given."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Concatenate, ParamSpec, TypeVar

from bot import calendar
from bot.activity import Activity
from bot.chat.sender import Sender
from bot.db import Tx
from bot.writer import Reader, Writer

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(slots=True)
class Clock:
    """The product's time. The demo can move it forward; nothing else can, and nothing moves it back."""

    ahead: timedelta = timedelta(0)

    @classmethod
    def in_working_time(cls, zone: str) -> Clock:
        """The present, or where nobody works in this half-hour the next moment at which they do: for demo and tests."""
        now = datetime.now(UTC)
        return cls(ahead=calendar.next_working_time(now, zone, left=timedelta(minutes=30)) - now)

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def move_to(self, instant: datetime) -> None:
        """Jump forward. Raises ValueError for an instant that has passed."""
        distance = instant - self.now()
        if distance < timedelta(0):
            raise ValueError("the clock only moves forward")
        self.ahead += distance


@dataclass(slots=True)
class Core:
    """Where everything meets: the database, the clock, the chats and the activities."""

    writer: Writer
    reader: Reader
    chats: Mapping[str, Sender]
    activities: tuple[Activity, ...]
    clock: Clock = field(default_factory=Clock)
    committed: asyncio.Event = field(default_factory=asyncio.Event)
    """Set after a commit that has something to be said."""

    def now(self) -> datetime:
        """The product's time."""
        return self.clock.now()

    async def write(self, unit: Callable[Concatenate[Tx, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `unit(tx, …)` as one transaction. Answers after the commit; raises what it raises, or Busy."""
        return await self.writer.write(lambda tx: unit(tx, *args, **kwargs))

    async def work(self, unit: Callable[Concatenate[Tx, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The same for background work, which lets people's clicks go first."""
        return await self.writer.write(lambda tx: unit(tx, *args, **kwargs), background=True)

    async def read(self, query: Callable[Concatenate[Tx, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The answer of `query(tx, …)`, beside the writer."""
        return await self.reader.read(lambda tx: query(tx, *args, **kwargs))

    def activity(self, name: str) -> Activity:
        """The activity of this name. Raises KeyError."""
        for activity in self.activities:
            if activity.name == name:
                return activity
        raise KeyError(name)
