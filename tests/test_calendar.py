"""Local dates and times, where clocks jump and days go missing, against a slow reference."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.calendar import (
    Period,
    after_working_time,
    at,
    days_before,
    fiscal_year_of,
    month_before,
    month_of,
    next_weekly,
    next_working_morning,
    next_working_time,
    working_day_after,
)

ZONES = ("Asia/Tokyo", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia")
CLOCKS = (time(0, 0), time(1, 30), time(2, 0), time(2, 30), time(8, 35), time(23, 59))


def _local(instant: datetime, zone: str) -> datetime:
    return instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def _slow_at(day: date, clock: time, zone: str) -> datetime:
    """The first instant, minute by minute, at which the wall there shows this or, in a gap, anything later."""
    wanted = datetime.combine(day, clock)
    instant = wanted.replace(tzinfo=UTC) - timedelta(hours=15)
    while _local(instant, zone) < wanted:
        instant += timedelta(minutes=1)
    return instant


@pytest.mark.parametrize(
    ("zone", "day", "clock", "instant"),
    [
        ("Asia/Tokyo", date(2026, 11, 24), time(8, 35), "2026-11-23T23:35+00:00"),
        ("Asia/Kathmandu", date(2026, 11, 24), time(8, 35), "2026-11-24T02:50+00:00"),
        # Summer time: a gap is passed over to its first valid instant, a fold is taken the first time.
        ("Europe/Berlin", date(2026, 3, 29), time(2, 30), "2026-03-29T01:00+00:00"),
        ("Europe/Berlin", date(2026, 3, 29), time(1, 59), "2026-03-29T00:59+00:00"),
        ("Europe/Berlin", date(2026, 3, 29), time(3, 0), "2026-03-29T01:00+00:00"),
        ("Europe/Berlin", date(2026, 10, 25), time(2, 30), "2026-10-25T00:30+00:00"),
        ("Europe/Berlin", date(2026, 10, 25), time(3, 0), "2026-10-25T02:00+00:00"),
        ("America/New_York", date(2026, 3, 8), time(2, 0), "2026-03-08T07:00+00:00"),
        ("America/New_York", date(2026, 11, 1), time(1, 30), "2026-11-01T05:30+00:00"),
        # Lord Howe moves by half an hour.
        ("Australia/Lord_Howe", date(2026, 10, 4), time(2, 15), "2026-10-03T15:30+00:00"),
        ("Australia/Lord_Howe", date(2026, 4, 5), time(1, 45), "2026-04-04T14:45+00:00"),
        # Samoa had no 30 December 2011.
        ("Pacific/Apia", date(2011, 12, 30), time(8, 35), "2011-12-30T10:00+00:00"),
        ("Pacific/Apia", date(2011, 12, 31), time(0, 0), "2011-12-30T10:00+00:00"),
    ],
)
def test_a_local_time_is_this_instant(zone: str, day: date, clock: time, instant: str) -> None:
    assert at(day, clock, zone) == datetime.fromisoformat(instant)


@pytest.mark.parametrize("zone", ZONES)
def test_every_local_time_near_a_jump_is_what_a_slow_look_at_the_wall_says(zone: str) -> None:
    for day in _days_near_jumps(zone):
        for clock in (*CLOCKS, time(1, 45), time(2, 15), time(3, 0)):
            assert at(day, clock, zone) == _slow_at(day, clock, zone), (day, clock)


def _days_near_jumps(zone: str) -> list[date]:
    """The days of two years on which the clock jumps, or one quiet day where it never does; and Samoa's odd one."""
    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(730)]
    noon = [datetime.combine(day, time(12), ZoneInfo(zone)).utcoffset() for day in days]
    jumps = [day for day, before, after in zip(days[1:], noon, noon[1:], strict=False) if before != after]
    return [*(jumps or days[:1]), *([date(2011, 12, 30)] if zone == "Pacific/Apia" else [])]


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("clock", CLOCKS)
def test_each_week_comes_exactly_once(zone: str, clock: time) -> None:
    for weekday in (0, 1, 6):
        first = date(2025, 1, 1)
        first += timedelta(days=(weekday - first.weekday()) % 7)
        weeks = [first + timedelta(weeks=n) for n in range(313)]
        after = at(first, clock, zone) - timedelta(seconds=1)
        came = []
        for _ in weeks:
            after = next_weekly(after, weekday, clock, zone)
            came.append(after)
        assert came == [at(day, clock, zone) for day in weeks]
        assert {_local(instant, zone).date() for instant in came} == set(weeks)


@pytest.mark.parametrize("zone", ZONES)
def test_the_next_time_is_later_however_late_it_is_asked(zone: str) -> None:
    """As if the house had been down and woke at odd moments."""
    after = datetime(2026, 3, 20, 12, 34, 56, tzinfo=UTC)
    for _ in range(300):
        found = next_weekly(after, 1, time(8, 35), zone)
        assert after < found <= after + timedelta(days=7, hours=2)
        assert (_local(found, zone).weekday(), _local(found, zone).time()) == (1, time(8, 35))
        after += timedelta(hours=7, minutes=11)


def test_where_the_weekday_itself_is_missing_it_comes_at_the_first_instant_after_and_once() -> None:
    before = datetime(2011, 12, 29, tzinfo=UTC)
    missing = next_weekly(before, 4, time(8, 35), "Pacific/Apia")
    assert _local(missing, "Pacific/Apia") == datetime.fromisoformat("2011-12-31T00:00")
    following = next_weekly(missing, 4, time(8, 35), "Pacific/Apia")
    assert _local(following, "Pacific/Apia") == datetime.fromisoformat("2012-01-06T08:35")


