"""What happens to offsites, on both databases."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select, update

from bot import notices, people
from bot.chat.interaction import Place, Who
from bot.db import Tx, many
from bot.ledger import Participation
from bot.notices import Notice
from bot.offsite import seats, service, telling
from bot.offsite.model import (
    DECLINED,
    GOING,
    NOTHING,
    OFFERED,
    WAITING,
    CalledOff,
    NoSuchOffsite,
    Offsite,
    OwnOffsite,
    Rsvp,
    Started,
    Wish,
)
from bot.refusal import NotYours
from bot.writer import Writer
from handlers.offsite import ACTIVITY

Introduce = Callable[..., Who]

START = datetime(2026, 12, 3, 9, 0, tzinfo=UTC)
"""Thursday 3 December, 18:00 in Tokyo: nine days after `now`."""


class Meeting:
    """One offsite to click on; each click is a second newer than the one before."""

    def __init__(self, tx: Tx, who: Introduce, now: datetime, *, capacity: int | None, starts_at: datetime = START):
        self.tx, self.who, self.now = tx, who, now
        self._clicked = now
        self.host = who("UHOST")
        wish = Wish("秋の語り場", starts_at, place="302会議室", capacity=capacity)
        self.number = service.announce(tx, self.host, Place("C1"), wish, now).id

    def click(self, deed: Callable[..., service.Standing], *users: str, at: datetime | None = None) -> str:
        for user in users:
            self._clicked += timedelta(seconds=1)
            standing = deed(self.tx, self.who(user), self.number, at=at or self._clicked, now=self.now)
        return standing.state

    def state(self, user: str) -> str:
        person = people.know(self.tx, self.who(user))
        mine = seats.answer_of(self.tx, self.offsite, person.id)
        return NOTHING if mine is None else mine.state

    @property
    def offsite(self) -> Offsite:
        return service.find(self.tx, people.know(self.tx, self.host).workspace_id, self.number)

    def told(self, kind: str) -> list[str]:
        """To whom there is something of this kind to say, in the order in which it was decided."""
        rows = select(people.Person.external_id).join(Notice, Notice.person_id == people.Person.id)
        return list(self.tx.scalars(rows.where(Notice.kind == kind).order_by(Notice.id)))

    def drawn(self, kind: str) -> list[bool]:
        """Of these notices, which would still be said."""
        found = many(self.tx, Notice, Notice.kind == kind, order_by=(Notice.id,))
        return [ACTIVITY.notices[kind](self.tx, notice, self.now) is not None for notice in found]

    def guests(self) -> list[str]:
        """Who is in the ledger."""
        rows = select(people.Person.external_id).join(Participation, Participation.person_id == people.Person.id)
        return sorted(self.tx.scalars(rows.where(Participation.kind == "offsite")))


def tell_everybody(tx: Tx, now: datetime, *, at_a_time: int = 2) -> int:
    """As the clock's job does. Returns in how many slices."""
    slices = 0
    while telling.is_to_tell(tx, now):
        telling.tell_some(tx, now, at_a_time)
        slices += 1
    return slices


def test_the_same_form_sent_again_announces_nothing_more(tx: Tx, who: Introduce, now: datetime) -> None:
    wish = Wish("秋の語り場", START)
    first, again, other = (
        service.announce(tx, who("UHOST"), Place("C1"), wish, now, origin=origin).id for origin in ("V1", "V1", "V2")
    )
    assert first == again != other
    assert [notice.subject for notice in many(tx, Notice, order_by=(Notice.id,))] == [first, other]


def test_the_last_seat_goes_to_the_first_click_and_the_next_is_asked_whether_to_wait(
    tx: Tx, who: Introduce, now: datetime
) -> None:
    meeting = Meeting(tx, who, now, capacity=1)
    assert meeting.click(service.go, "U1") == GOING
    late = service.go(tx, who("U2"), meeting.number, at=now + timedelta(minutes=1), now=now)
    assert (late.state, late.is_full) == (NOTHING, True)
    assert meeting.guests() == ["U1"]


def test_who_waits_is_offered_a_freed_seat_in_the_order_of_waiting(tx: Tx, who: Introduce, now: datetime) -> None:
    meeting = Meeting(tx, who, now, capacity=1)
    meeting.click(service.go, "U1")
    meeting.click(service.hesitate, "U2")
    meeting.click(service.wait, "U3", "U2")
    third = service.wait(tx, who("U4"), meeting.number, at=now + timedelta(minutes=1), now=now)
    assert third.place == 3

    meeting.click(service.decline, "U1")
    assert [meeting.state(user) for user in ("U1", "U2", "U3")] == [DECLINED, WAITING, OFFERED]
    assert meeting.told("offer") == ["U3"] and meeting.drawn("offer") == [True]
    assert meeting.guests() == []

    assert meeting.click(service.decline, "U3") == DECLINED
    assert meeting.told("offer") == ["U3", "U2"] and meeting.drawn("offer") == [False, True]
    assert meeting.click(service.go, "U2") == GOING
    assert meeting.guests() == ["U2"]


