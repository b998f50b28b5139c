"""When something may be said to one person."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from bot.manners import ANSWER, NEWS, REMINDER, Manner, hour_to_tell
from bot.people import Person, Workspace

HOME = Workspace(id=1, timezone="Asia/Tokyo")
TUESDAY, EVENING = datetime(2026, 11, 24, 1, tzinfo=UTC), datetime(2026, 11, 24, 11, tzinfo=UTC)
NEXT_MORNING = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)


def _person(*, keeps_hours: bool = True, wants_reminders: bool = True, paused_until: date | None = None) -> Person:
    return Person(id=1, keeps_hours=keeps_hours, wants_reminders=wants_reminders, paused_until=paused_until)


@pytest.mark.parametrize("manner", [NEWS, REMINDER])
def test_what_is_no_answer_waits_for_their_hours(manner: Manner) -> None:
    assert hour_to_tell(manner, _person(), HOME, TUESDAY) == TUESDAY
    assert hour_to_tell(manner, _person(), HOME, EVENING) == NEXT_MORNING
    assert hour_to_tell(manner, _person(keeps_hours=False), HOME, EVENING) == EVENING


def test_an_answer_comes_at_any_hour_and_also_to_those_who_rest() -> None:
    resting = _person(wants_reminders=False, paused_until=date(2027, 3, 31))
    assert hour_to_tell(ANSWER, resting, HOME, EVENING) == EVENING


@pytest.mark.parametrize("manner", [NEWS, REMINDER])
def test_whoever_rests_hears_nothing_up_to_and_including_the_last_day(manner: Manner) -> None:
    today, yesterday = date(2026, 11, 24), date(2026, 11, 23)
    assert hour_to_tell(manner, _person(paused_until=today), HOME, TUESDAY) is None
    assert hour_to_tell(manner, _person(paused_until=yesterday), HOME, TUESDAY) == TUESDAY


def test_who_wants_no_reminders_still_hears_the_news() -> None:
    assert hour_to_tell(REMINDER, _person(wants_reminders=False), HOME, TUESDAY) is None
    assert hour_to_tell(NEWS, _person(wants_reminders=False), HOME, TUESDAY) == TUESDAY
