"""What alumni ask for, and word that is passed to them, on both databases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot import people
from bot.alumni import service
from bot.alumni.model import ANNOUNCEMENTS, REMINDERS, TOPICS, reminder_for
from bot.chat.interaction import Place, Who
from bot.db import Tx, many
from bot.notices import Notice
from bot.offsite import service as offsite
from bot.offsite.model import Wish
from bot.people import Workspace
from bot.refusal import Refusal
from handlers.alumni import ACTIVITY

Introduce = Callable[..., Who]

START = datetime(2026, 12, 3, 9, 0, tzinfo=UTC)
"""Thursday 3 December, 18:00 in Tokyo."""
THREE_DAYS_BEFORE = datetime(2026, 11, 30, 1, 0, tzinfo=UTC)
"""10:00 in Tokyo."""


@pytest.fixture
def ask(tx: Tx, who: Introduce, now: datetime) -> Callable[..., Who]:
    """`ask("U1", ANNOUNCEMENTS)`: an alumna of the third cohort who asked for that."""

    def ask(user: str, *topics: str) -> Who:
        alumna = who(user)
        service.tell_cohort(tx, alumna, 3)
        for topic in topics:
            service.start(tx, alumna, topic, at=now)
        return alumna

    return ask


def announce(tx: Tx, host: Who, now: datetime, starts_at: datetime = START) -> int:
    announced = offsite.announce(tx, host, Place("C1"), Wish("秋の語り場", starts_at), now)
    service.pass_the_word(tx, announced.workspace_id, announced.id, announced.host_id, starts_at, "Asia/Tokyo", now)
    return announced.id


def pass_on(tx: Tx, now: datetime, *, at_once: int = 50) -> int:
    """Everything that is due; returns in how many slices."""
    slices = 0
    while (word := service.due_word(tx, now)) is not None:
        service.tell_some(tx, word, now, limit=at_once)
        slices += 1
    return slices


def told(tx: Tx, kind: str) -> list[str]:
    rows = select(people.Person.external_id).join(Notice, Notice.person_id == people.Person.id)
    return sorted(tx.scalars(rows.where(Notice.activity == "alumni", Notice.kind == kind)))


def still_wanted(tx: Tx, kind: str, now: datetime) -> list[bool]:
    found = many(tx, Notice, Notice.activity == "alumni", Notice.kind == kind, order_by=(Notice.person_id,))
    return [ACTIVITY.notices[kind](tx, notice, now) is not None for notice in found]


def test_only_those_who_asked_hear_of_an_offsite_and_its_host_does_not(
    tx: Tx, who: Introduce, ask: Callable[..., Who], now: datetime
) -> None:
    host = ask("UHOST", ANNOUNCEMENTS)
    ask("U1", ANNOUNCEMENTS)
    ask("U2", REMINDERS)
    ask("U3")
    who("U4")
    announce(tx, host, now)
    pass_on(tx, now)
    assert told(tx, ANNOUNCEMENTS) == ["U1"]
    assert told(tx, REMINDERS) == []


def test_who_has_left_is_passed_over(tx: Tx, who: Introduce, ask: Callable[..., Who], now: datetime) -> None:
    gone = ask("U1", ANNOUNCEMENTS)
    ask("U2", ANNOUNCEMENTS)
    host = who("UHOST")
    people.mark_gone(tx, people.know(tx, gone), now)
    announce(tx, host, now)
    pass_on(tx, now)
    assert told(tx, ANNOUNCEMENTS) == ["U2"]


def test_many_are_told_a_few_at_a_time_and_nobody_twice_or_never(
    tx: Tx, who: Introduce, ask: Callable[..., Who], now: datetime
) -> None:
    for number in range(10, 17):
        ask(f"U{number}", ANNOUNCEMENTS)
    announce(tx, who("UHOST"), now)
    assert pass_on(tx, now, at_once=3) == 4
    assert pass_on(tx, now) == 0
    assert told(tx, ANNOUNCEMENTS) == [f"U{number}" for number in range(10, 17)]


def test_word_is_dropped_for_who_stopped_it_and_when_the_offsite_is_called_off_or_has_started(
    tx: Tx, who: Introduce, ask: Callable[..., Who], now: datetime
) -> None:
    first, _ = ask("U1", ANNOUNCEMENTS), ask("U2", ANNOUNCEMENTS)
    number = announce(tx, who("UHOST"), now)
    pass_on(tx, now)
    assert still_wanted(tx, ANNOUNCEMENTS, now) == [True, True]
    service.stop(tx, first, ANNOUNCEMENTS, at=now + timedelta(seconds=1))
    assert still_wanted(tx, ANNOUNCEMENTS, now) == [False, True]
    assert still_wanted(tx, ANNOUNCEMENTS, START) == [False, False]
    offsite.call_off(tx, who("UHOST"), number, now)
    assert still_wanted(tx, ANNOUNCEMENTS, now) == [False, False]


def test_the_reminder_is_for_those_who_asked_and_of_whom_nothing_was_heard(
    tx: Tx, who: Introduce, ask: Callable[..., Who], now: datetime
) -> None:
    for user in ("U1", "U2", "U3", "U4"):
        ask(user, REMINDERS)
    ask("U5", ANNOUNCEMENTS)
    number = announce(tx, who("UHOST"), now)
    offsite.go(tx, who("U2"), number, at=now, now=now)
    offsite.hesitate(tx, who("U3"), number, at=now, now=now)
    offsite.decline(tx, who("U4"), number, at=now, now=now)
    pass_on(tx, THREE_DAYS_BEFORE - timedelta(seconds=1))
    assert told(tx, REMINDERS) == []
    pass_on(tx, THREE_DAYS_BEFORE)
    assert "U5" not in told(tx, REMINDERS)
    assert still_wanted(tx, REMINDERS, THREE_DAYS_BEFORE) == [True, False, False, False]


def test_an_offsite_that_is_near_when_announced_has_no_reminder(
    tx: Tx, who: Introduce, ask: Callable[..., Who], now: datetime
) -> None:
    ask("U1", REMINDERS)
    starts_at = now + timedelta(days=2)
    announce(tx, who("UHOST"), now, starts_at)
    pass_on(tx, starts_at)
    assert told(tx, REMINDERS) == []


def test_the_reminder_comes_three_days_before_at_ten() -> None:
    assert reminder_for(START, "Asia/Tokyo") == THREE_DAYS_BEFORE


def test_the_newest_click_decides_however_late_an_older_one_comes(
    tx: Tx, ask: Callable[..., Who], now: datetime
) -> None:
    alumna = ask("U1", ANNOUNCEMENTS)
    later = now + timedelta(minutes=1)
    assert service.stop(tx, alumna, ANNOUNCEMENTS, at=later).wants == frozenset()
    assert service.start(tx, alumna, ANNOUNCEMENTS, at=now).wants == frozenset()
    assert service.stop(tx, alumna, ANNOUNCEMENTS, at=later).wants == frozenset()
    assert service.start(tx, alumna, REMINDERS, at=now).wants == {REMINDERS}


def test_nobody_is_opted_in_before_they_said_which_cohort_they_are_of(tx: Tx, who: Introduce, now: datetime) -> None:
    someone = who("U1")
    assert service.start(tx, someone, ANNOUNCEMENTS, at=now) == service.Standing(None)
    assert service.standing(tx, someone) == service.Standing(None)


@pytest.mark.parametrize("cohort", [None, 0, -1, 100])
def test_a_cohort_that_can_be_none_is_refused_beside_its_field(tx: Tx, who: Introduce, cohort: int | None) -> None:
    with pytest.raises(Refusal) as refused:
        service.tell_cohort(tx, who("U1"), cohort)
    assert refused.value.field == "cohort"


def test_word_stays_in_its_own_workspace(
    tx: Tx, workspace: Workspace, who: Introduce, ask: Callable[..., Who], now: datetime
) -> None:
    ask("U1", *TOPICS)
    people.settle(tx, "slack", "T2", "となりの市", "UBOT2", language="ja", timezone="Asia/Tokyo")
    announce(tx, Who("slack", "T2", "UHOST"), now)
    pass_on(tx, THREE_DAYS_BEFORE)
    assert told(tx, ANNOUNCEMENTS) == told(tx, REMINDERS) == []
