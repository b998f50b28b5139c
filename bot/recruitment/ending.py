"""How a call ends: closed and perhaps opened again, called off by its caller, or taken down by an admin."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update

from bot import ledger, notices, people
from bot.chat.interaction import Who
from bot.db import Tx
from bot.recruitment import seats
from bot.recruitment.looking import CARD, find, own
from bot.recruitment.model import ACTIVITY, IN, OPEN_FOR, WAITING, Joining, Recruitment

CALLED_OFF, TAKEN_DOWN, CLOSED_WHILE_WAITING, AGAIN = "called_off", "taken_down", "closed_while_waiting", "again"


def close(tx: Tx, who: Who, number: int, now: datetime) -> None:
    """The caller ends it. Closing again changes nothing. Raises NoSuchCall, NotYours."""
    end(tx, own(tx, who, number, lock=True), now)


def end(tx: Tx, call: Recruitment, now: datetime) -> bool:
    """Whether it ended by this: it may have ended since it was read."""
    still_open = (Recruitment.id == call.id, Recruitment.closed_at.is_(None))
    ended: bool = tx.execute(update(Recruitment).where(*still_open).values(closed_at=now)).rowcount > 0
    if ended:
        seats.hold_none(tx, call, now)
        for person_id in _standing(tx, call, WAITING):
            which = int(now.timestamp())
            notices.tell(tx, call.workspace_id, ACTIVITY, CLOSED_WHILE_WAITING, call.id, person_id, now, round=which)
        _show(tx, call)
    return ended


def _standing(tx: Tx, call: Recruitment, *states: str) -> Sequence[int]:
    """Who stands so with the call, by their numbers."""
    there = (Joining.recruitment_id == call.id, Joining.state.in_(states))
    return tx.scalars(select(Joining.person_id).where(*there).order_by(Joining.person_id)).all()


def _show(tx: Tx, call: Recruitment) -> None:
    """Its card, and where it was called once more."""
    notices.redraw_all(tx, call.workspace_id, ACTIVITY, AGAIN, call.id)
    notices.redraw(tx, call.workspace_id, ACTIVITY, CARD, call.id)


def reopen(tx: Tx, who: Who, number: int, now: datetime) -> None:
    """The caller opens it once more, for as long as a new one. Raises NoSuchCall, NotYours, CalledOff."""
    call = own(tx, who, number, lock=True)
    call.refuse_called_off()
    if call.closed_at is None:
        return
    closes_at = max(call.closes_at, now + OPEN_FOR)
    tx.execute(update(Recruitment).where(Recruitment.id == call.id).values(closed_at=None, closes_at=closes_at))
    seats.pass_on(tx, find(tx, call.workspace_id, number), now)
    _show(tx, call)


def call_off(tx: Tx, who: Who, number: int, parting: str, now: datetime) -> int:
    """The caller gives it up: it did not take place, and everybody concerned hears so. Returns how many.

    Calling off again changes nothing. Raises NoSuchCall, NotYours.
    """
    call = own(tx, who, number, lock=True)
    return 0 if call.called_off_at is not None else _give_up(tx, call, parting, now)


def take_down(tx: Tx, who: Who, number: int, reason: str, now: datetime) -> None:
    """An admin takes down what does not belong: its caller hears why, everybody else only that it is called off.

    Whether `who` is an admin is checked before. Raises NoSuchCall.
    """
    call = find(tx, people.know(tx, who).workspace_id, number, lock=True)
    if call.taken_down_at is not None:
        return
    tx.execute(update(Recruitment).where(Recruitment.id == call.id).values(taken_down_at=now))
    notices.tell(tx, call.workspace_id, ACTIVITY, TAKEN_DOWN, call.id, call.caller_id, now)
    _give_up(tx, call, reason, now)


def _give_up(tx: Tx, call: Recruitment, parting: str, now: datetime) -> int:
    tx.execute(
        update(Recruitment)
        .where(Recruitment.id == call.id)
        .values(called_off_at=now, closed_at=call.closed_at or now, parting=parting)
    )
    seats.hold_none(tx, call, now)
    concerned = _standing(tx, call, IN, WAITING)
    ledger.take_back_all(tx, call.workspace_id, call.counted_as, call.id)
    for person_id in concerned:
        notices.tell(tx, call.workspace_id, ACTIVITY, CALLED_OFF, call.id, person_id, now)
    _show(tx, call)
    return len(concerned)
