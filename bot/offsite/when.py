"""Reading a day and a time as a colleague would type them, in Japanese or English.

A small grammar of ours that reads the whole text or says that it cannot: a meeting on a day that was guessed
is worse than a question. What was read is always shown back, before anything is announced.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONGEST = 60
"""Nobody needs more characters to write a date: what is longer is a title."""


@dataclass(frozen=True, slots=True)
class When:
    """A local day, and the time of day where one was given."""

    day: date
    clock: time | None


@dataclass(frozen=True, slots=True)
class Line:
    """What a typed line holds: a title, a date, and what stood in the place of a date but could not be read."""

    title: str
    when: When | None = None
    unread: str = ""


def split(typed: str, now: datetime, zone: str) -> Line:
    """「TITLE, WHEN」 with any comma, or with a space where all that follows it is a date."""
    line = " ".join(typed.split())
    for head, tail in [(0, 0), *(gap.span() for gap in _GAP.finditer(line))]:
        when = read(line[tail:], now, zone) if len(line) - tail <= LONGEST else None
        if when is not None:
            return Line(line[:head], when)
    parts = _TITLE_AND_REST.fullmatch(line)
    return Line(line) if parts is None else Line(parts["title"], unread=parts["rest"])


def read(typed: str, now: datetime, zone: str) -> When | None:
    """The day and time that this text speaks of, seen from `now` in this zone; None when it cannot be read.

    A date without its year is the next such date; a weekday by itself is the next such day and time.
    """
    here = now.astimezone(ZoneInfo(zone))
    text = _tidy(typed)
    for pattern, day_of in _DAYS:
        found = pattern.match(text)
        if found is None:
            continue
        try:
            day = day_of(found, here.date())
            clock = _clock(_without_weekday(text[found.end() :], day))
        except ValueError:
            return None
        if day_of is _coming and day == here.date() and clock is not None and clock <= here.time():
            day += timedelta(days=7)
        return When(day, clock)
    return None


def _tidy(typed: str) -> str:
    """One spelling for full and half width, for commas, for capitals, and for 「(木)」 and 「木曜」."""
    text = unicodedata.normalize("NFKC", typed).casefold()
    return " ".join(re.sub("[,、()]", " ", re.sub(r"\(([月火水木金土日])\)", r"\1曜", text)).split())


# The day: each reader is given what was found and today, and raises ValueError for a day that does not exist.


def _in_full(found: re.Match[str], today: date) -> date:
    return date(int(found["year"]), _month(found["month"]), int(found["day"]))


def _without_year(found: re.Match[str], today: date) -> date:
    """The next such date; 29 February may be years away."""
    month, day = _month(found["month"]), int(found["day"])
    for year in range(today.year, today.year + 9):
        try:
            candidate = date(year, month, day)
        except ValueError:
            continue
        if candidate >= today:
            return candidate
    raise ValueError(f"no such day: {month}/{day}")


def _near(found: re.Match[str], today: date) -> date:
    return today + timedelta(days=_DAYS_AHEAD[found["near"]])


def _in_week(found: re.Match[str], today: date) -> date:
    """A day of a week that begins on Monday: 「来週金曜」 and "next Friday" are never this week's."""
    monday = today - timedelta(days=today.weekday())
    return monday + timedelta(weeks=_WEEKS_AHEAD[found["week"]], days=_weekday(found["weekday"]))


def _coming(found: re.Match[str], today: date) -> date:
    return today + timedelta(days=(_weekday(found["weekday"]) - today.weekday()) % 7)


def _month(said: str) -> int:
    return int(said) if said.isdigit() else next(at for at, name in enumerate(_MONTHS, 1) if name.startswith(said))


def _weekday(said: str) -> int:
    return next(number for number, names in enumerate(_WEEKDAYS) if said[:3] in names)


# What follows the day.


def _without_weekday(rest: str, day: date) -> str:
    """「(木)」 after a date is there for people. Raises ValueError when that day is another weekday."""
    found = _WEEKDAY_AFTER.match(rest)
    if found is None:
        return rest
    if _weekday(found["weekday"]) != day.weekday():
        raise ValueError(f"{day} is no {found['weekday']}")
    return rest[found.end() :]


