"""Seats of a call: who has one, for whom one is held, and who is next. Together they never exceed the maximum.

Everything here is called while the call's row is locked, so two decisions about its seats never cross.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select, update

from bot import calendar, notices, people
from bot.db import Tx, built_once, insert, many, one_by
from bot.people import Person
from bot.recruitment.model import ACTIVITY, HELD_FOR, IN, OFFERED, OUT, TAKEN, WAITING, Joining, Recruitment

OFFER = "offer"

_OF = select(Joining.__table__).where(
    Joining.recruitment_id == bindparam("call"), Joining.person_id == bindparam("person")
)

_TOUCH = (
    update(Joining)
    .where(Joining.recruitment_id == bindparam("call"), Joining.person_id == bindparam("person"))
    .values(clicked_at=bindparam("at"))
)


def of(tx: Tx, call: Recruitment, person: Person) -> Joining | None:
    """Where this person stands; None when they never pressed anything."""
    return one_by(tx, Joining, _OF, call=call.id, person=person.id)


def put(
    tx: Tx, call: Recruitment, person: Person, state: str, at: datetime, *, since: datetime, turn: int | None = None
) -> None:
    """From the click of `at` on they stand here; an offer that was open has been answered."""
    tx.execute(
        _putting(tx),
        {
            "recruitment_id": call.id,
            "person_id": person.id,
            "state": state,
            "since": since,
            "clicked_at": at,
            "turn": turn,
            "offer_until": None,
            "offers": 0,
        },
    )


def touch(tx: Tx, call: Recruitment, person: Person, at: datetime) -> None:
    """A newer click that leaves them where they stand: an older one, heard late, changes nothing any more."""
    tx.execute(_TOUCH, {"call": call.id, "person": person.id, "at": at})


@built_once
def _putting(tx: Tx) -> Any:
    row = insert(tx, Joining)
    return row.on_conflict_do_update(
        index_elements=["recruitment_id", "person_id"],
        set_={name: row.excluded[name] for name in ("state", "since", "clicked_at", "turn", "offer_until")},
    )


def taken(tx: Tx, call: Recruitment) -> int:
    """Seats that somebody has, or that are held for somebody."""
    return _count(tx, call, *TAKEN)


def joined(tx: Tx, call: Recruitment) -> int:
    """How many are in."""
    return _count(tx, call, IN)


def waiting(tx: Tx, call: Recruitment) -> int:
    """How many wait for a seat, or have been offered one."""
    return _count(tx, call, WAITING, OFFERED)


def held(tx: Tx, call: Recruitment) -> int:
    """How many seats are held for somebody."""
    return _count(tx, call, OFFERED)


def held_until(tx: Tx, call: Recruitment, person_id: int | None) -> datetime | None:
    """Until when a seat is held for this person; None when none is."""
    row = select(Joining.offer_until).where(
        Joining.recruitment_id == call.id, Joining.person_id == person_id, Joining.state == OFFERED
    )
    return tx.execute(row).scalar_one_or_none()


def next_turn(tx: Tx, call: Recruitment) -> int:
    """The place at the end of the line."""
    last = select(func.max(Joining.turn)).where(Joining.recruitment_id == call.id)
    return (tx.execute(last).scalar_one() or 0) + 1


def pass_on(tx: Tx, call: Recruitment, now: datetime) -> bool:
    """Offers that ran out end, and each free seat is offered to who has waited longest. Whether anything changed."""
    ended = _end_late(tx, call, now)
    free = None if call.maximum is None else max(0, call.maximum - taken(tx, call))
    if call.closed_at is not None or free == 0:
        return ended
    line = _line(tx, call, now, limit=free)
    if line:
        zone = people.workspace(tx, call.workspace_id).timezone
        until = calendar.after_working_time(now, HELD_FOR, zone)
        for mine in line:
            _offer(tx, call, mine, until, now)
    return ended or bool(line)


def is_anybody_to_ask(tx: Tx, call: Recruitment, now: datetime) -> bool:
    """Whether somebody waits who can be asked today."""
    return bool(_line(tx, call, now, limit=1))


def _line(tx: Tx, call: Recruitment, now: datetime, limit: int | None) -> list[Joining]:
    """Those who wait, the longest first; without those who have left or rest."""
    today = people.workspace(tx, call.workspace_id).today(now)
    waits = (Joining.recruitment_id == call.id, Joining.state == WAITING)
    may_be_asked = people.reachable(Joining.person_id, today)
    return many(tx, Joining, *waits, may_be_asked, order_by=(Joining.turn,), limit=limit)


def hold_none(tx: Tx, call: Recruitment, now: datetime) -> None:
    """The call has ended: who is offered a seat waits again, at the place in line that was theirs."""
    _end_late(tx, call, now)
    tx.execute(
        update(Joining)
        .where(Joining.recruitment_id == call.id, Joining.state == OFFERED)
        .values(state=WAITING, since=now, offer_until=None)
    )


def _end_late(tx: Tx, call: Recruitment, now: datetime) -> bool:
    """Offers that nobody took in their time. Whether there were any."""
    ended: int = tx.execute(
        update(Joining)
        .where(Joining.recruitment_id == call.id, Joining.state == OFFERED, Joining.offer_until <= now)
        .values(state=OUT, since=now, offer_until=None)
    ).rowcount
    return ended > 0


def _offer(tx: Tx, call: Recruitment, mine: Joining, until: datetime, now: datetime) -> None:
    which = mine.offers + 1
    tx.execute(
        update(Joining)
        .where(Joining.recruitment_id == call.id, Joining.person_id == mine.person_id)
        .values(state=OFFERED, since=now, offer_until=until, offers=which)
    )
    notices.tell(tx, call.workspace_id, ACTIVITY, OFFER, call.id, mine.person_id, now, round=which)


def _count(tx: Tx, call: Recruitment, *states: str) -> int:
    found = select(func.count()).where(Joining.recruitment_id == call.id, Joining.state.in_(states))
    return tx.execute(found).scalar_one()
