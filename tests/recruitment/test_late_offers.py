"""An offer that nobody took has run out when it has, also in the half minute until the clock looks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot.chat.interaction import Place, Who
from bot.db import Tx
from bot.people import Person
from bot.recruitment import ending, joining, overdue, service
from bot.recruitment.model import OFFERED, OUT, WAITING, Joining
from bot.recruitment.wish import Wish

Introduce = Callable[..., Who]

HELD = timedelta(hours=2)


@pytest.fixture
def number(tx: Tx, who: Introduce, now: datetime) -> int:
    """A call with one seat, which is held for U1 since now. It is nine in the morning."""
    number = service.announce(tx, who("UCALLER"), Place("C1"), Wish("読書会", maximum=1), now)
    assert joining.wait(tx, who("U1"), number, at=now, now=now).state == OFFERED
    return number


def state_of(tx: Tx, user: str) -> str:
    row = select(Joining.state).join(Person, Joining.person_id == Person.id).where(Person.external_id == user)
    return tx.execute(row).scalar_one()


def test_who_let_it_go_and_waits_again_stands_behind_the_others(
    tx: Tx, who: Introduce, now: datetime, number: int
) -> None:
    joining.wait(tx, who("U2"), number, at=now, now=now)
    later = now + HELD
    assert joining.wait(tx, who("U1"), number, at=later, now=later).state == WAITING
    assert state_of(tx, "U2") == OFFERED


def test_a_call_that_closes_then_does_not_put_them_back_in_line(
    tx: Tx, who: Introduce, now: datetime, number: int
) -> None:
    ending.close(tx, who("UCALLER"), number, now + HELD)
    assert state_of(tx, "U1") == OUT


def test_a_call_that_is_called_off_then_does_not_tell_them(tx: Tx, who: Introduce, now: datetime, number: int) -> None:
    assert ending.call_off(tx, who("UCALLER"), number, "", now + HELD) == 0


def test_the_caller_may_then_take_the_seat_away(tx: Tx, who: Introduce, now: datetime, number: int) -> None:
    service.edit(tx, who("UCALLER"), number, Wish("読書会", maximum=2), now)
    joining.join(tx, who("U2"), number, at=now, now=now)
    service.edit(tx, who("UCALLER"), number, Wish("読書会", maximum=1), now + HELD)


def test_a_click_to_wait_that_is_heard_again_after_the_offer_ran_out_changes_nothing(
    tx: Tx, who: Introduce, now: datetime, number: int
) -> None:
    """They pressed twice; the second press found the offer, and comes once more later."""
    second, later = now + timedelta(seconds=1), now + HELD
    joining.wait(tx, who("U1"), number, at=second, now=now)
    for late in overdue.ran_out(tx, later):
        overdue.pass_on(tx, late, later)
    assert joining.wait(tx, who("U1"), number, at=second, now=later).state == OUT


def test_an_older_leave_does_not_undo_a_newer_wait(tx: Tx, who: Introduce, now: datetime, number: int) -> None:
    joining.wait(tx, who("U1"), number, at=now + timedelta(seconds=2), now=now)
    joining.leave(tx, who("U1"), number, at=now + timedelta(seconds=1), now=now)
    assert state_of(tx, "U1") == OFFERED
