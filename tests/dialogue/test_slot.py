"""When a team meets next: at its own local time in every zone, once a week, whatever summer time does."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from bot import calendar
from bot.dialogue.model import USUAL_SLOT, Slot

TOKYO = "Asia/Tokyo"


def _tokyo(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=ZoneInfo(TOKYO))


def _first_minute(day: date, clock: time, zone: str) -> datetime:
    """A slow reference: walk through the day's minutes until the local clock shows this time, or has passed it."""
    instant = datetime.combine(day, time.min, UTC) - timedelta(hours=14)
    there = ZoneInfo(zone)
    while (instant.astimezone(there).date(), instant.astimezone(there).time()) < (day, clock):
        instant += timedelta(minutes=1)
    return instant


@pytest.mark.parametrize(
    ("zone", "weekday", "clock"),
    [
        ("Asia/Tokyo", 1, time(8, 35)),  # no summer time
        ("Africa/Cairo", 4, time(0, 30)),  # the gap is on a Friday, 00:00-01:00
        ("Asia/Jerusalem", 4, time(2, 30)),  # the gap is on a Friday, 02:00-03:00
        ("Europe/Berlin", 6, time(2, 30)),  # skipped on 29 March, twice on 25 October
        ("America/New_York", 6, time(1, 30)),  # twice on 1 November
        ("US/Pacific", 0, time(0, 0)),  # the morning after each change
        ("Australia/Lord_Howe", 6, time(2, 15)),  # a gap of half an hour
        ("America/Santiago", 6, time(0, 0)),  # the gap is at midnight
    ],
)
def test_every_week_of_a_year_comes_exactly_once_at_the_local_time(zone: str, weekday: int, clock: time) -> None:
    after = datetime(2026, 1, 1, tzinfo=UTC)
    meets = []
    while (after := calendar.next_weekly(after, weekday, clock, zone)) < datetime(2027, 1, 1, tzinfo=UTC):
        meets.append(after)

    days = [instant.astimezone(ZoneInfo(zone)).date() for instant in meets]
    assert {later - day for day, later in pairwise(days)} == {timedelta(weeks=1)}
    assert 51 <= len(days) <= 53 and {day.weekday() for day in days} == {weekday}
    assert meets == [_first_minute(day, clock, zone) for day in days]


def test_the_usual_slot_is_tuesday_at_8_35() -> None:
    assert USUAL_SLOT.next(_tokyo(23, 12), TOKYO) == _tokyo(24, 8, 35)


def test_a_team_that_was_asked_this_week_meets_again_next_week() -> None:
    thursdays = Slot(3, time(9))
    asked_on_tuesday = date(2026, 11, 24)
    assert thursdays.next(_tokyo(25, 12), TOKYO, asked_on_tuesday).astimezone(ZoneInfo(TOKYO)).day == 3
    assert thursdays.next(_tokyo(25, 12), TOKYO, last_asked=date(2026, 11, 17)) == _tokyo(26, 9)


def test_next_week_begins_with_its_first_minute() -> None:
    midnights = Slot(0, time.min)
    assert midnights.next(_tokyo(24, 9), TOKYO, date(2026, 11, 24)) == _tokyo(30, 0)
