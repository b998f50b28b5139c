"""A call by its rules alone, in the plainest way: the code's answers are held to this. Knows nothing of the code."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

TOKYO = ZoneInfo("Asia/Tokyo")
OPEN_FOR = timedelta(days=14)
IN, OUT, WAITING, OFFERED = "in", "out", "waiting", "offered"


@cache
def two_working_hours_after(start: datetime) -> datetime:
    """The minute by which two hours of 8:30–12:00 and 13:00–17:15, Monday to Friday, have gone by. Minute by minute."""
    local, worked = start.astimezone(TOKYO), 0
    while worked < 120:
        clock = (local.hour, local.minute)
        opens = (8, 30) <= clock < (12, 0) or (13, 0) <= clock < (17, 15)
        worked += opens and local.weekday() < 5
        local += timedelta(minutes=1)
    return local


class Refused(Exception):
    """The call has ended, or what is wanted cannot be."""


@dataclass
class PlainCall:
    """People in it, people in line, and for which of these a seat is held until when."""

    maximum: int | None
    minimum: int | None
    closes_at: datetime
    inside: list[str] = field(default_factory=list)
    line: list[str] = field(default_factory=list)
    held: dict[str, datetime] = field(default_factory=dict)
    newest: dict[str, int] = field(default_factory=dict)
    is_closed: bool = False
    is_called_off: bool = False
    has_met: bool = False
    offers: set[tuple[str, datetime]] = field(default_factory=set)
    told_late: set[str] = field(default_factory=set)
    unnoticed: set[str] = field(default_factory=set)
    """Whose offer ran out since anybody last looked: what they let go is offered on when somebody looks."""

    def state(self, user: str) -> str:
        """Where somebody stands."""
        if user in self.inside:
            return IN
        return OFFERED if user in self.held else WAITING if user in self.line else OUT

    def join(self, user: str, at: int, now: datetime) -> None:
        if self._is_old(user, at):
            return
        if user in self.inside:
            self.newest[user] = at
            return
        self._refuse_when_closed()
        if self.maximum is not None:
            self.look(now)
        self.newest[user] = at
        if user not in self.held and self._is_full():
            return
        self._forget(user)
        self.inside.append(user)
        if self.has_met:
            self.told_late.add(user)
        self._meet()

    def wait(self, user: str, at: int, now: datetime) -> None:
        if self._is_old(user, at):
            return
        self.look(now)
        if self.state(user) != OUT:
            self.newest[user] = at
            return
        self._refuse_when_closed()
        self.newest[user] = at
        self.line.append(user)
        self.look(now)

    def leave(self, user: str, at: int, now: datetime) -> None:
        if self._is_old(user, at):
            return
        self._refuse_when_closed()
        self.newest[user] = at
        if self.state(user) != OUT or user in self.unnoticed:
            self._forget(user)
            self.unnoticed.discard(user)
            if self.maximum is not None:  # where there is a place for everybody, leaving frees none
                self.look(now)

    def edit(self, minimum: int | None, maximum: int | None, now: datetime) -> None:
        if self.is_called_off:
            raise Refused
        self.look(now)
        if maximum is not None and maximum < len(self.inside) + len(self.held):
            raise Refused
        if minimum is not None and maximum is not None and minimum > maximum:
            raise Refused
        self.minimum, self.maximum, self.closes_at = minimum, maximum, now + OPEN_FOR
        self.look(now)
        self._meet()

    def close(self) -> None:
        self.is_closed = True
        self.held.clear()
        self.unnoticed.clear()

    def reopen(self, now: datetime) -> None:
        if self.is_called_off:
            raise Refused
        if self.is_closed:
            self.is_closed = False
            self.closes_at = max(self.closes_at, now + OPEN_FOR)
            self.look(now)

    def call_off(self) -> None:
        self.is_called_off = True
        self.close()

    def time_passes(self, now: datetime) -> None:
        """Offers that nobody took run out."""
        for user in [user for user, until in self.held.items() if until <= now]:
            self._forget(user)
            self.unnoticed.add(user)

    def look(self, now: datetime) -> None:
        """Free seats are offered to those who have waited longest."""
        self.unnoticed.clear()
        for user in self.line:
            if user not in self.held and not self.is_closed and not self._is_full():
                self.held[user] = two_working_hours_after(now)
                self.offers.add((user, now))

    def _is_old(self, user: str, at: int) -> bool:
        return at <= self.newest.get(user, -1)

    def _is_full(self) -> bool:
        return self.maximum is not None and len(self.inside) + len(self.held) >= self.maximum

    def _refuse_when_closed(self) -> None:
        if self.is_closed:
            raise Refused

    def _forget(self, user: str) -> None:
        self.held.pop(user, None)
        for users in (self.inside, self.line):
            if user in users:
                users.remove(user)

    def _meet(self) -> None:
        if self.minimum is not None and len(self.inside) >= self.minimum:
            self.has_met = True
