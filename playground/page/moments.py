"""Moments that an app leaves to each reader's own clock and language: "{date_long} {time}".

Source: Slack docs, "Formatting text", date formatting.
"""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from playground.page import words
from playground.page.words import Say
from playground.workspace import Member

_TOKEN = re.compile(r"\{(\w+)\}")
_AGO = (
    (timedelta(days=1), words.DAYS_AGO, words.IN_DAYS),
    (timedelta(hours=1), words.HOURS_AGO, words.IN_HOURS),
    (timedelta(minutes=1), words.MINUTES_AGO, words.IN_MINUTES),
)


def worded(timestamp: int, template: str, reader: Member) -> str:
    """The template with its tokens filled in for a moment in Unix seconds; one that Slack does not know stays."""
    moment = datetime.fromtimestamp(timestamp, ZoneInfo(reader.tz))
    say = Say(reader.locale)
    return _TOKEN.sub(lambda token: _TOKENS[token[1]](moment, say) if token[1] in _TOKENS else token[0], template)


def _date(text: words.Text) -> Callable[[datetime, Say], str]:
    return lambda moment, say: say.dated(text, moment)


def _pretty(text: words.Text) -> Callable[[datetime, Say], str]:
    """The days around today have names."""

    def shown(moment: datetime, say: Say) -> str:
        away = (moment.date() - datetime.now(moment.tzinfo).date()).days
        return say(words.NEAR_DAYS[away]) if away in words.NEAR_DAYS else say.dated(text, moment)

    return shown


def _ago(moment: datetime, say: Say) -> str:
    gone = datetime.now(moment.tzinfo) - moment
    for unit, past, future in _AGO:
        if abs(gone) >= unit:
            return say(past if gone > timedelta() else future, count=abs(gone) // unit)
    return say(words.JUST_NOW)


_TOKENS: dict[str, Callable[[datetime, Say], str]] = {
    "date_num": lambda moment, _: f"{moment:%Y-%m-%d}",
    "date": _date(words.DATE),
    "date_short": _date(words.DATE),
    "date_slash": lambda moment, _: f"{moment:%Y/%m/%d}",
    "date_long": _date(words.DAY_OF_YEAR),
    "date_pretty": _pretty(words.DATE),
    "date_short_pretty": _pretty(words.DATE),
    "date_long_pretty": _pretty(words.DAY_OF_YEAR),
    "day_divider_pretty": _pretty(words.DAY),
    "time": lambda moment, _: f"{moment.hour}:{moment:%M}",
    "time_secs": lambda moment, _: f"{moment.hour}:{moment:%M:%S}",
    "ago": _ago,
}