def test_the_next_working_morning_passes_over_the_weekend() -> None:
    friday = at(date(2026, 11, 27), time(8, 35), "Asia/Tokyo")
    assert next_working_morning(friday - timedelta(minutes=1), time(8, 35), "Asia/Tokyo") == friday
    monday = at(date(2026, 11, 30), time(8, 35), "Asia/Tokyo")
    assert next_working_morning(friday, time(8, 35), "Asia/Tokyo") == monday


@pytest.mark.parametrize(
    ("day", "start", "first", "last"),
    [
        (date(2026, 4, 1), 4, date(2026, 4, 1), date(2027, 3, 31)),
        (date(2027, 3, 31), 4, date(2026, 4, 1), date(2027, 3, 31)),
        (date(2027, 1, 1), 4, date(2026, 4, 1), date(2027, 3, 31)),
        (date(2028, 2, 29), 3, date(2027, 3, 1), date(2028, 2, 29)),
        (date(2026, 12, 31), 1, date(2026, 1, 1), date(2026, 12, 31)),
        (date(2026, 12, 31), 12, date(2026, 12, 1), date(2027, 11, 30)),
        (date(2026, 11, 30), 12, date(2025, 12, 1), date(2026, 11, 30)),
    ],
)
def test_a_day_falls_in_this_fiscal_year(day: date, start: int, first: date, last: date) -> None:
    assert fiscal_year_of(day, start) == Period(first, last)


@pytest.mark.parametrize("start", range(1, 13))
def test_fiscal_years_follow_one_another_without_gap_or_overlap(start: int) -> None:
    day = date(2024, 1, 1)
    for _ in range(5):
        year = fiscal_year_of(day, start)
        assert year.first <= day <= year.last
        assert fiscal_year_of(year.last, start) == year
        day = year.last + timedelta(days=1)
        assert fiscal_year_of(day, start).first == day


def test_the_month_before_january_is_december() -> None:
    assert month_before(date(2027, 1, 31)) == Period(date(2026, 12, 1), date(2026, 12, 31))
    assert month_before(date(2028, 3, 31)) == Period(date(2028, 2, 1), date(2028, 2, 29))
    assert month_of(date(2026, 12, 31)) == Period(date(2026, 12, 1), date(2026, 12, 31))


def test_days_before_are_counted_in_local_days_and_keep_the_local_clock() -> None:
    early_in_tokyo = datetime(2026, 12, 2, 16, 0, tzinfo=UTC)  # 01:00 on the 3rd there
    assert days_before(early_in_tokyo, 1, time(10), "Asia/Tokyo") == datetime(2026, 12, 2, 1, 0, tzinfo=UTC)
    after_the_change = datetime(2026, 3, 30, 16, 0, tzinfo=UTC)  # summer time began on the 29th
    assert days_before(after_the_change, 2, time(10), "Europe/Berlin") == datetime(2026, 3, 28, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-11-24 09:00", "2026-11-24 11:00"),
        ("2026-11-24 11:00", "2026-11-24 14:00"),
        ("2026-11-24 12:30", "2026-11-24 15:00"),
        ("2026-11-24 03:00", "2026-11-24 10:30"),
        ("2026-11-24 17:00", "2026-11-25 10:15"),
        ("2026-11-27 16:15", "2026-11-30 09:30"),
        ("2026-11-28 10:00", "2026-11-30 10:30"),
    ],
)
def test_two_hours_of_working_time_leave_out_lunch_evenings_and_weekends(start: str, end: str) -> None:
    tokyo = ZoneInfo("Asia/Tokyo")
    began = datetime.fromisoformat(start).replace(tzinfo=tokyo)
    passed = after_working_time(began, timedelta(hours=2), "Asia/Tokyo")
    assert passed.astimezone(tokyo).strftime("%Y-%m-%d %H:%M") == end


@pytest.mark.parametrize(
    ("now", "then"),
    [
        ("2026-11-24T08:29", "2026-11-24T08:30"),
        ("2026-11-24T10:00", "2026-11-24T10:00"),
        ("2026-11-24T12:00", "2026-11-24T13:00"),
        ("2026-11-24T17:15", "2026-11-25T08:30"),
        ("2026-11-27T18:00", "2026-11-30T08:30"),
        ("2026-11-29T10:00", "2026-11-30T08:30"),
    ],
)
def test_at_night_over_lunch_and_at_weekends_working_time_is_still_to_come(now: str, then: str) -> None:
    tokyo = ZoneInfo("Asia/Tokyo")
    came = next_working_time(datetime.fromisoformat(now).replace(tzinfo=tokyo), "Asia/Tokyo")
    assert came == datetime.fromisoformat(then).replace(tzinfo=tokyo)


def test_after_friday_saturday_and_sunday_comes_monday() -> None:
    friday, monday = date(2026, 11, 27), date(2026, 11, 30)
    assert {working_day_after(friday + timedelta(days=days)) for days in range(3)} == {monday}
    assert working_day_after(monday) == date(2026, 12, 1)


@pytest.mark.parametrize(
    ("clock", "begins"),
    [("08:00", "08:30"), ("11:29", "11:29"), ("11:30", "13:00"), ("12:10", "13:00"), ("16:44", "16:44")],
)
def test_working_time_with_half_an_hour_left_begins_after_the_break_where_less_is_left(clock: str, begins: str) -> None:
    def moment(text: str) -> datetime:
        return datetime.fromisoformat(f"2026-11-24T{text}+09:00")

    assert next_working_time(moment(clock), "Asia/Tokyo", timedelta(minutes=30)) == moment(begins)
