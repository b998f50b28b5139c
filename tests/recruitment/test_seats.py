"""Seats of a call: the line of those who wait, offers, the minimum, and what its caller may change."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from bot import notices, people
from bot.chat.interaction import Place, Who
from bot.chat.sender import MessageRef
from bot.db import Tx
from bot.me import service as me
from bot.notices import Notice
from bot.people import Person, Workspace
from bot.recruitment import ending, joining, looking, meeting, overdue, seats, service, telling
from bot.recruitment.model import IN, OFFERED, OUT, WAITING, CalledOff, Closed, Joining
from bot.recruitment.wish import Wish
from bot.refusal import NotYours, Refusal

Introduce = Callable[..., Who]

HERE = Place("C1")


class Pressing:
    """Presses the buttons of one call, each a second after the last."""

    def __init__(self, tx: Tx, who: Introduce, now: datetime, **wish: object) -> None:
        self.tx, self.who, self.now = tx, who, now
        self.number = service.announce(tx, who("UCALLER"), HERE, Wish("読書会", **wish), now)  # type: ignore[arg-type]
        self._seconds = 0

    def _at(self) -> datetime:
        self._seconds += 1
        return self.now + timedelta(seconds=self._seconds)

    def join(self, user: str) -> joining.Standing:
        return joining.join(self.tx, self.who(user), self.number, at=self._at(), now=self.now)

    def wait(self, user: str) -> joining.Standing:
        return joining.wait(self.tx, self.who(user), self.number, at=self._at(), now=self.now)

    def leave(self, user: str) -> None:
        joining.leave(self.tx, self.who(user), self.number, at=self._at(), now=self.now)

    def states(self) -> dict[str, str]:
        rows = self.tx.execute(
            select(Person.external_id, Joining.state)
            .join_from(Joining, Person, Joining.person_id == Person.id)
            .where(Joining.recruitment_id == self.number)
        )
        return {row.external_id: row.state for row in rows}

    def told(self, kind: str) -> list[Notice]:
        return notices.many(self.tx, Notice, Notice.subject == self.number, Notice.kind == kind, order_by=(Notice.id,))

    def pass_on(self, now: datetime) -> None:
        self.now = now
        for call in overdue.ran_out(self.tx, now):
            overdue.pass_on(self.tx, call, now)


def test_a_freed_seat_is_held_for_who_has_waited_longest(tx: Tx, who: Introduce, now: datetime) -> None:
    call = Pressing(tx, who, now, maximum=1)
    call.join("U1")
    assert call.join("U2").is_full and call.states()["U2"] == OUT
    assert call.wait("U2").state == WAITING and call.wait("U3").state == WAITING
    call.leave("U1")
    assert call.states() == {"U1": OUT, "U2": OFFERED, "U3": WAITING}
    assert call.join("U3").is_full, "the held seat is not theirs"
    assert call.join("U2").joined
    assert call.states() == {"U1": OUT, "U2": IN, "U3": WAITING}
    assert len(call.told(seats.OFFER)) == 1


def test_an_offer_that_nobody_takes_for_two_working_hours_passes_on(tx: Tx, who: Introduce, now: datetime) -> None:
    """It is nine on a Tuesday morning in Tokyo."""
    call = Pressing(tx, who, now, maximum=1)
    call.join("U1")
    call.wait("U2")
    call.wait("U3")
    call.leave("U1")
    call.pass_on(now + timedelta(hours=2) - timedelta(seconds=1))
    assert call.states()["U2"] == OFFERED
    call.pass_on(now + timedelta(hours=2))
    assert call.states() == {"U1": OUT, "U2": OUT, "U3": OFFERED}


def test_an_offer_of_the_evening_waits_for_the_next_working_morning(tx: Tx, who: Introduce) -> None:
    friday_evening = datetime(2026, 11, 27, 8, 0, tzinfo=UTC)  # 17:00 in Tokyo: a quarter of an hour is left
    call = Pressing(tx, who, friday_evening, maximum=1)
    call.join("U1")
    call.wait("U2")
    call.leave("U1")
    call.pass_on(datetime(2026, 11, 30, 1, 14, tzinfo=UTC))
    assert call.states()["U2"] == OFFERED
    call.pass_on(datetime(2026, 11, 30, 1, 15, tzinfo=UTC))  # Monday, 10:15
    assert call.states()["U2"] == OUT


def test_who_asks_to_be_told_when_a_seat_is_free_is_offered_it_at_once(tx: Tx, who: Introduce, now: datetime) -> None:
    call = Pressing(tx, who, now, maximum=1)
    assert call.wait("U1").state == OFFERED


def test_a_click_that_changes_nothing_is_still_the_newest_and_an_older_one_heard_late_changes_nothing(
    tx: Tx, who: Introduce, now: datetime
) -> None:
    call = Pressing(tx, who, now, maximum=1)
    call.join("U1")
    between = call._at()
    assert call.wait("U1").state == IN
    joining.leave(tx, who("U1"), call.number, at=between, now=now)
    assert call.states()["U1"] == IN


def test_a_seat_offered_again_within_the_same_second_is_told_again(tx: Tx, who: Introduce, now: datetime) -> None:
    call = Pressing(tx, who, now, maximum=1)
    for _ in range(2):
        assert call.wait("U1").state == OFFERED
        call.leave("U1")
    assert len(call.told(seats.OFFER)) == 2


def test_the_minimum_is_reached_once_and_stays_reached(
    tx: Tx, workspace: Workspace, who: Introduce, now: datetime
) -> None:
    call = Pressing(tx, who, now, minimum=2)
    call.join("U1")
    assert call.told(meeting.MEETING) == []
    call.join("U2")
    call.leave("U2")
    call.join("U3")
    assert len(call.told(meeting.MEETING)) == 1
    assert looking.find(tx, workspace.id, call.number).reached_at == now
    late = [notice.person_id for notice in call.told(meeting.JOINED_LATE)]
    assert len(late) == 1, "U3, who came when the others had met"


def test_editing_keeps_every_seat_and_opens_new_ones_to_those_who_wait(tx: Tx, who: Introduce, now: datetime) -> None:
    call = Pressing(tx, who, now, maximum=2)
    for user in ("U1", "U2"):
        call.join(user)
    call.wait("U3")
    with pytest.raises(Refusal) as refused:
        service.edit(tx, who("UCALLER"), call.number, Wish("読書会", maximum=1), now)
    assert refused.value.field == "maximum"
    service.edit(tx, who("UCALLER"), call.number, Wish("朝の読書会", minimum=2, maximum=3), now)
    assert call.states() == {"U1": IN, "U2": IN, "U3": OFFERED}
    assert len(call.told(meeting.MEETING)) == 1


def test_only_the_caller_edits_reopens_calls_again_and_calls_off(tx: Tx, who: Introduce, now: datetime) -> None:
    call = Pressing(tx, who, now)
    call.join("U1")
    for deed in (
        lambda: service.edit(tx, who("U1"), call.number, Wish("わたしの会"), now),
        lambda: ending.reopen(tx, who("U1"), call.number, now),
        lambda: service.call_again(tx, who("U1"), call.number, now),
        lambda: ending.call_off(tx, who("U1"), call.number, "", now),
        lambda: looking.own(tx, who("U1"), call.number),
    ):
        with pytest.raises(NotYours):
            deed()


def test_a_closed_call_offers_no_seat_and_goes_on_where_it_was_when_opened_again(
    tx: Tx, who: Introduce, now: datetime
) -> None:
    call = Pressing(tx, who, now, maximum=1)
    call.join("U1")
    call.wait("U2")
    call.leave("U1")
    ending.close(tx, who("UCALLER"), call.number, now)
    assert call.states()["U2"] == WAITING
    with pytest.raises(Closed):
        call.join("U2")
    later = now + timedelta(days=20)
    ending.reopen(tx, who("UCALLER"), call.number, later)
    assert call.states()["U2"] == OFFERED
    assert overdue.close_old(tx, later) == 0, "it is open for two more weeks"


def test_calling_again_happens_once_a_day(tx: Tx, who: Introduce, now: datetime) -> None:
    call = Pressing(tx, who, now)
    ending.close(tx, who("UCALLER"), call.number, now)
    deeds = [service.call_again(tx, who("UCALLER"), call.number, now + timedelta(hours=h)) for h in (0, 1, 24)]
    assert deeds == [True, False, True]
    assert call.join("U1").joined, "it is open again"


def test_nobody_is_called_while_every_seat_is_taken_or_offered(tx: Tx, who: Introduce, now: datetime) -> None:
    call = Pressing(tx, who, now, maximum=1)
    call.join("U1")
    with pytest.raises(Refusal, match="seats are taken"):
        service.call_again(tx, who("UCALLER"), call.number, now)
    call.wait("U2")
    call.leave("U1")
    assert call.states()["U2"] == OFFERED
    with pytest.raises(Refusal, match="seats are taken"):
        service.call_again(tx, who("UCALLER"), call.number, now)
    call.leave("U2")
    assert service.call_again(tx, who("UCALLER"), call.number, now)


def test_calling_off_tells_everybody_concerned_once_and_counts_nobody(
    tx: Tx, workspace: Workspace, who: Introduce, now: datetime
) -> None:
    call = Pressing(tx, who, now, maximum=1)
    call.join("U1")
    call.wait("U2")
    call.join("U3")
    assert ending.call_off(tx, who("UCALLER"), call.number, "雨なので", now) == 2
    assert ending.call_off(tx, who("UCALLER"), call.number, "", now) == 0
    assert len(call.told(ending.CALLED_OFF)) == 2
    assert looking.find(tx, workspace.id, call.number).parting == "雨なので"
    with pytest.raises(CalledOff):
        call.join("U3")
    with pytest.raises(CalledOff):
        ending.reopen(tx, who("UCALLER"), call.number, now)


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        ({"minimum": 0}, "minimum"),
        ({"minimum": 4, "maximum": 3}, "minimum"),
        ({"closes_at": datetime(2020, 1, 1, tzinfo=UTC)}, "closes_at"),
        ({"closes_at": datetime(2099, 1, 1, tzinfo=UTC)}, "closes_at"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(
    tx: Tx, who: Introduce, now: datetime, wish: dict[str, object], field: str
) -> None:
    with pytest.raises(Refusal) as refused:
        Pressing(tx, who, now, **wish)
    assert refused.value.field == field


def test_however_people_press_seats_and_offers_never_exceed_the_maximum(
    tx: Tx, workspace: Workspace, who: Introduce, now: datetime
) -> None:
    """Doubled clicks with people leaving: a free seat and somebody waiting never stand side by side."""
    for seed in range(8):
        dice, users = random.Random(seed), [f"U{n}" for n in range(8)]
        call = Pressing(tx, who, now, maximum=3)
        for _ in range(60):
            press = dice.choice((call.join, call.join, call.wait, call.leave))
            user = dice.choice(users)
            for _ in range(dice.randint(1, 2)):
                press(user)
            if dice.random() < 0.2:
                call.pass_on(call.now + timedelta(hours=1))
            row = looking.find(tx, workspace.id, call.number)
            taken = seats.taken(tx, row)
            assert taken <= 3
            assert taken == 3 or WAITING not in call.states().values()


def leaves_the_organisation(tx: Tx, workspace: Workspace, who: Introduce, user: str, now: datetime) -> None:
    people.mark_gone(tx, people.know(tx, who(user)), now)


def test_when_the_caller_has_left_one_of_those_who_joined_goes_on(
    tx: Tx, workspace: Workspace, who: Introduce, now: datetime
) -> None:
    call = Pressing(tx, who, now)
    call.join("U1")
    call.join("U2")
    assert overdue.left_alone(tx) == []
    leaves_the_organisation(tx, workspace, who, "UCALLER", now)
    for alone in overdue.left_alone(tx):
        overdue.offer_on(tx, alone, now)
    assert len(call.told(overdue.CALLER_LEFT)) == 2 and overdue.left_alone(tx) == []
    with pytest.raises(NotYours):
        service.take_over(tx, who("U3"), call.number, now)
    service.take_over(tx, who("U1"), call.number, now)
    with pytest.raises(NotYours):
        service.take_over(tx, who("U2"), call.number, now)
    assert looking.own(tx, who("U1"), call.number).id == call.number
    assert call.states() == {"U1": OUT, "U2": IN}


def test_a_call_that_nobody_joined_closes_with_its_caller(
    tx: Tx, workspace: Workspace, who: Introduce, now: datetime
) -> None:
    call = Pressing(tx, who, now)
    leaves_the_organisation(tx, workspace, who, "UCALLER", now)
    for alone in overdue.left_alone(tx):
        overdue.offer_on(tx, alone, now)
    assert looking.find(tx, workspace.id, call.number).closed_at == now


def test_who_has_left_is_passed_over_when_a_seat_opens(tx: Tx, who: Introduce, now: datetime) -> None:
    pressing = Pressing(tx, who, now, maximum=1)
    pressing.join("U1")
    for user in ("U2", "U3"):
        pressing.wait(user)
    people.mark_gone(tx, people.know(tx, who("U2")), now)
    pressing.leave("U1")
    assert pressing.states() == {"U1": OUT, "U2": WAITING, "U3": OFFERED}


def test_a_closed_call_stays_as_it_was_when_somebody_leaves(tx: Tx, who: Introduce, now: datetime) -> None:
    pressing = Pressing(tx, who, now)
    pressing.join("U1")
    ending.close(tx, who("UCALLER"), pressing.number, now)
    overdue.departed(tx, people.know(tx, who("U1")), now)
    assert pressing.states() == {"U1": IN}


def test_nobody_is_brought_together_with_nobody(tx: Tx, who: Introduce, workspace: Workspace, now: datetime) -> None:
    pressing = Pressing(tx, who, now, minimum=1)
    pressing.join("U1")
    (meets,) = pressing.told(meeting.MEETING)
    people.mark_gone(tx, people.know(tx, who("UCALLER")), now)
    assert not looking.gathering(tx, workspace.id, pressing.number).is_company
    assert telling.DRAWN[meeting.MEETING](tx, meets, now) is None


def test_who_rests_is_passed_over_and_asked_once_they_are_back(tx: Tx, who: Introduce, now: datetime) -> None:
    pressing = Pressing(tx, who, now, maximum=1)
    pressing.join("U1")
    me.pause(tx, who("U2"), (now + timedelta(days=3)).date(), now)
    assert pressing.wait("U2").is_resting
    pressing.leave("U1")
    assert pressing.states() == {"U1": OUT, "U2": WAITING} and overdue.ran_out(tx, now) == []
    me.resume(tx, who("U2"), now)
    for call in overdue.ran_out(tx, now):
        overdue.pass_on(tx, call, now)
    assert pressing.states() == {"U1": OUT, "U2": OFFERED} and overdue.ran_out(tx, now) == []


def test_who_waits_is_told_when_the_call_closes(tx: Tx, who: Introduce, now: datetime) -> None:
    pressing = Pressing(tx, who, now, maximum=1)
    pressing.join("U1")
    for user in ("U2", "U3"):
        pressing.wait(user)
    pressing.leave("U1")
    ending.close(tx, who("UCALLER"), pressing.number, now)
    assert len(pressing.told(ending.CLOSED_WHILE_WAITING)) == 2


def test_those_who_met_learn_who_has_joined_since(tx: Tx, who: Introduce, workspace: Workspace, now: datetime) -> None:
    pressing = Pressing(tx, who, now, minimum=1)
    pressing.join("U1")
    (met,) = pressing.told(meeting.MEETING)
    pressing.join("U2")
    (newcomer,) = pressing.told(meeting.NEWCOMER)
    assert telling.DRAWN[meeting.NEWCOMER](tx, newcomer, now) is None, "they have not met yet"
    shown = {"state": "sent", "sent_channel": "G1", "sent_message": "1.0"}
    tx.execute(update(Notice).where(Notice.id == met.id).values(**shown))
    said = telling.DRAWN[meeting.NEWCOMER](tx, newcomer, now)
    assert said is not None and said.thread == MessageRef("G1", "1.0")
