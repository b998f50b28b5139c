"""Two languages side by side."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from datetime import UTC, date, datetime, time

import pytest

from bot.text import LANGUAGES, WEEKDAYS, Text, clock, day, join, language_of, moment, to


def test_each_language_is_filled_with_its_own_words() -> None:
    said = Text("{who}は{n}人", "{n} for {who}").fill(who=Text("私", "me"), n=3)
    assert (said.ja, said.en) == ("私は3人", "3 for me")


def test_braces_that_people_typed_stay_braces() -> None:
    said = Text("「{title}」", "“{title}”").fill(title="{title} {0} {} {title.__class__}")
    assert said.ja == "「{title} {0} {} {title.__class__}」"


def test_a_missing_value_is_an_error_and_not_an_empty_place() -> None:
    with pytest.raises(KeyError):
        Text("{a}", "{a}").fill(b=1)


def test_what_was_typed_is_the_same_in_both_languages() -> None:
    assert [to("散歩", language) for language in LANGUAGES] == ["散歩", "散歩"]


def test_a_sentence_cannot_be_changed_by_whoever_uses_it() -> None:
    with pytest.raises(FrozenInstanceError):
        Text("a", "b").ja = "c"  # type: ignore[misc]


def test_several_things_in_one_line() -> None:
    assert join([Text("甲", "A"), Text("乙", "B")]) == Text("甲、乙", "A, B")


@pytest.mark.parametrize(
    ("locale", "language"),
    [("ja-JP", "ja"), ("ja_JP", "ja"), ("JA", "ja"), ("en-GB", "en"), ("pt-BR", "en"), (None, None), ("", None)],
)
def test_a_locale_means_this_language(locale: str | None, language: str | None) -> None:
    assert language_of(locale) == language


@pytest.mark.parametrize(
    ("value", "ja", "en"),
    [(time(18, 0), "18時", "18:00"), (time(8, 35), "8時35分", "8:35"), (time(0, 5), "0時5分", "0:05")],
)
def test_a_time_of_day_reads_naturally(value: time, ja: str, en: str) -> None:
    assert clock(value) == Text(ja, en)


def test_a_day_has_its_weekday() -> None:
    assert day(date(2026, 11, 24)) == Text("11月24日(火)", "Tue, 24 Nov")


def test_a_moment_is_read_where_the_people_are() -> None:
    instant = datetime(2026, 11, 24, 15, 30, tzinfo=UTC)
    assert moment(instant, "Asia/Tokyo").ja == "11月25日(水) 0時30分"
    assert moment(instant, "America/New_York").en == "Tue, 24 Nov, 10:30"


def test_the_weekdays_are_those_of_the_calendar() -> None:
    for number, weekday in enumerate(WEEKDAYS):
        some_day = date(2026, 11, 23 + number)
        assert weekday.ja[0] == day(some_day).ja.split("(")[1][0]
        assert day(some_day).en.startswith(weekday.en[:3])
