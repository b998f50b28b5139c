"""Seats: who has one, for whom one is held, and who is next. Seated and open offers together never exceed the capacity.

Everything here is called while the offsite's row is locked, so two decisions about its seats never cross.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select, update

from bot import ledger, notices, people
from bot.db import Tx, many, one
from bot.offsite.model import GOING, NOTHING, OFFERED, SEATED, WAITING, Offsite, Rsvp
from bot.people import Person

ACTIVITY = "offsite"
OFFER = "offer"
KIND = "offsite"
GUEST = "guest"


def answer_of(tx: Tx, offsite: Offsite, person_id: int | None) -> Rsvp | None:
    """Where this person stands; None when they never answered."""
    return one(tx, Rsvp, Rsvp.offsite_id == offsite.id, Rsvp.person_id == person_id)


def held_until(tx: Tx, offsite: Offsite, person_id: int | None, *, offered_at: datetime) -> datetime | None:
    """Until when the seat that was offered to them at that moment is held; None when it no longer is."""
    mine = answer_of(tx, offsite, person_id)
    return mine.offer_until if mine is not None and mine.since == offered_at else None


def is_free(tx: Tx, offsite: Offsite) -> bool:
    """Whether a seat can be taken at once. After `pass_on`, nobody who waits comes before."""
    return offsite.capacity is None or _taken(tx, offsite) < offsite.capacity


def place_in_line(tx: Tx, offsite: Offsite, mine: Rsvp) -> int:
    """Their place among those who wait, from 1."""
    before = select(func.count()).where(Rsvp.offsite_id == offsite.id, Rsvp.state == WAITING, Rsvp.turn < mine.turn)
    return tx.execute(before).scalar_one() + 1


def move(
    tx: Tx, offsite: Offsite, person: Person, mine: Rsvp | None, state: str, *, at: datetime, now: datetime
) -> None:
    """From this click on they stand here. The ledger follows, and a seat that they free is offered on."""
    was = NOTHING if mine is None else mine.state
    values: dict[str, Any] = {"clicked_at": at}
    if mine is None or state != was:
        values |= {"state": state, "since": now, "offer_until": None}
    if state == WAITING != was:
        values["turn"] = _last_turn(tx, offsite) + 1
    if mine is None:
        tx.execute(insert(Rsvp).values(offsite_id=offsite.id, person_id=person.id, **values))
    else:
        tx.execute(update(Rsvp).where(*_row(mine)).values(**values))
    if state == was:
        return
    if state == GOING:
        ledger.record(tx, KIND, offsite.id, person, GUEST, people.today(tx, person, offsite.starts_at))
    elif was == GOING:
        ledger.take_back(tx, KIND, offsite.id, person)
    if state == WAITING or was in SEATED:
        pass_on(tx, offsite, now)


def pass_on(tx: Tx, offsite: Offsite, now: datetime) -> bool:
    """Offers that ran out end, and each free seat is offered to who has waited longest. True when anything changed."""
    ended = tx.execute(
        update(Rsvp)
        .where(Rsvp.offsite_id == offsite.id, Rsvp.state == OFFERED, Rsvp.offer_until <= now)
        .values(state=NOTHING, since=now, offer_until=None)
    ).rowcount
    if offsite.capacity is None or not offsite.is_open(now):
        return ended > 0
    free = offsite.capacity - _taken(tx, offsite)
    if free <= 0:
        return ended > 0
    workspace = people.workspace(tx, offsite.workspace_id)
    may_be_asked = people.reachable(Rsvp.person_id, workspace.today(now))
    in_line = (Rsvp.offsite_id == offsite.id, Rsvp.state == WAITING, may_be_asked)
    waiting = many(tx, Rsvp, *in_line, order_by=(Rsvp.turn,), limit=free)
    for mine in waiting:
        _offer(tx, offsite, mine, offsite.offer_until(now, workspace.timezone), now)
    return ended > 0 or bool(waiting)


def end_offers(tx: Tx, offsite: Offsite) -> None:
    """No seat is held any more, and none is passed on; where everybody stands is left as it is."""
    tx.execute(update(Rsvp).where(Rsvp.offsite_id == offsite.id, Rsvp.state == OFFERED).values(offer_until=None))


def _offer(tx: Tx, offsite: Offsite, mine: Rsvp, until: datetime, now: datetime) -> None:
    assert mine.turn is not None, "who waits has a turn"
    tx.execute(update(Rsvp).where(*_row(mine)).values(state=OFFERED, since=now, offer_until=until))
    notices.tell(tx, offsite.workspace_id, ACTIVITY, OFFER, offsite.id, mine.person_id, now, round=mine.turn)


def _row(mine: Rsvp) -> tuple[Any, ...]:
    return (Rsvp.offsite_id == mine.offsite_id, Rsvp.person_id == mine.person_id)


def _taken(tx: Tx, offsite: Offsite) -> int:
    """Seats that somebody has, or that are held for somebody."""
    taken = select(func.count()).where(Rsvp.offsite_id == offsite.id, Rsvp.state.in_(SEATED))
    return tx.execute(taken).scalar_one()


def _last_turn(tx: Tx, offsite: Offsite) -> int:
    return tx.execute(select(func.max(Rsvp.turn)).where(Rsvp.offsite_id == offsite.id)).scalar_one() or 0
