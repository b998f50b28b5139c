"""What becomes of calls by themselves: seats nobody took, calls nobody closed, people who have left."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from bot import notices
from bot.db import Tx, many
from bot.notices import Notice
from bot.people import Person
from bot.recruitment import seats
from bot.recruitment.ending import end
from bot.recruitment.looking import CARD, find
from bot.recruitment.model import ACTIVITY, IN, OUT, TAKEN, WAITING, Joining, Recruitment

ENDED, CALLER_LEFT = "ended", "caller_left"


def ran_out(tx: Tx, now: datetime, limit: int = 50) -> list[Recruitment]:
    """Calls in which somebody has let an offered seat go by, or is back from a pause and waits beside a free one."""
    late = select(Joining.recruitment_id).where(Joining.offer_until <= now)
    passed_by = many(tx, Recruitment, Recruitment.id.in_(late), order_by=(Recruitment.id,), limit=limit)
    return passed_by or [call for call in _with_a_free_seat(tx, limit) if seats.is_anybody_to_ask(tx, call, now)]


def _with_a_free_seat(tx: Tx, limit: int) -> list[Recruitment]:
    """Open calls in which somebody waits although a seat is free."""
    waited_for = select(Joining.recruitment_id).where(Joining.state == WAITING)
    taken = (
        select(func.count())
        .where(Joining.recruitment_id == Recruitment.id, Joining.state.in_(TAKEN))
        .correlate(Recruitment)
        .scalar_subquery()
    )
    free = (Recruitment.closed_at.is_(None), Recruitment.id.in_(waited_for), Recruitment.maximum > taken)
    return many(tx, Recruitment, *free, order_by=(Recruitment.id,), limit=limit)


def pass_on(tx: Tx, call: Recruitment, now: datetime) -> None:
    """A seat that was not taken in its time goes to the next in line."""
    if seats.pass_on(tx, find(tx, call.workspace_id, call.id, lock=True), now):
        notices.redraw(tx, call.workspace_id, ACTIVITY, CARD, call.id)


def old_calls(tx: Tx, now: datetime, limit: int = 50) -> list[Recruitment]:
    """Calls that nobody closed in their time."""
    return many(tx, Recruitment, Recruitment.closed_at.is_(None), Recruitment.closes_at <= now, limit=limit)


def close_old(tx: Tx, now: datetime) -> int:
    """Some of the old calls end by themselves, with a kind word to the caller. Returns how many did."""
    closed = [call for call in old_calls(tx, now) if end(tx, call, now)]
    for call in closed:
        notices.tell(tx, call.workspace_id, ACTIVITY, ENDED, call.id, call.caller_id, now)
    return len(closed)


def left_alone(tx: Tx, limit: int = 50) -> list[Recruitment]:
    """Open calls whose caller has left the organisation, and which nobody has been asked to look after."""
    gone = select(Person.id).where(Person.is_gone.is_(True))
    asked = select(Notice.subject).where(Notice.activity == ACTIVITY, Notice.kind == CALLER_LEFT)
    return many(
        tx,
        Recruitment,
        Recruitment.closed_at.is_(None),
        Recruitment.caller_id.in_(gone),
        Recruitment.id.not_in(asked),
        order_by=(Recruitment.id,),
        limit=limit,
    )


def departed(tx: Tx, person: Person, now: datetime) -> None:
    """Somebody has left: in calls that are still open their seat passes on. That they took part stays so."""
    theirs = (Joining.person_id == person.id, Joining.state != OUT)
    open_ones = select(Joining.recruitment_id).join(Recruitment).where(*theirs, Recruitment.closed_at.is_(None))
    for number in tx.scalars(open_ones.order_by(Joining.recruitment_id)).all():
        call = find(tx, person.workspace_id, number, lock=True)
        mine = seats.of(tx, call, person)
        assert mine is not None, "it was found by it"
        seats.put(tx, call, person, OUT, mine.clicked_at, since=now)
        seats.pass_on(tx, call, now)
        notices.redraw(tx, call.workspace_id, ACTIVITY, CARD, call.id)


def offer_on(tx: Tx, call: Recruitment, now: datetime) -> None:
    """Those who joined are asked whether one of them would go on with it. With nobody to ask, it closes.

    What somebody wanted advice on has left with them: such a call closes.
    """
    joined = (Joining.recruitment_id == call.id, Joining.state == IN)
    joiners = tx.scalars(
        select(Joining.person_id)
        .join(Person, Joining.person_id == Person.id)
        .where(*joined, Person.is_gone.is_(False), Person.is_guest.is_(False))
    ).all()
    if call.is_consult or not joiners:
        end(tx, call, now)
        return
    for person_id in joiners:
        notices.tell(tx, call.workspace_id, ACTIVITY, CALLER_LEFT, call.id, person_id, now)