def test_a_seat_that_is_offered_is_taken_for_everybody_else(tx: Tx, who: Introduce, now: datetime) -> None:
    meeting = Meeting(tx, who, now, capacity=1)
    meeting.click(service.go, "U1")
    meeting.click(service.wait, "U2")
    meeting.click(service.hesitate, "U1")
    assert meeting.click(service.go, "U3") == NOTHING
    assert meeting.click(service.go, "U1") == "unsure"
    assert meeting.state("U2") == OFFERED


def test_an_offer_that_ran_out_goes_on_and_comes_back_to_who_waits_again(tx: Tx, who: Introduce, now: datetime) -> None:
    meeting = Meeting(tx, who, now, capacity=1)
    meeting.click(service.go, "U1")
    meeting.click(service.wait, "U2", "U3")
    meeting.click(service.decline, "U1")
    meeting.now = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)  # noon of the next day
    assert meeting.drawn("offer") == [False]

    assert service.pass_offers_on(tx, meeting.now) == 1
    assert service.pass_offers_on(tx, meeting.now) == 0
    assert [meeting.state(user) for user in ("U2", "U3")] == [NOTHING, OFFERED]

    assert meeting.click(service.go, "U2") == NOTHING
    meeting.click(service.wait, "U2")
    meeting.click(service.decline, "U3")
    assert meeting.told("offer") == ["U2", "U3", "U2"] and meeting.drawn("offer") == [False, False, True]
    assert meeting.click(service.go, "U2") == GOING


def test_a_late_click_on_an_offer_finds_it_passed_on_even_before_the_clock_has_looked(
    tx: Tx, who: Introduce, now: datetime
) -> None:
    meeting = Meeting(tx, who, now, capacity=1)
    meeting.click(service.go, "U1")
    meeting.click(service.wait, "U2", "U3")
    meeting.click(service.decline, "U1")
    meeting.now = datetime(2026, 11, 25, 3, 0, 1, tzinfo=UTC)
    assert meeting.click(service.go, "U2") == NOTHING
    assert meeting.state("U3") == OFFERED


def test_who_asks_to_be_told_just_as_a_seat_opens_is_offered_it_at_once(tx: Tx, who: Introduce, now: datetime) -> None:
    meeting = Meeting(tx, who, now, capacity=1)
    meeting.click(service.go, "U1")
    meeting.click(service.decline, "U1")
    assert meeting.click(service.wait, "U2") == OFFERED


def test_doubled_and_older_clicks_change_nothing(tx: Tx, who: Introduce, now: datetime) -> None:
    meeting = Meeting(tx, who, now, capacity=1)
    at = now + timedelta(hours=1)
    assert meeting.click(service.go, "U1", "U1", at=at) == GOING
    assert meeting.click(service.decline, "U1", at=now) == GOING
    assert meeting.click(service.go, "U2", at=at) == NOTHING
    meeting.click(service.decline, "U1", at=at + timedelta(seconds=1))
    assert meeting.click(service.go, "U2", at=at) == NOTHING, "a copy of the click that came when all was taken"
    assert meeting.guests() == []


def test_the_host_neither_answers_nor_takes_a_seat(tx: Tx, who: Introduce, now: datetime) -> None:
    meeting = Meeting(tx, who, now, capacity=1)
    with pytest.raises(OwnOffsite):
        meeting.click(service.go, "UHOST")
    assert meeting.click(service.go, "U1") == GOING


def test_nothing_can_be_answered_from_the_start_on(tx: Tx, who: Introduce, now: datetime) -> None:
    meeting = Meeting(tx, who, now, capacity=1)
    meeting.click(service.go, "U1")
    meeting.click(service.wait, "U2")
    meeting.now = START
    with pytest.raises(Started, match="already started"):
        meeting.click(service.decline, "U1")
    meeting.now = START + timedelta(minutes=90)
    with pytest.raises(Started, match="is over"):
        meeting.click(service.go, "U3")
    with pytest.raises(Started):
        service.call_off(tx, meeting.host, meeting.number, meeting.now)
    assert meeting.guests() == ["U1"] and meeting.told("offer") == []


