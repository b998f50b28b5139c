"""Local dates and times: the fiscal year, and the next time that a weekly schedule falls on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def at(day: date, clock: time, zone: str) -> datetime:
    """The instant of a local date and time, in UTC.

    Where summer time skips it, the first valid instant after the gap; where it comes twice, the first.
    """
    local = datetime.combine(day, clock, ZoneInfo(zone))
    instant = local.astimezone(UTC)
    if instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == local.replace(tzinfo=None):
        return instant
    before, after = local.replace(fold=1).astimezone(UTC), instant  # in a gap, fold=1 reads with the later offset
    return _first_after_gap(before, after, zone)


def _first_after_gap(low: datetime, high: datetime, zone: str) -> datetime:
    """The instant at which the offset changes, between two instants on both sides of it. Exact to the second."""
    there = ZoneInfo(zone)
    offset = low.astimezone(there).utcoffset()
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) // 2
        if middle.astimezone(there).utcoffset() == offset:
            low = middle
        else:
            high = middle
    return high.replace(microsecond=0)


def days_before(start: datetime, days: int, clock: time, zone: str) -> datetime:
    """The instant of `clock`, so many local days before the day of `start`."""
    return at(start.astimezone(ZoneInfo(zone)).date() - timedelta(days=days), clock, zone)


def next_weekly(after: datetime, weekday: int, clock: time, zone: str) -> datetime:
    """The first instant later than `after` that is `clock` on `weekday` (0 = Monday) there."""
    day = after.astimezone(ZoneInfo(zone)).date()
    day += timedelta(days=(weekday - day.weekday()) % 7)
    instant = at(day, clock, zone)
    return instant if instant > after else at(day + timedelta(days=7), clock, zone)


WORKING_HOURS = ((time(8, 30), time(12)), (time(13), time(17, 15)))
"""From Monday to Friday; lunch is nobody's working time."""


def after_working_time(start: datetime, length: timedelta, zone: str) -> datetime:
    """The instant by which so much working time has passed since `start`."""
    day, left = start.astimezone(ZoneInfo(zone)).date(), length
    while True:
        for opens, closes in WORKING_HOURS if day.weekday() < 5 else ():
            begin, end = max(start, at(day, opens, zone)), at(day, closes, zone)
            if begin + left <= end:
                return begin + left
            left -= max(end - begin, timedelta(0))
        day += timedelta(days=1)


def working_day_after(day: date) -> date:
    """The next day, or the Monday after a weekend."""
    return day + timedelta(days=7 - day.weekday() if day.weekday() >= 4 else 1)


def next_working_time(now: datetime, zone: str, left: timedelta = timedelta(0)) -> datetime:
    """Now, when that is working time there and stays so for longer than `left`; else the instant at which it begins."""
    day = now.astimezone(ZoneInfo(zone)).date()
    while True:
        for opens, closes in WORKING_HOURS if day.weekday() < 5 else ():
            if now < at(day, closes, zone) - left:
                return max(now, at(day, opens, zone))
        day += timedelta(days=1)


def next_working_morning(after: datetime, clock: time, zone: str) -> datetime:
    """The first instant later than `after` that is `clock` from Monday to Friday there."""
    return min(next_weekly(after, weekday, clock, zone) for weekday in range(5))


@dataclass(frozen=True, slots=True)
class Period:
    """Local days, from the first to the last, both included."""

    first: date
    last: date


def month_of(day: date) -> Period:
    """The calendar month of a day."""
    first = day.replace(day=1)
    return Period(first, _next_month(first) - timedelta(days=1))


def month_before(day: date) -> Period:
    """The calendar month before that of a day."""
    return month_of(day.replace(day=1) - timedelta(days=1))


def fiscal_year_of(day: date, start: int = 4) -> Period:
    """The fiscal year of a day; `start` is its first month. In Japan April to March (Local Autonomy Act, art. 208)."""
    first = date(day.year if day.month >= start else day.year - 1, start, 1)
    return Period(first, first.replace(year=first.year + 1) - timedelta(days=1))


def _next_month(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)