def _clock(rest: str) -> time | None:
    """The time of day; None where nothing is said of it. Raises ValueError for what is none."""
    said = _LINK.sub("", rest)
    if not said:
        return None
    if said in {"正午", "noon"}:
        return time(12)
    found = _CLOCK.fullmatch(said)
    if found is None:
        raise ValueError(f"no time of day: {said}")
    hour = int(found["hour"])
    minute = 30 if found["half"] else int(found["minutes"] or found["past"] or 0)
    half = found["part"] or (found["suffix"] or "")[:1]
    if half:
        if hour > 12:
            raise ValueError(f"no such hour of half a day: {hour}")
        hour = hour % 12 + (12 if half in {"午後", "夕方", "夜", "p"} else 0)
    return time(hour, minute)


_GAP = re.compile(r"[\s,，、]+")
_TITLE_AND_REST = re.compile(r"(?P<title>.*\S)\s*[,，、]\s*(?P<rest>[^\s,，、].*)")

_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_WEEKDAYS = (("月", "mon"), ("火", "tue"), ("水", "wed"), ("木", "thu"), ("金", "fri"), ("土", "sat"), ("日", "sun"))
_DAYS_AHEAD = {
    "今日": 0, "本日": 0, "明日": 1, "あす": 1, "あした": 1, "明後日": 2, "あさって": 2,
    "today": 0, "tomorrow": 1, "the day after tomorrow": 2,
}  # fmt: skip
_WEEKS_AHEAD = {"今週": 0, "来週": 1, "再来週": 2, "this": 0, "next": 1}

_MONTH = rf"(?P<month>{'|'.join(f'{name[:3]}(?:{name[3:]})?' for name in _MONTHS)})\b\.?"
_NUMBERED = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?\b(?!:)"
_NAMED = (
    r"(?:(?P<weekday>[月火水木金土日](?=曜)|mon|tue|wed|thu|fri|sat|sun)"
    r"(?:曜日?|(?:s|nes|rs|ur)?(?:day)?\b))"
)

_DAYS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], date]], ...] = (
    (re.compile(r"(?P<year>\d{4})([-/.])(?P<month>\d{1,2})\2(?P<day>\d{1,2})(?!\d)"), _in_full),
    (re.compile(r"(?P<year>\d{4})年(?P<month>\d{1,2})月(?P<day>\d{1,2})日"), _in_full),
    (re.compile(rf"{_NUMBERED} {_MONTH} (?P<year>\d{{4}})\b"), _in_full),
    (re.compile(rf"{_MONTH} {_NUMBERED} (?P<year>\d{{4}})\b"), _in_full),
    (re.compile(r"(?P<month>\d{1,2})/(?P<day>\d{1,2})(?!\d)"), _without_year),
    (re.compile(r"(?P<month>\d{1,2})月(?P<day>\d{1,2})日"), _without_year),
    (re.compile(rf"{_NUMBERED} {_MONTH}"), _without_year),
    (re.compile(rf"{_MONTH} {_NUMBERED}"), _without_year),
    (re.compile(f"(?P<near>{'|'.join(sorted(_DAYS_AHEAD, key=len, reverse=True))})"), _near),
    (re.compile(rf"(?P<week>再来週|来週|今週)の?{_NAMED}"), _in_week),
    (re.compile(rf"(?P<week>this|next) {_NAMED}"), _in_week),
    (re.compile(rf"(?:今度の|次の|on )?{_NAMED}"), _coming),
)
"""How a day can be said, tried in this order."""

_WEEKDAY_AFTER = re.compile(rf"\s*{_NAMED}")
_LINK = re.compile(r"^\s*(?:の|に|at\b|from\b)?\s*")
_CLOCK = re.compile(
    r"(?P<part>午前|午後|朝|夕方|夜)?\s*(?P<hour>\d{1,2})"
    r"(?:時(?:(?P<minutes>\d{1,2})分|(?P<half>半))?|:(?P<past>\d{2})|(?=\s*[ap]))"
    r"\s*(?P<suffix>[ap]\.?m\.?)?(?:から)?"
)