def test_an_offer_near_the_start_ends_with_it_and_goes_nowhere(tx: Tx, who: Introduce, now: datetime) -> None:
    meeting = Meeting(tx, who, now, capacity=1, starts_at=now + timedelta(hours=2))
    meeting.click(service.go, "U1")
    meeting.click(service.wait, "U2", "U3")
    meeting.click(service.decline, "U1")
    meeting.now += timedelta(hours=2)
    assert service.pass_offers_on(tx, meeting.now) == 1
    assert [meeting.state(user) for user in ("U2", "U3")] == [NOTHING, WAITING]


def test_calling_off_tells_those_concerned_once_and_nobody_took_part(tx: Tx, who: Introduce, now: datetime) -> None:
    meeting = Meeting(tx, who, now, capacity=2)
    meeting.click(service.go, "U1", "U2")
    meeting.click(service.wait, "U3", "U4")
    meeting.click(service.decline, "U2")
    meeting.click(service.hesitate, "U5")
    with pytest.raises(NotYours):
        service.call_off(tx, who("U1"), meeting.number, now)
    for _ in range(2):
        service.call_off(tx, meeting.host, meeting.number, now)
        tell_everybody(tx, now)
    assert sorted(meeting.told("called_off")) == ["U1", "U3", "U4", "U5"]
    assert meeting.drawn("offer") == [False]
    assert meeting.guests() == []
    with pytest.raises(CalledOff):
        meeting.click(service.go, "U1")
    assert service.next_reminder_at(tx) is None


EVE = datetime(2026, 12, 2, 1, 0, tzinfo=UTC)
"""The day before, 10:00 in Tokyo."""


def test_the_reminder_comes_at_ten_on_the_day_before_as_people_there_count_days(
    tx: Tx, who: Introduce, now: datetime
) -> None:
    early = datetime(2026, 12, 2, 22, 30, tzinfo=UTC)  # 07:30 on the 3rd in Tokyo, still the 2nd in UTC
    for starts_at in (START, early):
        assert Meeting(tx, who, now, capacity=None, starts_at=starts_at).offsite.tell_at == EVE


def test_only_those_going_at_the_hour_are_reminded_and_only_once(tx: Tx, who: Introduce, now: datetime) -> None:
    meeting = Meeting(tx, who, now, capacity=2)
    meeting.click(service.go, "U1", "U2")
    meeting.click(service.wait, "U3")
    meeting.click(service.hesitate, "U4")
    meeting.click(service.decline, "U5")
    assert service.next_reminder_at(tx) == EVE
    tell_everybody(tx, EVE - timedelta(seconds=1))
    assert meeting.told("reminder") == []
    for _ in range(2):
        tell_everybody(tx, EVE)
    assert meeting.told("reminder") == ["U1", "U2"]
    assert service.next_reminder_at(tx) is None

    meeting.now = EVE
    meeting.click(service.decline, "U2")
    assert meeting.drawn("reminder") == [True, False], "no longer wanted by who is no longer going"
    meeting.now = START
    assert meeting.drawn("reminder") == [False, False]


def test_after_a_night_off_those_who_were_going_are_still_reminded_and_newcomers_are_not(
    tx: Tx, who: Introduce, now: datetime
) -> None:
    meeting = Meeting(tx, who, now, capacity=None)
    meeting.click(service.go, "U1")
    meeting.now = EVE + timedelta(hours=1)
    meeting.click(service.go, "U2")
    tell_everybody(tx, EVE + timedelta(hours=20))
    assert meeting.told("reminder") == ["U1"]


def test_after_the_start_nobody_is_reminded(tx: Tx, who: Introduce, now: datetime) -> None:
    meeting = Meeting(tx, who, now, capacity=None)
    meeting.click(service.go, "U1")
    tell_everybody(tx, START)
    assert meeting.told("reminder") == [] and service.next_reminder_at(tx) is None


def test_one_that_is_called_off_amid_its_reminders_is_told_to_everybody_once_and_reminds_nobody_more(
    tx: Tx, who: Introduce, now: datetime
) -> None:
    meeting = Meeting(tx, who, now, capacity=None)
    users = [f"U{number}" for number in range(5)]
    meeting.click(service.go, *users)
    telling.tell_some(tx, EVE, 2)
    service.call_off(tx, meeting.host, meeting.number, EVE)
    telling.tell_some(tx, EVE, 2)
    assert len(meeting.told("called_off")) == 2, "a few at a time, and the next look goes on from there"
    assert tell_everybody(tx, EVE) == 2
    assert sorted(meeting.told("called_off")) == users and len(meeting.told("reminder")) == 2


def test_whom_a_seat_was_offered_is_told_of_the_calling_off_even_after_the_offers_time(
    tx: Tx, who: Introduce, now: datetime
) -> None:
    meeting = Meeting(tx, who, now, capacity=1)
    meeting.click(service.go, "U1")
    meeting.click(service.wait, "U2")
    meeting.click(service.decline, "U1")
    service.call_off(tx, meeting.host, meeting.number, now)
    the_day_after = now + timedelta(days=2)
    assert service.pass_offers_on(tx, the_day_after) == 0
    tell_everybody(tx, the_day_after)
    assert meeting.told("called_off") == ["U2"]


def _card(tx: Tx, meeting: Meeting) -> notices.Notice:
    card = notices.card_of(tx, meeting.offsite.workspace_id, service.ACTIVITY, service.CARD, meeting.number)
    assert card is not None
    return card


def test_the_card_is_drawn_again_at_the_start_once_and_not_when_it_was_called_off(
    tx: Tx, who: Introduce, now: datetime
) -> None:
    meeting, called_off = (Meeting(tx, who, now, capacity=None) for _ in range(2))
    service.call_off(tx, called_off.host, called_off.number, now)
    assert telling.just_started(tx, START - timedelta(seconds=1)) == []
    assert [offsite.id for offsite in telling.just_started(tx, START)] == [meeting.number]
    before = _card(tx, meeting)
    telling.show_starts(tx, START)
    assert _card(tx, meeting).version == before.version + 1
    assert telling.just_started(tx, START) == []


def test_an_offsite_announced_after_the_hour_has_no_reminder(tx: Tx, who: Introduce, now: datetime) -> None:
    Meeting(tx, who, now, capacity=None, starts_at=now + timedelta(hours=5))
    assert service.next_reminder_at(tx) is None


def test_the_ledger_holds_the_meetings_own_day_and_the_persons_place_of_then(
    tx: Tx, who: Introduce, now: datetime
) -> None:
    early = datetime(2026, 12, 2, 22, 30, tzinfo=UTC)  # 07:30 on the 3rd in Tokyo
    meeting = Meeting(tx, who, now, capacity=None, starts_at=early)
    guest = people.know(tx, who("U1"))
    tx.execute(update(people.Person).where(people.Person.id == guest.id).values(department="図書館", cohort=3))
    meeting.click(service.go, "U1")
    (row,) = many(tx, Participation)
    assert (str(row.day), row.role, row.department, row.cohort) == ("2026-12-03", "guest", "図書館", 3)


def test_who_has_left_is_passed_over_when_a_seat_opens(tx: Tx, who: Introduce, now: datetime) -> None:
    meeting = Meeting(tx, who, now, capacity=1)
    meeting.click(service.go, "U1")
    meeting.click(service.wait, "U2", "U3")
    people.mark_gone(tx, people.know(tx, who("U2")), now)
    meeting.click(service.decline, "U1")
    assert meeting.told("offer") == ["U3"]


def test_who_was_there_stays_in_the_ledger_when_they_leave(tx: Tx, who: Introduce, now: datetime) -> None:
    meeting = Meeting(tx, who, now, capacity=1)
    meeting.click(service.go, "U1")
    service.departed(tx, people.know(tx, who("U1")), START)
    assert meeting.state("U1") == GOING and len(many(tx, Participation)) == 1


def test_another_workspace_cannot_reach_an_offsite(tx: Tx, who: Introduce, now: datetime) -> None:
    meeting = Meeting(tx, who, now, capacity=1)
    people.settle(tx, "slack", "T2", "となりの市", "UBOT2", language="ja", timezone="Asia/Tokyo")
    stranger = Who("slack", "T2", "UHOST")
    for deed in (service.go, service.hesitate, service.decline, service.wait):
        with pytest.raises(NoSuchOffsite):
            deed(tx, stranger, meeting.number, at=now, now=now)
    with pytest.raises(NoSuchOffsite):
        service.call_off(tx, stranger, meeting.number, now)


async def test_thirty_clicks_at_once_on_three_seats_seat_exactly_three(engine: Engine, now: datetime) -> None:
    writer = Writer(engine, wake=lambda: None)

    def open_house(tx: Tx) -> int:
        people.settle(tx, "slack", "T1", "甲斐市役所", "UBOT", language="ja", timezone="Asia/Tokyo")
        wish = Wish("秋の語り場", START, capacity=3)
        return service.announce(tx, Who("slack", "T1", "UHOST"), Place("C1"), wish, now).id

    def press(user: int) -> Callable[[Tx], Any]:
        who, at = Who("slack", "T1", f"U{user}"), now + timedelta(seconds=user)
        return lambda tx: service.go(tx, who, number, at=at, now=now)

    try:
        number = await writer.write(open_house)
        standings = await asyncio.gather(*(writer.write(press(user)) for user in range(30)))
        seated = await writer.write(lambda tx: len(many(tx, Rsvp, Rsvp.state == GOING)))
    finally:
        writer.close()
    assert seated == 3 == sum(standing.state == GOING for standing in standings)
